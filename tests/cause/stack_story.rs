//! A stack's operation told from its cause: ROOT, followers, and whose fault a refusal is.

mod retained;
mod roots;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use watchkeeper::{
    cause::{
        chain::{LinkKind, chain},
        permission::PermissionVerdict,
        stack_story::{DeclaringStack, EventMark, Inputs, StackStory, TemplateDocument, tell},
    },
    facts::{Arn, Reading, Stack, StackEvents},
};

use crate::journeys::account::{DEV, authorization, files};

const APP: &str = "arn:aws:cloudformation:eu-west-1:817685572750:stack/app/a";
const RULE: &str = "arn:aws:events:eu-west-1:817685572750:rule/app-Cron";

fn refused() -> String {
    format!(
        "User: arn:aws:sts::{DEV}:assumed-role/deploy/ci is not authorized to perform: \
         events:DescribeRule on resource: {RULE} because no identity-based policy allows \
         the events:DescribeRule action"
    )
}

fn event(n: u32, name: &str, status: &str, reason: Option<&str>) -> Value {
    let of_stack = name == "app";
    json!({
        "id": format!("event-{n}-{name}"), "stack": APP, "kind": "STACK_EVENT",
        "at": format!("2026-05-18T13:{:02}:{:02}Z", n / 60, n % 60), "logical_id": name,
        "physical_id": if of_stack { APP } else { "" }, "status": status, "reason": reason,
        "resource_type": if of_stack { "AWS::CloudFormation::Stack" } else { "AWS::Events::Rule" },
    })
}

fn events(mut oldest_first: Vec<Value>, failures: &[Value]) -> StackEvents {
    oldest_first.reverse();
    serde_json::from_value(json!({
        "stack": APP, "name": "app", "events": oldest_first, "failures": failures,
        "reached_start": true, "failures_complete": true, "source": "", "calls": 1,
    }))
    .unwrap()
}

fn failed_update() -> StackEvents {
    let said = refused();
    events(
        vec![
            event(0, "app", "UPDATE_COMPLETE", None),
            event(1, "app", "UPDATE_IN_PROGRESS", Some("User Initiated")),
            event(2, "Cron", "CREATE_IN_PROGRESS", None),
            event(3, "Alarm", "CREATE_IN_PROGRESS", None),
            event(5, "Cron", "CREATE_FAILED", Some(&said)),
            event(
                5,
                "Alarm",
                "CREATE_FAILED",
                Some("Resource creation cancelled"),
            ),
            event(
                6,
                "app",
                "UPDATE_ROLLBACK_IN_PROGRESS",
                Some("The following resource(s) failed to create: [Cron]."),
            ),
            event(9, "app", "UPDATE_ROLLBACK_COMPLETE", None),
        ],
        &[],
    )
}

fn allows(action: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Rules", "Effect": "Allow", "Action": action, "Resource": RULE}],
    })
    .to_string()
}

fn inputs() -> Inputs {
    let live = authorization(&[("deploy", "deploy", &allows("events:PutRule"))]);
    Inputs {
        events: Some(Arc::new(failed_update())),
        live: Some(Arc::new(live)),
        ..Inputs::default()
    }
}

fn writ(action: &str) -> TemplateDocument {
    TemplateDocument {
        role: "deploy".into(),
        policy: "deploy".into(),
        document: allows(action).as_str().into(),
        stack: "roles".into(),
        file: "template.yaml".into(),
    }
}

fn marked(story: &StackStory, mark: EventMark) -> Vec<&str> {
    let told = story.events.iter().filter(|told| told.mark == mark);
    told.map(|told| told.event.logical_id.raw()).collect()
}

#[test]
fn without_events_nothing_is_told() {
    assert_eq!(tell(&Inputs::default()), StackStory::default());
}

#[test]
fn the_root_is_marked_and_what_followed_and_what_was_before() {
    let story = tell(&inputs());
    assert_eq!(marked(&story, EventMark::Root), ["Cron"]);
    assert_eq!(marked(&story, EventMark::Follower), ["app", "Alarm"]);
    assert_eq!(marked(&story, EventMark::Earlier), ["app"]);
    assert_eq!(story.bars.len(), 2);
    let took = story.events[story.bars[0].ended.unwrap()].took.unwrap();
    assert_eq!(took.as_secs(), 3);
}

