//! A plain yes is somebody's yes, and the console ends when its person says so: not
//! by a key that is held, text meant for elsewhere, or a write that was looked past.

use serde_json::json;
use watchkeeper::{
    ask::{Ask, JournalAsk},
    facts::AccountId,
    flow::Effect,
    gate::writes::DeleteChangeSet,
};

use super::account::{DEV, settings};
use crate::support::drafts::of_kind;
use crate::support::harness::Harness;

const SIZE: (u16, u16) = (160, 50);

/// A preview of a change set that is about to be made.
fn preparing() -> Harness {
    let mut console = Harness::writing("dataops", SIZE);
    console.press("3 j a c");
    console.shows("CREATE CHANGE SET");
    console.gated();
    console
}

/// One was made, and its outcome left.
fn made() -> Harness {
    let mut console = preparing();
    console.wait(600);
    console.press("enter");
    console.shows("Applied.");
    console.press("esc");
    console.gated();
    console
}

fn quits(console: &mut Harness) -> bool {
    console.effects().contains(&Effect::Quit)
}

#[test]
fn what_was_made_is_recommended_to_be_executed() {
    let mut console = made();
    console.press("a");
    console.shows("x Execute the change set (recommended)");
}

#[test]
fn a_key_that_is_held_down_is_no_yes() {
    let mut console = preparing();
    for _ in 0..30 {
        console.press("enter");
    }
    assert!(console.gated().is_empty(), "three seconds of one key");
    console.wait(600);
    console.press("enter");
    assert_eq!(console.gated(), ["apply"]);
}

#[test]
fn text_that_was_meant_for_something_else_ends_in_no_yes() {
    let mut console = preparing();
    console.type_text("deploy role");
    console.press("enter");
    console.wait(600);
    console.type_text("more of it");
    console.press("enter");
    console.wait(600);
    console.paste("deploy role\n");
    console.press("enter");
    assert!(console.gated().is_empty());
    console.wait(600);
    console.press("enter");
    assert_eq!(console.gated(), ["apply"]);
}

#[test]
fn the_second_wish_to_leave_a_write_ends_the_console_whatever_else_was_made() {
    let mut console = made();
    console.press("a p");
    console.read_all();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.hold_gate();
    console.press("enter");
    console.press("ctrl-c");
    assert!(!quits(&mut console), "it is said first");
    console.press("ctrl-c");
    let effects = console.effects();
    assert!(effects.contains(&Effect::Quit), "{effects:?}");
    let proposes = |effect: &Effect| matches!(effect, Effect::Prepare { .. });
    assert!(!effects.iter().any(proposes), "nothing over a write");
}

#[test]
fn a_wish_to_leave_is_forgotten_once_something_else_is_looked_at() {
    let mut console = Harness::writing("dataops", SIZE);
    console.press("3 j a p");
    console.read_all();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.hold_gate();
    console.press("enter ctrl-c esc");
    console.effects();
    console.press("ctrl-c");
    assert!(!quits(&mut console), "it is said again first");
}

#[test]
fn whoever_goes_back_from_leaving_stays_whatever_comes_of_the_deletion() {
    let mut console = made();
    console.press("ctrl-c");
    console.shows("DELETE CHANGE SET");
    console.hold_gate();
    console.wait(600);
    console.press("enter");
    console.shows("> Reading it again");
    console.press("esc");
    console.effects();
    console.answer_gate();
    console.shows("Applied.");
    assert!(!quits(&mut console));
}

/// Two are left, the older one in this account.
fn left_in(account: &str) -> Harness {
    let mut settings = settings();
    settings.environments[0].account = Some(AccountId::from(DEV));
    let environment = settings.environments[0].name.raw().to_owned();
    let mut console = Harness::by_hand_writing(settings);
    let left = |name: &str, account: &str| {
        json!({
            "environment": environment, "account": account, "region": "eu-west-1",
            "stack": "app", "name": name, "made": "2026-05-18T13:00:00Z", "change": name,
            "id": format!("arn:aws:cloudformation:eu-west-1:{account}:changeSet/{name}/1"),
        })
    };
    let view = json!({
        "lines": [], "count": 2, "head": null, "broken": null, "path": null,
        "left_over": [left("watchkeeper-1", account), left("watchkeeper-2", DEV)],
    });
    let ask = Ask::Journal(JournalAsk::Settled);
    console.answer(&ask, Ok(ask.answer_from(view).unwrap()));
    console.press("a l");
    console
}

#[test]
fn what_is_left_in_another_account_than_the_settings_name_hides_nothing_else() {
    for (account, name) in [(DEV, "watchkeeper-1"), ("999900001111", "watchkeeper-2")] {
        let drafts = left_in(account).proposed();
        let [draft] = &drafts[..] else {
            panic!("{drafts:?}");
        };
        let delete: DeleteChangeSet = of_kind(&draft.write, "delete-change-set");
        assert_eq!(delete.change_set.name(), name);
    }
}
