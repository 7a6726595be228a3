//! The journal pane, answered by hand.

use watchkeeper::{
    ask::{Ask, JournalAsk, Question, journal},
    edge::write::Journal,
    facts::{Fault, FaultKind, JournalView},
    flow::Effect,
    gate::{Outcome, Verified, record::Stage},
};

use super::entries::{Place, append, done, entry, lost, refused, verified};
use crate::{
    hostile::world::{evil, is_raw},
    journeys::account::{DEV, caller, identity, settings},
    support::harness::Harness,
};

pub(crate) const ENTRIES: Ask = Ask::Journal(JournalAsk::Entries);

/// A change that went well, one that was left, and one that nobody knows about.
fn story() -> JournalView {
    let place = Place::new();
    let journal = place.journal();
    let mut held = journal.open().unwrap();
    for (change, stage) in [
        ("c1-lost", Stage::Proposed),
        ("c1-lost", Stage::Intent),
        ("c2-good", Stage::Proposed),
        ("c2-good", Stage::Intent),
        ("c2-good", done(Outcome::Applied)),
        ("c2-good", verified("The policy reads as it was to.")),
        ("c3-left", Stage::Proposed),
        ("c3-left", refused("The person left it.")),
    ] {
        held.append(entry(change, stage)).unwrap();
    }
    drop(held);
    JournalView {
        path: Some("/home/anna/.local/state/watchkeeper/journal".into()),
        ..journal.view().unwrap()
    }
}

/// The same as it is every time: the clock and the hashes are not.
pub(crate) fn told() -> JournalView {
    let mut view = story();
    view.head = Some("3f786850e387550fdab836ed7e6dc881".repeat(2));
    for line in &mut view.lines {
        let seconds = 1_779_112_800 + 60 * i64::try_from(line.seq).unwrap();
        line.at = jiff::Timestamp::from_second(seconds).unwrap();
    }
    view
}

/// On the journal pane, asked and not answered.
fn opened(size: (u16, u16)) -> Harness {
    let mut console = Harness::by_hand(settings());
    console.resize(size.0, size.1);
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("0");
    console
}

pub(super) fn showing(view: JournalView, size: (u16, u16)) -> Harness {
    let mut console = opened(size);
    console.answer(&ENTRIES, Ok(journal::Entries::answered(view)));
    console
}

#[test]
fn the_pane_asks_for_the_journal_and_says_whose_account_it_is() {
    let console = opened((80, 24));
    let settled = Ask::Journal(JournalAsk::Settled);
    assert_eq!(console.open_asks(), [ENTRIES, settled]);
    console.shows("0 Journal");
    console.shows(DEV);
}

#[test]
fn a_journal_that_cannot_be_read_says_why_and_what_to_do() {
    let mut console = opened((80, 24));
    let fault = Fault::new(
        FaultKind::Malformed,
        "The journal is refused.",
        "Use chmod.",
    );
    console.answer(&ENTRIES, Err(fault));
    console.shows("The journal is refused.");
    console.shows("Use chmod.");
    console.shows("R reads it.");
}

#[test]
fn a_journal_that_stops_writes_is_said_in_every_frame_in_the_place_of_the_write_mode() {
    let settled = Ask::Journal(JournalAsk::Settled);
    let broken = JournalView {
        broken: Some("The chain breaks at record 2: f:2 was changed.".to_owned()),
        ..story()
    };
    let unsettled = JournalView {
        unsettled: vec!["journal-000001.jsonl:2".to_owned()],
        ..story()
    };
    let refused = Fault::new(FaultKind::Malformed, "The journal is refused.", "chmod");
    for (told, mode, said) in [
        (Ok(broken), "BROKEN", "journal BROKEN"),
        (Ok(unsettled), "BLOCKED", "journal UNSETTLED"),
        (Err(refused), "BLOCKED", "journal REFUSED"),
    ] {
        let mut console = Harness::by_hand_writing(settings());
        console.answer(&identity("dev"), Ok(caller(DEV)));
        console.shows("WRITES");
        console.answer(&settled, told.map(journal::Settled::answered));
        for size in [(80, 24), (160, 50)] {
            console.resize(size.0, size.1);
            for pane in ["2", "3", "0"] {
                console.press(pane);
                let screen = console.screen();
                let header: String = screen.lines().take(2).collect();
                assert!(header.contains(mode) && header.contains(said), "{screen}");
                assert!(!header.contains("WRITES"), "{screen}");
            }
        }
    }
}

