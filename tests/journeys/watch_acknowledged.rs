//! Acknowledging in the watch: a note of a person, kept on this machine, until the trouble
//! says something that it did not say then.

use watchkeeper::{
    edge::dispatch::World,
    facts::{Fault, FaultKind},
    flow::{Effect, Msg},
};

use crate::support::harness::Harness;

const SIZE: (u16, u16) = (140, 60);
const RUN: &str = "Deploy DataOps V1 Lambda";

fn select(console: &mut Harness, text: &str) {
    console.press("g");
    for _ in 0..60 {
        if console.selected().contains(text) {
            return;
        }
        console.press("j");
    }
    panic!("{text}: {}", console.screen());
}

fn acknowledged(note: &str) -> Harness {
    let mut console = Harness::watching("dataops", SIZE);
    select(&mut console, RUN);
    console.press("A");
    console.shows("ACKNOWLEDGE");
    console.type_text(note);
    console.press("enter");
    console
}

fn line(console: &Harness, text: &str) -> usize {
    let screen = console.screen();
    let found = screen.lines().position(|line| line.contains(text));
    found.unwrap_or_else(|| panic!("{text}: {screen}"))
}

#[test]
fn an_acknowledged_trouble_stands_below_the_open_ones_with_its_note_and_its_person() {
    let mut console = acknowledged("known, a fix is in review now");
    console.shows("The note is kept on this machine.");
    console.shows("1 acknowledged");
    let known = line(&console, "(anna: known, a fix is in revie...)");
    assert!(line(&console, "P0 x") < known);
    assert!(line(&console, "P2 ") < known);
    select(&mut console, "anna: known");
    console.press("enter");
    console.rest();
    console.shows("ACKNOWLEDGED known, a fix is in review now");
}

#[test]
fn an_empty_note_opens_it_again() {
    let mut console = acknowledged("known");
    select(&mut console, "(anna: known)");
    console.press("A ctrl-u enter");
    console.shows("It is open again.");
    console.hides("acknowledged");
}

#[test]
fn what_says_something_new_is_open_again_and_says_what() {
    let mut console = acknowledged("known");
    let mut kept = console.effects().into_iter();
    let kept = kept.find_map(|one| match one {
        Effect::Acknowledge {
            environment,
            account,
            what,
        } => Some((environment, account, what)),
        _ => None,
    });
    let (environment, account, mut what) = kept.unwrap();
    // As if somebody had acknowledged it before all of this was known.
    what.said.truncate(1);
    let mut console = Harness::demo_in("dataops", SIZE);
    let world = console.world();
    world.acknowledge(&environment, &account, &what).unwrap();
    console.press("1");
    console.rest();
    select(&mut console, "(open again, anna: known)");
    console.press("enter");
    console.rest();
    console.shows("OPEN AGAIN known");
    console.shows("It says this now and did not when it was acknowledged:");
    console.hides("1 acknowledged");
}

#[test]
fn a_note_that_was_left_or_could_not_be_kept_is_there_at_the_next_try() {
    let mut console = Harness::watching("dataops", SIZE);
    select(&mut console, RUN);
    console.press("A");
    console.type_text("half a thought");
    console.press("esc A");
    console.shows("half a thought");
    console.press("enter");
    let kept = console.effects();
    let is_kept = |one: &Effect| matches!(one, Effect::Acknowledge { what, .. } if what.note.raw() == "half a thought");
    assert!(kept.iter().any(is_kept), "{kept:?}");
}

#[test]
fn a_disk_that_takes_nothing_is_said_with_the_way_to_the_text() {
    let mut console = Harness::watching("dataops", SIZE);
    let result = Err(Fault::new(
        FaultKind::Missing,
        "The disk is full.",
        "Make room.",
    ));
    console.send(Msg::Acknowledged { result });
    console.shows("The disk is full. Make room. Your text is kept: A has it.");
}

#[test]
fn in_restricted_mode_nothing_is_kept_and_that_is_said() {
    let mut console = Harness::restricted_in("dataops", SIZE);
    console.press("1 A");
    console.shows("Nothing is kept on this machine in restricted mode.");
}
