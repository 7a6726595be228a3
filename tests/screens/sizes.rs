//! Every size from 20x5 to 250x80, over the demo and over facts made to harm: nothing
//! panics, nothing overlaps, and the footer's keys are true.

use std::sync::LazyLock;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use regex::Regex;
use watchkeeper::{keys::Keymap, shell::scopes, ui::paint::width};

use crate::{
    hostile::world,
    support::harness::{Harness, keymap, line},
};

/// The smallest screen that everything can be done on.
const LEAST: (u16, u16) = (60, 15);

/// Where a walk through the console stops to look.
const WALKS: &[(&str, &str)] = &[
    ("alpha-prod", ""),
    ("alpha-prod", "H j j"),
    ("alpha-prod", "enter t"),
    ("alpha-prod", "tab j"),
    ("alpha-prod", "/ r o l e"),
    ("alpha-prod", "/ z z z enter"),
    ("alpha-prod", "?"),
    ("alpha-prod", ": c o p y"),
    ("alpha-prod", "e"),
    ("alpha-prod", "a"),
    ("dataops", "3"),
    ("dataops", "3 enter"),
    ("dataops", "3 enter ]"),
    ("dataops", "3 enter ] ]"),
    ("dataops", "3 enter ] ] ] G"),
    ("dataops", "3 enter ] ] ] ]"),
    ("dataops", "3 enter ] ] ] ] ] pgdn"),
    ("dataops", "3 enter ] ] ] ] ] ]"),
    ("dataops", "3 enter ["),
    ("dataops", "3 D"),
    ("dataops", "0"),
];

fn keys_of_the_default() -> &'static Keymap {
    static KEYMAP: LazyLock<Keymap> = LazyLock::new(keymap);
    &KEYMAP
}

/// A rule across, with nothing over it but the places that it has for words.
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    let noted = r"^ ?─+( (\d+ more lines?|[^─]{1,24}) ─+)*$";
    Regex::new(noted).unwrap()
});

static MORE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r" \d+ more lines?( |$)").unwrap());

fn lines(buf: &Buffer) -> Vec<String> {
    (0..buf.area.height).map(|y| line(buf, y)).collect()
}

/// What must hold of every screen.
fn check(console: &Harness) {
    let buf = console.buffer();
    let (columns, rows) = (buf.area.width, buf.area.height);
    let lines = lines(&buf);
    let screen = lines.join("\n");
    let said = format!("at {columns}x{rows}:\n{screen}");
    if columns < LEAST.0 || rows < LEAST.1 {
        assert!(screen.contains(" quits."), "{said}");
        assert!(lines.iter().all(|line| width(line) <= usize::from(columns)));
        return;
    }
    for (y, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with("────") {
            assert!(RULE.is_match(line), "line {y} is over a rule, {said}");
        }
        if let Some(found) = MORE.find(line) {
            let before = line[..found.start()].rsplit('│').next().unwrap();
            let apart = before.chars().all(|c| c == ' ' || c == '─');
            assert!(apart, "line {y} has text under its note, {said}");
        }
    }
    check_footer(lines.last().unwrap(), &said);
}

/// Every hint is a key and the word of a command that it reaches.
fn check_footer(footer: &str, said: &str) {
    for hint in footer
        .split("   ")
        .map(str::trim)
        .filter(|hint| !hint.is_empty())
    {
        let typed = hint.starts_with('/') && !hint.starts_with("/ ");
        let status = ["loading", "stale since", "gh paused until", " left"];
        let status = status.iter().any(|status| hint.contains(status));
        if typed || status || hint.starts_with("fuzzy /") {
            continue;
        }
        let mut known = scopes().iter().flat_map(|scope| {
            let chain = scope.chain();
            let commands = scope.commands.iter();
            commands.flat_map(move |command| {
                let keys = keys_of_the_default().keys_for(&chain, command.id);
                keys.into_iter()
                    .map(|key| format!("{key} {}", command.short))
            })
        });
        // Keys of an outer scope are told with the chain of the innermost one. The key that
        // opens the menu of proposals begins theirs.
        let hint = hint.strip_suffix(" (read-only)").unwrap_or(hint);
        let menu = hint.strip_suffix("propose");
        let leader = menu.or(hint.strip_suffix("preview")).unwrap_or(hint);
        assert!(
            known.any(|known| known == hint || (leader != hint && known.starts_with(leader))),
            "{hint:?} is not a key, {said}"
        );
    }
}

