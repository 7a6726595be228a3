//! The definition of an ask says exactly what the edge calls: the policy made of it
//! is enough, and no more than enough.

use std::collections::BTreeSet;

use serde_json::json;
use watchkeeper::{
    ask::{
        Ask, Question, api_gateway, auto_scaling, cloudformation as cfn, cloudtrail, cloudwatch,
        code_artifact, cognito, dynamodb, ec2, ecr, ecs, event_bridge, iam, lambda, load_balancing,
        logs, rds, s3, service_discovery, sns, sqs, step_functions, sts, waf,
    },
    edge::aws::read_only::allowed,
    facts::{EnvironmentName, EventExtent},
};

use watchkeeper::gate::writes::READS;

use super::{
    cloudformation::xml,
    fake::{Fake, Request, json as answer, page, result},
    fixture::Fixture,
    logs::events as events_of_logs,
};

fn every_ask() -> Vec<Ask> {
    let dev = EnvironmentName::from("dev");
    let events = |extent| cfn::Events {
        stack: "app".into(),
        extent,
    };
    let template = cfn::Template {
        stack: "app".into(),
    };
    let status = cfn::DriftStatus {
        detection: "detection".into(),
    };
    let written_by = cloudtrail::WrittenBy {
        by: "arn:aws:sts::123456789012:assumed-role/admin/anna".into(),
        from: jiff::Timestamp::UNIX_EPOCH,
        to: jiff::Timestamp::UNIX_EPOCH,
    };
    vec![
        sts::CallerIdentity.of(&dev).into(),
        iam::Authorization.of(&dev).into(),
        iam::Roles(vec!["alpha".into()]).of(&dev).into(),
        cloudtrail::LastWrites("alpha".into()).of(&dev).into(),
        written_by.of(&dev).into(),
        cfn::Stacks.of(&dev).into(),
        cfn::Stack("app".into()).of(&dev).into(),
        events(EventExtent::FirstPage).of(&dev).into(),
        events(EventExtent::Failures).of(&dev).into(),
        events(EventExtent::Operation).of(&dev).into(),
        cfn::Resources("app".into()).of(&dev).into(),
        cfn::OwnerOfRole("alpha".into()).of(&dev).into(),
        template.of(&dev).into(),
        cfn::ChangeSets("app".into()).of(&dev).into(),
        cfn::ChangeSet(xml::CHANGE_SET.into()).of(&dev).into(),
        cfn::Proposed(xml::CHANGE_SET.into()).of(&dev).into(),
        cfn::ChangeSetFailures(xml::CHANGE_SET.into())
            .of(&dev)
            .into(),
        status.of(&dev).into(),
        cfn::ResourceDrifts("app".into()).of(&dev).into(),
        cfn::DetectDrift("app".into()).of(&dev).into(),
        logs::Groups {
            named: String::new(),
        }
        .of(&dev)
        .into(),
        logs::Streams {
            group: "/app".into(),
        }
        .of(&dev)
        .into(),
        events_of_logs().of(&dev).into(),
    ]
    .into_iter()
    .chain(of_the_audits(&dev))
    .collect()
}

