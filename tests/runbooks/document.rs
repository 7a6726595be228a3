//! A runbook's file: what it must say, what it may not, and where a complaint points.

use watchkeeper::{
    checks::COMMANDS,
    keys::find_command,
    runbooks::{BUILT_IN, Kind, parse},
    shell::scopes,
};

fn complaints(text: &str) -> Vec<String> {
    let problems = parse("own", text).expect_err("it is wrong");
    problems.iter().map(ToString::to_string).collect()
}

fn with_step(step: &str) -> String {
    format!("title = \"T\"\nabout = \"A\"\nsubject = \"stack\"\n\n[[step]]\n{step}")
}

#[test]
fn those_that_come_with_the_program_are_as_a_runbook_must_be() {
    for (name, text) in BUILT_IN {
        let book = parse(name, text).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        assert!(!book.mends.is_empty(), "{name} mends nothing");
        for one in &book.mends {
            let known = COMMANDS.iter().flatten();
            let known = known.map(|command| command.name);
            assert!(
                known.clone().any(|check| check == one.check),
                "{name}: {}",
                one.check
            );
        }
        for step in &book.steps {
            assert!(
                !step.text.is_empty(),
                "{name}: step {} says nothing",
                step.id
            );
            if let Kind::Propose { command, .. } = &step.kind {
                let (_, command) = find_command(scopes(), command)
                    .unwrap_or_else(|| panic!("{name}: no command {command}"));
                assert!(command.proposes_write, "{name}: {}", command.id);
            }
        }
    }
}

#[test]
fn a_complaint_points_at_what_it_is_about() {
    let text = with_step("id = \"a\"\nkind = \"jugde\"\ntitle = \"x\"");
    let said = complaints(&text);
    assert!(
        said[0].starts_with("7:8: there is no kind `jugde`"),
        "{said:?}"
    );
}

#[test]
fn each_kind_has_its_keys_and_no_others() {
    let cases = [
        (
            "kind = \"judge\"\nquestion = \"stack-is-stable\"",
            "says where `no` leads",
        ),
        ("kind = \"human\"\nwho = \"anna\"", "needs `check`"),
        ("kind = \"look\"", "needs `question`"),
        (
            "kind = \"record\"\nwhat = \"w\"\nminutes = 3",
            "has no `minutes`",
        ),
        (
            "kind = \"look\"\nquestion = \"is-it-monday\"",
            "no question `is-it-monday`",
        ),
        (
            "kind = \"look\"\nquestion = \"found\"",
            "`found` needs `check`",
        ),
        (
            "kind = \"look\"\nquestion = \"stack-is-stable\"\narguments = { shell = \"id\" }",
            "takes no `shell`",
        ),
        (
            "kind = \"judge\"\nquestion = \"stack-is-stable\"\nno = \"a\"",
            "`a` is no later step",
        ),
        (
            "kind = \"propose\"\ncommand = \"x\"\nwrites = [\"DROP TABLE\"]",
            "knows no change `DROP TABLE`",
        ),
        (
            "kind = \"external\"\ncommand = \"echo {secret}\"",
            "may name {subject} and {environment}",
        ),
        (
            "kind = \"wait\"\nquestion = \"stack-is-stable\"\nuntil = true\nminutes = 0",
            "is from 1 to",
        ),
        ("kind = \"look\"\nrun = \"rm -rf /\"", "unknown field `run`"),
    ];
    for (step, wanted) in cases {
        let said = complaints(&with_step(&format!("id = \"a\"\ntitle = \"x\"\n{step}")));
        assert!(
            said.iter().any(|said| said.contains(wanted)),
            "{step}: {said:?}"
        );
    }
}

#[test]
fn a_file_that_is_no_toml_or_too_large_is_refused_and_nothing_panics() {
    assert!(complaints("title = ")[0].starts_with("1:"));
    let large = format!("# {}", "x".repeat(300 * 1024));
    assert!(complaints(&large)[0].contains("larger than 256 KB"));
}
