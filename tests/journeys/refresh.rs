//! Refreshing: a failure keeps what was known and says so, old answers are
//! dropped, and waiting can be given up.

use watchkeeper::{ask::Ask, flow::Effect};

use super::account::{
    CODIFIED, DEV, caller, codified, drifted, identity, listing, live, offline, policy, settings,
};
use crate::support::harness::Harness;

fn refresh_all_but_the_listing(console: &mut Harness) {
    console.press("R");
    console.answer(
        &CODIFIED,
        Ok(codified(&[("alpha", "reads", &policy(&["s3:GetObject"]))])),
    );
    console.answer(&identity("dev"), Ok(caller(DEV)));
}

#[test]
fn a_failed_refresh_keeps_the_rows_and_says_that_they_are_stale() {
    let mut console = drifted();
    refresh_all_but_the_listing(&mut console);
    console.answer(&listing("dev"), Err(offline()));
    console.shows("! reads");
    console.shows("IAM did not answer within 20 s.");
    console.shows("~ 1 stale since 14:02:");
    console.press("R");
    console.answer(
        &listing("dev"),
        Ok(live(&[("alpha", "reads", &policy(&["s3:*"]))])),
    );
    console.hides("stale");
    console.hides("did not answer");
}

#[test]
fn of_two_requests_only_the_newest_answer_counts() {
    let mut console = drifted();
    console.press("R");
    let old = console.ticket(&listing("dev"));
    console.effects();
    console.press("R");
    assert!(console.effects().contains(&Effect::Cancel { ticket: old }));
    let new = console.ticket(&listing("dev"));
    assert!(new > old);
    let of = |role: &str| live(&[(role, "p", "{}")]);
    console.answer_ticket(new, &listing("dev"), Ok(of("newest")));
    console.answer_ticket(old, &listing("dev"), Ok(of("oldest")));
    console.shows("newest");
    console.hides("oldest");
}

#[test]
fn an_answer_that_nobody_asked_for_changes_nothing() {
    let mut console = drifted();
    let before = console.screen();
    let never = watchkeeper::ask::Ticket(9_999);
    console.answer_ticket(never, &listing("dev"), Ok(live(&[("forged", "p", "{}")])));
    assert_eq!(console.screen(), before.replace("2 calls", "3 calls"));
}

#[test]
fn x_gives_up_what_loads_and_nothing_asks_again_by_itself() {
    let mut console = drifted();
    console.press("R");
    console.effects();
    console.press("x");
    let cancels = console
        .effects()
        .iter()
        .filter(|e| matches!(e, Effect::Cancel { .. }))
        .count();
    assert!(cancels >= 3, "{cancels}");
    assert_eq!(console.open_asks(), []);
    console.shows("Stopped. R reads again.");
    console.shows("! reads");
    console.press("j k");
    assert_eq!(console.open_asks(), []);
    console.press("R");
    assert!(console.open_asks().contains(&listing("dev")));
}

#[test]
fn stopping_the_first_load_is_told_and_r_starts_again() {
    let mut console = Harness::by_hand(settings());
    console.press("x");
    assert_eq!(console.open_asks(), []);
    console.shows("Reading was stopped.");
    console.press("R");
    assert!(console.open_asks().contains(&identity("dev")));
}

#[test]
fn an_older_conclusion_never_replaces_a_newer_one() {
    let mut console = drifted();
    refresh_all_but_the_listing(&mut console);
    console.hold_judging();
    console.answer(&listing("dev"), Ok(live(&[("first", "p", "{}")])));
    console.press("R");
    console.answer(&listing("dev"), Ok(live(&[("second", "p", "{}")])));
    console.judge();
    console.judge();
    console.shows("second");
    console.hides("first");
}

#[test]
fn a_refresh_asks_everything_that_is_on_the_screen_once() {
    let mut console = drifted();
    console.effects();
    console.press("R");
    let asked: Vec<Ask> = console
        .effects()
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Ask { ask, .. } => Some(ask),
            _ => None,
        })
        .collect();
    let mut once = asked.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), asked.len(), "{asked:?}");
    for ask in [identity("dev"), listing("dev"), CODIFIED] {
        assert!(asked.contains(&ask), "{ask:?}");
    }
}

#[test]
fn the_selection_stays_on_its_row_when_rows_come_and_go() {
    let mut console = drifted();
    let pair: [(&str, &str, &str); 2] = [("alpha", "reads", "{}"), ("zeta", "p", "{}")];
    console.press("R");
    console.answer(&CODIFIED, Ok(codified(&pair)));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    let one = policy(&["s3:*"]);
    console.answer(
        &listing("dev"),
        Ok(live(&[("alpha", "reads", &one), ("zeta", "p", &one)])),
    );
    console.press("G");
    let chosen = console.selected();
    console.press("R");
    console.answer(
        &listing("dev"),
        Ok(live(&[
            ("aaa", "p", &one),
            ("alpha", "reads", &one),
            ("zeta", "p", &one),
        ])),
    );
    let name = |row: &str| row.split_whitespace().nth(2).unwrap().to_owned();
    assert_eq!(name(&console.selected()), name(&chosen));
}
