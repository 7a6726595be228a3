//! The cause looks ill where it is: a stack that is behind the repository's template, be
//! that named or found by a search, and what is said where a search leaves doubt.

use super::{process::Machine, stacks::account};
use crate::edge::{
    cloudformation::xml::{STACK, no_stack, stack},
    fake::{Fake, Reply, Request, denied, result},
};

const ROLES: &str = "arn:aws:cloudformation:eu-west-1:123456789012:stack/roles/b";
pub(super) const NAMED: &str =
    "[[drift.template]]\nstack = \"roles\"\nfile = \"infra/roles.yaml\"\n";

/// Declares the deploy role, without a name of its own, and lets it do this.
pub(super) fn template(action: &str) -> String {
    format!(
        "Resources:\n  DeployRole:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {{}}\n      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Version: \"2012-10-17\"\n            Statement:\n              - Sid: Rules\n                Effect: Allow\n                Action: {action}\n                Resource: \"*\"\n"
    )
}

/// `app` failed for want of a permission; its deploy role is of the stack `roles`.
pub(super) fn world(request: &Request) -> Reply {
    let stacks = |all: &[String]| {
        let stacks = all.concat();
        result("DescribeStacks", &format!("<Stacks>{stacks}</Stacks>"))
    };
    let app = || stack(STACK, "UPDATE_ROLLBACK_COMPLETE", "");
    let roles = || stack(ROLES, "UPDATE_COMPLETE", "");
    let name = request.field("StackName");
    match request.operation.as_str() {
        "DescribeStacks" if name.is_empty() => stacks(&[app(), roles()]),
        "DescribeStacks" if name.contains("roles") => stacks(&[roles()]),
        "DescribeStacks" => stacks(&[app()]),
        "DescribeStackResources" if request.field("PhysicalResourceId") == "deploy" => result(
            "DescribeStackResources",
            &format!(
                "<StackResources><member><StackName>roles</StackName><StackId>{ROLES}</StackId><LogicalResourceId>DeployRole</LogicalResourceId><PhysicalResourceId>deploy</PhysicalResourceId><ResourceType>AWS::IAM::Role</ResourceType><Timestamp>2026-01-02T03:04:05Z</Timestamp><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member></StackResources>"
            ),
        ),
        "DescribeStackResources" => no_stack(""),
        "ListStackResources" => result(
            "ListStackResources",
            "<StackResourceSummaries><member><LogicalResourceId>DeployRole</LogicalResourceId><PhysicalResourceId>deploy</PhysicalResourceId><ResourceType>AWS::IAM::Role</ResourceType><LastUpdatedTimestamp>2026-01-02T03:04:05Z</LastUpdatedTimestamp><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member></StackResourceSummaries>",
        ),
        _ => account("UPDATE_ROLLBACK_COMPLETE")(request),
    }
}

pub(super) fn with(fake: &Fake, files: &[(&str, &str)]) -> Machine {
    let machine = Machine::at(fake);
    files
        .iter()
        .fold(machine, |machine, (path, text)| machine.file(path, text))
}

#[test]
fn check_all_has_one_finding_for_the_failed_stack_and_the_stale_one_behind_it() {
    let fake = Fake::start(world);
    let files = [
        ("watchkeeper.toml", NAMED),
        ("infra/roles.yaml", &template("events:*")),
    ];
    let machine = with(&fake, &files);
    let said = machine.run(&["check", "all", "--json"]).exits(1).json();
    let of_stacks = |check: &serde_json::Value| check["check"] == "stacks";
    let troubles = said["troubles"].as_array().unwrap();
    let stacks: Vec<_> = troubles.iter().filter(|one| of_stacks(one)).collect();
    let [one] = stacks[..] else {
        panic!("{troubles:#?}");
    };
    assert_eq!(one["finding"], "stacks/app/failed");
    assert_eq!(one["cause"]["subject"], "roles");
    assert!(
        one["also"]
            .as_array()
            .unwrap()
            .contains(&"stacks/roles/stale".into()),
        "{one:#}"
    );
    let ran = machine.run(&["check", "all", "--name", "app"]).exits(1);
    ran.answers("x app is UPDATE_ROLLBACK_COMPLETE")
        .answers("CAUSE stack roles is stale")
        .answers("also (stacks) roles is stale");
    let ran = machine.run(&["check", "all", "--name", "nothing"]);
    assert!(!ran.out.contains("x app"), "{}", ran.out);
}

