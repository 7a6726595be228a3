//! SARIF, annotations and comments: what other programs take from a check.

use serde_json::Value;

use super::process::{Machine, Ran};
use crate::support::json_schema::faults;

const UNPINNED: &str = "on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: octo/x@v1\n";
const CODIFIED: &str = "[drift]\npolicies = [\"iam\"]\n";
const BROKEN: &str = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\",,}]}";

fn schema() -> Value {
    serde_json::from_str(include_str!("sarif/schema.json")).unwrap()
}

fn audited(option: &str) -> Ran {
    let machine = Machine::new().file(".github/workflows/ci.yml", UNPINNED);
    machine.run(&["check", "pipeline", option])
}

/// A file with a mistake is found without an account; the rest is not known.
fn drifted(option: &str) -> Ran {
    let machine = Machine::new()
        .file("watchkeeper.toml", CODIFIED)
        .file("iam/alpha/metrics.json", BROKEN);
    machine.run(&["check", "drift", option])
}

#[test]
fn a_schema_that_takes_everything_would_show() {
    let schema = schema();
    let wrong = serde_json::json!({"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "x": 1}]});
    let found = faults(&schema, &wrong);
    assert!(
        found.iter().any(|it| it.contains("lacks \"name\"")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|it| it.contains("x: is not known")),
        "{found:?}"
    );
}

#[test]
fn every_check_s_sarif_is_valid_against_the_schema_of_sarif() {
    let schema = schema();
    for ran in [audited("--sarif"), drifted("--sarif")] {
        let sarif: Value = serde_json::from_str(&ran.out).unwrap();
        let found = faults(&schema, &sarif);
        assert!(found.is_empty(), "{found:#?}");
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        assert!(!results.is_empty(), "{}", ran.out);
    }
}

#[test]
fn what_could_not_be_told_is_in_every_form_beside_the_findings() {
    let sarif: Value = serde_json::from_str(&drifted("--sarif").out).unwrap();
    let invocation = &sarif["runs"][0]["invocations"][0];
    let notes = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert!(!notes.is_empty() && invocation["executionSuccessful"] == false);
    let said = drifted("--github").out;
    assert!(said.contains("::warning title=could not tell::"), "{said}");
    let said = drifted("--markdown").out;
    assert!(said.contains("Could not be told:"), "{said}");
}

#[test]
fn an_annotation_stands_at_the_line_and_is_no_command_of_anybody_else() {
    let said = audited("--github").out;
    let place = "file=.github/workflows/ci.yml,line=7,col=15,title=unpinned-action::";
    let error = said.lines().find(|line| line.contains(place));
    assert!(
        error.is_some_and(|line| line.starts_with("::error ")),
        "{said}"
    );
    assert!(said.lines().all(|line| line.starts_with("::")), "{said}");
    let file = drifted("--github").out;
    assert!(file.contains("file=iam/alpha/metrics.json"), "{file}");
}

#[test]
fn a_comment_is_a_table_of_the_findings_and_one_form_is_asked_for_at_a_time() {
    let said = drifted("--markdown").out;
    assert!(said.contains("| Priority | Finding | Remedy |"), "{said}");
    let machine = Machine::new().file("watchkeeper.toml", CODIFIED);
    assert_eq!(
        machine
            .run(&["check", "stacks", "--markdown", "--sarif"])
            .code,
        64
    );
}
