//! Loading says nothing at first, then what it does, and stops when it is done.

use watchkeeper::{
    ask::{Question, memory::InSync},
    flow::{Effect, Later},
};

use super::account::{CODIFIED, DEV, caller, codified, identity, listing, live, settings};
use crate::support::harness::Harness;

#[test]
fn nothing_is_said_of_loading_before_the_quiet_time_is_over() {
    let mut console = Harness::by_hand(settings());
    let quiet = Effect::Wake {
        after_ms: 300,
        later: Later::Spinner,
    };
    assert!(console.effects().contains(&quiet));
    console.hides("loading");
    console.press("j");
    console.hides("loading");
    console.spin();
    console.shows("2 loading");
}

#[test]
fn the_spinner_turns_while_something_loads_and_leaves_no_timer_behind() {
    let mut console = Harness::by_hand(settings());
    console.spin();
    let first = console.screen();
    console.spin();
    assert_ne!(console.screen(), first, "it turns");
    console.answer(&CODIFIED, Ok(codified(&[])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.answer(&listing("dev"), Ok(live(&[])));
    while !console.open_asks().is_empty() {
        let ask = console.open_asks().remove(0);
        console.answer(&ask, Ok(InSync::answered(Vec::new())));
    }
    console.hides("loading");
    console.spin();
    assert_eq!(console.timers(), [], "idle costs nothing");
}

#[test]
fn an_idle_console_has_no_timer_at_all() {
    let mut console = Harness::demo();
    console.rest();
    console.spin();
    assert_eq!(console.timers(), []);
    console.press("j");
    console.rest();
    console.spin();
    assert_eq!(console.timers(), []);
}
