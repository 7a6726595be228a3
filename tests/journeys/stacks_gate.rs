//! Story 002's half of the stacks, by keys, in the demo's world: the stale deploy
//! role's change set is made, looked at, executed; and what stops, waits or is left.

use watchkeeper::{
    facts::{Fault, FaultKind},
    flow::{Effect, Later, Msg},
    gate::{Outcome, Verified, WriteProgress, WriteReport},
};

use crate::support::harness::Harness;

const SIZE: (u16, u16) = (80, 24);

/// The pane with the stale stack selected.
fn pane() -> Harness {
    let mut console = Harness::writing("dataops", SIZE);
    console.press("3");
    while !console.selected().contains("dataops-v1-github-actions") {
        console.press("j");
    }
    console.effects();
    console
}

/// A change set is made by a plain yes, and stands opened.
fn made() -> Harness {
    let mut console = pane();
    console.press("a c");
    console.shows("CREATE CHANGE SET");
    console.wait(600);
    console.press("enter");
    console.shows("The journal has it as change");
    console.press("esc");
    console
}

fn quits(console: &mut Harness) -> bool {
    console.effects().contains(&Effect::Quit)
}

#[test]
fn a_plain_yes_counts_only_once_the_preview_has_stood_and_nothing_is_typed() {
    let mut console = pane();
    console.press("a c enter enter");
    console.shows("CREATE CHANGE SET");
    assert_eq!(console.gated(), ["prepare", "proposed"], "too soon");
    console.wait(600);
    console.type_text("y");
    console.shows("Nothing is typed here");
    console.paste("dataops-v1-github-actions dataops");
    console.press("esc");
    assert_eq!(console.gated(), ["Left"]);
    console.hides("CREATE CHANGE SET");
}

#[test]
fn the_stale_role_s_change_set_is_made_looked_at_and_executed() {
    let mut console = made();
    console.shows("change set watchkeeper-");
    console.shows("GAINS events:DeleteRule, events:DescribeRule");
    console.hides("Stop and escalate");
    console.press("a x");
    console.shows("EXECUTE CHANGE SET");
    console.read_all();
    let phrase = console.phrase();
    assert_eq!(phrase, "dataops-v1-github-actions dataops");
    console.type_text(&phrase);
    console.press("enter");
    console.shows("Applied.");
    console.shows("Policy dataops-v1-deploy of role dataops-github-actions-deploy is live as");
    console.press("esc");
    console.shows("UPDATE_COMPLETE");
    console.press("v c");
    console.shows("EXECUTE_COMPLETE");
    console.press("v e esc k v s");
    console.shows("run the deploy again");
    console.press("ctrl-c");
    assert!(quits(&mut console), "nothing is left: nobody is asked");
}

/// CloudFormation made a change set without changes: the answer, as the gate tells it.
fn empty(msg: Msg) -> Msg {
    let Msg::Written { ticket, at, report } = msg else {
        panic!("{msg:?}");
    };
    let WriteReport::Done { change, made, .. } = report else {
        panic!("{report:?}");
    };
    let why = "The stack is as the template says: the change set is empty and may be deleted.";
    let report = WriteReport::Done {
        outcome: Outcome::NotApplied(Fault::new(FaultKind::Missing, why, "Delete it.")),
        verified: Verified::default(),
        change,
        made,
        request_ids: Vec::new(),
        unjournaled: None,
    };
    Msg::Written { ticket, at, report }
}

#[test]
fn an_empty_change_set_is_said_to_be_one_and_its_deletion_is_offered() {
    let mut console = pane();
    console.press("a c");
    console.wait(600);
    console.hold_gate();
    console.press("enter");
    console.answer_gate_with(empty);
    console.shows("the change set is empty");
    console.shows("enter proposes: delete change set. Esc leaves this.");
    console.release_gate();
    console.press("enter");
    console.shows("Deletes the change set. The stack stays as it is.");
    console.wait(600);
    console.press("enter");
    console.shows("Applied.");
    console.press("esc ctrl-c");
    assert!(quits(&mut console), "it is gone: nobody is asked");
}

