//! Runbooks, from the row of the watch that names one to its last step: what a step rests on,
//! who must agree, and that it goes on where it was left.

use watchkeeper::{
    ask::{Ask, Question, memory},
    facts::{StepOutcome, StepRecord},
    flow::Effect,
};

use crate::support::harness::Harness;

const SIZE: (u16, u16) = (110, 60);

fn select(console: &mut Harness, text: &str) {
    console.press("g");
    for _ in 0..60 {
        if console.selected().contains(text) {
            console.rest();
            return;
        }
        console.press("j");
    }
    panic!("{text}: {}", console.screen());
}

/// What is recorded, in order.
fn records(console: &Harness) -> Vec<StepRecord> {
    let ask: Ask = memory::Executions.here().into();
    let answer = console.world().read(&ask).unwrap();
    memory::Executions::typed(&answer).unwrap().clone()
}

fn outcomes(console: &Harness) -> Vec<(String, StepOutcome)> {
    let all = records(console).into_iter();
    all.map(|record| (record.step, record.outcome)).collect()
}

/// The console with the runbook of the stale deploy role begun.
fn begun() -> Harness {
    let mut console = Harness::writing("dataops", SIZE);
    console.press("9");
    select(&mut console, "dataops-v1-github-actions");
    console.press("s");
    console.rest();
    console
}

/// A line of a form after the other.
fn write(console: &mut Harness, lines: &[&str]) {
    for line in lines {
        console.type_text(line);
        console.press("enter");
    }
    console.rest();
}

#[test]
fn what_is_wrong_names_the_runbook_that_mends_it_and_leads_there() {
    let mut console = Harness::watching("dataops", SIZE);
    select(&mut console, "Deploy DataOps V1 Lambda");
    console.shows("runbook: Update a stale deploy role, then deploy again");
    console.press("enter");
    for _ in 0..30 {
        if console.selected().contains("runbook: ") {
            break;
        }
        console.press("j");
    }
    console.press("enter");
    console.rest();
    console.shows("9 Runbooks");
    console.shows("s begins it for dataops-v1-github-actions");
}

#[test]
fn opening_a_runbook_records_nothing_and_proposes_nothing() {
    let mut console = Harness::writing("dataops", SIZE);
    console.press("9 enter");
    console.effects();
    for key in [
        "d", "r", "S", "X", "c x", "enter", "j", "space", "G", "y", "H",
    ] {
        console.press(key);
        console.press("esc");
        console.press("9 enter");
    }
    assert_eq!(records(&console), Vec::new());
    assert!(console.gated().is_empty(), "nothing went to the gate");
}

#[test]
fn beginning_one_is_recorded_with_its_subject_and_who() {
    let console = begun();
    let all = records(&console);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].subject.raw(), "dataops-v1-github-actions");
    assert_eq!(all[0].account.as_ref().unwrap().raw(), "817685572750");
    assert_eq!(all[0].who.raw(), "you@demo");
    console.shows("may not call events:DescribeRule");
}

#[test]
fn a_step_that_looks_or_judges_is_taken_with_what_was_seen() {
    let mut console = begun();
    console.press("d");
    console.rest();
    console.press("d");
    console.rest();
    let all = records(&console);
    assert_eq!(all[1].seen[0].holds, Some(true));
    assert!(all[1].seen[0].said[0].contains("stale"), "{:?}", all[1]);
    assert_eq!(
        all[2].seen[0].said,
        ["stack dataops-v1-github-actions is UPDATE_COMPLETE"]
    );
}

#[test]
fn a_person_who_must_agree_is_named_and_the_secret_in_the_note_is_not_kept() {
    let mut console = begun();
    console.press("d d d");
    console.shows("Who agreed");
    console.press("enter enter");
    console.shows("Something must stand here");
    write(
        &mut console,
        &["anna", "all four, with AKIAIOSFODNN7EXAMPLE"],
    );
    let all = records(&console);
    let note = all[3].note.as_ref().unwrap().raw();
    assert!(note.starts_with("anna agreed: all four, with"), "{note}");
    assert!(!note.contains("AKIA"), "{note}");
}

#[test]
fn a_person_who_says_no_ends_it_and_that_is_no_failure() {
    let mut console = begun();
    console.press("d d r");
    write(&mut console, &["the template grants iam:* on *"]);
    assert_eq!(outcomes(&console)[3].1, StepOutcome::Refused);
    console.press("esc");
    console.shows("0 under way");
    console.press("H");
    select(&mut console, "refused");
    console.shows("the template grants iam:* on *");
}

#[test]
fn a_change_is_done_only_when_the_journal_has_it() {
    let mut console = begun();
    console.press("d d d");
    write(&mut console, &["anna", "all four"]);
    console.press("d");
    console.shows("no CREATE CHANGE SET since the runbook was begun");
    assert_eq!(records(&console).len(), 4, "nothing was recorded");
}

#[test]
fn what_decides_cannot_be_skipped_and_a_reason_is_kept_for_the_rest() {
    let mut console = begun();
    console.press("S");
    write(&mut console, &["known already"]);
    assert_eq!(
        outcomes(&console)[1],
        ("refused".to_owned(), StepOutcome::Skipped)
    );
    console.press("S");
    console.shows("cannot be skipped");
}

/// The whole of story 002, each change through the gate.
#[test]
fn the_stale_deploy_role_is_brought_up_to_date_step_by_step() {
    let mut console = begun();
    console.press("d d d");
    write(&mut console, &["anna", "all four"]);
    console.shows("Create the change set");
    follow(&mut console);
    console.shows("3 Stacks");
    console.press("a c");
    console.wait(600);
    console.press("enter");
    console.shows("The journal has it as change");
    console.press("esc 9");
    console.rest();
    console.press("d");
    console.rest();
    console.shows("STOP if it replaces or removes anything");
    console.press("d");
    write(&mut console, &["anna", "one resource, the role's policy"]);
    follow(&mut console);
    console.press("a x");
    console.shows("EXECUTE CHANGE SET");
    console.read_all();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.press("enter");
    console.shows("Applied.");
    console.press("esc 9");
    console.rest();
    for step in ["execute", "updated", "no-longer-stale"] {
        console.press("d");
        console.rest();
        let all = outcomes(&console);
        assert_eq!(all.last().unwrap(), &(step.to_owned(), StepOutcome::Done));
    }
    console.shows("Run the deployment again");
}

/// Goes where the step leads.
fn follow(console: &mut Harness) {
    for _ in 0..60 {
        if console.selected().contains("goes there") {
            console.press("enter");
            console.rest();
            return;
        }
        console.press("j");
    }
    panic!("{}", console.screen());
}

#[test]
fn a_key_pressed_twice_takes_no_step_twice() {
    let mut console = begun();
    console.leave_world();
    console.effects();
    console.press("d d");
    console.shows("still being recorded");
    let effects = console.effects().into_iter();
    let recorded = effects.filter(|effect| matches!(effect, Effect::Record { .. }));
    assert_eq!(recorded.count(), 1);
}

#[test]
fn a_refused_token_has_a_runbook_of_its_own_and_another_failure_has_not() {
    let mut console = Harness::watching("dataops", SIZE);
    select(&mut console, "Publish docs on main failed");
    console.shows("runbook: Let a job's OIDC token in again");
    select(&mut console, "IAM drift on main failed");
    console.hides("runbook: Let a job's OIDC token in again");
}
