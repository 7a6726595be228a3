//! `journal settle`: a person who looked ends a doubt. Refused wherever nobody is
//! asked, or nothing is open.

use std::{
    fs,
    process::{Command, Stdio},
};

use jiff::Timestamp;
use watchkeeper::{
    edge::{journal_file::who, write::Journal},
    facts::{AccountId, Environment, EnvironmentName, FaultKind, Settings},
    gate::{
        Outcome, Typed,
        record::{Entry, Record, Settlement, Settling, Stage, ToldAs, Tree, in_doubt},
        writes::{CodifyPolicy, Item, Write},
    },
    report::journal::settle::asked,
};

use super::entries::{Place, append, done, entry, lost};
use crate::pty::session::Session;

const PROGRAM: &str = env!("CARGO_BIN_EXE_watchkeeper");
const NAME: &str = "executor";

fn doubted() -> Place {
    let lost = done(Outcome::InDoubt(lost()));
    Place::an_hour_ago(vec![Stage::Proposed, Stage::Intent, lost], |_| {})
}

fn equipped(mut command: Command, place: &Place) -> Command {
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", place.state())
        .env("XDG_STATE_HOME", place.state())
        .env("TERM", "xterm-256color")
        .env("USER", "bertha")
        .current_dir(place.state());
    command
}

/// In a terminal, asked for the phrase.
fn asks(place: &Place, told: &str, flags: &[&str]) -> Session {
    configured(place);
    let mut command = equipped(Session::command(PROGRAM), place);
    command.args(["journal", "settle", "c0", told]).args(flags);
    let mut session = Session::start(command, (120, 60));
    session.wait_for("type the role's name: executor");
    session
}

fn configured(place: &Place) {
    let folder = place.state().join(".config/watchkeeper");
    fs::create_dir_all(&folder).unwrap();
    let config = "[[environment]]\nname = \"dev\"\nregion = \"eu-west-1\"\nproduction = false\n";
    fs::write(folder.join("config.toml"), config).unwrap();
}

#[track_caller]
fn ends(session: &mut Session, code: i32) {
    let ended = session.end();
    let screen = session.screen().contents();
    assert_eq!(ended.code(), Some(code), "{screen}");
}

#[track_caller]
fn is_open(place: &Place, before: &str) {
    assert_eq!(place.text(), before, "nothing was written");
    assert_eq!(in_doubt(&place.journal().records().unwrap()).len(), 1);
}

