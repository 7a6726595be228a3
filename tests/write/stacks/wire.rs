//! What ministack cannot be brought to, with answers of AWS's own shapes: a roll
//! back that is stuck goes on without a resource, its list exactly on the wire; and
//! answers that are of another change set than was asked for.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use watchkeeper::{
    edge::write::{Patience, RealExecutor, WorkingTree, Writer},
    facts::{AccountId, Remote, Server, Settings},
    gate::{
        Draft, Origin, Outcome, Plan, WriteReport,
        record::{in_doubt, left_over},
        writes::{ContinueUpdateRollback, CreateChangeSet, Write},
    },
};

use super::stage::draft;
use crate::{
    edge::{
        cloudformation::xml::{self, STACK, anything},
        fake::{Fake, Reply, error, result},
        fixture::{ACCOUNT, Fixture},
    },
    write::stage::{Memory, Scene, who},
};

const STUCK: &str = "<StackResourceSummaries><member><LogicalResourceId>Queue</LogicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><ResourceStatus>UPDATE_FAILED</ResourceStatus><LastUpdatedTimestamp>2026-05-18T13:42:00Z</LastUpdatedTimestamp></member></StackResourceSummaries>";

/// The line of a write over a server that answers whatever a test wants.
struct Wire {
    writer: Writer<RealExecutor, Memory>,
    memory: Memory,
    settings: Arc<Settings>,
    fixture: Fixture,
}

impl Wire {
    fn over(fake: &Fake) -> Self {
        let fixture = Fixture::at(&fake.url);
        let mut settings = fixture.settings.clone();
        settings.gate.allow_writes = true;
        settings.environments[0].allow_writes = true;
        settings.environments[0].account = Some(AccountId::from(ACCOUNT));
        settings.environments[0].endpoints = vec![Server::of(&fake.url).unwrap()];
        let tree = WorkingTree::open(fixture.path("."), &settings);
        let executor = RealExecutor::new(Arc::new(fixture.aws()), tree);
        let (settings, memory) = (Arc::new(settings), Memory::default());
        let given = Arc::clone(&settings);
        let writer = Writer::new(executor, memory.clone(), given, Scene::session_id(), who());
        let writer = writer.with_patience(Patience {
            holds: Duration::from_millis(1500),
            between: Duration::from_millis(60),
        });
        Self {
            writer,
            memory,
            settings,
            fixture,
        }
    }

    async fn plan(&self, draft: Draft) -> Plan {
        let assessment = self.writer.assess(draft).await.unwrap();
        Plan::of(
            assessment,
            &self.settings,
            Scene::session_id(),
            Timestamp::now(),
        )
    }
}

const QUEUE: &str = r#"{"Resources":{"Queue":{"Type":"AWS::SQS::Queue"}}}"#;

/// An answer to CreateChangeSet, and what came of the write.
async fn made(id: &str, stack: &str) -> (WriteReport, Memory, usize) {
    let inside = match id {
        "" => String::new(),
        id => format!("<Id>{id}</Id><StackId>{stack}</StackId>"),
    };
    answered(result("CreateChangeSet", &inside), OURS).await
}

const OURS: &str = "<Description>Made by Watchkeeper, to be reviewed.</Description>";

/// The change set that is there from then on describes itself so.
async fn answered(answer: Reply, described: &'static str) -> (WriteReport, Memory, usize) {
    let begun = Arc::new(AtomicBool::new(false));
    let fake = Fake::start(move |request| {
        match request.operation.as_str() {
        "CreateChangeSet" => {
            begun.store(true, Ordering::SeqCst);
            answer.clone()
        }
        // Whatever was answered, the one that was asked for is there from then on.
        "ListChangeSets" if begun.load(Ordering::SeqCst) => result(
            "ListChangeSets",
            &format!("<Summaries><member><ChangeSetId>{MADE}</ChangeSetId><ChangeSetName>{NAME}</ChangeSetName><StackId>{STACK}</StackId><StackName>app</StackName><Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus></member></Summaries>"),
        ),
        "DescribeChangeSet" => result(
            "DescribeChangeSet",
            &xml::change_set("<member><Type>Resource</Type><ResourceChange><Action>Add</Action><LogicalResourceId>Queue</LogicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType></ResourceChange></member>", described)
                .replace(xml::CHANGE_SET, MADE)
                .replace("<ChangeSetName>deploy<", &format!("<ChangeSetName>{NAME}<")),
        ),
        other => anything(other),
    }
    });
    let wire = Wire::over(&fake);
    fs::write(wire.fixture.path("deploy.json"), QUEUE).unwrap();
    let mut draft = draft(Write::from(CreateChangeSet {
        stack: "app".into(),
        change_set: NAME.into(),
        template: Remote::new(QUEUE),
        parameters: Vec::new(),
        mode: None,
        bucket: None,
    }));
    draft.origin = Origin::Repository {
        path: "deploy.json".to_owned(),
    };
    let plan = wire.plan(draft).await;
    let acknowledged = plan
        .agree(Timestamp::now())
        .unwrap_or_else(|refused| panic!("{:?}", refused.0.verdicts()));
    let report = wire.writer.write(acknowledged).await;
    (report, wire.memory, fake.count("CreateChangeSet"))
}

