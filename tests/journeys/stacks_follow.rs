//! Following a stack that is at work: what is asked in a round, when the next one
//! comes, and what of it is seen.

use watchkeeper::{
    ask::{Answer, Ask, AwsAsk, Question, cloudformation},
    facts::{EventExtent, Fault, FaultKind},
    flow::{Effect, Later, Msg},
};

use super::{
    account::{CODIFIED, DEV, caller, codified, identity, settings},
    stacks::{STACK, cfn, listed, row, stacks},
};
use crate::support::harness::Harness;

#[test]
fn a_stack_at_rest_is_not_followed() {
    let mut console = stacks((160, 50));
    console.press("v e");
    let follows = |later: &&Later| matches!(later, Later::Follow(_));
    assert!(console.timers().iter().find(follows).is_none());
}

fn one(status: &str) -> Answer {
    cloudformation::Stack::answered(serde_json::from_value(row(status)).unwrap())
}

/// So many events: the start of an update, and its work on tables.
fn happened(count: u32) -> Answer {
    came_to(count, "")
}

/// With a newest one of the stack as a whole, that it is in this state.
fn came_to(count: u32, state: &str) -> Answer {
    let event = |n: u32| {
        let last = n > 0 && n + 1 == count && !state.is_empty();
        let (name, status) = match n {
            0 => ("app".to_owned(), "UPDATE_IN_PROGRESS"),
            _ if last => ("app".to_owned(), state),
            n => (format!("Table{n}"), "UPDATE_IN_PROGRESS"),
        };
        let of_the_stack = n == 0 || last;
        // After the update began, which the list of stacks says.
        let second = 42 * 60 + n;
        serde_json::json!({
            "id": format!("event-{n}-{status}"), "stack": STACK, "kind": "STACK_EVENT",
            "at": format!("2026-05-18T{:02}:{:02}:{:02}Z", 13 + second / 3600, second / 60 % 60, second % 60),
            "logical_id": name, "status": status,
            "physical_id": if of_the_stack { STACK } else { "" },
            "resource_type": if of_the_stack { "AWS::CloudFormation::Stack" } else { "AWS::DynamoDB::Table" },
            "reason": if n == 0 { Some("User Initiated") } else { None },
        })
    };
    let events: Vec<_> = (0..count).rev().map(event).collect();
    let all = serde_json::json!({
        "stack": STACK, "name": "app", "events": events, "reached_start": true,
        "failures_complete": true, "source": "cloudformation:DescribeStackEvents", "calls": 1,
    });
    cloudformation::Events::answered(serde_json::from_value(all).unwrap())
}

fn of_app(extent: EventExtent) -> Ask {
    let stack = "app".into();
    cfn(cloudformation::Events { stack, extent })
}

fn stack_ask() -> Ask {
    cfn(cloudformation::Stack("app".into()))
}