#[test]
fn without_a_terminal_restricted_or_misspelt_nothing_is_asked_and_nothing_settled() {
    let place = doubted();
    let before = place.text();
    for (arguments, said) in [
        (&["c0", "applied"][..], "is not a terminal"),
        (&["c0", "applied", "--restricted"], "off in restricted mode"),
        (&["c0", "maybe"], "invalid value"),
        (&["c0"], "required"),
    ] {
        let output = equipped(Command::new(PROGRAM), &place)
            .args(["journal", "settle"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(64), "{err}");
        assert!(err.contains(said), "{err}");
        assert!(output.stdout.is_empty());
    }
    is_open(&place, &before);
}

#[test]
fn in_a_terminal_with_its_output_in_a_pipe_nothing_is_asked() {
    let place = doubted();
    let before = place.text();
    for pipe in ["| cat", "< /dev/null"] {
        let mut command = equipped(Session::command("sh"), &place);
        let line = format!("{PROGRAM} journal settle c0 applied {pipe}");
        command.args(["-c", &line]);
        let mut session = Session::start(command, (120, 40));
        session.wait_for("is not a terminal");
        session.end();
    }
    is_open(&place, &before);
}

#[test]
fn restricted_mode_refuses_in_a_terminal_too() {
    let place = doubted();
    let before = place.text();
    let mut command = equipped(Session::command(PROGRAM), &place);
    command.args(["--restricted", "journal", "settle", "c0", "applied"]);
    let mut session = Session::start(command, (120, 40));
    session.wait_for("off in restricted mode");
    ends(&mut session, 64);
    is_open(&place, &before);
}

#[test]
fn y_a_wrong_name_half_a_name_and_no_answer_settle_nothing() {
    let place = doubted();
    let before = place.text();
    for (typed, said) in [
        ("y\r", "character 1 is wrong"),
        ("applied\r", "character 1 is wrong"),
        ("Executor\r", "character 1 is wrong"),
        ("executor \r", "character 9 is wrong"),
        ("execut\r", "that is not all of it"),
        ("\r", "that is not all of it"),
        ("\x1b[200~executor\x1b[201~\r", "character 1 is wrong"),
        ("\x04", "Nothing was settled"),
    ] {
        let mut session = asks(&place, "applied", &[]);
        session.send(typed);
        session.wait_for(said);
        ends(&mut session, 1);
        is_open(&place, &before);
    }
}

#[test]
fn what_is_unknown_or_not_in_doubt_is_refused_before_anything_is_asked() {
    let place = Place::an_hour_ago(vec![Stage::Intent, done(Outcome::Applied)], |_| {});
    let before = place.text();
    for (change, said) in [("c0", "is not in doubt"), ("c1", "has no change c1")] {
        let mut command = equipped(Session::command(PROGRAM), &place);
        command.args(["journal", "settle", change, "applied"]);
        let mut session = Session::start(command, (120, 40));
        session.wait_for(said);
        ends(&mut session, 64);
        assert!(!session.screen().contents().contains("type the"));
    }
    assert_eq!(place.text(), before);
}

#[test]
fn a_write_that_is_under_way_is_not_settled_over() {
    let place = doubted();
    let journal = place.journal();
    let held = journal.open().unwrap();
    let before = place.text();
    let mut command = equipped(Session::command(PROGRAM), &place);
    command.args(["journal", "settle", "c0", "applied"]);
    let mut session = Session::start(command, (120, 40));
    session.wait_for("the journal is taken");
    ends(&mut session, 2);
    drop(held);
    is_open(&place, &before);
}

#[test]
fn of_two_consoles_that_ask_at_once_the_second_is_refused() {
    let place = doubted();
    let (mut one, mut other) = (
        asks(&place, "applied", &[]),
        asks(&place, "not-applied", &[]),
    );
    one.send("executor\r");
    one.wait_for("Settled as applied: record 4");
    ends(&mut one, 0);
    let after = place.text();
    other.send("executor\r");
    other.wait_for("is not in doubt");
    ends(&mut other, 2);
    assert_eq!(place.text(), after);
}

#[test]
fn a_person_who_looked_settles_read_only_and_the_chain_holds() {
    for (told, word) in [("applied", "applied"), ("not-applied", "not applied")] {
        let place = doubted();
        let mut session = asks(&place, told, &["--read-only"]);
        let screen = session.screen().contents();
        for text in [
            "IN DOUBT since",
            "PUT ROLE POLICY",
            "Target   executor",
            "reads",
            "dev   817685572750   eu-west-1",
            "anna (uid 1000)@bastion from 10.0.0.7",
            "Change   c0",
            "iam:PutRolePolicy",
            "The answer was lost.",
            "| {\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\"}]}",
            "| {\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\"}]}",
            "can be proposed again",
            "nothing in AWS",
        ] {
            assert!(screen.contains(text), "{text}:\n{screen}");
        }
        session.send("executor\r");
        session.wait_for(&format!("Settled as {told}: record 4 of change c0."));
        ends(&mut session, 0);
        let view = place.journal().view().unwrap();
        assert_eq!((view.count, view.in_doubt(), view.broken), (4, 0, None));
        let shown = equipped(Command::new(PROGRAM), &place)
            .args(["journal", "show", "--limit", "1"])
            .output()
            .unwrap();
        let shown = String::from_utf8(shown.stdout).unwrap();
        let said = format!("{word} PUT ROLE POLICY: {NAME} / reads");
        assert!(shown.contains(&said), "{shown}");
        assert!(shown.contains("Settled by bertha (uid "), "{shown}");
        assert!(shown.contains("a person who looked"), "{shown}");
    }
}

#[test]
fn what_was_typed_before_it_was_asked_for_settles_nothing() {
    let place = doubted();
    let before = place.text();
    configured(&place);
    // One write: the terminal has both lines before the program begins.
    let mut command = equipped(Session::command("sh"), &place);
    let line = format!("read ready; {PROGRAM} journal settle c0 applied");
    command.args(["-c", &line]);
    let mut session = Session::start(command, (120, 60));
    session.send("go\rexecutor\r");
    session.wait_for("type the role's name: executor");
    session.send("y\r");
    session.wait_for("character 1 is wrong");
    ends(&mut session, 1);
    is_open(&place, &before);
}

pub(super) fn settings(production: bool, alias: Option<&str>) -> Settings {
    let name = EnvironmentName::from("dev");
    Settings {
        environments: vec![Environment {
            production,
            alias: alias.map(str::to_owned),
            ..Environment::unknown(name.clone())
        }],
        current: name,
        ..Settings::default()
    }
}

fn of(place: &Place, settings: &Settings) -> Settling {
    let records = place.journal().records().unwrap();
    let now = Timestamp::now();
    Settling::of(&records, "c0", ToldAs::Applied, settings, (now, None)).unwrap()
}

fn confirmed(place: &Place) -> Settlement {
    of(place, &settings(false, None)).confirm(NAME).unwrap()
}

#[test]
fn not_applied_is_refused_while_the_old_state_may_still_be_shown() {
    let place = Place::written(vec![Stage::Intent]);
    let records = place.journal().records().unwrap();
    let settings = settings(false, None);
    let settling = |seconds| {
        let now = records[0].at + jiff::SignedDuration::from_secs(seconds);
        Settling::of(&records, "c0", ToldAs::NotApplied, &settings, (now, None))
    };
    for early in [-3600, 0, 59] {
        let fault = settling(early).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Moved);
        assert!(fault.what.contains("in doubt since"), "{fault:?}");
    }
    settling(60).unwrap();
}

