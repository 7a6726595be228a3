//! Following a group with a clock of the test's: what is written later comes in, nothing
//! is lost while it is held, late events find their place, and faults are gaps.

use jiff::{SignedDuration, Timestamp};
use watchkeeper::{
    ask::{Answer, Ask, AwsAsk, LogsAsk, Question, logs},
    facts::{Fault, FaultKind, LogEvent, LogEvents, Remote},
};

use super::hand::{by_hand, open};
use crate::support::harness::{Harness, STARTED};

pub(super) fn at(seconds: i64) -> Timestamp {
    let started: Timestamp = STARTED.parse().unwrap();
    started + SignedDuration::from_secs(seconds)
}

pub(super) fn event(seconds: i64, text: &str) -> LogEvent {
    LogEvent {
        at: at(seconds),
        ingested: at(seconds),
        stream: "a".into(),
        id: Some(format!("{seconds}{text}")),
        text: Remote::new(text),
    }
}

pub(super) fn page(events: Vec<LogEvent>, next: Option<&str>) -> Result<Answer, Fault> {
    Ok(logs::Events::answered(LogEvents {
        events,
        next: next.map(str::to_owned),
    }))
}

pub(super) fn asked(console: &Harness) -> logs::Events {
    let asks = console.log_asks();
    match &asks[..] {
        [Ask::Aws(_, AwsAsk::Logs(LogsAsk::Events(asked)))] => asked.clone(),
        other => panic!("not one ask for events: {other:?}"),
    }
}

/// A log with one line, followed.
fn following() -> Harness {
    let mut console = by_hand();
    open(&mut console, "/app");
    console.answer_log(page(vec![event(-30, "first")], None));
    console.press("p");
    console
}

#[test]
fn a_follow_asks_far_enough_back_for_late_events_and_waits_between_two_looks() {
    let mut console = following();
    let look = asked(&console);
    assert_eq!(look.from, at(-90));
    assert_eq!((look.to, look.newest_first), (None, false));
    console.answer_log(page(vec![event(-30, "first"), event(2, "second")], None));
    assert!(console.log_asks().is_empty());
    console.shows("line 2 of 2");
    assert_eq!(console.wake_log(), [5_000]);
    assert_eq!(asked(&console).from, at(-58));
}

#[test]
fn what_comes_while_the_end_is_left_is_held_counted_and_not_lost() {
    let mut console = following();
    console.answer_log(page(vec![event(2, "second")], None));
    console.shows("following");
    console.press("p");
    console.wake_log();
    let many = (3..40).map(|second| event(second, "more")).collect();
    console.answer_log(page(many, None));
    console.shows("+37 held");
    console.shows("held");
    assert!(console.selected().contains("second"));
    console.press("p");
    console.shows("line 39 of 39");
    console.hides("held");
}

#[test]
fn moving_up_holds_and_the_last_line_goes_on() {
    let mut console = following();
    console.answer_log(page(
        (0..60).map(|second| event(second, "x")).collect(),
        None,
    ));
    console.press("k k");
    console.wake_log();
    console.answer_log(page(vec![event(70, "newer")], None));
    console.shows("+1 held");
    console.shows("line 59 of 62");
    console.press("G");
    assert!(console.selected().contains("newer"));
}

#[test]
fn a_late_event_finds_its_place_and_the_cursor_stays_on_its_line() {
    let mut console = following();
    console.answer_log(page(vec![event(10, "ten"), event(20, "twenty")], None));
    console.press("k");
    assert!(console.selected().contains("ten"));
    console.wake_log();
    let mut late = event(5, "late one");
    late.ingested = at(42);
    console.answer_log(page(vec![late], None));
    assert!(console.selected().contains("ten"), "{}", console.selected());
    console.shows("line 3 of 4");
    console.shows("(late +37.0 s) late one");
}

#[test]
fn a_look_that_fails_is_a_gap_and_the_next_one_goes_on() {
    let mut console = following();
    let throttled = Fault::new(
        FaultKind::Throttled,
        "AWS throttles logs:FilterLogEvents.",
        "It is asked again.",
    );
    console.answer_log(Err(throttled.clone()));
    console.shows("/app: AWS throttles logs:FilterLogEvents.");
    console.wake_log();
    console.answer_log(Err(throttled));
    console.shows("line 2 of 2");
    console.wake_log();
    console.answer_log(page(vec![event(3, "back again")], None));
    console.shows("back again");
    console.press("g !");
    assert!(console.selected().contains("throttles"));
}

#[test]
fn pages_are_read_newest_first_past_empty_ones_and_shown_from_the_first_on() {
    let mut console = by_hand();
    open(&mut console, "/app");
    assert!(asked(&console).newest_first);
    console.answer_log(page(vec![], Some("t1")));
    assert_eq!(asked(&console).token.as_deref(), Some("t1"));
    console.answer_log(page(vec![event(-1, "newest")], Some("t2")));
    console.shows("newest");
    console.answer_log(page(vec![event(-9, "older")], None));
    console.shows("line 2 of 2");
    console.hides("late");
    assert!(console.log_asks().is_empty());
}

#[test]
fn an_answer_to_a_log_that_was_left_is_dropped() {
    let mut console = by_hand();
    open(&mut console, "/app");
    console.press("esc");
    console.answer_log(page(vec![event(-1, "nobody waits")], None));
    console.hides("nobody waits");
}
