//! `--restricted`: what is off says so, and nothing of yours or the project's counts.

use super::process::Machine;

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
    ] {
        machine
            .run(arguments)
            .refuses(&format!("`{what}` is off in restricted mode."));
    }
    assert!(!machine.path("home/.config").exists());
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
