//! `watchkeeper runbook`: what there is, what a runbook says, and what is wrong with a file.

use super::process::Machine;

#[test]
fn the_runbooks_are_listed_shown_and_checked() {
    let machine = Machine::new();
    let list = machine.run(&["runbook", "list"]).exits(0);
    assert!(list.out.contains("stale-deploy-role"), "{}", list.out);
    let json = machine.run(&["runbook", "list", "--json"]).exits(0).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["runbooks"][1]["steps"], 12);
    let shown = machine.run(&["runbook", "show", "stale-deploy-role"]);
    let shown = shown.exits(0).out;
    assert!(
        shown.contains(" 3 HUMAN    The template is least privilege"),
        "{shown}"
    );
    machine
        .run(&["runbook", "check", "stale-deploy-role"])
        .exits(0);
    machine.run(&["runbook", "show", "nobody-s"]).exits(64);
}

#[test]
fn a_file_of_a_team_s_own_is_checked_with_the_places_of_what_is_wrong() {
    let machine = Machine::new();
    let text = "title = \"T\"\nabout = \"A\"\nsubject = \"stack\"\n\n[[step]]\nid = \"a\"\n\
                kind = \"propose\"\ntitle = \"x\"\ncommand = \"stacks.no-such\"\n\
                writes = [\"CREATE CHANGE SET\"]\n";
    let path = machine.path("own.toml");
    std::fs::write(&path, text).unwrap();
    let name = path.to_str().unwrap();
    let said = machine.run(&["runbook", "check", name]).exits(1).out;
    assert!(said.contains("no command `stacks.no-such`"), "{said}");
    std::fs::write(&path, text.replace("kind = \"propose\"", "kind = \"prop\"")).unwrap();
    let said = machine.run(&["runbook", "check", name]).exits(1).out;
    assert!(
        said.contains("own.toml:7:8: there is no kind `prop`"),
        "{said}"
    );
}
