//! Under GitHub Actions nothing that is printed is a command for its runner, whatever
//! files, statements and arguments are called.

use serde_json::Value;

use super::process::{Machine, Ran};

const FILE: &str = "::error file=x::y ##[group]z.json";

/// A document whose author chose every text in it.
const HOSTILE: &str = r###"{"Version":"2012-10-17","Statement":[{"Sid":"a\n::add-mask::b","Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"aws:x":"::stop-commands::t ##[debug]"}}}]}"###;
const EMPTY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

/// What the runner does with a line.
fn obeys(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

fn machine() -> Machine {
    Machine::new()
        .file(FILE, HOSTILE)
        .file("empty.json", EMPTY)
        .file(&format!("iam/::warning::role/{FILE}"), HOSTILE)
        .file(
            "iam/##[section]role/p.json",
            "{\"::error::\": \"no policy\n::debug::x\"}",
        )
        .project()
}

/// Headless commands, each with the file's or another hostile name in it.
const COMMANDS: &[&[&str]] = &[
    &["policy", "lint", FILE],
    &["policy", "lint", FILE, "--json"],
    &["policy", "compare", FILE, "empty.json"],
    &["policy", "compare", FILE, "::debug::no such file"],
    &[
        "policy",
        "eval",
        "--policy",
        FILE,
        "--action",
        "::warning::x",
    ],
    &["check", "drift"],
    &["check", "drift", "--json"],
    &[
        "check",
        "drift",
        "--role",
        "::error::nobody\n::error::again",
    ],
    &["check", "stacks"],
    &["check", "stacks", "--json"],
    &["why", "::error::stack ##[group]"],
    &["journal", "show", "--change", "::error::x"],
    &["journal", "verify", "--head", "::notice::x"],
    &["journal", "verify", "--json"],
    &["init"],
    &["-e", "::error::prod\n::error::prod", "check", "drift"],
    &["--wrong\n::error::wrong ##[group]"],
    &["check", "drift", "--format=\n::warning::x"],
];

fn of(ran: &Ran) -> Vec<&str> {
    ran.out.lines().chain(ran.err.lines()).collect()
}

#[test]
fn no_headless_command_prints_a_line_that_the_runner_obeys() {
    let machine = machine().set("GITHUB_ACTIONS", "true");
    let mut spelled = 0;
    for arguments in COMMANDS {
        let ran = machine.run(arguments);
        let lines = of(&ran);
        assert!(!lines.is_empty(), "{arguments:?} prints nothing");
        for line in lines {
            assert!(!obeys(line), "{arguments:?} prints {line:?}");
            spelled += usize::from(line.contains("U+003A") || line.contains("U+0023"));
        }
        if arguments.contains(&"--json") && !ran.out.is_empty() {
            let _: Value = ran.json();
        }
    }
    assert!(spelled > 3, "the commands do print such names: {spelled}");
}

#[test]
fn json_means_the_same_under_the_runner() {
    let arguments = ["policy", "lint", FILE, "--json"];
    let here = machine().run(&arguments).json();
    let there = machine()
        .set("GITHUB_ACTIONS", "true")
        .run(&arguments)
        .json();
    assert_eq!(here, there);
    assert_eq!(here["file"], FILE);
}

#[test]
fn elsewhere_names_are_printed_as_they_are_and_still_stay_in_their_line() {
    let ran = machine().run(&["policy", "lint", FILE]).exits(1);
    assert!(ran.out.starts_with(&format!("{FILE}:1:")), "{}", ran.out);
    assert!(ran.out.contains("a<U+000A>::add-mask::b"), "{}", ran.out);
    let commands = ran
        .out
        .lines()
        .filter(|line| line.starts_with("::add-mask"));
    assert_eq!(commands.count(), 0, "{}", ran.out);
}
