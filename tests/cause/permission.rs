//! What the live policies and the repository's say of a refused call.

use watchkeeper::{
    cause::{
        denial,
        permission::{NamedDocument, Origin, PermissionCause, PermissionVerdict, Side, explain},
    },
    facts::{Denied, PolicyKind},
    policy::{Document, Kind, parse},
};

const RULE: &str = "arn:aws:events:eu-west-1:817685572750:rule/dataops-v1-Cron";
const USER: &str = "User: arn:aws:sts::817685572750:assumed-role/dataops-github-actions-deploy/dataops-v1-deploy is not authorized to perform: ";

const GRANTS: &str = r#"{"Sid":"EventBridgeDataOpsRules","Effect":"Allow","Action":["events:DescribeRule","events:PutRule"],"Resource":"arn:aws:events:eu-west-1:817685572750:rule/dataops-v1-*"}"#;
const ELSE: &str = r#"{"Sid":"Logs","Effect":"Allow","Action":"logs:*","Resource":"*"}"#;
const DENIES: &str = r#"{"Sid":"NoEvents","Effect":"Deny","Action":"events:*","Resource":"*"}"#;
const GRANTS_IF: &str = r#"{"Sid":"InRegion","Effect":"Allow","Action":"events:*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}"#;
const DENIES_IF: &str = r#"{"Sid":"NotElsewhere","Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}}"#;

fn document(statements: &[&str]) -> Document {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        statements.join(",")
    );
    parse(&text, Kind::Identity).unwrap()
}

fn refused(rest: &str) -> Denied {
    denial::first(&format!("{USER}{rest}")).unwrap()
}

fn of_rule(why: &str) -> Denied {
    refused(&format!("events:DescribeRule on resource: {RULE} {why}"))
}

const SILENCE: &str = "because no identity-based policy allows the events:DescribeRule action";

fn judged(denied: &Denied, live: &[&str], codified: &[&str], origin: Origin) -> PermissionCause {
    let (live, codified) = (document(live), document(codified));
    explain(
        denied,
        &[NamedDocument {
            name: "dataops-v1-deploy",
            document: &live,
            origin: Origin::Live,
        }],
        &[NamedDocument {
            name: "template.github-actions-dataops.yaml",
            document: &codified,
            origin,
        }],
    )
}

fn verdict(denied: &Denied, live: &[&str], codified: &[&str]) -> PermissionVerdict {
    judged(denied, live, codified, Origin::Template).verdict
}

#[test]
fn nothing_is_said_of_an_action_that_the_message_does_not_name() {
    let encoded = denial::first(
        "UnauthorizedOperation: You are not authorized to perform this operation. Encoded authorization failure message: QXdPNaIegKKNwIX54FPmRmeyDRnNY5FR",
    );
    let cause = judged(&encoded.unwrap(), &[GRANTS], &[GRANTS], Origin::Template);
    assert_eq!(cause.verdict, PermissionVerdict::Undecided);
    assert_eq!((cause.live, cause.codified), (Side::Unknown, Side::Unknown));
    assert!(cause.sentences.last().unwrap().contains("decode it"));
}

#[test]
fn documents_that_are_not_there_decide_nothing() {
    let cause = explain(&of_rule(SILENCE), &[], &[]);
    assert_eq!(cause.verdict, PermissionVerdict::Undecided);
}

#[test]
fn a_condition_with_unknown_values_neither_grants_nor_denies() {
    let denied = of_rule(SILENCE);
    assert_eq!(
        verdict(&denied, &[GRANTS_IF], &[GRANTS]),
        PermissionVerdict::Undecided
    );
    let cause = judged(&denied, &[ELSE, DENIES_IF], &[GRANTS], Origin::Template);
    assert_eq!(cause.verdict, PermissionVerdict::StaleStack);
    assert_eq!(cause.live, Side::Silent { missing: None });
    let explicit = of_rule("with an explicit deny in an identity-based policy");
    assert_eq!(
        verdict(&explicit, &[GRANTS, DENIES_IF], &[GRANTS]),
        PermissionVerdict::Undecided
    );
}

