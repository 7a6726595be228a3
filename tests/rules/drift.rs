//! Every check of drift over its folder of fixtures: inputs and the states expected.
//!
//! A fixture is written as a person thinks of it (see `fixture`); each lists every
//! item that must come out, so that nothing appears or vanishes unnoticed.

mod fixture;
mod template;
mod unexpanded;

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde::Serialize;
use watchkeeper::rules::drift::{DriftReport, RULES, Warning, judge};

use fixture::Fixture;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rules/drift")
}

fn folders() -> Vec<String> {
    let mut folders: Vec<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    folders
}

fn fixtures(folder: &str) -> Vec<(String, Fixture)> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let name = path
                .strip_prefix(root())
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let text = fs::read_to_string(path).unwrap();
            let fixture =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, fixture)
        })
        .collect()
}

fn all() -> Vec<(String, Fixture)> {
    folders()
        .iter()
        .flat_map(|folder| fixtures(folder))
        .collect()
}

/// `role inline/name state`, in the order of the report, then the siblings' items.
fn outcome(report: &DriftReport) -> Vec<String> {
    let items = report.items.iter().map(|item| {
        let verdict = item.headline();
        let told = if verdict == item.state.words() {
            ""
        } else {
            verdict
        };
        format!(
            "{} {} {} {told}",
            item.role.raw(),
            item.key(),
            word(&item.state)
        )
        .trim_end()
        .to_owned()
    });
    let siblings = report
        .siblings
        .iter()
        .flat_map(|pair| &pair.items)
        .map(|item| {
            let name = item.policy.as_ref().map_or("", |p| p.raw());
            let slash = if name.is_empty() { "" } else { "/" };
            format!(
                "siblings {}{slash}{name} {}",
                item.kind.word(),
                word(&item.state)
            )
        });
    items.chain(siblings).collect()
}

/// A state as its JSON spells it.
fn word(state: &impl Serialize) -> String {
    let value = serde_json::to_value(state).unwrap();
    value.as_str().unwrap().to_owned()
}

#[test]
fn every_fixture_comes_out_as_it_says() {
    let mut wrong = Vec::new();
    for (name, fixture) in all() {
        let report = judge(&fixture.inputs());
        let found = outcome(&report);
        let warned = report.warnings.iter().map(Warning::sentence);
        let warned: Vec<_> = warned.collect();
        if warned != fixture.warns {
            wrong.push(format!("{name}: warned {warned:#?}"));
        }
        if found != fixture.expect {
            wrong.push(format!(
                "{name}: {}\n  expected {:#?}\n  found {found:#?}",
                fixture.about, fixture.expect
            ));
        }
        for (key, said) in &fixture.says {
            let why = report
                .items
                .iter()
                .filter(|item| format!("{} {}", item.role.raw(), item.key()) == *key)
                .map(|item| item.why.clone())
                .collect::<String>();
            if !why.contains(said.as_str()) {
                wrong.push(format!("{name}: {key} says {why:?}, not {said:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_has_its_folder_and_every_folder_its_check() {
    let mut expected: Vec<String> = RULES.iter().map(|check| check.id.to_owned()).collect();
    expected.extend(["ignore", "siblings", "template"].map(str::to_owned));
    expected.sort();
    assert_eq!(folders(), expected);
    for folder in folders() {
        assert!(
            fixtures(&folder).len() >= 2,
            "{folder} needs a good and a bad one"
        );
    }
}

#[test]
fn every_state_is_reached_and_every_kind_can_be_unknown() {
    let expected: BTreeSet<String> = all()
        .iter()
        .flat_map(|(_, fixture)| fixture.expect.clone())
        .collect();
    let reached = |what: &str| expected.iter().any(|line| line.contains(what));
    for state in [
        " in-sync",
        " cosmetic",
        " drifted",
        " missing-live",
        " uncodified",
        " role-missing",
        " only-left",
        " only-right",
        " differs",
        " same",
    ] {
        assert!(reached(state), "no fixture reaches{state}");
    }
    for kind in [
        "role",
        "trust",
        "inline/",
        "managed/",
        "attachments",
        "boundary",
    ] {
        let unknown = expected.iter().any(|line| {
            let mut words = line.split(' ').skip(1);
            words.next().unwrap().starts_with(kind) && words.next() == Some("unknown")
        });
        assert!(unknown, "{kind} is never unknown");
    }
}

#[test]
fn what_is_unknown_is_listed_and_never_counts_as_in_sync() {
    for (name, fixture) in all() {
        let report = judge(&fixture.inputs());
        let unknown = outcome(&report)
            .iter()
            .filter(|l| l.ends_with(" unknown"))
            .count();
        assert_eq!(
            report.unknown.len(),
            unknown,
            "{name}: {:?}",
            report.unknown
        );
        let at = "2026-05-18T14:02:11Z".parse().unwrap();
        let in_sync = report.in_sync(at).len();
        let expected = outcome(&report)
            .iter()
            .filter(|l| !l.starts_with("siblings"))
            .filter(|l| l.ends_with(" in-sync") || l.ends_with(" cosmetic"))
            .count();
        assert_eq!(in_sync, expected, "{name}");
    }
}

#[test]
fn a_policy_of_a_template_that_nothing_can_be_compared_with_is_said_with_its_place() {
    let file = [
        "Resources:",
        "  Loose: {Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: loose, PolicyDocument: {Version: 2012-10-17, Statement: []}}}",
        "  Made: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Version: 2012-10-17, Statement: []}}}",
        "  Away: {Type: AWS::IAM::RolePolicy, Properties: {PolicyName: p, RoleName: !ImportValue Role, PolicyDocument: {Version: 2012-10-17, Statement: []}}}",
    ];
    let fixture: Fixture = serde_json::from_value(serde_json::json!({
        "about": "", "templates_alone": true, "expect": [],
        "templates": [{"file": file, "stack": "here"}],
    }))
    .unwrap();
    let report = judge(&fixture.inputs());
    let unknown: Vec<String> = report
        .unknown
        .iter()
        .map(|unknown| format!("{} {}", unknown.what, unknown.why))
        .collect();
    assert_eq!(
        unknown,
        [
            "app.yaml:4 The role that policy Away belongs to is not known: <ImportValue Role>.",
            "app.yaml:2 The account has no policy arn:aws:iam::111122223333:policy/loose.",
            "app.yaml:3 The ARN of policy Made is not known: CloudFormation names it.",
        ]
    );
}
