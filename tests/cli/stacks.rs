//! `check stacks` and `why` against answers of AWS's own shapes: what they say and
//! how they exit.

use serde_json::json;

use super::process::Machine;
use crate::edge::{
    cloudformation::xml::{Event, STACK, described, listed, no_stack, stack},
    fake::{Fake, Reply, Request, denied, error, identity, result},
};

const RULE: &str = "arn:aws:events:eu-west-1:123456789012:rule/app-Cron";

pub(super) fn refused() -> String {
    format!(
        "User: arn:aws:sts::123456789012:assumed-role/deploy/ci is not authorized to perform: events:DescribeRule on resource: {RULE} because no identity-based policy allows the events:DescribeRule action"
    )
}

pub(super) fn policy(action: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Rules", "Effect": "Allow", "Action": action, "Resource": RULE}],
    })
    .to_string()
}

/// Percent-encoded as IAM encodes documents.
pub(super) fn encoded(document: &str) -> String {
    document
        .bytes()
        .map(|byte| format!("%{byte:02X}"))
        .collect()
}

fn stacks(status: &str) -> Reply {
    let stacks = stack(STACK, status, "");
    result("DescribeStacks", &format!("<Stacks>{stacks}</Stacks>"))
}

pub(super) fn events() -> Vec<Event> {
    let rule = "AWS::Events::Rule";
    vec![
        Event::of_the_stack("UPDATE_ROLLBACK_COMPLETE", 9),
        Event::of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS", 6),
        Event::of("Alarm", rule, "CREATE_FAILED", 5).reason("Resource creation cancelled"),
        Event::of("Cron", rule, "CREATE_FAILED", 4).reason(&refused()),
        Event::of("Cron", rule, "CREATE_IN_PROGRESS", 2),
        Event::of_the_stack("UPDATE_IN_PROGRESS", 1).reason("User Initiated"),
    ]
}