/// Of the registry and of the health audit.
fn of_the_audits(dev: &EnvironmentName) -> Vec<Ask> {
    let service = ecs::Service {
        cluster: "c".into(),
        service: "thing".into(),
    };
    let tasks = ecs::Tasks {
        cluster: "c".to_owned(),
        tasks: vec!["0a1b".to_owned()],
    };
    let interfaces = ec2::Interfaces {
        ips: vec!["10.0.0.1".to_owned()],
    };
    vec![
        service_discovery::Namespaces.of(dev).into(),
        service_discovery::Services("ns-1".into()).of(dev).into(),
        service_discovery::Entries("srv-1".into()).of(dev).into(),
        ec2::Instances(vec!["i-00000000".into()]).of(dev).into(),
        interfaces.of(dev).into(),
        tasks.of(dev).into(),
        service.of(dev).into(),
        auto_scaling::Groups(vec!["thing".into()]).of(dev).into(),
        dynamodb::Table("thing".into()).of(dev).into(),
        rds::Database("thing".into()).of(dev).into(),
        sqs::Queue("thing".into()).of(dev).into(),
        sns::Topic("thing".into()).of(dev).into(),
        load_balancing::TargetGroup("thing".into()).of(dev).into(),
        lambda::Function("thing".into()).of(dev).into(),
        lambda::EventSources("thing".into()).of(dev).into(),
        cloudwatch::Runs("thing".into()).of(dev).into(),
        cloudwatch::Alarm("thing".into()).of(dev).into(),
        event_bridge::Rule("thing".into()).of(dev).into(),
        step_functions::Executions("thing".into()).of(dev).into(),
        waf::WebAcl("thing".into()).of(dev).into(),
    ]
    .into_iter()
    .chain(of_what_is_there(dev))
    .collect()
}

fn of_what_is_there(dev: &EnvironmentName) -> Vec<Ask> {
    let attribute = dynamodb::Attribute {
        table: "thing".into(),
        attribute: "seen".to_owned(),
    };
    let packages = code_artifact::Repository {
        domain: "d".to_owned(),
        repository: "thing".into(),
    };
    let balancer = load_balancing::LoadBalancer("thing".into());
    vec![
        s3::Bucket("thing".into()).of(dev).into(),
        cloudwatch::Contents("thing".into()).of(dev).into(),
        cloudwatch::Dashboard("thing".into()).of(dev).into(),
        attribute.of(dev).into(),
        packages.of(dev).into(),
        ecr::Images("thing".into()).of(dev).into(),
        cognito::UserPool("thing".into()).of(dev).into(),
        cloudtrail::Trail("thing".into()).of(dev).into(),
        ec2::Vpc("thing".into()).of(dev).into(),
        ec2::Named("thing".into()).of(dev).into(),
        ec2::Nat("thing".into()).of(dev).into(),
        ec2::SecurityGroups("thing".into()).of(dev).into(),
        ec2::Endpoints("thing".into()).of(dev).into(),
        logs::Containers("thing".into()).of(dev).into(),
        logs::DeliverySource("thing".into()).of(dev).into(),
        balancer.of(dev).into(),
        api_gateway::HttpApi("thing".into()).of(dev).into(),
    ]
}

pub(super) fn world(request: &Request) -> super::fake::Reply {
    let arn = "arn:aws:iam::123456789012:policy/logs";
    match request.operation.as_str() {
        "GetAccountAuthorizationDetails" => page(&["alpha".into()], None),
        "DescribeLogGroups" | "DescribeLogStreams" | "FilterLogEvents" => answer(&json!({})),
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
        operation if request.service == "cloudformation" => xml::anything(operation),
        other => super::health_world::world(request)
            .unwrap_or_else(|| panic!("no ask is known to call {other}")),
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
        let calls = ask.calls().iter();
        let mut needed: BTreeSet<String> = calls.map(|call| call.action.to_owned()).collect();
        // Before anything else comes the identity, which needs no permission.
        needed.insert("sts:GetCallerIdentity".to_owned());
        assert_eq!(called, needed, "{ask:?}");
    }
}

#[test]
fn the_read_only_list_is_what_the_asks_and_the_preparation_of_writes_need() {
    let asked = every_ask();
    let needed: BTreeSet<(&str, &str)> = asked
        .iter()
        .flat_map(Ask::calls)
        .map(|call| (call.service, call.operation))
        .chain(READS.iter().copied())
        .collect();
    assert_eq!(allowed().collect::<BTreeSet<_>>(), needed);
}

#[test]
fn only_detecting_drift_is_a_query() {
    let queries: Vec<Ask> = every_ask().into_iter().filter(Ask::is_query).collect();
    let expected = cfn::DetectDrift("app".into()).of(&EnvironmentName::from("dev"));
    assert_eq!(queries, [expected.into()]);
}
