//! `ask::actions_needed` says exactly what the edge calls: the policy made of it
//! is enough, and no more than enough.

use std::collections::BTreeSet;

use serde_json::json;
use watchkeeper::{
    ask::{Ask, AwsAsk, CloudTrailAsk, IamAsk, StsAsk, actions_needed},
    edge::aws::read_only::ALLOWED,
    facts::EnvironmentName,
};

use super::{
    fake::{Fake, Request, json as answer, page, result},
    fixture::Fixture,
};

fn every_ask() -> Vec<Ask> {
    [
        AwsAsk::Sts(StsAsk::CallerIdentity),
        AwsAsk::Iam(IamAsk::Authorization),
        AwsAsk::Iam(IamAsk::Roles(vec!["alpha".into()])),
        AwsAsk::CloudTrail(CloudTrailAsk::LastWrites("alpha".into())),
    ]
    .into_iter()
    .map(|ask| Ask::Aws(EnvironmentName::from("dev"), ask))
    .collect()
}

fn world(request: &Request) -> super::fake::Reply {
    let arn = "arn:aws:iam::123456789012:policy/logs";
    match request.operation.as_str() {
        "GetAccountAuthorizationDetails" => page(&["alpha".into()], None),
        "LookupEvents" => answer(&json!({"Events": []})),
        "GetRole" => result(
            "GetRole",
            "<Role><Path>/</Path><RoleName>alpha</RoleName><RoleId>A</RoleId><Arn>arn:aws:iam::123456789012:role/alpha</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role>",
        ),
        "ListRolePolicies" => result(
            "ListRolePolicies",
            "<PolicyNames><member>one</member></PolicyNames>",
        ),
        "GetRolePolicy" => result(
            "GetRolePolicy",
            "<RoleName>alpha</RoleName><PolicyName>one</PolicyName><PolicyDocument>%7B%7D</PolicyDocument>",
        ),
        "ListAttachedRolePolicies" => result(
            "ListAttachedRolePolicies",
            &format!(
                "<AttachedPolicies><member><PolicyArn>{arn}</PolicyArn></member></AttachedPolicies>"
            ),
        ),
        "GetPolicy" => result(
            "GetPolicy",
            "<Policy><DefaultVersionId>v1</DefaultVersionId></Policy>",
        ),
        "GetPolicyVersion" => result(
            "GetPolicyVersion",
            "<PolicyVersion><Document>%7B%7D</Document></PolicyVersion>",
        ),
        other => panic!("no ask is known to call {other}"),
    }
}

#[tokio::test]
async fn each_ask_calls_exactly_the_actions_it_says() {
    for ask in every_ask() {
        let fake = Fake::start(world);
        let Ask::Aws(environment, aws_ask) = &ask else {
            unreachable!("all are of AWS")
        };
        let fixture = Fixture::at(&fake.url);
        fixture.aws().answer(environment, aws_ask).await.unwrap();
        let called: BTreeSet<String> = fake.seen().iter().map(Request::action).collect();
        let mut needed: BTreeSet<String> = actions_needed(&ask)
            .iter()
            .map(|action| (*action).to_owned())
            .collect();
        // Before anything else comes the identity, which needs no permission.
        needed.insert("sts:GetCallerIdentity".to_owned());
        assert_eq!(called, needed, "{ask:?}");
    }
}

#[test]
fn the_read_only_list_is_what_the_asks_need() {
    let needed: BTreeSet<String> = every_ask()
        .iter()
        .flat_map(|ask| actions_needed(ask).iter())
        .map(|action| (*action).to_owned())
        .collect();
    let allowed: BTreeSet<String> = ALLOWED
        .iter()
        .map(|(service, operation)| format!("{}:{operation}", service.to_ascii_lowercase()))
        .collect();
    assert_eq!(allowed, needed);
}
