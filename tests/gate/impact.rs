//! What a change means, over all policies of the role.

use serde_json::{Value, json};
use watchkeeper::{
    facts::{Reading, Verdict},
    gate::{Impact, writes::Item},
};

use super::fixture::{
    World, allow, arn, attach, delete, deny, detach, narrow, policy, put, remote, unread, version,
    wide,
};

const BUCKET: &str = "arn:aws:s3:::reports/*";

fn impact(world: &World) -> Impact {
    world.assessment().impact
}

#[test]
fn a_policy_that_is_narrowed_narrows_the_role() {
    let impact = impact(&World::narrowing());
    assert_eq!(impact.verdict(), Verdict::Narrower);
    assert!(impact.gains.is_empty() && !impact.may_gain());
    let lost = &impact.access.as_ref().unwrap().lost;
    assert!(lost[0].what.contains("s3:PutObject"), "{lost:?}");
    assert!(impact.unjudged.is_none());
}

#[test]
fn what_another_policy_of_the_role_allows_too_is_not_lost_and_is_said() {
    let mut world = World::narrowing();
    world.inline("other", &policy(&json!([allow("s3:Put*", BUCKET)])));
    let impact = impact(&world);
    assert_eq!(impact.verdict(), Verdict::Equal);
    assert_eq!(impact.covered.len(), 1);
    let words = impact.covered[0].words();
    assert!(
        words.contains("another policy of the role allows it too: other"),
        "{words}"
    );
    assert!(words.contains("s3:PutObject"), "{words}");
}

#[test]
fn an_attached_policy_counts_like_an_inline_one() {
    let logs = arn("logs");
    let mut world = World::of(delete());
    world.attached(&logs);
    world.managed(&logs, Reading::Known(remote(&wide())));
    assert_eq!(impact(&world).verdict(), Verdict::Equal);
    let mut world = World::of(detach(logs.clone()));
    world.attached(&logs);
    let more = policy(&json!([allow("logs:PutLogEvents", "*")]));
    world.managed(&logs, Reading::Known(remote(&more)));
    assert_eq!(impact(&world).verdict(), Verdict::Narrower);
}

#[test]
fn a_policy_that_was_not_read_is_not_judged() {
    let world = World::of(attach(arn("logs")));
    let impact = impact(&world);
    assert!(impact.access.is_none());
    assert!(impact.unjudged.unwrap().contains("logs"));
}

#[test]
fn a_denial_elsewhere_in_the_role_keeps_a_grant_from_being_a_gain() {
    let mut world = World::of(put(&policy(&json!([
        allow("s3:GetObject", BUCKET),
        allow("s3:PutObject", BUCKET),
        allow("iam:*", "*"),
    ]))));
    world.inline("limits", &policy(&json!([deny("iam:*", "*")])));
    let impact = impact(&world);
    assert_eq!(impact.verdict(), Verdict::Equal);
    assert!(impact.gains.is_empty(), "{:?}", impact.gains);
}

#[test]
fn a_denial_that_stays_in_part_is_lifted_only_for_the_rest() {
    let before = policy(&json!([allow("s3:*", BUCKET), deny("s3:Delete*", "*")]));
    let after = policy(&json!([
        allow("s3:*", BUCKET),
        deny("s3:DeleteObject", "*")
    ]));
    let mut world = World::of(put(&after));
    world.inline("metrics", &before);
    let impact = impact(&world);
    assert_eq!(impact.gains.len(), 1, "{:?}", impact.gains);
    assert!(impact.gains[0].words().contains("s3:Delete*"));
}

#[test]
fn what_the_boundary_withholds_is_no_gain_of_the_role() {
    let mut world = World::of(put(&wide()));
    world.inline("metrics", &narrow());
    assert_eq!(impact(&world).verdict(), Verdict::Broader);
    world.role().boundary = Reading::Known(Some(arn("limit")));
    world.managed(&arn("limit"), Reading::Known(remote(&narrow())));
    assert_eq!(impact(&world).verdict(), Verdict::Equal);
}

#[test]
fn a_boundary_and_policies_that_could_not_be_read_are_said_not_to_count() {
    let mut world = World::narrowing();
    world.role().boundary = Reading::Known(Some(arn("limit")));
    world.managed(&arn("limit"), Reading::Unknown(unread("No such version.")));
    assert!(impact(&world).unjudged.unwrap().contains("limit"));
    let mut world = World::narrowing();
    world.role().attached = Reading::Unknown(unread("No list of attached policies."));
    assert!(impact(&world).unjudged.unwrap().contains("attached"));
}

