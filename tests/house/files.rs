//! Sizes, names, heads and registration of files.

use std::fs;

use super::source::{Source, below, root};

const MOST_LINES: usize = 400;
const BANNED: &[&str] = &[
    "util", "utils", "helper", "helpers", "common", "misc", "shared", "manager", "handler", "core",
    "base", "types", "mod",
];

fn all() -> Vec<Source> {
    let mut sources = below("src");
    sources.extend(below("tests"));
    sources
}

fn stem(source: &Source) -> &str {
    let file = source.path.rsplit('/').next().unwrap();
    file.strip_suffix(".rs").unwrap()
}

#[test]
fn no_file_is_longer_than_the_house_allows() {
    let long: Vec<String> = all()
        .iter()
        .map(|source| (source.text.lines().count(), &source.path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(
        long.is_empty(),
        "over {MOST_LINES} lines:\n{}",
        long.join("\n")
    );
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    let bare: Vec<String> = all()
        .iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path.clone())
        .collect();
    assert!(bare.is_empty(), "without a head: {bare:?}");
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let banned: Vec<String> = all()
        .iter()
        .filter(|source| BANNED.contains(&stem(source)))
        .map(|source| source.path.clone())
        .collect();
    assert!(banned.is_empty(), "{banned:?}");
}

/// A file that no `mod` line names is not compiled, and nobody notices.
#[test]
fn every_file_is_declared_by_its_parent() {
    let mut forgotten = Vec::new();
    for source in all() {
        let path = source.path.strip_suffix(".rs").unwrap();
        let (folder, name) = path.rsplit_once('/').unwrap();
        let parent = match folder {
            "src" if name == "lib" || name == "main" => continue,
            "src" => "src/lib.rs".to_owned(),
            "tests" if name == "it" => continue,
            "tests" => "tests/it.rs".to_owned(),
            "tests/measure" => "tests/measure/main.rs".to_owned(),
            folder => format!("{folder}.rs"),
        };
        if source.path == parent {
            continue;
        }
        let declares = |text: &str| {
            text.lines()
                .any(|l| l.trim_end().ends_with(&format!("mod {name};")))
        };
        if !fs::read_to_string(root().join(&parent)).is_ok_and(|text| declares(&text)) {
            forgotten.push(format!("{} is not declared by {parent}", source.path));
        }
    }
    assert!(forgotten.is_empty(), "{}", forgotten.join("\n"));
}

#[test]
fn registries_hold_mod_lines_and_the_list_and_no_logic() {
    for path in [
        "src/rules/drift.rs",
        "src/rules/least_privilege.rs",
        "src/rules/pipeline.rs",
        "src/rules/stacks.rs",
        "src/checks.rs",
        "src/panes.rs",
        "src/rules.rs",
        "tests/it.rs",
    ] {
        let text = fs::read_to_string(root().join(path)).unwrap();
        assert!(
            text.lines().count() <= 160,
            "{path} is too long for a registry"
        );
        assert!(!text.contains("\nfn "), "{path} holds logic");
    }
}

#[test]
fn the_top_level_holds_what_the_architecture_names() {
    let known = [
        "Cargo.toml",
        "Cargo.lock",
        "Makefile",
        "src",
        "themes",
        "keymaps",
        "runbooks",
        "tests",
        "screenshots",
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "THIRD-PARTY-NOTICES.txt",
        "target",
    ];
    let strange: Vec<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !known.contains(&name.as_str()))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
}
