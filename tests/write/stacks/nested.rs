//! Nested stacks' change sets with answers of AWS's own shapes, since ministack
//! makes none: all of them are read, to a bound, and read again just before.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use watchkeeper::{
    edge::write::{Patience, RealExecutor, WorkingTree, Writer},
    facts::{AccountId, Fault, FaultKind, Server, Settings},
    gate::{
        Assessment, Changed, Outcome, Plan, WriteReport,
        writes::{ExecuteChangeSet, Write},
    },
};

use super::stage::draft;
use crate::{
    edge::{
        cloudformation::xml,
        fake::{Fake, Reply, Request, error, result},
        fixture::{ACCOUNT, Fixture},
    },
    write::stage::{Memory, Scene, who},
};

fn stack_of(n: usize) -> String {
    match n {
        0 => xml::STACK.to_owned(),
        n => format!("arn:aws:cloudformation:eu-west-1:{ACCOUNT}:stack/app-child-{n}/{n}"),
    }
}

fn set_of(n: usize) -> String {
    match n {
        0 => xml::CHANGE_SET.to_owned(),
        n => format!("arn:aws:cloudformation:eu-west-1:{ACCOUNT}:changeSet/deploy/{n}"),
    }
}

fn change(logical: &str, kind: &str, physical: &str, more: &str) -> String {
    format!(
        "<member><Type>Resource</Type><ResourceChange><Action>Modify</Action><LogicalResourceId>{logical}</LogicalResourceId><PhysicalResourceId>{physical}</PhysicalResourceId><ResourceType>{kind}</ResourceType><Replacement>False</Replacement><Scope><member>Properties</member></Scope><Details/>{more}</ResourceChange></member>"
    )
}

fn child(n: usize) -> String {
    change(
        &format!("Child{n}"),
        "AWS::CloudFormation::Stack",
        &stack_of(n),
        &format!("<ChangeSetId>{}</ChangeSetId>", set_of(n)),
    )
}

fn topic(name: &str) -> String {
    let nothing = r#"{"Properties":{}}"#;
    let contexts =
        format!("<BeforeContext>{nothing}</BeforeContext><AfterContext>{nothing}</AfterContext>");
    change(name, "AWS::SNS::Topic", name, &contexts)
}

/// The change set of the nth stack, in one page.
fn described(n: usize, parent: usize, changes: &str, more: &str) -> Reply {
    let (id, stack) = (set_of(n), stack_of(n));
    let (execution, reason, above) = match n {
        0 => ("AVAILABLE", "", String::new()),
        _ => (
            "UNAVAILABLE",
            "Executable from root change set",
            format!(
                "<ParentChangeSetId>{}</ParentChangeSetId><RootChangeSetId>{}</RootChangeSetId>",
                set_of(parent),
                set_of(0)
            ),
        ),
    };
    result(
        "DescribeChangeSet",
        &format!(
            "<ChangeSetName>deploy</ChangeSetName><ChangeSetId>{id}</ChangeSetId><StackId>{stack}</StackId><StackName>app-{n}</StackName><ExecutionStatus>{execution}</ExecutionStatus><Status>CREATE_COMPLETE</Status><StatusReason>{reason}</StatusReason><IncludeNestedStacks>true</IncludeNestedStacks><Changes>{changes}</Changes>{above}{more}"
        ),
    )
}

/// The number at the end of a stack's or a change set's ARN.
fn number(arn: &str) -> usize {
    if arn == "app" || arn == xml::STACK || arn == xml::CHANGE_SET {
        return 0;
    }
    arn.rsplit('/').next().unwrap().parse().unwrap()
}

struct Scenery {
    fake: Fake,
    fixture: Fixture,
    settings: Settings,
}