#[test]
fn an_event_that_both_lists_have_is_told_once_and_one_that_only_one_has_is_not_lost() {
    let said = refused();
    let twice = event(5, "Cron", "CREATE_FAILED", Some(&said));
    let mut renamed = twice.clone();
    renamed["id"] = json!("another-numbering");
    let only = json!({
        "id": "v", "stack": APP, "kind": "VALIDATION_ERROR", "at": "2026-05-18T13:00:02Z",
        "logical_id": "Queue", "resource_type": "AWS::SQS::Queue",
        "validation": {"reason": "no such property", "path": "/Resources/Queue"},
    });
    let read = events(
        vec![event(1, "app", "UPDATE_IN_PROGRESS", None), twice],
        &[renamed, only],
    );
    let story = tell(&Inputs {
        events: Some(Arc::new(read)),
        ..Inputs::default()
    });
    assert_eq!(story.events.len(), 3);
    assert_eq!(marked(&story, EventMark::Root), ["Queue"], "it came first");
}

#[test]
fn a_template_that_grants_what_live_refuses_makes_its_stack_stale() {
    let told = tell(&Inputs {
        templates: vec![writ("events:DescribeRule")],
        declared: vec![DeclaringStack {
            role: "deploy".into(),
            stack: "roles".into(),
            logical_id: "DeployRole".into(),
            written: None,
        }],
        ..inputs()
    });
    let culprit = told.root.as_ref().unwrap().culprit.as_ref().unwrap();
    assert_eq!(culprit.permission.verdict, PermissionVerdict::StaleStack);
    assert_eq!(culprit.cause().unwrap(), "stack roles is stale");
    assert!(culprit.in_short()[1].contains("the repository grants it (Rules of deploy)"));
    let stack: Stack = serde_json::from_value(json!({
        "id": APP, "name": "app", "status": "UPDATE_ROLLBACK_COMPLETE",
    }))
    .unwrap();
    let links = chain(&stack, &told, "events");
    let kinds: Vec<LinkKind> = links.iter().map(|link| link.kind).collect();
    use LinkKind::{Cause, Denied, Live, Repository, Resource, Stack as OfStack};
    assert_eq!(
        kinds,
        [OfStack, Resource, Denied, Live, Repository, OfStack, Cause]
    );
    assert!(
        links[2]
            .what
            .contains("deploy may not call events:DescribeRule on")
    );
}

/// The template and the live role both grant it; the role's stack was written then.
fn granted(written: Option<&str>) -> StackStory {
    let live = authorization(&[("deploy", "deploy", &allows("events:DescribeRule"))]);
    tell(&Inputs {
        live: Some(Arc::new(live)),
        templates: vec![writ("events:DescribeRule")],
        declared: vec![DeclaringStack {
            role: "deploy".into(),
            stack: "roles".into(),
            logical_id: "DeployRole".into(),
            written: written.map(|at| at.parse().unwrap()),
        }],
        ..inputs()
    })
}

#[test]
fn a_role_that_may_do_it_since_its_stack_was_updated_wants_the_deploy_run_again() {
    // Written before the refusal, or nobody knows when: something else refuses it.
    for written in [
        None,
        Some("2026-05-18T13:00:04Z"),
        Some("2026-02-01T00:00:00Z"),
    ] {
        let told = granted(written);
        let culprit = told.root.unwrap().culprit.unwrap();
        assert_eq!(culprit.permission.verdict, PermissionVerdict::BothGrant);
        assert_eq!(culprit.remedied(), None, "{written:?}");
        assert!(culprit.cause().unwrap().contains("organisation's policy"));
    }
    let told = granted(Some("2026-05-18T14:00:00Z"));
    let culprit = told.root.as_ref().unwrap().culprit.as_ref().unwrap();
    assert_eq!(culprit.stale, None);
    let said = "the live role allows it now: run the deploy again";
    assert_eq!(culprit.cause().as_deref(), Some(said));
    let full = culprit.in_full().join(" ");
    assert!(
        full.contains("stack roles was updated after the refusal"),
        "{full}"
    );
    assert!(!full.contains("organisation"), "{full}");
    let stack: Stack = serde_json::from_value(json!({
        "id": APP, "name": "app", "status": "UPDATE_ROLLBACK_COMPLETE",
    }))
    .unwrap();
    let links = chain(&stack, &told, "events");
    let last = links.last().unwrap();
    assert_eq!((last.kind, last.what.as_str()), (LinkKind::Cause, said));
}