fn walk(environment: &str, keys: &str, size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in(environment, (100, 30));
    console.press(keys);
    console.rest();
    console.resize(size.0, size.1);
    console
}

fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        1 => (20u16..=59, 5u16..=80),
        1 => (20u16..=250, 5u16..=14),
        3 => (60u16..=100, 15u16..=30),
        3 => (60u16..=250, 15u16..=80),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_size_shows_what_it_can_and_nothing_over_anything(
        at in 0..WALKS.len(), sizes in prop::collection::vec(size(), 6),
        keys in prop::sample::select(vec!["j", "pgdn", "G", "tab", "enter", "esc", "n"]),
    ) {
        let (environment, walked) = WALKS[at];
        let mut console = walk(environment, walked, sizes[0]);
        for (columns, rows) in sizes {
            console.resize(columns, rows);
            check(&console);
            console.press(keys);
            console.rest();
            check(&console);
        }
    }

    #[test]
    fn facts_made_to_harm_fit_every_size_too(
        sizes in prop::collection::vec(size(), 3),
        keys in prop::sample::select(vec!["H j j", "enter", "3", "3 enter", "3 enter ]", "0", "?"]),
    ) {
        let mut console = Harness::by_hand(world::settings());
        console.press(keys);
        while let Some(ask) = console.open_asks().first().cloned() {
            console.answer(&ask, Ok(world::answer(&ask)));
        }
        console.rest();
        for (columns, rows) in sizes {
            console.resize(columns, rows);
            check(&console);
        }
    }
}

#[test]
fn every_walk_fits_the_sizes_that_terminals_have() {
    for (environment, keys) in WALKS {
        for size in [LEAST, (79, 24), (80, 23), (80, 24), (100, 30), (160, 50)] {
            check(&walk(environment, keys, size));
        }
    }
}

#[test]
fn the_message_of_a_terminal_that_is_too_small_fits_twenty_columns() {
    let mut console = Harness::demo_in("alpha-prod", (20, 5));
    let screen = console.screen();
    let lines: Vec<&str> = screen.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines[..2], ["20x5 is too small.", "It needs 60x15."]);
    assert!(lines[2].ends_with(" quits."), "{screen}");
    // Nothing but quitting acts unseen.
    console.effects();
    console.press("j enter a r");
    assert!(console.effects().is_empty());
    console.resize(60, 15);
    console.shows("alpha-engine-executor-role");
}

#[test]
fn a_list_without_room_for_both_has_the_detail_on_a_page_of_its_own() {
    let mut console = Harness::demo_in("alpha-prod", LEAST);
    console.shows("alpha-engine-cloudwatch-metrics");
    console.hides("Only live allows");
    console.press("enter");
    console.shows("Live allows all that the repository allows, and more.");
    console.press("esc");
    assert!(
        console
            .selected()
            .contains("alpha-engine-cloudwatch-metrics")
    );
}

#[test]
fn a_header_without_room_for_who_and_where_has_a_second_line() {
    let console = Harness::demo_in("alpha-prod", LEAST);
    let screen = console.screen();
    let lines: Vec<&str> = screen.lines().collect();
    assert!(
        lines[0].contains("READ-ONLY") && lines[0].contains("PRODUCTION"),
        "{screen}"
    );
    assert!(
        lines[0].contains("711398986525") && lines[0].contains("oncall"),
        "{screen}"
    );
    assert!(
        lines[1].contains("alpha-prod") && lines[1].contains("us-east-1"),
        "{screen}"
    );
    assert!(lines[1].contains("checked 14:02:1"), "{screen}");
}