const NAME: &str = "watchkeeper-1";
const MADE: &str = "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/watchkeeper-1/2222";

#[tokio::test]
async fn an_answer_for_something_else_than_was_asked_for_leaves_it_in_doubt() {
    let other_stack = STACK.replace("/1111", "/3333");
    let other_account = MADE.replace(ACCOUNT, "999999999999");
    let other_region = MADE.replace("eu-west-1", "us-east-1");
    let other_name = MADE.replace("watchkeeper-1", "watchkeeper-11");
    let nothing_more = MADE.replace("2222", "");
    let of_a_stack = STACK.to_owned();
    for (id, stack) in [
        (other_account.as_str(), STACK),
        (&other_region, STACK),
        (&other_name, STACK),
        (&nothing_more, STACK),
        (&of_a_stack, STACK),
        (MADE, &other_stack),
        ("", ""),
    ] {
        let (report, memory, sent) = made(id, stack).await;
        let WriteReport::Done {
            outcome: Outcome::InDoubt(fault),
            made: None,
            ..
        } = &report
        else {
            panic!("{id} {stack}: {report:?}");
        };
        assert!(
            fault
                .what
                .contains(if id.is_empty() { "nothing" } else { id }),
            "{fault:?}"
        );
        assert_eq!(sent, 1);
        let records = memory.records.lock().unwrap().clone();
        assert_eq!(in_doubt(&records).len(), 1, "{records:?}");
        assert_eq!(left_over(&records)[0].id, None);
    }
}

#[tokio::test]
async fn after_a_lost_answer_only_what_says_that_it_was_made_here_is_taken_for_it() {
    let lost = || error(500, "InternalFailure", "No answer.");
    let (report, memory, sent) = answered(lost(), OURS).await;
    let WriteReport::Done { made, .. } = &report else {
        panic!("{report:?}");
    };
    assert_eq!((made.as_ref().map(Remote::raw), sent), (Some(MADE), 1));
    let records = memory.records.lock().unwrap().clone();
    assert_eq!(left_over(&records).len(), 1);
    for described in ["", "<Description>Somebody else's.</Description>"] {
        let (report, memory, _) = answered(lost(), described).await;
        let WriteReport::Done {
            outcome: Outcome::NotApplied(fault),
            made: None,
            ..
        } = &report
        else {
            panic!("{report:?}");
        };
        assert!(fault.what.contains("not made here"), "{fault:?}");
        let records = memory.records.lock().unwrap().clone();
        assert!(left_over(&records).is_empty(), "{records:?}");
    }
}

