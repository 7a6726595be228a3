//! Keys at random over a log that changes meanwhile: at every frame each line on the
//! screen passes every filter that the screen names, and the cursor is on a line.

use proptest::prelude::*;

use super::{
    follow::{event, page},
    hand::{by_hand, open},
};
use crate::support::harness::Harness;

const KEYS: &[&str] = &[
    "j", "k", "pgdn", "pgup", "g", "G", "p", "w", "u", "L", "H", "z", "Z", "m", "M", "n", "N", "!",
    "]", "[", "enter", "esc", "{", "}",
];

#[derive(Clone, Debug)]
enum Deed {
    Key(&'static str),
    Filter(&'static str),
    Search(&'static str),
    /// So many lines come, so long after the first.
    Come(usize, i64),
    Resize(u16, u16),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        6 => prop::sample::select(KEYS).prop_map(Deed::Key),
        2 => prop::sample::select(&["even", "!odd", "level:error", "/n[0-4]x/", "nothing at all"][..]).prop_map(Deed::Filter),
        1 => prop::sample::select(&["n7", "even", "zzz"][..]).prop_map(Deed::Search),
        3 => (1_usize..40, -40_i64..400).prop_map(|(count, from)| Deed::Come(count, from)),
        1 => (60_u16..130, 15_u16..40).prop_map(|(columns, rows)| Deed::Resize(columns, rows)),
    ];
    prop::collection::vec(deed, 1..40)
}

fn text(number: usize) -> String {
    let parity = if number.is_multiple_of(2) {
        "even"
    } else {
        "odd"
    };
    let level = if number.is_multiple_of(5) {
        "ERROR"
    } else {
        "INFO"
    };
    let long = "long ".repeat(number % 40);
    format!("[{level}] line n{number}x {parity} {long}")
}

/// What the line of filters says, against each line on the screen.
fn holds(console: &Harness) -> Result<(), String> {
    let screen = console.screen();
    let is_lines = screen.contains("line ") && screen.contains("] line n");
    let Some(filters) = screen.lines().find(|line| line.starts_with(" & ")) else {
        return Ok(());
    };
    if !is_lines || console.words().contains("All lines are shown") {
        return Ok(());
    }
    for line in screen.lines().filter(|line| line.contains("] line n")) {
        let (even, error) = (line.contains(" even"), line.contains("[ERROR]"));
        let keeps_even = ["& even", "   even", "not odd"];
        let keeps_even = keeps_even.iter().any(|word| filters.contains(word));
        let wrong = keeps_even && !even
            || filters.contains("level fatal, error (") && !error
            || filters.contains("nothing at all");
        if wrong {
            return Err(format!("{line:?} violates {filters:?}:\n{screen}"));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn no_line_on_the_screen_ever_violates_a_filter(deeds in deeds()) {
        let mut console = by_hand();
        open(&mut console, "/app");
        let mut number = 0;
        console.answer_log(page(vec![event(-50, &text(0))], None));
        for deed in deeds {
            match deed {
                Deed::Key(key) => console.press(key),
                Deed::Filter(typed) => {
                    console.press("& ctrl-u");
                    console.type_text(typed);
                    console.press("enter");
                }
                Deed::Search(typed) => {
                    console.press("/");
                    console.type_text(typed);
                    console.press("enter");
                }
                Deed::Come(count, from) => {
                    console.wake_log();
                    if !console.log_asks().is_empty() {
                        let events = (0..count).map(|n| {
                            number += 1;
                            event(from + n as i64, &text(number))
                        });
                        let events = events.collect();
                        console.answer_log(page(events, None));
                    }
                }
                Deed::Resize(columns, rows) => console.resize(columns, rows),
            }
            if let Err(why) = holds(&console) {
                prop_assert!(false, "{}", why);
            }
        }
    }
}