#[test]
fn a_managed_policy_of_the_role_is_judged_with_the_others() {
    let logs = arn("logs");
    let mut world = World::of(version(
        logs.clone(),
        &policy(&json!([allow("s3:Get*", BUCKET)])),
    ));
    world.attached(&logs);
    world.managed(&logs, Reading::Known(remote(&narrow())));
    let impact = impact(&world);
    assert_eq!(impact.verdict(), Verdict::Broader);
    assert_eq!(impact.gains.len(), 1);
}

#[test]
fn a_file_is_judged_alone() {
    let mut world = World::codifying_inline(&wide(), Some(&narrow()));
    world.inline("other", &policy(&json!([allow("s3:*", "*")])));
    let impact = impact(&world);
    assert_eq!(impact.verdict(), Verdict::Broader);
    assert!(impact.gains[0].words().contains("s3:PutObject"));
}

#[test]
fn lists_of_attachments_are_judged_by_what_is_attached() {
    let logs = arn("logs");
    let mut world = World::codifying(Item::Attachments, Some(&json!([])));
    world.attached(&logs);
    assert!(impact(&world).unjudged.unwrap().contains("logs"));
    world.managed(&logs, Reading::Known(remote(&narrow())));
    assert_eq!(impact(&world).verdict(), Verdict::Broader);
}

#[test]
fn more_grants_than_can_be_compared_one_by_one_are_listed_all_the_same() {
    let names: Vec<String> = (0..40).map(|at| format!("s3:Get{at}*")).collect();
    let buckets: Vec<String> = (0..40).map(|at| format!("arn:aws:s3:::b{at}/*")).collect();
    let many = policy(&json!([{ "Effect": "Allow", "Action": names, "Resource": buckets }]));
    let impact = impact(&World::of(put(&many)));
    assert!(impact.may_gain());
    assert!(impact.gains.len() >= 40);
}

/// The role itself has everything by another policy.
fn shared_with_an_administrator(before: &Value, after: &Value) -> World {
    let mut world = World::shared(before, after);
    world.inline("other", &policy(&json!([allow("*", "*")])));
    world
}

#[test]
fn a_shared_policy_is_judged_alone_for_those_whose_policies_are_not_known() {
    let with = |more: Value| policy(&json!([allow("s3:GetObject", BUCKET), more]));
    for (guard, more) in [
        ("service_wide", allow("ec2:*", "*")),
        ("privilege", allow("iam:PassRole", "*")),
        (
            "wildcard_account",
            allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:*:jobs"),
        ),
    ] {
        let world = shared_with_an_administrator(&narrow(), &with(more.clone()));
        assert!(!world.stop(guard).is_empty(), "{guard}");
        let mut alone = world.clone();
        alone.state().also_attached_to.clear();
        assert!(alone.passes(guard), "{guard}");
    }
    let world = shared_with_an_administrator(&narrow(), &wide());
    let warnings = world.warnings("broadening");
    assert!(warnings[0].contains("s3:PutObject"), "{warnings:?}");
    let impact = impact(&world);
    assert_eq!(impact.verdict(), Verdict::Broader);
    assert!(impact.may_gain());
}

#[test]
fn a_denial_that_a_shared_policy_lifts_is_a_gain_though_the_role_is_allowed_nothing_of_it() {
    let before = policy(&json!([allow("s3:GetObject", BUCKET), deny("iam:*", "*")]));
    let world = World::shared(&before, &narrow());
    assert!(!world.passes("broadening"));
    assert!(world.stop("service_wide").contains("iam:*"));
}

#[test]
fn neither_does_a_boundary_of_the_role_cover_what_others_gain() {
    let limit = arn("limit");
    let mut world = World::shared(&narrow(), &wide());
    world.managed(&limit, Reading::Known(remote(&narrow())));
    world.role().boundary = Reading::Known(Some(limit));
    assert_eq!(impact(&world).verdict(), Verdict::Broader);
    // The policy may also be that very boundary.
    let mut world = World::shared(&narrow(), &wide());
    world.state().also_attached_to.clear();
    world.role().boundary = Reading::Known(Some(arn("logs")));
    assert_eq!(impact(&world).verdict(), Verdict::Broader);
}

#[test]
fn a_shared_policy_that_is_narrowed_gains_nobody_anything() {
    let world = World::shared(&wide(), &narrow());
    let impact = impact(&world);
    assert_eq!(impact.verdict(), Verdict::Narrower);
    assert!(!impact.may_gain());
    assert!(world.passes("broadening"));
}