/// `sets` answers for the change set of this number.
fn scenery(sets: impl Fn(usize, &Request) -> Reply + Send + Sync + 'static) -> Scenery {
    let done = Arc::new(AtomicBool::new(false));
    let fake = Fake::start(move |request| match request.operation.as_str() {
        "DescribeChangeSet" => {
            let n = number(request.field("ChangeSetName"));
            match (n, done.load(Ordering::SeqCst)) {
                (0, true) => match sets(0, request) {
                    Reply::Body(status, kind, body) => Reply::Body(
                        status,
                        kind,
                        body.replace(">AVAILABLE<", ">EXECUTE_COMPLETE<"),
                    ),
                    silence => silence,
                },
                _ => sets(n, request),
            }
        }
        "DescribeStacks" => {
            let id = stack_of(number(request.field("StackName")));
            let set = match done.load(Ordering::SeqCst) {
                true => format!("<ChangeSetId>{}</ChangeSetId>", set_of(0)),
                false => String::new(),
            };
            let stack = xml::stack(&id, "UPDATE_COMPLETE", &set);
            result("DescribeStacks", &format!("<Stacks>{stack}</Stacks>"))
        }
        "GetTemplate" => {
            let of = format!(
                "{}{}",
                request.field("ChangeSetName"),
                request.field("StackName")
            );
            let body = format!("<TemplateBody>{{\"Description\":\"{of}\"}}</TemplateBody>");
            result("GetTemplate", &body)
        }
        "ExecuteChangeSet" => {
            done.store(true, Ordering::SeqCst);
            result("ExecuteChangeSet", "")
        }
        other => error(
            400,
            "ValidationError",
            &format!("{other} is not for this test"),
        ),
    });
    let fixture = Fixture::at(&fake.url);
    let mut settings = fixture.settings.clone();
    settings.gate.allow_writes = true;
    settings.environments[0].allow_writes = true;
    settings.environments[0].account = Some(AccountId::from(ACCOUNT));
    settings.environments[0].endpoints = vec![Server::of(&fake.url).unwrap()];
    Scenery {
        fake,
        fixture,
        settings,
    }
}

impl Scenery {
    fn writer(&self) -> Writer<RealExecutor, Memory> {
        let tree = WorkingTree::open(self.fixture.path("."), &self.settings);
        let executor = RealExecutor::new(Arc::new(self.fixture.aws()), tree);
        let settings = Arc::new(self.settings.clone());
        let writer = Writer::new(
            executor,
            Memory::default(),
            settings,
            Scene::session_id(),
            who(),
        );
        writer.with_patience(Patience {
            holds: Duration::from_millis(1500),
            between: Duration::from_millis(60),
        })
    }

    async fn assessment(&self) -> Result<Assessment, Fault> {
        let write = Write::from(ExecuteChangeSet {
            stack: "app".into(),
            change_set: xml::CHANGE_SET.into(),
        });
        self.writer().assess(draft(write)).await
    }

    fn plan(&self, assessment: Assessment) -> Plan {
        Plan::of(
            assessment,
            &self.settings,
            Scene::session_id(),
            Timestamp::now(),
        )
    }

    async fn stops(&self) -> String {
        let plan = self.plan(self.assessment().await.unwrap());
        let stops: Vec<String> = plan.stops().map(|given| format!("{given:?}")).collect();
        assert_eq!(self.fake.count("ExecuteChangeSet"), 0);
        stops.join("\n")
    }
}

#[tokio::test]
async fn a_nested_change_set_of_another_account_or_another_root_is_never_executed() {
    let foreign = scenery(|n, _| match n {
        0 => described(0, 0, &child(1), ""),
        _ => match described(1, 0, &topic("Topic"), "") {
            Reply::Body(status, kind, body) => {
                Reply::Body(status, kind, body.replace(&stack_of(1), xml::FOREIGN))
            }
            silence => silence,
        },
    });
    let fault = foreign.assessment().await.unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
    let other = scenery(|n, _| match n {
        0 => described(0, 0, &child(1), ""),
        _ => described(1, 7, &topic("Topic"), ""),
    });
    let stops = other.stops().await;
    assert!(stops.contains("another parent"), "{stops}");
}

