//! `journal show` and `journal verify`, as the real program.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
};

use serde_json::Value;
use watchkeeper::{
    edge::write::Journal,
    facts::{Allowance, last_day},
    gate::{Outcome, record::Stage},
};

use super::entries::{FIRST, Place, done, refused, verified};

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(place: &Place, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_watchkeeper"))
        .args(arguments)
        .env_clear()
        .env("HOME", place.state())
        .env("XDG_STATE_HOME", place.state())
        .current_dir(place.state())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    #[track_caller]
    fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text), "{text:?} is not in: {}", self.out);
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

fn written() -> Place {
    Place::written(vec![
        Stage::Proposed,
        refused("left by the person"),
        Stage::Intent,
        done(Outcome::Applied),
        verified("the policy is as it was to be"),
    ])
}

#[test]
fn restricted_mode_and_wrong_usage_refuse() {
    let place = written();
    for arguments in [
        &["journal", "show", "--restricted"][..],
        &["--restricted", "journal", "verify"],
        &["journal", "verify", "--head", "no hash"],
        &["journal", "verify", "--head", "abc"],
        &["journal"],
    ] {
        let ran = run(&place, arguments).exits(64);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}

#[test]
fn what_let_a_stop_pass_is_shown_with_its_reason() {
    let own = Allowance {
        key: "expect_only".to_owned(),
        stack: "app".into(),
        what: vec!["Role:AssumeRolePolicyDocument".to_owned()],
        why: "reviewed as OPS-12".to_owned(),
        until: last_day("2026-12-31").unwrap(),
    };
    let place = Place::an_hour_ago(vec![Stage::Intent], |entry| {
        entry.what.expected = vec![own.clone()];
    });
    run(&place, &["journal", "show"]).exits(0).says(
        "The person's own `expect_only` of stack app was in force until 2026-12-31: Role:AssumeRolePolicyDocument (reviewed as OPS-12).",
    );
    run(&place, &["journal", "verify"]).exits(0);
}

#[test]
fn a_journal_that_may_not_be_trusted_is_not_read() {
    let place = written();
    fs::set_permissions(place.file(FIRST), Permissions::from_mode(0o666)).unwrap();
    for command in ["show", "verify"] {
        let ran = run(&place, &["journal", command]).exits(2);
        assert_eq!(ran.out, "");
        assert!(
            ran.err.contains("may be written by others (mode 666)"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn verify_names_the_first_broken_link() {
    let place = written();
    let spoilt = place
        .text()
        .replacen("left by the person", "left by nobody", 1);
    fs::write(place.file(FIRST), spoilt).unwrap();
    let said = "record 2: journal-000001.jsonl:2 has record 2, which was changed";
    run(&place, &["journal", "verify"]).exits(1).says(said);
    let json = run(&place, &["journal", "verify", "--json"])
        .exits(1)
        .json();
    assert_eq!(json["status"], "broken");
    let ran = run(&place, &["journal", "show"]).exits(0);
    assert!(
        ran.err.contains("Nothing after that is vouched for"),
        "{}",
        ran.err
    );
}

#[test]
fn verify_says_that_it_is_whole_and_how_it_ends() {
    let place = written();
    let head = place.journal().records().unwrap()[4].hash.clone();
    run(&place, &["journal", "verify"])
        .exits(0)
        .says(&format!("whole: 5 records, head {head}\n"));
    let nothing = Place::new();
    fs::create_dir_all(nothing.state()).unwrap();
    run(&nothing, &["journal", "verify"])
        .exits(0)
        .says("no records");
}

#[test]
fn a_hash_noted_elsewhere_must_be_in_the_chain() {
    let place = written();
    let hashes: Vec<String> = place
        .journal()
        .records()
        .unwrap()
        .into_iter()
        .map(|record| record.hash)
        .collect();
    let verify = |head: &str| run(&place, &["journal", "verify", "--head", head]);
    verify(&hashes[4])
        .exits(0)
        .says("Record 5, the last one, has that hash");
    verify(&hashes[1][..12])
        .exits(0)
        .says("Record 2 has that hash; 3 came after it");
    verify(&"0".repeat(64))
        .exits(1)
        .says("No record has the hash");
    // Cut at the end, the chain itself holds: only the hash tells.
    let text = place.text();
    let cut: Vec<&str> = text.lines().take(3).collect();
    fs::write(place.file(FIRST), cut.join("\n") + "\n").unwrap();
    verify(&hashes[2]).exits(0);
    let json = run(
        &place,
        &["journal", "verify", "--json", "--head", &hashes[4]],
    );
    assert_eq!(json.exits(1).json()["wanted"]["record"], Value::Null);
}

#[test]
fn an_export_is_markdown_in_which_no_name_is_more_than_a_name() {
    let place = Place::an_hour_ago(vec![Stage::Intent, done(Outcome::Applied)], |entry| {
        entry.what.environment = "dev`\n# owned [x](https://evil.example)".into();
    });
    let ran = run(&place, &["journal", "export", "--applied"]).exits(0);
    assert!(
        ran.out
            .starts_with("# Changes\n\nThe journal is whole: 2 records, head `"),
        "{}",
        ran.out
    );
    let ran = ran.says(" PUT ROLE POLICY: `executor / reads`\n");
    let ran = ran.says("environment `` dev`<U+000A># owned [x](https://evil.example) ``\n");
    assert!(!ran.out.contains("\n# owned"), "{}", ran.out);
    ran.says("Z **intent**\n").says("Z **applied**\n");
    run(&place, &["journal", "export", "--person", "nobody"])
        .exits(0)
        .says("The journal has no such change.");
}

#[test]
fn show_prints_the_newest_first_and_only_what_is_asked_for() {
    let place = written();
    let ran = run(&place, &["journal", "show"]).exits(0);
    let first = ran.out.lines().next().unwrap();
    assert!(
        first.starts_with("5 20") && first.contains(" verified PUT ROLE POLICY: executor / reads"),
        "{first}"
    );
    let ran = ran.says("    the policy is as it was to be");
    assert!(
        ran.says("by anna (uid 1000)@bastion from 10.0.0.7")
            .err
            .is_empty()
    );
    let limited = run(&place, &["journal", "show", "--json", "--limit", "2"]).json();
    let seqs: Vec<_> = limited["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["seq"].clone())
        .collect();
    assert_eq!(seqs, [5, 4]);
    assert_eq!(limited["count"], 5);
    let change = run(&place, &["journal", "show", "--json", "--change", "c1"]).json();
    assert_eq!(change["entries"].as_array().unwrap().len(), 1);
    assert_eq!(change["entries"][0]["stage"], "refused");
    let entries = |more: &[&str]| {
        let ran = run(&place, &[&["journal", "show", "--json"], more].concat());
        ran.exits(0).json()["entries"].as_array().unwrap().len()
    };
    assert_eq!(entries(&["--applied"]), 1);
    assert_eq!(entries(&["--person", "ANNA"]), 5);
    assert_eq!(entries(&["--person", "berta"]), 0);
    assert_eq!(entries(&["--in", "elsewhere"]), 0);
    assert_eq!(entries(&["--since", "2000-01-01T00:00:00Z"]), 5);
    assert_eq!(entries(&["--until", "2000-01-01T00:00:00Z"]), 0);
    run(&place, &["journal", "show", "--change", "none"])
        .exits(0)
        .says("no such entry");
}

#[test]
fn what_a_name_says_does_not_reach_the_terminal() {
    let place = Place::new();
    let mut hostile = super::entries::entry("c\u{1b}]0;x\u{7}", refused("two\nlines\u{202e}"));
    hostile.what.target = "\u{1b}[2J".into();
    hostile.who.user = "\u{9b}31m\n9 forged line".to_owned();
    super::entries::append(&place.journal(), hostile).unwrap();
    for arguments in [&["journal", "show"][..], &["journal", "show", "--json"]] {
        let ran = run(&place, arguments).exits(0);
        let raw = |c: &char| c.is_control() && *c != '\n' || *c == '\u{202e}';
        assert_eq!(ran.out.chars().find(raw), None, "{:?}", ran.out);
        assert!(!ran.out.contains("\n9 forged"), "{}", ran.out);
    }
}

#[test]
fn of_an_applied_change_every_entry_is_shown() {
    let stages = || vec![Stage::Intent, done(Outcome::Applied), verified("it holds")];
    let count = |place: &Place| {
        let ran = run(place, &["journal", "show", "--json", "--applied"]).exits(0);
        ran.json()["entries"].as_array().unwrap().len()
    };
    assert_eq!(count(&Place::an_hour_ago(stages(), |_| ())), 3);
    let refused = vec![Stage::Proposed, refused("stopped by a guard")];
    assert_eq!(count(&Place::an_hour_ago(refused, |_| ())), 0);
}
