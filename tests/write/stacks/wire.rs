//! What ministack cannot be brought to, with answers of AWS's own shapes: a roll
//! back that is stuck goes on without a resource, its list exactly on the wire.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use watchkeeper::{
    edge::write::{Patience, RealHands, WorkingTree, Writer},
    facts::AccountId,
    gate::{
        Outcome, Plan, WriteReport,
        writes::{ContinueUpdateRollback, Write},
    },
};

use super::stage::draft;
use crate::{
    edge::{
        cloudformation::xml::{self, STACK, anything},
        fake::{Fake, result},
        fixture::{ACCOUNT, Fixture},
    },
    write::stage::{Memory, Scene, who},
};

const STUCK: &str = "<StackResourceSummaries><member><LogicalResourceId>Queue</LogicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><ResourceStatus>UPDATE_FAILED</ResourceStatus><LastUpdatedTimestamp>2026-05-18T13:42:00Z</LastUpdatedTimestamp></member></StackResourceSummaries>";

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
    let fixture = Fixture::at(&fake.url);
    let mut settings = fixture.settings.clone();
    settings.gate.allow_writes = true;
    settings.environments[0].allow_writes = true;
    settings.environments[0].account = Some(AccountId::from(ACCOUNT));
    settings.environments[0].endpoints = vec!["127.0.0.1".to_owned()];
    let tree = WorkingTree::open(fixture.path("."), &settings);
    let hands = RealHands::new(Arc::new(fixture.aws()), tree);
    let settings = Arc::new(settings);
    let writer = Writer::new(
        hands,
        Memory::default(),
        Arc::clone(&settings),
        Scene::seal(),
        who(),
    );
    let writer = writer.with_patience(Patience {
        holds: Duration::from_millis(1500),
        between: Duration::from_millis(60),
    });
    let write = Write::ContinueUpdateRollback(ContinueUpdateRollback {
        stack: "app".into(),
        skip: vec!["Queue".into()],
    });
    let prospect = writer.prospect(draft(write)).await.unwrap();
    let now = Timestamp::now();
    let plan = Plan::of(prospect, &settings, Scene::seal(), now);
    let phrase = plan.phrase().text().to_owned();
    let approved = plan
        .confirm(&phrase, now)
        .unwrap_or_else(|refused| panic!("{:?}", refused.0.verdicts()));
    let report = writer.write(approved).await;
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