#[tokio::test]
async fn one_that_may_not_be_read_stops_and_says_why() {
    let scenery = scenery(|n, request| match n {
        0 => described(0, 0, &child(1), ""),
        _ => crate::edge::fake::denied(request, &set_of(1)),
    });
    let stops = scenery.stops().await;
    assert!(stops.contains("change_set_state"), "{stops}");
    assert!(stops.contains("Child1 was not read"), "{stops}");
}

#[tokio::test]
async fn deeper_and_more_than_are_read_stop() {
    let chain = scenery(|n, _| {
        let changes = match n {
            4 => topic("Topic"),
            n => child(n + 1),
        };
        described(n, n.saturating_sub(1), &changes, "")
    });
    let stops = chain.stops().await;
    assert!(stops.contains("more than 3 stacks deep"), "{stops}");
    let many = scenery(|n, _| match n {
        0 => described(0, 0, &(1..=21).map(child).collect::<String>(), ""),
        n => described(n, 0, &topic("Topic"), ""),
    });
    let stops = many.stops().await;
    assert!(stops.contains("more than 20 of them"), "{stops}");
    let asked = many.fake.count("DescribeChangeSet");
    assert_eq!(asked, 21, "the root's and twenty");
}

#[tokio::test]
async fn a_nested_change_set_that_moved_after_the_preview_moves_it_and_nothing_is_sent() {
    let moved = Arc::new(AtomicBool::new(false));
    let now = Arc::clone(&moved);
    let scenery = scenery(move |n, _| match (n, now.load(Ordering::SeqCst)) {
        (0, _) => described(0, 0, &child(1), ""),
        (1, _) => described(1, 0, &child(2), ""),
        (_, false) => described(2, 1, &topic("Topic"), ""),
        (_, true) => described(2, 1, &(topic("Topic") + &topic("Another")), ""),
    });
    let plan = scenery.plan(scenery.assessment().await.unwrap());
    let phrase = plan.phrase().text().to_owned();
    let approved = plan
        .confirm(&phrase, Timestamp::now())
        .unwrap_or_else(|refused| panic!("{:?}", refused.0.verdicts()));
    moved.store(true, Ordering::SeqCst);
    let report = scenery.writer().write(approved).await;
    assert!(matches!(report, WriteReport::Moved { .. }), "{report:?}");
    assert_eq!(scenery.fake.count("ExecuteChangeSet"), 0);
}

#[tokio::test]
async fn all_pages_and_templates_of_every_nested_stack_are_read_and_the_root_is_executed_once() {
    let scenery = scenery(|n, request| match (n, request.field("NextToken")) {
        (0, _) => described(0, 0, &child(1), ""),
        (1, "") => described(1, 0, &topic("First"), &xml::next("2")),
        (1, _) => described(1, 0, &(topic("Second") + &child(2)), ""),
        (_, _) => described(2, 1, &topic("Third"), ""),
    });
    let plan = scenery.plan(scenery.assessment().await.unwrap());
    let state = plan.assessment().observed.stack().unwrap();
    let names: Vec<String> = state.changes().iter().map(Changed::name).collect();
    assert_eq!(
        names,
        [
            "Child1",
            "Child1/Child2",
            "Child1/First",
            "Child1/Second",
            "Child1/Child2/Third"
        ]
    );
    for level in state.levels() {
        let texts = [&level.state.template, &level.state.proposed];
        for text in texts {
            let text = text.as_ref().and_then(|text| text.known()).unwrap();
            let n = level.path.len();
            let [stack, set] = [stack_of(n), set_of(n)];
            let own = text.raw().contains(&stack) || text.raw().contains(&set);
            assert!(own, "{text:?}");
        }
    }
    let phrase = plan.phrase().text().to_owned();
    let approved = plan
        .confirm(&phrase, Timestamp::now())
        .unwrap_or_else(|refused| panic!("{:?}", refused.0.verdicts()));
    let report = scenery.writer().write(approved).await;
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    let seen = scenery.fake.seen();
    let executed: Vec<&str> = seen
        .iter()
        .filter(|one| one.operation == "ExecuteChangeSet")
        .map(|one| one.field("ChangeSetName"))
        .collect();
    assert_eq!(executed, [xml::CHANGE_SET]);
}
