//! How many screens a person reads before a change may be typed, at 80x24; and that no
//! page is saved by folding what may not be folded.

use serde_json::json;
use watchkeeper::{
    ask::{Ask, JournalAsk},
    flow::{Effect, Msg},
};

use crate::{
    gate::fixture::{
        ACCOUNT, World,
        many::{many, tagged},
    },
    support::harness::{Harness, STARTED},
};

const SIZE: (u16, u16) = (80, 24);

/// Reads to the end by pages; returns every screen on the way.
fn pages(console: &mut Harness) -> Vec<String> {
    console.wait(600);
    let mut screens = vec![console.screen()];
    while console.words().contains("read them first") {
        assert!(screens.len() < 600, "there is no end to it");
        console.press("space");
        screens.push(console.screen());
    }
    screens
}

/// This change at the gate, whatever world it is of.
fn shown(world: &World) -> Harness {
    let mut console = Harness::by_hand_writing(world.settings.clone());
    console.resize(SIZE.0, SIZE.1);
    let id = format!("arn:aws:cloudformation:eu-west-1:{ACCOUNT}:changeSet/left/1");
    let left = json!({
        "environment": "dev", "account": ACCOUNT, "region": "eu-west-1", "stack": "app",
        "name": "left", "made": "2026-05-18T13:00:00Z", "change": "left", "id": id,
    });
    let view = json!({
        "lines": [], "count": 1, "head": null, "broken": null, "path": null,
        "left_over": [left],
    });
    let ask = Ask::Journal(JournalAsk::Settled);
    let started: jiff::Timestamp = STARTED.parse().unwrap();
    let later = world.now.duration_since(started).as_millis();
    console.wait(i64::try_from(later).unwrap());
    console.answer(&ask, Ok(ask.answer_from(view).unwrap()));
    console.press("a l");
    let ticket = console
        .effects()
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Prepare { ticket, .. } => Some(ticket),
            _ => None,
        });
    let at = world.now;
    console.send(Msg::Prepared {
        ticket: ticket.unwrap(),
        result: Ok(Box::new(world.assessment())),
        at,
    });
    console
}

#[test]
fn a_role_s_policy_is_read_on_two_pages() {
    let mut console = Harness::previewing("alpha-prod", SIZE, "default");
    console.press("a r");
    let pages = pages(&mut console);
    assert_eq!(pages.len(), 2, "5 before:\n{}", pages.join("\n"));
}

#[test]
fn the_change_set_of_a_stale_deploy_role_is_read_on_three_pages() {
    let mut console = Harness::writing("dataops", SIZE);
    console.press("3 j a c");
    console.wait(600);
    console.press("enter esc a x");
    let pages = pages(&mut console);
    assert_eq!(pages.len(), 3, "16 before:\n{}", pages.join("\n"));
}

#[test]
fn one_tag_of_126_resources_beside_two_other_changes_is_read_on_six_pages() {
    let mut console = shown(&many());
    let pages = pages(&mut console);
    assert_eq!(pages.len(), 3, "about 480 before:\n{}", pages.join("\n"));
    let all = pages.join("\n");
    assert!(
        all.contains("126 x AWS::SSM::Parameter: tag owner a -> b"),
        "{all}"
    );
    assert!(!all.contains("Parameter007"), "{all}");
    assert!(
        all.contains("126 lines folded: the names of these 126 (ctrl-o)"),
        "{all}"
    );
}

#[test]
fn what_is_folded_is_there_by_a_key_and_changes_nothing_of_what_was_read() {
    let mut console = shown(&many());
    pages(&mut console);
    console.type_text("dataops");
    console.press("ctrl-o");
    console.shows("> dataops");
    let mut seen = console.screen();
    console.press("home");
    for _ in 0..30 {
        console.press("pgdn");
        seen.push_str(&console.screen());
    }
    for part in [
        "Parameter000",
        "Parameter125",
        "SHA-256",
        "ChangeSetName",
        "expires",
        "stack id",
    ] {
        assert!(seen.contains(part), "{part}: {seen}");
    }
    console.shows("> dataops");
    console.press("ctrl-o");
    console.type_text("-v1");
    console.shows("> dataops-v1");
}

#[test]
fn nothing_is_typed_before_what_may_not_be_folded_was_on_the_screen() {
    // A tag that goes, of each of 40: no two of them are one line.
    let mut world = many();
    let gone = json!({});
    world.set().changes.truncate(2);
    world
        .set()
        .changes
        .extend((0..40).map(|number| tagged(number, &gone)));
    let mut console = shown(&world);
    console.wait(600);
    for _ in 0..3 {
        console.press("space");
    }
    console.type_text("data");
    console.shows("Read every line first");
    console.hides("> data");
    console.press("end");
    console.type_text("data");
    console.hides("> data");
    console.press("g");
    let all = pages(&mut console).join("\n");
    assert!(all.contains("REMOVED"), "{all}");
}

#[test]
fn letters_read_on_until_all_was_read_and_are_typed_from_then_on() {
    let mut console = Harness::previewing("alpha-prod", SIZE, "default");
    console.press("a r");
    console.wait(600);
    console.press("j");
    console.shows("2-15 of 27");
    console.press("k space");
    console.shows("14-27 of 27");
    // Held down, it types nothing.
    console.press("space space space j j");
    console.hides("> j");
    console.wait(500);
    console.type_text("jj");
    console.shows("> jj");
    console.press("ctrl-u");
    console.hides("> j");
    console.press("ctrl-b ctrl-d");
    console.type_text("G");
    console.shows("> G");
}

#[test]
fn enter_on_an_unfinished_phrase_says_what_is_missing() {
    let mut console = Harness::previewing("alpha-prod", SIZE, "default");
    console.press("a r");
    console.wait(600);
    console.press("enter");
    console.shows("Read every line first");
    console.read_all();
    console.press("enter");
    console.shows("the role's name and the account's alias are missing.");
    console.type_text("alpha-engine");
    console.press("enter");
    console.shows("the rest of the role's name and the account's alias are missing.");
    console.type_text("-executor-role");
    console.press("enter");
    console.shows("Not yet: the account's alias is missing.");
    console.type_text(" alph");
    console.press("enter");
    console.shows("the rest of the account's alias is missing.");
    assert!(!console.gated().contains(&"apply".to_owned()));
}
