//! A build whose interpreter or packages can differ from one run to the next.

use super::{
    commands,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    workflow::Step,
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "floating-build",
    number: "CP-301",
    area: Area::Build,
    title: "Builds use a fixed runtime and a lock file",
    accepted: "The same commit builds the same thing",
    risk: Risk::Medium,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::Files,
    why: "A build that takes whatever is newest can't be repeated, and takes in a package that was taken over an hour ago.",
    fix: "Name the runtime's version, commit the lock file, and install by it: `poetry install`, `uv sync --locked`, `npm ci`, `pip install --require-hashes -r requirements.txt`, `cargo build --locked`.",
    check,
};

/// Actions that install a runtime, and the input that names its version.
const RUNTIMES: &[(&str, &str)] = &[
    ("actions/setup-python", "python-version"),
    ("actions/setup-node", "node-version"),
    ("actions/setup-go", "go-version"),
    ("actions/setup-java", "java-version"),
    ("actions/setup-dotnet", "dotnet-version"),
    ("ruby/setup-ruby", "ruby-version"),
];

/// A manifest, and the lock files of which one belongs beside it.
const LOCKS: &[(&str, &[&str])] = &[
    (
        "package.json",
        &[
            "package-lock.json",
            "npm-shrinkwrap.json",
            "pnpm-lock.yaml",
            "yarn.lock",
            "bun.lock",
        ],
    ),
    (
        "pyproject.toml",
        &["poetry.lock", "uv.lock", "requirements.txt"],
    ),
    ("Pipfile", &["Pipfile.lock"]),
    ("Gemfile", &["Gemfile.lock"]),
    ("go.mod", &["go.sum"]),
    ("Cargo.toml", &["Cargo.lock"]),
];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let mut marks = Vec::new();
    for step in repository.steps() {
        marks.extend(runtime(&step));
        marks.extend(installs(&step, repository));
    }
    for (manifest, locks) in LOCKS {
        if !repository.has_path(|path| path == *manifest) {
            continue;
        }
        let lock = locks
            .iter()
            .find(|lock| repository.has_path(|path| path == **lock));
        marks.push(match lock {
            Some(lock) => Mark::of(
                State::Green,
                format!("{lock} fixes what {manifest} asks for"),
            ),
            None => Mark::of(
                State::Red,
                format!("no lock file fixes what {manifest} asks for"),
            ),
        });
    }
    (!marks.is_empty()).then_some(marks)
}

fn runtime(step: &Step<'_>) -> Option<Mark> {
    let (action, input) = RUNTIMES.iter().find(|(action, _)| step.is_of(action))?;
    let name = action.rsplit('/').next().unwrap_or(action);
    let Some(given) = step.with(input) else {
        // A file beside the code says it.
        let from_file = step.with(&format!("{input}-file"));
        let state = if from_file.is_some() {
            State::Green
        } else {
            State::Amber
        };
        let what = match from_file {
            Some(_) => format!("{name} takes its version from a file of the repository"),
            None => format!("{name} takes whatever version the runner has"),
        };
        return Some(Mark::at(state, step.source, step.place(), what));
    };
    let version = given.text()?;
    let floats = ["latest", "lts", "stable", "current", "node", "x", "*"];
    let floating = version
        .split(['.', '/', '-'])
        .any(|part| floats.contains(&part))
        || version.contains(['>', '^', '~']);
    let (state, what) = match (version.contains("${{"), floating) {
        (true, _) => return None,
        (_, true) => (
            State::Amber,
            format!("{version} is another version next month"),
        ),
        _ => (State::Green, format!("{name} installs {version}")),
    };
    Some(Mark::at(state, step.source, given.span.place, what))
}

/// Commands that install past the lock file.
fn installs(step: &Step<'_>, repository: &Repository) -> Vec<Mark> {
    if step.node.get("run").and_then(Node::text).is_none() {
        return Vec::new();
    }
    let has_lock = repository.has_path(|path| path.ends_with("package-lock.json"));
    let found = commands::of_step(step, repository).into_iter();
    found
        .filter_map(|command| {
            let what = if command.is("npm install") && command.words().len() == 2 && has_lock {
                "npm install may change the lock file: npm ci installs by it"
            } else if command.is("pip install") && command.has("-U") {
                "pip install -U takes whatever is newest"
            } else {
                return None;
            };
            Some(Mark::at(State::Amber, step.source, command.place, what))
        })
        .collect()
}
