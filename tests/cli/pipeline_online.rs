//! `check pipeline --online` against answers of GitHub's own shapes: what it asks, how often,
//! and what it says where it may not read.

use serde_json::{Value, json};

use super::process::Machine;
use crate::support::{
    github::{Fake, Reply, Request},
    openapi,
};

const PINS: usize = 60;
/// GitHub lets a workflow's token ask a thousand times an hour.
const MOST: usize = 200;
const TAGS: &str = "/repos/{owner}/{repo}/tags";

fn commit(number: usize) -> String {
    format!("{number:040x}")
}

/// A repository of the longest kind: its tags take both pages.
fn tags(request: &Request) -> Reply {
    let name = request.path.split('/').nth(3).unwrap();
    let number: usize = name.trim_start_matches('a').parse().unwrap();
    let tag = |name: String, sha: String| {
        let mut tag = openapi::example(TAGS, true)[0].clone();
        tag["name"] = json!(name);
        tag["commit"]["sha"] = json!(sha);
        tag
    };
    let from = (request.page() - 1) * 100;
    let filler = (from..from + 99).map(|minor| tag(format!("v0.{minor}.0"), commit(9_000 + minor)));
    let own = tag("v1.0.0".to_owned(), commit(number));
    Reply::json(&Value::Array(filler.chain([own]).collect()))
}

fn github() -> Fake {
    Fake::start(|request| match openapi::template(&request.path).unwrap() {
        TAGS => tags(request),
        "/advisories" => Reply::json(&json!([])),
        template => Reply::json(&openapi::example(template, true)),
    })
}

fn workflow() -> String {
    let steps: String = (0..PINS)
        .map(|pin| format!("      - uses: octo/a{pin}@{} # v1.0.0\n", commit(pin)))
        .collect();
    format!(
        "on: pull_request\npermissions: {{}}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n{steps}"
    )
}

fn machine(fake: &Fake) -> Machine {
    Machine::new()
        .set("GITHUB_API_URL", &fake.url)
        .set("GH_HOST", &fake.host())
        .set("GH_ENTERPRISE_TOKEN", "ghp_a_token_of_the_test")
        .file("watchkeeper.toml", "[github]\nrepository = \"octo/app\"\n")
        .file(".github/workflows/ci.yml", &workflow())
}

fn row<'a>(answer: &'a Value, number: &str) -> &'a Value {
    let mut rows = answer["rows"].as_array().unwrap().iter();
    rows.find(|row| row["number"] == number).unwrap()
}

#[test]
fn sixty_pins_are_looked_up_with_less_than_two_hundred_requests() {
    let fake = github();
    let ran = machine(&fake).run(&["check", "pipeline", "--online", "--json"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(row(&answer, "CP-102")["state"], "GREEN", "{}", ran.out);
    let asked = fake.seen().len();
    assert!(asked > PINS && asked < MOST, "{asked} requests");
}

#[test]
fn without_the_flag_nobody_is_asked() {
    let fake = github();
    let ran = machine(&fake).run(&["check", "pipeline", "--json"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(row(&answer, "CP-102")["state"], "UNKNOWN", "{}", ran.out);
    assert!(fake.seen().is_empty(), "{:?}", fake.seen());
}

#[test]
fn what_may_not_be_read_is_open_with_the_permission_and_never_green() {
    let fake = Fake::start(|_| Reply::error(403, "Resource not accessible by integration"));
    let ran = machine(&fake).run(&["check", "pipeline", "--online", "--json"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    for (number, permission) in [
        ("CP-102", "metadata:read"),
        ("CP-110", "administration:read"),
        ("CP-801", "actions:read"),
    ] {
        let row = row(&answer, number);
        assert_eq!(row["state"], "UNKNOWN", "{number}: {}", ran.out);
        let said = row["marks"][0]["what"].as_str().unwrap();
        assert!(said.ends_with(&format!("takes {permission}")), "{said}");
    }
    assert_ne!(ran.code, 0);
}
