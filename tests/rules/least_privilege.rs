//! Every least-privilege rule over its folder of fixtures.
//!
//! In a `bad` document the rule hits every statement, in a `good` one none.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use watchkeeper::{
    policy::{Document, Kind, Place, parse},
    rules::least_privilege::{RULES, hits, lint},
};

/// Files beside the rules that are none.
const READINGS: [&str; 2] = ["rule", "web_identity"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn paths_in(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn ids() -> BTreeSet<String> {
    RULES.iter().map(|rule| rule.id.replace('-', "_")).collect()
}

/// What a document is attached to shows in its elements.
fn read(path: &Path) -> Document {
    let text = fs::read_to_string(path).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    let statements = value["Statement"].as_array().unwrap();
    let has = |names: [&str; 2]| {
        let mut statements = statements.iter();
        statements.any(|one| names.iter().any(|name| one.get(name).is_some()))
    };
    let principals = has(["Principal", "NotPrincipal"]);
    let kind = match (principals, has(["Resource", "NotResource"])) {
        (false, _) => Kind::Identity,
        (true, false) => Kind::Trust,
        (true, true) => Kind::Resource,
    };
    parse(&text, kind).unwrap_or_else(|why| panic!("{}: {why:?}", path.display()))
}

#[test]
fn every_rule_hits_all_of_its_bad_statements_and_none_of_its_good_ones() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let folder = format!("tests/rules/least_privilege/{}", rule.id.replace('-', "_"));
        let (mut bad, mut good) = (0, 0);
        for path in paths_in(&folder) {
            let document = read(&path);
            let name = stem(&path);
            let hits = hits(rule, &document);
            assert!(hits.iter().all(|hit| hit.rule == rule.id), "{}", rule.id);
            let hit: BTreeSet<usize> = hits.iter().map(|hit| hit.statement).collect();
            let expected: BTreeSet<usize> = if name.starts_with("bad") {
                bad += 1;
                (1..=document.statements.len()).collect()
            } else {
                assert!(name.starts_with("good"), "{name} is neither bad nor good");
                good += 1;
                BTreeSet::new()
            };
            if hit != expected {
                wrong.push(format!("{} / {name}: {hit:?}, not {expected:?}", rule.id));
            }
        }
        assert!(bad > 0 && good > 0, "{} lacks a bad or good one", rule.id);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_of_a_rule_is_in_the_list_and_every_folder_is_a_rules() {
    let files: BTreeSet<String> = paths_in("src/rules/least_privilege")
        .iter()
        .map(|path| stem(path))
        .filter(|name| !READINGS.contains(&name.as_str()))
        .collect();
    assert_eq!(files, ids());
    assert_eq!(ids().len(), RULES.len(), "an id is used twice");
    let folders = paths_in("tests/rules/least_privilege");
    let folders: BTreeSet<String> = folders.iter().map(|path| stem(path)).collect();
    assert_eq!(folders, ids());
}

#[test]
fn every_rule_says_why_and_what_to_write_instead() {
    for rule in RULES {
        let id = rule.id;
        assert!(!rule.title.ends_with('.'), "{id}: a title is no sentence");
        for text in [rule.why, rule.fix] {
            assert!(text.ends_with('.') && text.len() > 40, "{id}: {text}");
        }
    }
}

#[test]
fn a_hit_names_its_statement_its_sid_and_the_place_of_what_is_too_wide() {
    let text = r#"{"Version": "2012-10-17", "Statement": [
  {"Effect": "Deny", "Action": "*", "Resource": "*"},
  {"Sid": "Queue", "Effect": "Allow",
   "Action": ["sqs:SendMessage", "sqs:*"],
   "Resource": "*"}]}"#;
    let hits = lint(&parse(text, Kind::Identity).unwrap());
    let seen: Vec<_> = hits
        .iter()
        .map(|hit| (hit.rule, hit.statement, hit.sid.as_deref(), hit.place))
        .collect();
    let at = |line, column| Place { line, column };
    assert_eq!(
        seen,
        [
            ("wildcard-action", 2, Some("Queue"), at(4, 34)),
            ("star-resource", 2, Some("Queue"), at(5, 16)),
        ]
    );
    assert_eq!(hits[0].what, "sqs:* allows every action of sqs");
}

#[test]
fn a_pattern_of_a_hundred_thousand_wildcards_hits_nothing_and_ends() {
    let pattern = format!("s3:{}x", "*a".repeat(50_000));
    let text = format!(
        r#"{{"Statement": {{"Effect": "Allow", "Action": "{pattern}", "Resource": "*"}}}}"#
    );
    assert_eq!(lint(&parse(&text, Kind::Identity).unwrap()), []);
}
