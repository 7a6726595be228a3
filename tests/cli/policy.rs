//! `policy compare`: two files, or a file of cases; and `policy lint`.

use std::{collections::HashMap, fs, path::Path};

use serde_json::Value;

use super::process::Machine;

const ONE: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#;
const SAME: &str = r#"{"Statement":{"Resource":["*"],"Action":["S3:GETOBJECT"],"Effect":"Allow"},"Version":"2012-10-17"}"#;
const MORE: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;

#[test]
fn the_cases_of_the_vectors_are_decided_right_or_not_at_all() {
    let vectors =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policy/vectors/policy-equivalence.jsonl");
    let labels: HashMap<String, bool> = fs::read_to_string(&vectors)
        .unwrap()
        .lines()
        .map(|line| {
            let case: Value = serde_json::from_str(line).unwrap();
            let id = case["id"].as_str().unwrap().to_owned();
            (id, case["equivalent"].as_bool().unwrap())
        })
        .collect();
    let path = vectors.to_string_lossy();
    let ran = Machine::new()
        .run(&["policy", "compare", "--cases", &path])
        .exits(0);
    assert_eq!(ran.out.lines().count(), labels.len());
    let mut decided = 0;
    for line in ran.out.lines() {
        let result: Value = serde_json::from_str(line).unwrap();
        let id = result["id"].as_str().unwrap();
        match result["equivalent"].as_bool() {
            Some(equivalent) => assert_eq!(equivalent, labels[id], "{id}"),
            None => assert!(!labels[id], "{id}: an equivalent pair is left undecided"),
        }
        decided += usize::from(!result["equivalent"].is_null());
        let witness = !result["witness"].is_null();
        let differs = result["equivalent"] == false;
        assert_eq!(
            witness, differs,
            "{id}: a difference is proved by a request"
        );
    }
    assert!(
        decided * 10 >= labels.len() * 9,
        "{decided} of {}",
        labels.len()
    );
}

#[test]
fn two_files_that_mean_the_same_exit_0_and_others_1() {
    let machine = Machine::new()
        .file("a.json", ONE)
        .file("b.json", SAME)
        .file("c.json", MORE);
    machine
        .run(&["policy", "compare", "a.json", "b.json"])
        .exits(0)
        .answers("equal");
    let ran = machine
        .run(&["policy", "compare", "a.json", "c.json"])
        .exits(1);
    ran.answers("broader: B allows all that A allows, and more")
        .answers("B decides more favourably");
}

#[test]
fn a_bare_account_id_is_compared_in_the_partition_that_is_named() {
    let trust = |who: &str| {
        format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{{"AWS":"{who}"}}}}}}"#
        )
    };
    let machine = Machine::new()
        .file("a.json", &trust("111122223333"))
        .file("b.json", &trust("arn:aws-cn:iam::111122223333:root"));
    let compare = ["policy", "compare", "a.json", "b.json", "--kind", "trust"];
    machine.run(&compare).exits(2).answers("partition");
    let named = |partition| machine.run(&[&compare[..], &["--partition", partition]].concat());
    named("aws-cn").exits(0);
    named("aws").exits(1);
}

#[test]
fn who_one_is_needs_no_permission() {
    let deny = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    let machine = Machine::new().file("p.json", deny);
    let eval = |action| machine.run(&["policy", "eval", "--policy", "p.json", "--action", action]);
    eval("sts:GetCallerIdentity").exits(0).answers("Allowed");
    eval("sts:GetAccessKeyInfo").exits(1);
}

#[test]
fn a_file_that_is_none_or_no_policy_exits_64_with_its_place() {
    let machine = Machine::new()
        .file("a.json", ONE)
        .file("broken.json", "{\n \"Version\" 1}");
    machine
        .run(&["policy", "compare", "a.json", "none.json"])
        .refuses("none.json");
    machine
        .run(&["policy", "compare", "a.json", "broken.json"])
        .refuses("broken.json");
    machine.run(&["policy", "compare", "a.json"]).refuses("<B>");
    machine.run(&["policy", "compare"]).refuses("<A>");
    machine
        .run(&["policy", "compare", "--cases", "broken.json"])
        .refuses("1");
}

#[test]
fn hostile_documents_are_printed_harmless() {
    let evil = MORE.replace("s3:*", "s3:\\u001b]52;c;x\\u0007");
    let machine = Machine::new().file("a.json", ONE).file("b.json", &evil);
    let ran = machine
        .run(&["policy", "compare", "a.json", "b.json"])
        .exits(1);
    ran.answers("<U+001B>");
}

#[test]
fn lint_exits_1_with_the_place_of_each_hit_and_0_without_any() {
    let good = ONE.replace(
        "\"Resource\":\"*\"",
        "\"Resource\":\"arn:aws:s3:::orders/*\"",
    );
    let machine = Machine::new()
        .file("bad.json", MORE)
        .file("good.json", &good);
    let ran = machine.run(&["policy", "lint", "bad.json"]).exits(1);
    ran.answers("bad.json:1:65: wildcard-action: statement 1: s3:* allows every action of s3")
        .answers("bad.json:1:83: star-resource: statement 1: Resource is *");
    let ran = machine.run(&["policy", "lint", "bad.json", "--json"]);
    let json = ran.exits(1).json();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["hits"][0]["rule"], "wildcard-action");
    assert_eq!(json["hits"][0]["column"], 65);
    assert_eq!(json["hits"][1]["rule"], "star-resource");
    let ran = machine.run(&["policy", "lint", "good.json", "--json"]);
    assert_eq!(ran.exits(0).json()["hits"], serde_json::json!([]));
    let ran = machine.run(&["policy", "lint", "good.json"]).exits(0);
    ran.answers("no hits");
    machine
        .run(&["policy", "lint", "good.json", "--kind", "trust"])
        .refuses("Resource has no place in a trust policy");
}

#[test]
fn lint_prints_what_a_document_quotes_harmless_and_on_its_line() {
    let evil = MORE.replace("s3:*", "s3\\u009b\\u000ab:*");
    let machine = Machine::new().file("evil.json", &evil);
    let ran = machine.run(&["policy", "lint", "evil.json"]).exits(1);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    ran.answers("<U+009B>");
    let ran = machine.run(&["policy", "lint", "evil.json", "--json"]);
    assert!(!ran.out.contains('\u{9b}'), "{}", ran.out);
    assert_eq!(
        ran.json()["hits"][0]["what"],
        "s3\u{9b}\nb:* allows every action of s3\u{9b}\nb"
    );
}
