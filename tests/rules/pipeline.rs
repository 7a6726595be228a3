//! Every rule of the pipeline over its folder of fixtures: small repositories in one file.
//!
//! `=== path` begins a file, `=== expected` what the rule says: each mark with its exact
//! place, `=== online` what GitHub and the account say. A `bad` one ends RED or AMBER, a `good` one GREEN, an `unknown` one neither, and
//! of a `none` the rule does not speak. With UPDATE_FIXTURES=1 the expected marks are
//! written anew, to be read by a person.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use watchkeeper::{
    ask::{Question, RepoAsk, repo as asks},
    edge::repo::{Git, Repo},
    facts::{DriftSettings, PipelineFiles},
    rules::pipeline::{Mark, RULES, Repository, Row, State, judge},
};

const EXPECTED: &str = "expected";
const ONLINE: &str = "online";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/pipeline")
}

fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The parts of a fixture, by their paths.
fn parts(text: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("=== "), parts.last_mut()) {
            (Some(path), _) => parts.push((path.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(&format!("{line}\n")),
            (None, None) => panic!("a fixture begins with === path"),
        }
    }
    parts
}

/// What the working tree's own search makes of these files.
fn files(parts: &[(String, String)]) -> PipelineFiles {
    let world = tempfile::tempdir().unwrap();
    let is_file = |path: &str| path != EXPECTED && path != ONLINE;
    for (path, text) in parts.iter().filter(|(path, _)| is_file(path)) {
        let path = world.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let tree = Repo::open_with(
        world.path().to_owned(),
        DriftSettings::default(),
        Git::off(),
    );
    let answer = tree.unwrap().answer(&RepoAsk::Pipeline).unwrap();
    asks::Pipeline::typed(&answer).unwrap().clone()
}

fn rows(parts: &[(String, String)]) -> Vec<Row> {
    let repository = Repository::of(&files(parts));
    assert!(repository.broken.is_empty(), "{:?}", repository.broken);
    let online = parts.iter().find(|(path, _)| path == ONLINE);
    let online = online.map(|(_, text)| serde_json::from_str(text).unwrap());
    judge(&repository.with(online.unwrap_or_default()))
}

fn said(mark: &Mark) -> String {
    let at = mark.at.as_ref();
    let at = at.map_or("-".to_owned(), |at| {
        format!("{}:{}:{}", at.path, at.line, at.column)
    });
    format!("{} {at} {}\n", mark.state.word(), mark.what)
}

fn is_as_named(name: &str, state: Option<State>) -> bool {
    match name.split('_').next().unwrap() {
        "bad" => state.is_some_and(State::is_a_fault),
        "good" => state == Some(State::Green),
        "unknown" => state == Some(State::Unknown),
        "none" => state.is_none(),
        _ => false,
    }
}

#[test]
fn every_rule_says_of_its_fixtures_what_they_expect_at_the_exact_places() {
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    let mut wrong = Vec::new();
    for rule in RULES {
        let folder = root().join(rule.id.replace('-', "_"));
        let mut kinds = BTreeSet::new();
        for path in paths_in(&folder) {
            let text = fs::read_to_string(&path).unwrap();
            let (name, parts) = (stem(&path), parts(&text));
            kinds.insert(name.split('_').next().unwrap().to_owned());
            let row = rows(&parts).into_iter().find(|row| row.rule == rule.id);
            let state = row.as_ref().map(|row| row.state);
            let marks: String = row.iter().flat_map(|row| &row.marks).map(said).collect();
            let expected = parts.iter().find(|(path, _)| path == EXPECTED);
            if update {
                let before = text.split("=== expected\n").next().unwrap();
                fs::write(&path, format!("{before}=== expected\n{marks}")).unwrap();
            } else if expected.map(|(_, text)| text.as_str()) != Some(&marks) {
                wrong.push(format!("{} / {name} says\n{marks}", rule.id));
            }
            if !is_as_named(&name, state) {
                wrong.push(format!("{} / {name} is {state:?}", rule.id));
            }
        }
        let has = |kind: &str| kinds.contains(kind);
        let whole = has("bad") && (has("good") || has("unknown"));
        assert!(whole, "{} lacks a bad or a good one", rule.id);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// This repository is held to what it says of others.
#[test]
fn the_audit_of_this_repository_finds_nothing_red_and_nothing_amber() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let tree = Repo::open_with(root, DriftSettings::default(), Git::off()).unwrap();
    let answer = tree.answer(&RepoAsk::Pipeline).unwrap();
    let repository = Repository::of(asks::Pipeline::typed(&answer).unwrap());
    assert!(repository.broken.is_empty(), "{:?}", repository.broken);
    assert_eq!(repository.counts().0, 2, "the workflows were not read");
    let rows = judge(&repository);
    let faults = rows.iter().filter(|row| row.state.is_a_fault());
    let faults: Vec<&Row> = faults.collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_folder_is_a_rules_and_no_number_is_used_twice() {
    let ids: BTreeSet<String> = RULES.iter().map(|it| it.id.replace('-', "_")).collect();
    let folders: BTreeSet<String> = paths_in(&root()).iter().map(|it| stem(it)).collect();
    assert_eq!(folders, ids);
    let numbers: BTreeSet<&str> = RULES.iter().map(|rule| rule.number).collect();
    assert_eq!(numbers.len(), RULES.len());
}

#[test]
fn every_rule_says_why_and_what_to_do_in_sentences() {
    for rule in RULES {
        let id = rule.id;
        assert!(!rule.title.ends_with('.'), "{id}: a title is no sentence");
        for text in [rule.why, rule.fix] {
            let ends = text.ends_with(['.', '`', ')']);
            assert!(ends && text.len() > 40, "{id}: {text}");
        }
        assert!(rule.effort > 0 && !rule.accepted.ends_with('.'), "{id}");
    }
}

/// Rules are asked of what nobody would write, and none of them may stop or overflow.
#[test]
fn hostile_files_end_in_rows_or_in_what_was_not_read() {
    let deep = "a: ".repeat(3_000);
    let wide = format!(
        "on: push\njobs:\n  a:\n    steps:\n{}",
        "      - run: a\n".repeat(20_000)
    );
    let expressions = format!(
        "on: push\njobs:\n  a:\n    steps:\n      - run: |\n{}",
        "          ${{ secrets.A }} ${{\n".repeat(5_000)
    );
    let texts = [
        "",
        "[]",
        "on",
        "jobs: 1",
        "jobs: {a: {steps: [1, null, {uses: 1}]}}",
        "on: [[1]]\njobs: []",
        "permissions: []\non: {}\njobs: {a: {permissions: 3, uses: '@'}}",
        &deep,
        &wide,
        &expressions,
        "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: [1]}}",
        "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {Events: {E: 1}, Environment: 2, DeploymentPreference: x, AutoPublishAlias: y}}}",
        "Resources: {A: {Type: 'AWS::CloudWatch::Alarm', Properties: {Dimensions: {x: y}, Threshold: NaN}}}",
        "version: 0.0.2\nworkflows: []",
    ];
    for text in texts {
        for path in [
            ".github/workflows/a.yml",
            "template.yaml",
            "action.yml",
            ".github/workflows/actions.lock",
            ".github/dependabot.yml",
            "Makefile",
        ] {
            let text = format!("{text}\n# Resources AWS::\n");
            let files = files(&[(path.to_owned(), text)]);
            judge(&Repository::of(&files));
        }
    }
}
