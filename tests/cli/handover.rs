//! `handover`: a watch for whoever comes next, as Markdown and as JSON.

use std::{fs, os::unix::fs::PermissionsExt};

use serde_json::json;

use super::{
    process::Machine,
    stale::{NAMED, template, with, world},
};
use crate::edge::fake::Fake;

fn files() -> [(&'static str, String); 2] {
    [
        ("watchkeeper.toml", NAMED.to_owned()),
        ("infra/roles.yaml", template("events:*")),
    ]
}

fn machine(fake: &Fake) -> Machine {
    let [(project, text), (file, roles)] = files();
    with(fake, &[(project, &text), (file, &roles)])
}

#[test]
fn restricted_mode_hands_nothing_over() {
    let ran = Machine::new().run(&["--restricted", "handover"]);
    ran.refuses("`handover` is off in restricted mode.");
}

#[test]
fn a_file_that_is_there_is_never_replaced() {
    let fake = Fake::start(world);
    let machine = machine(&fake).file("watch.md", "precious");
    let ran = machine.run(&["handover", "--out", "watch.md"]);
    ran.refuses("Name a file that does not exist yet.");
    let kept = fs::read_to_string(machine.path("watch.md"));
    assert!(kept.is_err() || kept.unwrap() == "precious");
}

#[test]
fn it_has_what_is_open_with_its_chain_and_says_what_it_does_not_know() {
    let fake = Fake::start(world);
    let ran = machine(&fake).run(&["handover"]).exits(0);
    for said in [
        "## Open",
        "`CAUSE stack roles is stale`",
        "- also (stacks):",
        "What was open before is not known: --earlier names an earlier handover.",
        "The journal has no change of this watch.",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
}

#[test]
fn as_a_file_it_is_json_for_the_next_one_and_readable_by_nobody_else() {
    let fake = Fake::start(world);
    let machine = machine(&fake);
    let ran = machine
        .run(&["handover", "--json", "--since", "8h"])
        .exits(0);
    let said = ran.json();
    assert_eq!(said["command"], "handover");
    let open = said["open"].as_array().unwrap();
    assert!(open.iter().any(|one| one["cause"]["subject"] == "roles"));
    assert!(open.iter().all(|one| one["chain"].as_array().is_some()));
}

#[test]
fn what_an_earlier_one_had_and_this_one_has_not_is_closed_unless_it_could_not_be_read() {
    let fake = Fake::start(world);
    let earlier = json!({
        "schema": 1, "command": "handover", "generated_at": "2026-05-18T14:02:11Z",
        "open": [{"id": "dev/stacks/gone/failed", "title": "gone failed"}],
    });
    let machine = machine(&fake).file("earlier.json", &earlier.to_string());
    let said = machine.run(&["handover", "--json", "--earlier", "earlier.json"]);
    let said = said.exits(0).json();
    let unknown = said["unknown"].as_array().unwrap();
    match unknown.is_empty() {
        true => assert_eq!(said["closed"][0]["title"], "gone failed"),
        false => assert!(said["closed"].is_null(), "{said:#}"),
    }
    let other = machine.file("other.json", "{}");
    let ran = other.run(&["handover", "--earlier", "other.json"]);
    ran.refuses("other.json is no earlier handover");
}

#[test]
fn the_file_that_it_writes_is_for_its_owner_alone() {
    let fake = Fake::start(world);
    let machine = machine(&fake);
    let path = machine.path("handover.md");
    machine
        .run(&["handover", "--out", &path.to_string_lossy()])
        .exits(0);
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