/// A console that looks at a stack which is being updated.
pub(super) fn begun() -> Harness {
    let mut console = Harness::by_hand(settings());
    console.answer(&CODIFIED, Ok(codified(&[])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("3");
    console.answer(
        &cfn(cloudformation::Stacks),
        Ok(listed("UPDATE_IN_PROGRESS")),
    );
    console
}

/// And knows its newest events.
pub(super) fn at_work() -> Harness {
    let mut console = begun();
    let page = of_app(EventExtent::FirstPage);
    console.answer(&page, Ok(happened(1)));
    console
}

/// One round: the one ask of it answered.
pub(super) fn round(console: &mut Harness, events: u32) {
    rounded(console, happened(events));
}

#[track_caller]
fn rounded(console: &mut Harness, events: Answer) {
    let asked = of_app(EventExtent::Operation);
    assert_eq!(open(console), std::slice::from_ref(&asked));
    console.answer(&asked, Ok(events));
}

/// What is being asked of CloudFormation.
fn open(console: &Harness) -> Vec<Ask> {
    let mut asks = console.open_asks();
    asks.retain(|ask| matches!(ask, Ask::Aws(_, AwsAsk::CloudFormation(_))));
    asks
}

fn waits(console: &mut Harness) -> Vec<u64> {
    let wait = |effect: Effect| match effect {
        Effect::Wake {
            after_ms,
            later: Later::Follow(_),
        } => Some(after_ms),
        _ => None,
    };
    console.effects().into_iter().filter_map(wait).collect()
}

#[test]
fn a_stack_at_work_is_followed_ever_more_slowly_and_at_once_again_when_something_comes() {
    let mut console = at_work();
    console.effects();
    round(&mut console, 2);
    assert_eq!(waits(&mut console), [5_000]);
    for expected in [10_000, 20_000, 30_000, 30_000] {
        console.follow();
        round(&mut console, 2);
        assert_eq!(waits(&mut console), [expected]);
    }
    console.follow();
    round(&mut console, 3);
    assert_eq!(waits(&mut console), [5_000], "something came");
    console.follow();
    rounded(&mut console, came_to(4, "UPDATE_COMPLETE"));
    console.shows("= app");
    // Its outputs and its drift are no events.
    assert_eq!(open(&console), [stack_ask()]);
    console.answer(&stack_ask(), Ok(one("UPDATE_COMPLETE")));
    assert_eq!(waits(&mut console), [0; 0], "it is at rest");
    assert_eq!(open(&console), []);
    console.shows("= app");
}

#[test]
fn the_row_has_the_state_that_the_newest_events_have_and_no_call_is_made_for_it() {
    let mut console = at_work();
    round(&mut console, 2);
    console.shows("> app UPDATE_IN_PROGRESS");
    console.follow();
    rounded(&mut console, came_to(4, "UPDATE_ROLLBACK_IN_PROGRESS"));
    console.shows("> app UPDATE_ROLLBACK_IN_PROGRESS");
    assert_eq!(open(&console), []);
    console.follow();
    rounded(&mut console, came_to(6, "UPDATE_ROLLBACK_COMPLETE"));
    console.shows("x app UPDATE_ROLLBACK_COMPLETE");
}

#[test]
fn a_second_operation_in_one_sitting_is_described_five_seconds_after_its_end() {
    let mut console = at_work();
    rounded(&mut console, came_to(4, "UPDATE_COMPLETE"));
    console.answer(&stack_ask(), Ok(one("UPDATE_COMPLETE")));
    console.press("R");
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.answer(
        &cfn(cloudformation::Stacks),
        Ok(listed("UPDATE_IN_PROGRESS")),
    );
    console.effects();
    console.follow();
    rounded(&mut console, came_to(5, "UPDATE_COMPLETE"));
    assert_eq!(open(&console), [], "it was described before");
    assert_eq!(waits(&mut console), [5_000]);
    console.follow();
    assert_eq!(open(&console), [stack_ask()]);
    console.answer(&stack_ask(), Ok(one("UPDATE_COMPLETE")));
    assert_eq!(waits(&mut console), [0; 0]);
}

#[test]
fn a_stack_that_was_at_rest_is_described_when_its_events_say_that_it_works() {
    let mut console = Harness::by_hand(settings());
    console.answer(&CODIFIED, Ok(codified(&[])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("3");
    console.answer(&cfn(cloudformation::Stacks), Ok(listed("UPDATE_COMPLETE")));
    console.press("v e");
    console.answer(&of_app(EventExtent::FirstPage), Ok(happened(2)));
    // The description is the better word until it is read again.
    console.shows("= app UPDATE_COMPLETE");
    assert!(open(&console).contains(&stack_ask()));
    console.answer(&stack_ask(), Ok(one("UPDATE_IN_PROGRESS")));
    console.shows("> app UPDATE_IN_PROGRESS");
    console.effects();
    round(&mut console, 2);
    assert_eq!(waits(&mut console), [5_000]);
}

#[test]
fn events_and_a_description_that_disagree_are_asked_in_turn_and_ever_more_slowly() {
    let mut console = at_work();
    console.effects();
    let mut asked = Vec::new();
    rounded(&mut console, came_to(4, "UPDATE_COMPLETE"));
    for _ in 0..3 {
        assert_eq!(open(&console), [stack_ask()]);
        console.answer(&stack_ask(), Ok(one("UPDATE_IN_PROGRESS")));
        asked.extend(waits(&mut console));
        console.follow();
        rounded(&mut console, came_to(4, "UPDATE_COMPLETE"));
        asked.extend(waits(&mut console));
        console.follow();
    }
    assert!(asked.is_sorted() && asked[0] >= 5_000, "{asked:?}");
    assert_eq!(asked.last(), Some(&30_000));
}

#[test]
fn the_newest_page_is_on_screen_before_the_rest_is_read() {
    let mut console = Harness::by_hand(settings());
    console.answer(&CODIFIED, Ok(codified(&[])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("3");
    console.answer(&cfn(cloudformation::Stacks), Ok(listed("UPDATE_COMPLETE")));
    console.press("v e");
    let page = of_app(EventExtent::FirstPage);
    assert_eq!(open(&console), std::slice::from_ref(&page));
    console.answer(&page, Ok(came_to(100, "UPDATE_COMPLETE")));
    console.shows("1 of 100");
    let rest = of_app(EventExtent::Operation);
    assert_eq!(open(&console), std::slice::from_ref(&rest));
    console.answer(&rest, Ok(came_to(10_000, "UPDATE_COMPLETE")));
    console.shows("of 10000");
    assert_eq!(open(&console), []);
    console.press("R");
    assert!(
        !open(&console).contains(&page),
        "what is known is gone on from"
    );
}

#[test]
fn a_stack_that_is_gone_is_looked_for_in_the_list_once() {
    let mut console = at_work();
    console.effects();
    let missing = || {
        Err(Fault::new(
            FaultKind::Missing,
            "Stack app does not exist.",
            "Refresh.",
        ))
    };
    console.answer(&of_app(EventExtent::Operation), missing());
    assert_eq!(waits(&mut console), [5_000]);
    console.follow();
    assert_eq!(open(&console), [cfn(cloudformation::Stacks)]);
    console.answer(
        &cfn(cloudformation::Stacks),
        Ok(listed("DELETE_IN_PROGRESS")),
    );
    assert_eq!(waits(&mut console), [0; 0], "not again and again");
}

#[test]
fn nobody_looks_so_nothing_is_followed() {
    let mut console = at_work();
    round(&mut console, 2);
    console.press("2");
    console.effects();
    console.follow();
    let asked = console.effects();
    let asks = |effect: &Effect| matches!(effect, Effect::Ask { .. });
    assert!(!asked.iter().any(asks), "{asked:?}");
}

#[test]
fn a_timer_of_an_earlier_round_asks_nothing() {
    let mut console = at_work();
    round(&mut console, 2);
    let now = "2026-05-18T14:03:00Z".parse().unwrap();
    console.effects();
    for stale in [0, 77] {
        let later = Later::Follow(stale);
        console.send(Msg::Woke { later, now });
    }
    assert!(console.effects().is_empty());
}

#[test]
fn events_that_come_above_leave_the_cursor_on_its_event() {
    let mut console = at_work();
    round(&mut console, 4);
    console.press("v e j");
    assert!(console.selected().contains("Table2"));
    console.follow();
    round(&mut console, 6);
    assert!(
        console.selected().contains("Table2"),
        "{}",
        console.selected()
    );
    console.press("g");
    console.follow();
    round(&mut console, 8);
    assert!(
        console.selected().contains("Table7"),
        "{}",
        console.selected()
    );
}

#[test]
fn a_frame_of_ten_thousand_events_costs_what_is_seen_of_them() {
    use std::time::{Duration, Instant};
    let mut console = at_work();
    round(&mut console, 10_000);
    console.press("v e");
    console.shows("1 of 10000");
    let frame = |console: &mut Harness| {
        let since = Instant::now();
        console.press("space");
        console.buffer();
        since.elapsed()
    };
    let best = (0..20).map(|_| frame(&mut console)).min().unwrap();
    let most = if cfg!(debug_assertions) { 60 } else { 6 };
    assert!(best < Duration::from_millis(most), "{best:?}");
    console.press("G");
    assert!(console.selected().contains("app"), "{}", console.selected());
}