#[test]
fn a_template_that_grants_what_live_does_not_means_a_stale_stack() {
    let cause = judged(
        &of_rule(SILENCE),
        &[ELSE],
        &[ELSE, GRANTS],
        Origin::Template,
    );
    assert_eq!(cause.verdict, PermissionVerdict::StaleStack);
    let Side::Grants { by, .. } = &cause.codified else {
        panic!("{:?}", cause.codified)
    };
    assert_eq!(
        (by.sid.as_deref(), by.statement),
        (Some("EventBridgeDataOpsRules"), 2)
    );
    assert_eq!(
        cause.sentences,
        [
            format!(
                "events:DescribeRule on {RULE} was refused to role dataops-github-actions-deploy."
            ),
            format!("The live policies: no statement allows events:DescribeRule on {RULE}."),
            "The repository grants it: EventBridgeDataOpsRules of template.github-actions-dataops.yaml.".into(),
            "The repository grants it, the live policy does not: the stack is stale. Update it from the template.".into(),
        ]
    );
}

#[test]
fn a_codified_document_that_grants_it_means_drift() {
    let cause = judged(&of_rule(SILENCE), &[ELSE], &[GRANTS], Origin::File);
    assert_eq!(cause.verdict, PermissionVerdict::Drift);
    let denied = judged(
        &of_rule(SILENCE),
        &[GRANTS, DENIES],
        &[GRANTS],
        Origin::File,
    );
    assert_eq!(denied.verdict, PermissionVerdict::Drift);
    assert!(matches!(denied.live, Side::Denies(by) if by.statement == 2));
}

#[test]
fn every_other_pair_has_a_verdict_of_its_own() {
    let denied = of_rule(SILENCE);
    assert_eq!(
        verdict(&denied, &[ELSE], &[ELSE]),
        PermissionVerdict::NobodyGrants
    );
    assert_eq!(
        verdict(&denied, &[GRANTS], &[GRANTS]),
        PermissionVerdict::BothGrant
    );
    assert_eq!(
        verdict(&denied, &[GRANTS], &[ELSE]),
        PermissionVerdict::OnlyLiveGrants
    );
    assert_eq!(
        verdict(&denied, &[DENIES], &[DENIES, GRANTS]),
        PermissionVerdict::BothDeny
    );
}

#[test]
fn a_policy_that_the_message_names_is_where_to_look() {
    for (why, kind) in [
        (
            "with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-a/service_control_policy/p-b",
            PolicyKind::Scp,
        ),
        (
            "because no permissions boundary allows the events:DescribeRule action",
            PolicyKind::Boundary,
        ),
        (
            "because no session policy allows the events:DescribeRule action",
            PolicyKind::Session,
        ),
        (
            "because no resource-based policy allows the events:DescribeRule action",
            PolicyKind::Resource,
        ),
        (
            "with an explicit deny in a VPC endpoint policy",
            PolicyKind::VpcEndpoint,
        ),
        (
            "with an explicit deny in an identity-based policy",
            PolicyKind::Identity,
        ),
    ] {
        let denied = of_rule(why);
        let cause = judged(&denied, &[GRANTS], &[GRANTS], Origin::Template);
        assert_eq!(cause.verdict, PermissionVerdict::Elsewhere(kind), "{why}");
        let named = denied.policy.map_or("", |_| "p-b");
        assert!(cause.sentences.last().unwrap().contains(named));
    }
}

#[test]
fn a_resource_that_is_not_said_leaves_a_narrow_grant_open() {
    let denied = refused("events:DescribeRule");
    assert_eq!(
        verdict(&denied, &[GRANTS], &[GRANTS]),
        PermissionVerdict::Undecided
    );
    assert_eq!(
        verdict(&denied, &[ELSE], &[ELSE]),
        PermissionVerdict::NobodyGrants
    );
}

#[test]
fn a_role_by_its_name_is_asked_for_by_its_arn() {
    let denied = refused(
        "iam:GetRole on resource: role app-fn because no identity-based policy allows the iam:GetRole action",
    );
    let grants = r#"{"Effect":"Allow","Action":"iam:GetRole","Resource":"arn:aws:iam::817685572750:role/app-*"}"#;
    assert_eq!(
        verdict(&denied, &[ELSE], &[grants]),
        PermissionVerdict::StaleStack
    );
}
