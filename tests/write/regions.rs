//! IAM is global, stacks are not: every region that the account has an environment in
//! is asked who owns the role, and only the very name that was asked for counts.

use std::sync::Arc;

use jiff::Timestamp;
use watchkeeper::{
    edge::write::{RealExecutor, WorkingTree, Writer},
    facts::{AccountId, EnvironmentName, Reading, Region, RoleName, Server, Settings},
    gate::{
        Owner, Plan, RoleState,
        writes::{DeleteRolePolicy, Write},
    },
};

use super::stage::{Memory, Scene, draft, who};
use crate::edge::{
    fake::{Fake, Reply, Request, error, result},
    fixture::{ACCOUNT, Fixture},
};

const ROLE: &str = "deploy";

fn of_the_role(request: &Request) -> Reply {
    match request.operation.as_str() {
        "GetRole" => result(
            "GetRole",
            &format!(
                "<Role><Path>/</Path><RoleName>{ROLE}</RoleName><RoleId>A</RoleId><Arn>arn:aws:iam::{ACCOUNT}:role/{ROLE}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role>"
            ),
        ),
        "ListRolePolicies" => result(
            "ListRolePolicies",
            "<PolicyNames><member>one</member></PolicyNames>",
        ),
        "GetRolePolicy" => result(
            "GetRolePolicy",
            &format!(
                "<RoleName>{ROLE}</RoleName><PolicyName>one</PolicyName><PolicyDocument>%7B%22Statement%22%3A%5B%5D%7D</PolicyDocument>"
            ),
        ),
        "ListAttachedRolePolicies" => result("ListAttachedRolePolicies", "<AttachedPolicies/>"),
        other => error(500, "InternalFailure", other),
    }
}

fn region(request: &Request) -> &str {
    // `Credential=KEY/20260101/eu-west-1/cloudformation/aws4_request`
    let scope = request.authorization.split('/').nth(2);
    scope.unwrap_or_default()
}

/// An environment in eu-west-1, one in us-east-1 of the same account, and one elsewhere.
async fn state(
    answer: impl Fn(&str) -> Reply + Send + Sync + 'static,
    production: bool,
) -> (RoleState, Plan, Vec<String>) {
    let fake = Fake::start(move |request| match request.operation.as_str() {
        "DescribeStackResources" => answer(region(request)),
        _ => of_the_role(request),
    });
    let mut fixture = Fixture::at(&fake.url);
    let settings = &mut fixture.settings;
    settings.gate.allow_writes = true;
    let mut here = settings.environments[0].clone();
    here.region = Some(Region::from("eu-west-1"));
    here.account = Some(AccountId::from(ACCOUNT));
    here.allow_writes = true;
    here.production = production;
    here.endpoints = vec![Server::of(&fake.url).unwrap()];
    let (mut there, mut other) = (here.clone(), here.clone());
    there.name = EnvironmentName::from("global");
    there.region = Some(Region::from("us-east-1"));
    other.name = EnvironmentName::from("other");
    other.account = Some(AccountId::from("999999999999"));
    other.region = Some(Region::from("ap-south-1"));
    settings.environments = vec![here, there, other];
    let settings: Arc<Settings> = Arc::new(settings.clone());
    let tree = WorkingTree::open(fixture.path("."), &settings);
    let executor = RealExecutor::new(Arc::new(fixture.aws()), tree);
    let writer = Writer::new(
        executor,
        Memory::default(),
        Arc::clone(&settings),
        Scene::session_id(),
        who(),
    );
    let write = Write::from(DeleteRolePolicy {
        role: RoleName::new(ROLE),
        policy: "one".into(),
    });
    let mut draft = draft(write);
    draft.environment = EnvironmentName::from("dev");
    let assessment = writer.assess(draft).await.unwrap();
    let state = assessment.observed.role().unwrap().clone();
    let seen = fake.seen();
    let asked = seen
        .iter()
        .filter(|request| request.operation == "DescribeStackResources");
    let mut asked: Vec<String> = asked.map(|request| region(request).to_owned()).collect();
    asked.sort();
    asked.dedup();
    let plan = Plan::of(assessment, &settings, Scene::session_id(), Timestamp::now());
    (state, plan, asked)
}

fn owned(plan: &Plan) -> String {
    let mut verdicts = plan.verdicts().iter();
    format!(
        "{:?}",
        verdicts.find(|given| given.id == "owned").unwrap().verdict
    )
}

fn nobody() -> Reply {
    error(
        400,
        "ValidationError",
        &format!("Stack for {ROLE} does not exist"),
    )
}

#[tokio::test]
async fn a_stack_of_another_region_of_the_account_owns_the_role() {
    let (state, plan, asked) = state(
        |region| match region {
            "us-east-1" => result(
                "DescribeStackResources",
                "<StackResources><member><StackName>data-v1</StackName><LogicalResourceId>R</LogicalResourceId><ResourceType>AWS::IAM::Role</ResourceType><Timestamp>2026-01-01T00:00:00Z</Timestamp><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member></StackResources>",
            ),
            _ => nobody(),
        },
        false,
    )
    .await;
    assert_eq!(asked, ["eu-west-1", "us-east-1"]);
    let Reading::Known(Some(Owner::Stack { name, region })) = &state.owner else {
        panic!("{:?}", state.owner);
    };
    assert_eq!(
        (name.raw(), region.clone()),
        ("data-v1", Some("us-east-1".into()))
    );
    assert!(owned(&plan).contains("Stop"), "{}", owned(&plan));
}

#[tokio::test]
async fn nobody_owns_it_only_where_every_region_says_so_of_this_very_name() {
    let (state, plan, _) = state(|_| nobody(), true).await;
    assert_eq!(state.owner, Reading::Known(None));
    assert_eq!(owned(&plan), "Pass");
    let shown = format!("{:?}", plan.sections());
    assert!(
        shown.contains("no stack of eu-west-1, us-east-1 owns it"),
        "{shown}"
    );
    assert!(shown.contains("ap-south-1"), "{shown}");
}

#[tokio::test]
async fn what_another_thing_s_absence_says_is_unknown_and_stops_in_production() {
    for said in [
        "Stack for deploy-2 does not exist",
        "Role deploy does not exist",
        "Stack for deploy does not exist in this view, or you may not see it",
    ] {
        for production in [false, true] {
            let (state, plan, _) = state(
                move |region| match region {
                    "us-east-1" => error(400, "ValidationError", said),
                    _ => nobody(),
                },
                production,
            )
            .await;
            assert!(matches!(state.owner, Reading::Unknown(_)), "{said}");
            let verdict = owned(&plan);
            assert_eq!(verdict.contains("Stop"), production, "{said}: {verdict}");
            assert!(verdict.contains("us-east-1"), "{verdict}");
        }
    }
}
