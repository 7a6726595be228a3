# What CI runs, for a shell; `.ci/run` runs all of it with an environment of its own.
.PHONY: ci lint test

ci: lint test

lint:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

test:
	cargo test --locked
