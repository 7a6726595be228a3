//! How far an execution has come: branches, ends, and steps that open again because what they
//! rested on is another now.

use jiff::{SignedDuration, Timestamp};
use watchkeeper::{
    ask::{Question, cloudformation},
    checks::Store,
    facts::{EnvironmentName, Remote, Seen, Settings, Stack, StepOutcome, StepRecord},
    runbooks::{Progress, Runbook, Scene, Standing, parse, progress},
};

const BOOK: &str = r#"
title = "T"
about = "A"
subject = "stack"

[[step]]
id = "stable"
kind = "judge"
title = "stable"
question = "stack-is-stable"
yes = "change"
no = "agree"

[[step]]
id = "agree"
kind = "human"
title = "agree"
who = "anna"
check = ["one"]

[[step]]
id = "change"
kind = "propose"
title = "change"
command = "stacks.create-change-set"
writes = ["CREATE CHANGE SET"]

[[step]]
id = "still"
kind = "judge"
title = "still"
question = "stack-is-stable"
no = "end: it is stuck"
"#;

fn now() -> Timestamp {
    "2026-05-18T14:02:11Z".parse().unwrap()
}

/// A world in which stack `app` has this status.
fn store(status: &str) -> Store {
    let environment = EnvironmentName::from("dev");
    let stack: Stack = serde_json::from_value(serde_json::json!({
        "id": "arn:aws:cloudformation:eu-west-1:1:stack/app/1", "name": "app",
        "status": status, "created": "2026-01-01T00:00:00Z",
    }))
    .unwrap();
    let ask = cloudformation::Stack("app".into()).of(&environment).into();
    let mut store = Store::default();
    let (ticket, _) = store.ask(&ask, now());
    let answer = cloudformation::Stack::answered(stack);
    store.answered(ticket, &ask, Ok(std::sync::Arc::new(answer)), now());
    store
}

fn record(step: &str, outcome: StepOutcome, holds: Option<bool>) -> StepRecord {
    StepRecord {
        execution: "e".to_owned(),
        runbook: "own".to_owned(),
        environment: "dev".into(),
        account: None,
        subject: Remote::from("app"),
        step: step.to_owned(),
        outcome,
        at: now() + SignedDuration::from_mins(1),
        caller: None,
        who: Remote::default(),
        journal: 0,
        seen: holds
            .map(|holds| Seen {
                question: "stack-is-stable".to_owned(),
                holds: Some(holds),
                said: vec!["said".to_owned()],
            })
            .into_iter()
            .collect(),
        note: Some(Remote::from("why")),
    }
}

fn told<'a>(book: &'a Runbook, records: &'a [StepRecord], store: &Store) -> Progress<'a> {
    let settings = Settings::default();
    let environment = EnvironmentName::from("dev");
    let records: Vec<&StepRecord> = records.iter().collect();
    progress(
        book,
        &records,
        &Scene {
            environment: &environment,
            settings: &settings,
            store,
            subject: "app",
            since: 0,
        },
    )
}

fn book() -> Runbook {
    parse("own", BOOK).unwrap()
}

fn current(records: &[StepRecord], status: &str) -> String {
    let book = book();
    let progress = told(&book, records, &store(status));
    match (progress.current(), &progress.ended) {
        (Some(step), None) => step.id.clone(),
        (None, Some((outcome, why))) => format!("{}: {why}", outcome.word()),
        other => panic!("{other:?}"),
    }
}

const STABLE: &str = "UPDATE_COMPLETE";
const STUCK: &str = "UPDATE_ROLLBACK_FAILED";

#[test]
fn an_answer_leads_past_the_steps_between_and_is_not_asked_of_a_person() {
    let yes = [record("stable", StepOutcome::Done, Some(true))];
    assert_eq!(current(&yes, STABLE), "change");
    let book = book();
    let progress = told(&book, &yes, &store(STABLE));
    assert_eq!(progress.steps[1].1, Standing::LedPast);
    let no = [record("stable", StepOutcome::Done, Some(false))];
    assert_eq!(current(&no, STUCK), "agree");
}

#[test]
fn another_answer_than_then_opens_its_step_again() {
    let yes = [record("stable", StepOutcome::Done, Some(true))];
    let book = book();
    let progress = told(&book, &yes, &store(STUCK));
    assert!(matches!(progress.steps[0].1, Standing::Reopened(..)));
    assert_eq!(progress.current().unwrap().id, "stable");
}

#[test]
fn what_held_before_the_runbook_s_own_change_need_not_hold_after_it() {
    let records = [
        record("stable", StepOutcome::Done, Some(false)),
        record("agree", StepOutcome::Done, None),
        record("change", StepOutcome::Done, None),
    ];
    assert_eq!(current(&records, STABLE), "still");
}

#[test]
fn what_can_not_be_told_now_opens_nothing() {
    let yes = [record("stable", StepOutcome::Done, Some(true))];
    let book = book();
    let progress = told(&book, &yes, &Store::default());
    assert_eq!(progress.current().unwrap().id, "change");
}

#[test]
fn a_refusal_an_end_and_giving_up_each_end_it_with_their_reason() {
    let no = record("stable", StepOutcome::Done, Some(false));
    let refused = [no.clone(), record("agree", StepOutcome::Refused, None)];
    assert_eq!(current(&refused, STUCK), "refused: agree: why");
    let left = [no.clone(), record("", StepOutcome::Left, None)];
    assert_eq!(current(&left, STUCK), "left: why");
    let stuck = [
        no,
        record("agree", StepOutcome::Done, None),
        record("change", StepOutcome::Done, None),
        record("still", StepOutcome::Done, Some(false)),
    ];
    assert_eq!(current(&stuck, STUCK), "done: it is stuck");
}

#[test]
fn a_step_that_failed_or_expired_is_the_one_to_take_still() {
    for outcome in [
        StepOutcome::Failed,
        StepOutcome::Expired,
        StepOutcome::StoppedByGuard,
    ] {
        let records = [
            record("stable", StepOutcome::Done, Some(true)),
            record("change", outcome, None),
        ];
        assert_eq!(current(&records, STABLE), "change");
    }
}
