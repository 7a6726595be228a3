//! `--restricted`: what is off says so, and nothing of yours or the project's counts.

use super::process::Machine;
use crate::edge::{
    cloudformation::xml,
    fake::{Fake, result},
};

#[test]
fn what_is_off_refuses() {
    let machine = Machine::new().project().file("a.json", "{}");
    for (arguments, what) in [
        (&["--restricted", "init"][..], "init"),
        (&["--restricted", "init", "--write"], "init"),
        (
            &["--restricted", "policy", "compare", "a.json", "a.json"],
            "policy",
        ),
        (
            &["--restricted", "policy", "compare", "--cases", "a.json"],
            "policy",
        ),
        (&["check", "drift", "--restricted"], "check drift"),
        (
            &["--restricted", "policy-needed", "--writes"],
            "policy-needed --writes",
        ),
        (
            &[
                "policy-needed",
                "--writes",
                "put-role-policy",
                "--restricted",
            ],
            "policy-needed --writes",
        ),
    ] {
        machine
            .run(arguments)
            .refuses(&format!("`{what}` is off in restricted mode."));
    }
    assert!(!machine.path("home/.config").exists());
}

#[test]
fn the_commands_that_are_on_only_read_and_begin_no_query() {
    let fake = Fake::start(|request| match request.operation.as_str() {
        "DescribeStacks" => {
            let failed = xml::stack(xml::STACK, "UPDATE_ROLLBACK_COMPLETE", "");
            result("DescribeStacks", &format!("<Stacks>{failed}</Stacks>"))
        }
        other => xml::anything(other),
    });
    for arguments in [
        &["--restricted", "check", "stacks"][..],
        &["--restricted", "why", "app"],
    ] {
        let machine = Machine::new()
            .set("AWS_ENDPOINT_URL", &fake.url)
            .set("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
            .set("AWS_SECRET_ACCESS_KEY", "secret")
            .set("AWS_REGION", "eu-west-1");
        let ran = machine.run(arguments);
        assert!(ran.out.contains("app"), "{} {}", ran.out, ran.err);
    }
    let seen = fake.seen();
    assert!(fake.count("DescribeStacks") > 0, "{seen:?}");
    for request in &seen {
        let verbs = ["Describe", "Get", "List"];
        let reads = verbs.iter().any(|verb| request.operation.starts_with(verb));
        assert!(reads, "{}", request.operation);
    }
}

#[test]
fn the_projects_file_yours_and_variables_are_not_read() {
    let machine = Machine::new()
        .file("watchkeeper.toml", "this is [ no toml")
        .own("nor = [ this")
        .set("WATCHKEEPER_THEME", "none-such");
    machine.run(&["--restricted", "policy-needed"]).exits(0);
    let ran = machine
        .run(&["--restricted", "check", "drift"])
        .refuses("restricted");
    assert!(!ran.err.contains("toml"), "{}", ran.err);
}

#[test]
fn the_command_that_ssh_was_asked_for_is_not_run() {
    let machine = Machine::new().set("SSH_ORIGINAL_COMMAND", "watchkeeper policy-needed");
    let ran = machine
        .run(&["--restricted"])
        .refuses("The console needs a terminal");
    assert!(!ran.err.contains("policy-needed"), "{}", ran.err);
}
