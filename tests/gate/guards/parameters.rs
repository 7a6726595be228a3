//! The parameters of a change set that is made here.

use serde_json::json;

use super::Fixture;
use crate::gate::fixture::{World, stack::topic};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "parameters",
    objects,
    passes,
};

fn objects() -> World {
    World::preparing(&topic(), &[("GitHubBranch", "production")])
}

fn passes() -> World {
    World::preparing(&topic(), &[("GitHubBranch", "main")])
}

#[test]
fn a_value_that_is_not_the_live_one_stops_and_escalates() {
    let why = objects().stop("parameters");
    assert!(why.contains("Stop and escalate"), "{why}");
    assert!(why.contains("live main, expected production"), "{why}");
}

#[test]
fn a_parameter_that_went_or_has_no_value_stops() {
    let mut template = topic();
    template["Parameters"] = json!({});
    let why = World::preparing(&template, &[]).stop("parameters");
    assert!(why.contains("template no longer has it"), "{why}");
    template["Parameters"] = topic()["Parameters"].clone();
    template["Parameters"]["Owner"] = json!({ "Type": "String" });
    let why = World::preparing(&template, &[]).stop("parameters");
    assert!(why.contains("Owner: new, and nothing says"), "{why}");
    assert!(
        World::preparing(&topic(), &[("Nobody", "x")])
            .stop("parameters")
            .contains("Nobody")
    );
}

#[test]
fn a_new_parameter_is_said() {
    let mut template = topic();
    template["Parameters"]["Owner"] = json!({ "Type": "String", "Default": "us" });
    let said = World::preparing(&template, &[]).warnings("parameters");
    assert_eq!(said, ["Parameter Owner: new, its default."]);
    let said = World::preparing(&template, &[("Owner", "them")]).warnings("parameters");
    assert_eq!(said, ["Parameter Owner: new, them."]);
}

#[test]
fn a_parameter_of_ssm_is_not_said_to_keep_its_value() {
    let mut world = passes();
    world.live().parameters[0].resolved = Some("abc".into());
    let shown = format!("{:?}", world.plan().sections());
    assert!(
        shown.contains("what SSM says of it now is taken"),
        "{shown}"
    );
}

#[test]
fn a_value_that_cloudformation_shows_to_nobody_is_not_shown_here_either() {
    let mut template = topic();
    template["Parameters"]["Key"] =
        json!({ "Type": "String", "NoEcho": true, "Default": "of-the-default" });
    let mut world = World::preparing(&template, &[("Key", "of-the-repository")]);
    let plan = world.plan();
    let mut shown = format!("{:?}", plan.sections());
    for why in world.warnings("parameters") {
        shown.push_str(&why);
    }
    assert!(!shown.contains("of-the-"), "{shown}");
    assert!(shown.contains("not shown"), "{shown}");
    // What is sent is sent all the same.
    let sent = format!("{:?}", plan.steps());
    assert!(sent.contains("of-the-repository") && sent.contains("of-the-default"));
    // And it is said where nothing but that differs.
    world.stack_state().template = Some(watchkeeper::facts::Reading::Known(
        template
            .to_string()
            .replace("of-the-default", "another")
            .as_str()
            .into(),
    ));
    let shown = format!("{:?}", world.plan().sections());
    assert!(shown.contains("becomes another one"), "{shown}");
}