#[test]
fn while_a_stack_is_worked_on_its_state_and_what_comes_next_are_shown() {
    let mut console = made();
    console.press("a x");
    console.read_all();
    let phrase = console.phrase();
    console.hold_gate();
    console.type_text(&phrase);
    console.press("enter");
    console.heard(WriteProgress::Sending);
    console.shows("Next: CloudFormation works on the stack");
    console.wait(42_000);
    console.heard(WriteProgress::Following("UPDATE_IN_PROGRESS".to_owned()));
    console.shows("Confirmed 42 s ago.");
    console.shows("> CloudFormation works on it: UPDATE_IN_PROGRESS.");
    console.shows("Next: what it did is read back and checked.");
    console.press("esc");
    console.heard(WriteProgress::Following(
        "UPDATE_ROLLBACK_IN_PROGRESS".to_owned(),
    ));
    console.press("esc a c");
    console.shows("UPDATE_ROLLBACK_IN_PROGRESS");
}

#[test]
fn what_somebody_made_by_hand_is_stopped_with_its_reasons() {
    let mut console = pane();
    console.press("v c enter");
    console.shows("change set hand-made-20260518");
    console.shows("x Stop and escalate");
    console.press("a x");
    console.shows("Stop and escalate");
    console.shows("This is stopped: nothing that is typed helps.");
    console.press("esc a d");
    console.shows("is not in the journal");
}

#[test]
fn leaving_asks_about_what_was_made_and_not_used() {
    let mut console = made();
    console.effects();
    console.press("ctrl-c");
    assert!(!quits(&mut console));
    console.shows("DELETE CHANGE SET");
    console.shows("Made here, unused. enter deletes it, q leaves it there, Esc stays.");
    console.press("esc");
    console.hides("DELETE CHANGE SET");
    console.press("ctrl-c");
    console.wait(600);
    console.press("enter");
    assert!(quits(&mut console), "{}", console.screen());
}

#[test]
fn a_second_wish_leaves_at_once_and_so_does_time() {
    let mut console = made();
    console.press("ctrl-c q");
    assert!(quits(&mut console));
    let mut console = made();
    console.hold_gate();
    console.press("ctrl-c");
    assert!(!quits(&mut console));
    console.fire(|later| matches!(later, Later::Leave(_)));
    assert!(quits(&mut console), "the preview is not to be had in time");
}

#[test]
fn a_preview_that_a_person_reads_is_not_cut_short() {
    let mut console = made();
    console.press("ctrl-c");
    console.fire(|later| matches!(later, Later::Leave(_)));
    assert!(!quits(&mut console));
    console.shows("DELETE CHANGE SET");
}

#[test]
fn what_is_left_over_is_offered_and_deleted() {
    let mut console = made();
    console.hides("left over");
    console.restart();
    console.shows("1 change set made here, still there. a l proposes to delete.");
    console.press("a l");
    console.shows("DELETE CHANGE SET");
    console.wait(600);
    console.press("enter");
    console.shows("Applied.");
    console.press("esc a l");
    console.shows("No change set that was made here is left over.");
    console.press("esc ctrl-c");
    assert!(quits(&mut console));
}

#[test]
fn a_write_under_way_can_be_set_aside_and_comes_back_by_itself() {
    let mut console = made();
    console.press("a x");
    console.read_all();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.hold_gate();
    console.press("enter");
    console.shows("> Reading it again");
    console.press("esc");
    console.hides("> Reading it again");
    console.shows("WRITING");
    console.gated();
    console.press("a p");
    console.shows("A write is under way: EXECUTE CHANGE SET");
    assert_eq!(console.gated(), [""; 0]);
    console.press("esc 2");
    console.press("ctrl-c");
    assert!(!quits(&mut console));
    console.shows("once more ends the console all the same");
    console.press("esc");
    console.answer_gate();
    console.shows("Applied.");
    console.press("esc 3");
    console.shows("UPDATE_COMPLETE");
}

#[test]
fn protection_is_taken_away_through_the_gate_and_put_back_by_undo() {
    let mut console = pane();
    console.press("a p");
    console.shows("Protects the stack against deletion.");
    console.read_all();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.press("enter");
    console.shows("Applied.");
    console.press("esc a u");
    console.shows("TAKES AWAY the stack's protection against deletion.");
}
