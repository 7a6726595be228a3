//! What the journal pane hides, and that it counts it.

use watchkeeper::gate::{Outcome, record::Stage};

use super::{
    entries::{Place, append, done, entry, refused},
    pane::showing,
};

#[test]
fn a_refusal_is_never_hidden_and_a_look_that_was_left_is_hidden_and_counted() {
    let place = Place::new();
    let journal = place.journal();
    for (change, stage) in [
        ("a-stopped", Stage::Proposed),
        ("a-stopped", refused("stopped: it is frozen (guard freeze)")),
        ("b-begun", Stage::Proposed),
        ("b-begun", refused("left, with the phrase begun")),
        ("c-look", Stage::Proposed),
        ("c-look", Stage::Left),
        ("d-open", Stage::Proposed),
    ] {
        append(&journal, entry(change, stage)).unwrap();
    }
    let mut console = showing(journal.view().unwrap(), (160, 50));
    console.shows("x refused: stopped: it is frozen (guard freeze)");
    console.shows("x refused: left, with the phrase begun");
    console.shows("3 changes, 1 look hidden (H shows)");
    console.hides("l left");
    console.press("H");
    console.shows("4 changes");
    console.hides("look hidden");
    console.shows("l left");
    console.press("H");
    console.hides("l left");
}

#[test]
fn only_what_was_applied_is_shown_when_asked_for_and_the_rest_is_counted() {
    let place = Place::new();
    let journal = place.journal();
    for (change, stage) in [
        ("a-stopped", refused("stopped: it is frozen (guard freeze)")),
        ("b-done", Stage::Intent),
        ("b-done", done(Outcome::Applied)),
        ("c-open", Stage::Intent),
    ] {
        append(&journal, entry(change, stage)).unwrap();
    }
    let mut console = showing(journal.view().unwrap(), (160, 50));
    console.shows("3 changes");
    console.press("v w");
    console.shows("2 changes, 1 other change hidden (v w shows)");
    console.shows("IN DOUBT");
    console.hides("x refused");
    console.press("v w");
    console.shows("3 changes");
}