#[test]
fn two_templates_that_can_be_it_are_both_named_and_nothing_is_concluded() {
    let fake = Fake::start(world);
    let grants = template("events:*");
    let machine = with(
        &fake,
        &[("a/roles.yaml", &grants), ("b/roles.yml", &grants)],
    );
    let ran = machine.run(&["why", "app"]).exits(1);
    let ran = ran
        .answers("2 templates declare it")
        .answers("a/roles.yaml, b/roles.yml")
        .answers("# or: file = \"b/roles.yml\"");
    assert!(!ran.out.contains("CAUSE"), "{}", ran.out);
    let ran = machine.run(&["check", "stacks"]).exits(1);
    assert!(!ran.out.contains("~ "), "{}", ran.out);
}

#[test]
fn a_template_of_another_role_is_not_taken_for_it() {
    let fake = Fake::start(world);
    let other = template("events:*").replace("DeployRole", "OtherRole");
    let named = template("events:*").replace(
        "    Properties:\n",
        "    Properties:\n      RoleName: another\n",
    );
    let machine = with(&fake, &[("other.yaml", &other), ("named.yaml", &named)]);
    let ran = machine.run(&["why", "app"]).exits(1);
    let ran = ran
        .answers("no template of the repository declares it (2 files searched)")
        .answers("NEXT write in watchkeeper.toml")
        .answers("stack = \"roles\"")
        .answers("file = \"path/of/its/template.yaml\"");
    assert!(!ran.out.contains("CAUSE"), "{}", ran.out);
}

#[test]
fn a_found_template_chooses_nothing_and_is_said_to_be_found() {
    let fake = Fake::start(world);
    let machine = with(&fake, &[("infra/roles.yaml", &template("events:*"))]);
    let ran = machine.run(&["why", "app"]).exits(1);
    ran.answers("infra/roles.yaml, found by search, not configured")
        .answers("CAUSE stack roles is stale")
        .answers("[[drift.template]]")
        .answers("file = \"infra/roles.yaml\"");
    let seen = fake.seen();
    let calls = seen.iter().map(Request::action);
    let written = |action: &String| {
        let (_, operation) = action.split_once(':').unwrap();
        !["Get", "List", "Describe"]
            .iter()
            .any(|read| operation.starts_with(read))
    };
    assert_eq!(calls.filter(written).count(), 0);
}

#[test]
fn the_stale_stack_is_a_finding_of_its_own_whoever_named_its_template() {
    let fake = Fake::start(world);
    let grants = template("events:*");
    for files in [
        &[("infra/roles.yaml", grants.as_str())][..],
        &[
            ("infra/roles.yaml", grants.as_str()),
            ("watchkeeper.toml", NAMED),
        ],
    ] {
        let machine = with(&fake, files);
        let ran = machine.run(&["check", "stacks"]).exits(1);
        ran.answers("~ roles is stale: infra/roles.yaml is ahead of it")
            .answers("stack app: deploy may not call events:DescribeRule")
            .answers("2 findings");
        // Alone it looks well, and is what the other failed for.
        let ran = machine
            .run(&["check", "stacks", "--stack", "roles"])
            .exits(1);
        ran.answers("~ roles is stale");
        let ran = machine.run(&["why", "roles"]).exits(1);
        ran.answers("roles UPDATE_COMPLETE")
            .answers("`- stack app: deploy may not call events:DescribeRule")
            .answers("CAUSE stack roles is stale");
        let value = machine.run(&["check", "stacks", "--json"]).exits(1).json();
        assert_eq!(value["stacks"][1]["stale"]["template"], "infra/roles.yaml");
        assert_eq!(value["stacks"][0]["stale"], serde_json::json!(null));
    }
}

#[test]
fn a_stack_whose_template_grants_no_more_is_not_stale() {
    let fake = Fake::start(world);
    let machine = with(&fake, &[("infra/roles.yaml", &template("events:PutRule"))]);
    let ran = machine.run(&["check", "stacks"]).exits(1);
    assert!(!ran.out.contains("~ "), "{}", ran.out);
    machine
        .run(&["check", "stacks", "--stack", "roles"])
        .exits(0);
}

#[test]
fn what_keeps_the_search_from_being_done_is_named_and_the_lines_all_the_same() {
    let fake = Fake::start(|request: &Request| match request.operation.as_str() {
        "DescribeStackResources" => denied(request, "*"),
        _ => world(request),
    });
    let machine = with(&fake, &[("infra/roles.yaml", &template("events:*"))]);
    let ran = machine.run(&["why", "app"]).exits(1);
    let ran = ran
        .answers("cloudformation:DescribeStackResources")
        .answers("[[drift.template]]");
    assert!(!ran.out.contains("CAUSE"), "{}", ran.out);
}