#[test]
fn production_asks_for_the_alias_and_a_long_name_for_its_end_with_the_records_code() {
    let place = doubted();
    let text = |settings: &Settings| of(&place, settings).phrase().text().to_owned();
    assert_eq!(text(&settings(false, Some("shop"))), "executor");
    assert_eq!(text(&settings(true, Some("shop"))), "executor shop");
    assert_eq!(text(&settings(true, Some(" "))), "executor 817685572750");
    let mut unknown = settings(false, None);
    unknown.environments.clear();
    assert_eq!(text(&unknown), "executor 817685572750");
    let long = "alpha-engine-executor-role-of-production";
    let place = Place::an_hour_ago(vec![Stage::Intent], |entry| {
        entry.what.target = long.into();
        entry.what.draft.peers = Some(vec![long.into(), "beta-of-production".into()]);
    });
    let settling = of(&place, &settings(false, None));
    let phrase = settling.phrase().text().to_owned();
    let (end, code) = phrase.split_once(' ').unwrap();
    assert_eq!((end, code.len()), ("role-of-production", 4));
    assert_eq!(settling.confirm(end).unwrap_err(), Typed::Begun);
}

#[test]
fn what_the_journal_learnt_since_it_was_shown_refuses() {
    let place = Place::an_hour_ago(vec![Stage::Intent], |_| {});
    let (settled, told_more, known) = (confirmed(&place), confirmed(&place), confirmed(&place));
    let journal = place.journal();
    let stage = |stage: Stage| Entry {
        change: "c0".to_owned(),
        ..entry("c0", stage)
    };
    append(&journal, stage(done(Outcome::InDoubt(lost())))).unwrap();
    let fault = journal.settle(told_more, who()).unwrap_err();
    assert!(fault.what.contains("has more on change c0"), "{fault:?}");
    append(&journal, stage(done(Outcome::Applied))).unwrap();
    for settlement in [settled, known] {
        let fault = journal.settle(settlement, who()).unwrap_err();
        assert!(fault.what.contains("is not in doubt"), "{fault:?}");
    }
    assert_eq!(journal.records().unwrap().len(), 3);
}

#[test]
fn the_record_says_who_settled_and_what_was_in_doubt() {
    let place = doubted();
    let settlement = confirmed(&place);
    let record: Record = place.journal().settle(settlement, who()).unwrap();
    let doubt = place.journal().records().unwrap().remove(2);
    assert_eq!(record.entry.who, who());
    assert_eq!(record.entry.what, doubt.entry.what);
    let Stage::Settled {
        outcome, by_person, ..
    } = record.entry.stage
    else {
        panic!("{record:?}");
    };
    assert_eq!((outcome, by_person), (Outcome::Applied, true));
    assert!(
        place
            .text()
            .lines()
            .last()
            .unwrap()
            .contains("\"by_person\":true")
    );
}

#[test]
fn the_account_of_the_environment_is_no_part_of_a_files_phrase() {
    let place = Place::an_hour_ago(vec![Stage::Intent], |entry| {
        entry.what.caller = None;
        entry.what.account = Some(AccountId::from("817685572750"));
    });
    assert_eq!(of(&place, &settings(true, None)).phrase().text(), NAME);
}

#[test]
fn a_files_doubt_says_where_it_belongs() {
    let tree = Tree {
        root: "/home/anna/infra".to_owned(),
        host: "laptop".to_owned(),
    };
    let file = |entry: &mut Entry| {
        entry.what.tree = Some(tree.clone());
        entry.what.draft.write = Write::from(CodifyPolicy {
            role: NAME.into(),
            item: Item::Inline("reads".into()),
            path: "iam/executor/reads.json".to_owned(),
        });
    };
    let place = Place::an_hour_ago(vec![Stage::Intent], file);
    let said = asked(&of(&place, &settings(false, None)));
    assert!(said.contains("/home/anna/infra on laptop"), "{said}");
    let view = place.journal().view().unwrap();
    let said = view.lines[0].said.join("\n");
    assert!(
        said.contains("In the working tree /home/anna/infra on laptop: only there"),
        "{said}"
    );
    assert_eq!(view.broken, None);
    let settlement = confirmed(&place);
    let record = place.journal().settle(settlement, who()).unwrap();
    assert_eq!(record.entry.what.tree, Some(tree));
}