#[tokio::test]
async fn a_sign_in_page_is_no_answer_and_what_is_there_is_looked_for() {
    let page = || Reply::Body(200, "text/html", "<html>Sign in</html>".to_owned());
    let (report, memory, sent) = answered(page(), OURS).await;
    let WriteReport::Done { made, .. } = &report else {
        panic!("{report:?}");
    };
    assert_eq!((made.as_ref().map(Remote::raw), sent), (Some(MADE), 1));
    assert_eq!(left_over(&memory.records.lock().unwrap()).len(), 1);
    // The stack's operations answer nothing but their envelope.
    let fake = Fake::start(move |request| match request.operation.as_str() {
        "DescribeStacks" => {
            let stack = xml::stack(STACK, "UPDATE_ROLLBACK_FAILED", "");
            result("DescribeStacks", &format!("<Stacks>{stack}</Stacks>"))
        }
        "ListStackResources" => result("ListStackResources", STUCK),
        "ContinueUpdateRollback" => page(),
        other => anything(other),
    });
    let wire = Wire::over(&fake);
    let write = Write::from(ContinueUpdateRollback {
        stack: "app".into(),
        skip: vec!["Queue".into()],
    });
    let plan = wire.plan(draft(write)).await;
    let phrase = plan.phrase().text().to_owned();
    let approved = plan
        .confirm(&phrase, Timestamp::now())
        .unwrap_or_else(|refused| panic!("{:?}", refused.0.verdicts()));
    let report = wire.writer.write(approved).await;
    let WriteReport::Done {
        outcome: Outcome::NotApplied(fault),
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert!(fault.hint.contains("sign-in page"), "{fault:?}");
    assert_eq!(fake.count("ContinueUpdateRollback"), 1);
}

#[tokio::test]
async fn the_answer_that_was_asked_for_is_noted() {
    let (report, memory, sent) = made(MADE, STACK).await;
    let WriteReport::Done {
        outcome: Outcome::Applied,
        made: Some(noted),
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert_eq!((noted.raw(), sent), (MADE, 1));
    let records = memory.records.lock().unwrap().clone();
    assert!(in_doubt(&records).is_empty());
    assert_eq!(left_over(&records)[0].id.as_ref().unwrap().raw(), MADE);
}

#[tokio::test]
async fn a_roll_back_goes_on_without_what_was_skipped() {
    let sent = Arc::new(AtomicBool::new(false));
    let begun = Arc::clone(&sent);
    let fake = Fake::start(move |request| match request.operation.as_str() {
        "DescribeStacks" => {
            let status = match begun.load(Ordering::SeqCst) {
                true => "UPDATE_ROLLBACK_COMPLETE",
                false => "UPDATE_ROLLBACK_FAILED",
            };
            let stack = xml::stack(STACK, status, "");
            result("DescribeStacks", &format!("<Stacks>{stack}</Stacks>"))
        }
        "ListStackResources" => result("ListStackResources", STUCK),
        "ContinueUpdateRollback" => {
            begun.store(true, Ordering::SeqCst);
            result("ContinueUpdateRollback", "")
        }
        other => anything(other),
    });
    let wire = Wire::over(&fake);
    let write = Write::from(ContinueUpdateRollback {
        stack: "app".into(),
        skip: vec!["Queue".into()],
    });
    let plan = wire.plan(draft(write)).await;
    let phrase = plan.phrase().text().to_owned();
    let approved = plan
        .confirm(&phrase, Timestamp::now())
        .unwrap_or_else(|refused| panic!("{:?}", refused.0.verdicts()));
    let report = wire.writer.write(approved).await;
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    let requests = fake.seen();
    let mut writes = requests
        .iter()
        .filter(|one| one.operation == "ContinueUpdateRollback");
    let write = writes.next().unwrap();
    assert_eq!(write.field("StackName"), STACK);
    assert_eq!(write.field("ResourcesToSkip.member.1"), "Queue");
    assert_eq!(write.field("ResourcesToSkip.member.2"), "");
    assert!(writes.next().is_none(), "once");
}

const TOPIC: &str = "arn:aws:sns:eu-west-1:999900001111:elsewhere";
const ALARM: &str = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors";
const BESIDE: &str = "<NotificationARNs><member>arn:aws:sns:eu-west-1:999900001111:elsewhere</member></NotificationARNs><RollbackConfiguration><RollbackTriggers><member><Arn>arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors</Arn><Type>AWS::CloudWatch::Alarm</Type></member></RollbackTriggers><MonitoringTimeInMinutes>30</MonitoringTimeInMinutes></RollbackConfiguration>";

#[tokio::test]
async fn a_service_role_that_a_change_set_brought_unseen_is_said_afterwards() {
    const ADMIN: &str = "arn:aws:iam::123456789012:role/admin";
    let begun = Arc::new(AtomicBool::new(false));
    let fake = Fake::start(move |request| match request.operation.as_str() {
        "DescribeStacks" => {
            let more = match begun.load(Ordering::SeqCst) {
                true => format!(
                    "<RoleARN>{ADMIN}</RoleARN><ChangeSetId>{}</ChangeSetId>",
                    xml::CHANGE_SET
                ),
                false => String::new(),
            };
            let stack = xml::stack(STACK, "UPDATE_COMPLETE", &more);
            result("DescribeStacks", &format!("<Stacks>{stack}</Stacks>"))
        }
        "DescribeChangeSet" => {
            let set = xml::change_set(
                "<member><Type>Resource</Type><ResourceChange><Action>Add</Action><LogicalResourceId>Queue</LogicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><AfterContext>{\"Properties\":{}}</AfterContext></ResourceChange></member>",
                BESIDE,
            );
            let executed = begun.load(Ordering::SeqCst);
            let set = match executed {
                true => set.replace("AVAILABLE", "EXECUTE_COMPLETE"),
                false => set,
            };
            result("DescribeChangeSet", &set)
        }
        "ExecuteChangeSet" => {
            begun.store(true, Ordering::SeqCst);
            result("ExecuteChangeSet", "")
        }
        other => anything(other),
    });
    let wire = Wire::over(&fake);
    let plan = wire
        .plan(draft(super::stage::execute(&xml::CHANGE_SET.into())))
        .await;
    let shown = format!("{:?}", plan.sections());
    assert!(shown.contains("AWS does not tell which"), "{shown}");
    assert!(shown.contains(TOPIC) && shown.contains(ALARM), "{shown}");
    assert!(shown.contains("until 30 minutes after"), "{shown}");
    let phrase = plan.phrase().text().to_owned();
    let approved = plan
        .confirm(&phrase, Timestamp::now())
        .unwrap_or_else(|refused| panic!("{:?}", refused.0.verdicts()));
    let report = wire.writer.write(approved).await;
    let WriteReport::Done {
        outcome: Outcome::Applied,
        verified,
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    let said = verified.failed.join(" ");
    assert!(said.contains(ADMIN), "{verified:?}");
}