#[test]
fn a_codified_file_that_grants_it_is_drift_and_names_the_file() {
    let files = files(&[("deploy", "deploy", &allows("events:*"))]);
    let told = tell(&Inputs {
        codified: Some(Arc::new(files)),
        ..inputs()
    });
    let culprit = told.root.unwrap().culprit.unwrap();
    assert_eq!(culprit.permission.verdict, PermissionVerdict::Drift);
    assert_eq!(culprit.file.as_deref(), Some("iam/deploy/deploy.json"));
    assert_eq!(culprit.stale, None);
}

#[test]
fn nobody_is_blamed_while_a_policy_was_not_read() {
    let unread = tell(&Inputs {
        live: None,
        templates: vec![writ("events:DescribeRule")],
        ..inputs()
    });
    let culprit = unread.root.unwrap().culprit.unwrap();
    assert_eq!(culprit.cause(), None);
    assert_eq!(culprit.unread[0].what, "role deploy");
    // One of its policies is not there to be read: what the other says is not all.
    let mut live = authorization(&[("deploy", "deploy", &allows("events:PutRule"))]);
    let Reading::Known(role) = &mut live.roles[0].role else {
        panic!("{live:?}");
    };
    role.attached = Reading::Known(vec![Arn::new("arn:aws:iam::1:policy/more")]);
    let in_part = tell(&Inputs {
        live: Some(Arc::new(live)),
        templates: vec![writ("events:DescribeRule")],
        ..inputs()
    });
    let culprit = in_part.root.unwrap().culprit.unwrap();
    assert_eq!((culprit.cause(), &culprit.stale), (None, &None));
    let short = culprit.in_short();
    assert!(
        short[0].starts_with("what was read of the live policies"),
        "{short:?}"
    );
    let last = culprit.in_full().pop().unwrap();
    assert!(
        last.contains("Not everything that decides was read"),
        "{last}"
    );
    let malformed = tell(&Inputs {
        templates: vec![TemplateDocument {
            document: "{".into(),
            ..writ("")
        }],
        ..inputs()
    });
    assert_eq!(malformed.root.unwrap().culprit.unwrap().cause(), None);
}

#[test]
fn a_silent_live_policy_alone_names_no_cause() {
    let culprit = tell(&inputs()).root.unwrap().culprit.unwrap();
    assert_eq!(culprit.cause(), None);
    assert!(culprit.in_full().last().unwrap().contains("is not known"));
}

/// The pane tells it off the drawing task, but a person waits for it.
#[test]
fn ten_thousand_events_are_told_in_the_time_of_a_few_frames() {
    let said = refused();
    let mut all = vec![event(
        0,
        "app",
        "UPDATE_IN_PROGRESS",
        Some("User Initiated"),
    )];
    for n in 0..5_000 {
        let name = format!("Table{n}");
        all.push(event(1 + n / 10, &name, "CREATE_IN_PROGRESS", None));
        let failed = (n == 2_500).then_some(said.as_str());
        let status = if n == 2_500 {
            "CREATE_FAILED"
        } else {
            "CREATE_COMPLETE"
        };
        all.push(event(600, &name, status, failed));
    }
    let inputs = Inputs {
        events: Some(Arc::new(events(all, &[]))),
        ..Inputs::default()
    };
    let best = (0..3)
        .map(|_| {
            let since = Instant::now();
            let story = tell(&inputs);
            assert_eq!(marked(&story, EventMark::Root), ["Table2500"]);
            since.elapsed()
        })
        .min()
        .unwrap();
    assert!(
        best < Duration::from_millis(if cfg!(debug_assertions) { 500 } else { 50 }),
        "{best:?}"
    );
}
