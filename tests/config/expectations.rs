//! What lets a stop pass: your own file says it, with a reason and a last day.

use watchkeeper::facts::StackName;

use super::Machine;

fn with(entry: &str) -> String {
    format!("[[environment]]\nname = \"dev\"\n{entry}\n")
}

#[test]
fn your_own_file_says_what_why_and_until_when() {
    let text = with(
        "expect_only = { app = { what = [\"Role:AssumeRolePolicyDocument\"], why = \"OPS-12\", until = \"2026-12-31\" } }\n\
         expect_gains = { app = { what = [\"s3:GetObject on *\"], why = \"OPS-13\", until = \"2027-01-31\" } }",
    );
    let loaded = Machine::new().own(&text).load();
    let environment = &loaded.settings.environments[0];
    let only = &environment.expect_only[&StackName::from("app")];
    assert_eq!(only.what[0].words(), "Role:AssumeRolePolicyDocument");
    assert_eq!(
        (only.why.as_str(), only.until.to_string()),
        ("OPS-12", "2026-12-31".into())
    );
    let gains = &environment.expect_gains[&StackName::from("app")];
    assert_eq!(gains.what[0].words(), "s3:GetObject on *");
    assert!(loaded.settings.stacks.expect_only.is_empty());
}

#[test]
fn an_expectation_without_any_of_the_three_is_no_expectation() {
    let whole = [
        ("what", "what = [\"Role:Policies\"]"),
        ("why", "why = \"OPS-12\""),
        ("until", "until = \"2026-12-31\""),
    ];
    for (left_out, _) in whole {
        let rest: Vec<&str> = whole
            .iter()
            .filter(|(name, _)| *name != left_out)
            .map(|(_, text)| *text)
            .collect();
        let text = with(&format!(
            "expect_only = {{ app = {{ {} }} }}",
            rest.join(", ")
        ));
        let said = Machine::new().own(&text).refused().join("\n");
        assert!(said.contains(&format!("lacks its `{left_out}`")), "{said}");
    }
    for (wrong, said) in [
        (
            "what = []",
            "`what` of `environment.expect_only` must be a list",
        ),
        ("what = [\"Role Policies\"]", "a logical id"),
        ("why = \"  \"", "a reason for its `why`"),
        ("why = 1", "a reason in quotes"),
        ("until = \"soon\"", "a last day such as"),
        ("until = \"2026-12-31T00:00\"", "a last day such as"),
        ("until = 2026-12-31", "a day in quotes, found a date"),
        ("for_ever = true", "has no `for_ever`"),
    ] {
        let name = wrong.split(' ').next().unwrap();
        let mut parts: Vec<&str> = whole
            .iter()
            .filter(|(known, _)| *known != name)
            .map(|(_, text)| *text)
            .collect();
        parts.push(wrong);
        let text = with(&format!(
            "expect_only = {{ app = {{ {} }} }}",
            parts.join(", ")
        ));
        let lines = Machine::new().own(&text).refused();
        assert!(
            lines.len() == 1 && lines[0].contains(said),
            "{wrong}: {lines:?}"
        );
    }
    let list = with("expect_only = { app = [\"Role:Policies\"] }");
    let said = Machine::new().own(&list).refused().join("\n");
    assert!(said.contains("why = "), "{said}");
}

#[test]
fn neither_the_project_nor_the_system_can_write_one() {
    let entry = "{ app = { what = [\"Role\"], why = \"x\", until = \"2026-12-31\" } }";
    let project = format!("[stacks]\nexpect_only = {entry}\n");
    let said = Machine::new().project(&project).refused().join("\n");
    assert!(said.contains("must be a list of texts"), "{said}");
    let project = with(&format!("expect_only = {entry}"));
    let said = Machine::new().project(&project).refused().join("\n");
    assert!(
        said.contains("`environment` can't be set in the project's file"),
        "{said}"
    );
    let said = Machine::new().system(&project).refused().join("\n");
    assert!(said.contains("can't be set in the system's file"), "{said}");
    // Of a name that two tables have, the one that this file may hold is meant.
    let said = Machine::new()
        .project("expect_only = {}\n")
        .refused()
        .join("\n");
    assert!(
        said.contains("did you mean `stacks.expect_only`?"),
        "{said}"
    );
}

#[test]
fn a_promised_key_that_nothing_keeps_yet_is_refused_with_the_reason() {
    let environment = |key: &str| with(key);
    for (text, key) in [
        (
            environment("second_person = true"),
            "environment.second_person",
        ),
        (environment("write_role = \"\""), "environment.write_role"),
        (environment("regions = []"), "environment.regions"),
    ] {
        let said = format!("`{key}` is not built yet: ");
        for machine in [Machine::new().own(&text), Machine::new().system(&text)] {
            let lines = machine.refused();
            assert!(
                lines.len() == 1 && lines[0].contains(&said),
                "{key}: {lines:?}"
            );
        }
    }
}

#[test]
fn a_key_that_only_names_something_for_later_is_noted() {
    let loaded = Machine::new()
        .own("[tools]\nforeign = [\"/src\"]\n")
        .project("[logs]\ngroups = []\n")
        .load();
    let mut notes = loaded.notes.iter();
    let noted = notes.find(|note| note.starts_with("`tools.foreign` of "));
    assert!(noted.is_some_and(|note| note.contains("has no effect in this version yet")));
}