#[test]
fn an_empty_journal_says_what_would_be_here() {
    let console = showing(JournalView::default(), (80, 24));
    console.shows("Nothing has been proposed or written yet.");
    console.shows("kept in memory only");
}

#[test]
fn what_is_in_doubt_stands_on_top_and_is_selected() {
    let mut console = showing(story(), (100, 40));
    console.shows("= chain whole 8 records head");
    let selected = console.selected();
    assert!(selected.contains("? executor / reads"), "{selected}");
    assert!(selected.contains("IN DOUBT"), "{selected}");
    console.shows("it is not known whether this was applied");
    console.shows("watchkeeper journal settle c1-lost applied|not-applied");
    console.shows("3 changes");
    let screen = console.screen();
    let at = |text: &str| {
        screen
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {screen}"))
    };
    assert!(at("> intent") < at("x refused: The person left it."));
    assert!(at("x refused") < at("= verified"));
    assert!(at("= verified") < at("+ applied"));
    console.press("n");
    console.rest();
    console.hides("journal settle");
    let selected = console.selected();
    assert!(selected.contains("x executor / reads"), "{selected}");
    console.press("n n");
    assert!(console.selected().contains("IN DOUBT"), "around the end");
}

#[test]
fn the_detail_tells_who_where_what_and_whether_it_can_be_undone() {
    let mut console = showing(story(), (160, 50));
    console.press("n n");
    console.rest();
    for text in [
        "Target executor",
        "dev 817685572750",
        "anna (uid 1000)@bastion from 10.0.0.7",
        "Change c2-good",
        "p proposed",
        "iam:PutRolePolicy",
        "+ applied",
        "Request req-1.",
        "= verified",
        "The policy reads as it was to.",
        "Undo What was there can be put back",
        "- \"Action\": \"s3:*\"",
        "+ \"Action\": \"s3:GetObject\"",
    ] {
        console.shows(text);
    }
    console.effects();
    console.press("y");
    assert_eq!(console.copied(), "c2-good");
    console.press("c d");
    assert!(console.copied().contains("Request req-1."));
    console.press("N");
    console.rest();
    console.hides("Undo What was there");
}

#[test]
fn every_stage_has_its_letter() {
    let place = Place::new();
    let journal = place.journal();
    let failed = Verified {
        failed: vec!["It is not there.".into()],
        blind: vec!["The simulator said nothing.".into()],
        ..Verified::default()
    };
    for (change, stage) in [
        ("a", Stage::Intent),
        ("a", done(Outcome::NotApplied(lost()))),
        ("b", Stage::Intent),
        ("b", done(Outcome::InDoubt(lost()))),
        (
            "b",
            Stage::Settled {
                outcome: Outcome::Applied,
                made: None,
                by_person: false,
            },
        ),
        ("b", Stage::Verified(failed)),
    ] {
        append(&journal, entry(change, stage)).unwrap();
    }
    let console = showing(journal.view().unwrap(), (160, 50));
    for text in [
        "- not applied: The answer was lost.",
        "? IN DOUBT: The answer was lost.",
        "+ applied: A later read of the state settled it.",
        "! VERIFICATION FAILED: Failed: It is not there.",
        "Not looked at: The simulator said nothing.",
    ] {
        console.shows(text);
    }
    console.hides("whether it was done is not known");
}