/// One stack in this state; its deploy role lacks events:DescribeRule.
pub(super) fn account(status: &'static str) -> impl Fn(&Request) -> Reply + Send + Sync + 'static {
    move |request| {
        let name = request.field("RoleName");
        match request.operation.as_str() {
            "GetCallerIdentity" => identity("123456789012"),
            "DescribeStacks" => stacks(status),
            "DescribeStackEvents" => listed(&events(), None),
            "DescribeEvents" => described(&[]),
            "GetRole" => result(
                "GetRole",
                &format!(
                    "<Role><Path>/</Path><RoleName>{name}</RoleName><RoleId>AROA</RoleId><Arn>arn:aws:iam::123456789012:role/{name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument></Role>"
                ),
            ),
            "ListRolePolicies" => result(
                "ListRolePolicies",
                "<PolicyNames><member>p</member></PolicyNames><IsTruncated>false</IsTruncated>",
            ),
            "GetRolePolicy" => result(
                "GetRolePolicy",
                &format!(
                    "<RoleName>{name}</RoleName><PolicyName>p</PolicyName><PolicyDocument>{}</PolicyDocument>",
                    encoded(&policy("events:PutRule"))
                ),
            ),
            "ListAttachedRolePolicies" => result(
                "ListAttachedRolePolicies",
                "<AttachedPolicies/><IsTruncated>false</IsTruncated>",
            ),
            // The role was made by hand.
            "DescribeStackResources" => no_stack("deploy"),
            other => error(400, "InvalidAction", other),
        }
    }
}

#[test]
fn stacks_that_are_well_exit_0_and_cost_no_events() {
    let fake = Fake::start(account("UPDATE_COMPLETE"));
    let ran = Machine::at(&fake).run(&["check", "stacks"]).exits(0);
    ran.answers("well: 0 findings, 0 unknown, 1 stack");
    assert_eq!(fake.count("DescribeStackEvents"), 0);
    let ran = Machine::at(&fake).run(&["why", "app"]).exits(0);
    ran.answers("Its last operation did not fail.");
}

#[test]
fn a_stack_that_rolled_back_exits_1_with_its_first_failure_and_the_refusal() {
    let fake = Fake::start(account("UPDATE_ROLLBACK_COMPLETE"));
    let ran = Machine::at(&fake).run(&["check", "stacks"]).exits(1);
    ran.answers("x app is UPDATE_ROLLBACK_COMPLETE: Cron CREATE_FAILED first")
        .answers("deploy may not call events:DescribeRule on arn:aws:events");
    for write in ["DetectStackDrift", "CreateChangeSet"] {
        assert_eq!(fake.count(write), 0);
    }
}

#[test]
fn the_json_has_the_envelope_the_findings_and_each_stack() {
    let fake = Fake::start(account("UPDATE_ROLLBACK_COMPLETE"));
    let ran = Machine::at(&fake)
        .run(&["check", "stacks", "--json"])
        .exits(1);
    let value = ran.json();
    assert_eq!(value["schema"], 1);
    assert_eq!(value["command"], "check stacks");
    assert_eq!(value["account"], "123456789012");
    assert_eq!(value["status"], "findings");
    assert_eq!(value["unknown"], json!([]));
    assert_eq!(value["findings"][0]["rule"], "stack-failed");
    assert_eq!(value["findings"][0]["priority"], "P1");
    let stack = &value["stacks"][0];
    assert_eq!(stack["name"], "app");
    assert_eq!(stack["root"]["resource"], "Cron");
    assert_eq!(stack["root"]["denied"]["action"], "events:DescribeRule");
    assert_eq!(stack["root"]["denied"]["resource"], RULE);
}

#[test]
fn why_goes_from_the_stack_to_the_codified_policy_that_is_not_live() {
    let fake = Fake::start(account("UPDATE_ROLLBACK_COMPLETE"));
    let machine = Machine::at(&fake)
        .project()
        .file("iam/deploy/p.json", &policy("events:*"));
    let ran = machine.run(&["why", "app"]).exits(1);
    ran.answers("app UPDATE_ROLLBACK_COMPLETE")
        .answers("`- Cron CREATE_FAILED")
        .answers("`- deploy may not call events:DescribeRule")
        .answers("the live policy does not grant it")
        .answers("the repository grants it (Rules of p)")
        .answers("CAUSE");
    let value = machine.run(&["why", "app", "--json"]).exits(1).json();
    let kinds: Vec<&str> = value["chain"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["stack", "resource", "denied", "live", "repository", "cause"]
    );
    assert_eq!(value["cause"]["kind"], "cause");
    assert_eq!(value["runbook"], json!(null));
}

#[test]
fn why_names_the_action_that_is_missing_to_read_the_role() {
    for call in [
        "GetRole",
        "ListRolePolicies",
        "GetRolePolicy",
        "ListAttachedRolePolicies",
    ] {
        let fake = Fake::start(move |request: &Request| match request.operation.as_str() {
            operation if operation == call => denied(request, "*"),
            _ => account("UPDATE_ROLLBACK_COMPLETE")(request),
        });
        let machine = Machine::at(&fake);
        let action = format!("iam:{call}");
        let ran = machine.run(&["why", "app"]).exits(1);
        let line = ran.out.lines().find(|line| line.starts_with("? "));
        assert!(
            line.is_some_and(|line| line.contains(&action)),
            "{}",
            ran.out
        );
        for arguments in [
            &["why", "app", "--json"][..],
            &["check", "stacks", "--json"],
        ] {
            let value = machine.run(arguments).exits(1).json();
            let hint = value["unknown"][0]["hint"].as_str().unwrap();
            assert!(hint.contains(&action), "{value}");
        }
    }
}

#[test]
fn a_deletion_that_was_turned_down_is_said_and_exits_1() {
    let used = "Export x cannot be deleted as it is in use by y";
    let fake = Fake::start(move |request: &Request| match request.operation.as_str() {
        "DescribeStacks" => {
            let reason = format!("<StackStatusReason>{used}</StackStatusReason>");
            let stacks = stack(STACK, "UPDATE_COMPLETE", &reason);
            result("DescribeStacks", &format!("<Stacks>{stacks}</Stacks>"))
        }
        "DescribeStackEvents" => listed(
            &[
                Event::of_the_stack("UPDATE_COMPLETE", 3).reason(used),
                Event::of_the_stack("DELETE_IN_PROGRESS", 2).reason("User Initiated"),
                Event::of_the_stack("UPDATE_COMPLETE", 1),
            ],
            None,
        ),
        _ => account("UPDATE_COMPLETE")(request),
    });
    let ran = Machine::at(&fake).run(&["why", "app"]).exits(1);
    let ran = ran.answers("turned the deletion down").answers(used);
    assert!(!ran.out.contains("did not fail"), "{}", ran.out);
    let ran = Machine::at(&fake).run(&["check", "stacks"]).exits(1);
    ran.answers("app was to be deleted and was not")
        .answers(used);
}

#[test]
fn a_stack_that_nobody_has_is_a_slip_of_the_pen() {
    let fake = Fake::start(account("UPDATE_COMPLETE"));
    for arguments in [&["check", "stacks", "--stack", "ap"][..], &["why", "ap"]] {
        let ran = Machine::at(&fake).run(arguments);
        ran.refuses("There is no stack ap in");
    }
}

#[test]
fn a_watched_stack_that_is_not_there_is_a_finding() {
    let fake = Fake::start(account("UPDATE_COMPLETE"));
    let machine = Machine::at(&fake).file(
        "watchkeeper.toml",
        "[stacks]\nwatch = [\"app\", \"gone\"]\n",
    );
    let ran = machine.run(&["check", "stacks"]).exits(1);
    ran.answers("- gone is watched, and there is no such stack");
}

#[test]
fn every_stack_is_looked_at_whatever_is_watched_and_others_are_counted() {
    let fake = Fake::start(account("UPDATE_ROLLBACK_COMPLETE"));
    let with = |lines: &str| Machine::at(&fake).file("watchkeeper.toml", lines);
    // `app` failed, and only its neighbour is watched.
    let ran = with("[stacks]\nwatch = [\"other\"]\n");
    ran.run(&["check", "stacks"]).exits(1).answers("x app is");
    let ran = with("[stacks]\nignore = [\"ap*\"]\n");
    ran.run(&["check", "stacks"])
        .exits(0)
        .answers("1 of them ignored");
    // Asked for by its name it is no longer somebody else's.
    ran.run(&["check", "stacks", "--stack", "app"]).exits(1);
}

#[test]
fn what_may_not_be_listed_is_read_by_name_and_what_may_not_be_read_exits_2() {
    let by_name = Fake::start(|request: &Request| {
        match (request.operation.as_str(), request.field("StackName")) {
            ("DescribeStacks", "") => denied(request, "*"),
            ("DescribeStacks", "app") => stacks("UPDATE_COMPLETE"),
            ("DescribeStacks", other) => no_stack(other),
            _ => account("UPDATE_COMPLETE")(request),
        }
    });
    let watch = |names: &str| format!("[stacks]\nwatch = [{names}]\n");
    let machine_of = |names: &str| Machine::at(&by_name).file("watchkeeper.toml", &watch(names));
    let only = Machine::at(&by_name).run(&["check", "stacks", "--stack", "app"]);
    only.exits(0);
    // What is watched is not all there is.
    machine_of("\"app\"").run(&["check", "stacks"]).exits(2);
    let ran = Machine::at(&by_name).run(&["check", "stacks"]).exits(2);
    ran.answers("could not tell");
    machine_of("\"app\", \"gone\"")
        .run(&["check", "stacks"])
        .exits(2);
}

#[test]
fn names_that_mean_ill_come_out_harmless() {
    let fake = Fake::start(|request: &Request| match request.operation.as_str() {
        "DescribeStackEvents" => {
            let evil = "Cron&#x202e;&#x9b;2J";
            let mut events = events();
            events[3] = Event::of(evil, "AWS::X", "CREATE_FAILED", 4).reason(evil);
            listed(&events, None)
        }
        _ => account("UPDATE_ROLLBACK_COMPLETE")(request),
    });
    for arguments in [&["check", "stacks"][..], &["why", "app"]] {
        let ran = Machine::at(&fake).run(arguments).exits(1);
        assert!(ran.out.contains("Cron<U+202E><U+009B>2J"), "{}", ran.out);
        let ran = Machine::at(&fake)
            .run(&[arguments, &["--json"]].concat())
            .exits(1);
        assert!(!ran.out.contains(['\u{202e}', '\u{9b}']), "{}", ran.out);
        ran.json();
    }
}