#[test]
fn names_come_first_and_the_caller_and_the_person_are_found_by_the_filter() {
    let place = Place::new();
    let journal = place.journal();
    let set = "arn:aws:cloudformation:eu-west-1:817685572750:changeSet/grant-scheduler-2291/1";
    let mut executed = entry("a", refused("no"));
    executed.what.target = "ferryboard-ci-roles".into();
    executed.what.part = Some(set.into());
    append(&journal, executed).unwrap();
    let mut others = entry("b", refused("no"));
    others.who.user = "bert (uid 1001)".to_owned();
    others.what.caller = Some("arn:aws:sts::817685572750:assumed-role/deploy/bert".into());
    append(&journal, others).unwrap();
    let mut console = showing(journal.view().unwrap(), (160, 50));
    console.shows("x ferryboard-ci-roles / grant-scheduler-2291 PUT ROLE POLICY");
    console.shows("oncall/anna");
    for (text, kept) in [
        ("deploy/bert", true),
        ("bert (uid", true),
        ("oncall/anna", false),
    ] {
        console.press("/");
        console.type_text(text);
        console.shows("1 change, ");
        assert_eq!(console.screen().contains("ferryboard-ci-roles /"), !kept);
        console.press("enter esc");
    }
}

#[test]
fn what_undoes_a_file_is_said_as_the_preview_said_it() {
    let place = Place::new();
    let journal = place.journal();
    let mut written = entry("a", done(Outcome::Applied));
    written.what.undo = None;
    let command = "`git checkout -- iam/executor/reads.json` puts the committed file back";
    written.what.no_undo = Some(command.to_owned());
    append(&journal, written).unwrap();
    let console = showing(journal.view().unwrap(), (160, 50));
    console.shows("To undo it: `git checkout -- iam/executor/reads.json`");
    console.hides("nothing that would undo");
}

#[test]
fn a_broken_chain_says_so_first() {
    let view = JournalView {
        broken: Some("The chain breaks at record 3: f:3 is not a record.".into()),
        notes: vec!["torn-1 has what a crash left of a record.".into()],
        ..story()
    };
    let console = showing(view, (80, 24));
    let screen = console.screen();
    let fourth = screen.lines().nth(3).unwrap();
    assert!(
        fourth.starts_with(" x BROKEN  The chain breaks at record 3"),
        "{screen}"
    );
    console.shows("torn-1");
    console.hides("chain whole");
}

#[test]
fn coming_back_reads_the_journal_anew_and_keeps_what_is_known() {
    let mut console = showing(story(), (100, 30));
    console.press("j j 2");
    console.effects();
    console.press("0");
    assert!(console.open_asks().contains(&ENTRIES));
    console.shows("3 changes");
    let selected = console.selected();
    console.answer(&ENTRIES, Ok(journal::Entries::answered(story())));
    assert_eq!(console.selected(), selected);
}

#[test]
fn the_filter_keeps_whole_changes_and_esc_drops_it() {
    let mut console = showing(story(), (100, 30));
    console.press("/");
    console.type_text("c2-good");
    console.shows("1 change, ");
    console.hides("IN DOUBT");
    console.press("enter esc");
    console.shows("3 changes");
    console.press("/");
    console.type_text("none such");
    console.shows("No change matches the filter.");
}

#[test]
fn at_80_columns_enter_reads_the_detail_alone_and_esc_comes_back() {
    let mut console = showing(story(), (80, 24));
    console.press("enter");
    console.hides("3 changes");
    console.shows("chain whole");
    console.press("G");
    console.shows("\"Action\": \"s3:GetObject\"");
    console.press("esc");
    console.shows("3 changes");
    console.effects();
    console.press("q");
    assert_eq!(console.effects(), [Effect::Quit]);
}

#[test]
fn names_and_reasons_that_mean_ill_are_shown_harmless() {
    let place = Place::new();
    let mut hostile = entry(&evil("c"), refused(&evil("why")));
    hostile.what.target = evil("target").as_str().into();
    hostile.what.part = Some(evil("part").as_str().into());
    hostile.what.before = Some(evil("before").as_str().into());
    hostile.who.user = evil("user");
    hostile.what.title = evil("TITLE");
    append(&place.journal(), hostile).unwrap();
    let view = JournalView {
        broken: Some(evil("broken")),
        ..place.journal().view().unwrap()
    };
    for size in [(80, 24), (160, 50)] {
        let mut console = showing(view.clone(), size);
        console.press("enter");
        for _ in 0..20 {
            let buf = console.buffer();
            let raw = buf
                .content
                .iter()
                .find(|cell| cell.symbol().chars().any(is_raw));
            assert!(raw.is_none(), "{raw:?}");
            console.press("space");
        }
    }
}
