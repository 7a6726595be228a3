//! `journal renew` and `journal settle NAME looked`, as the real program asks for them.

use std::{
    fs,
    process::{Command, Stdio},
};

use watchkeeper::{
    edge::write::Journal,
    gate::record::{Stage, in_doubt},
};

use super::entries::{FIRST, Place};
use crate::pty::session::Session;

const PROGRAM: &str = env!("CARGO_BIN_EXE_watchkeeper");

fn broken() -> Place {
    let place = Place::written(vec![Stage::Intent, Stage::Proposed, Stage::Proposed]);
    let spoilt = place
        .text()
        .replacen("\"change\":\"c1\"", "\"change\":\"cx\"", 1);
    fs::write(place.file(FIRST), spoilt).unwrap();
    place
}

fn equipped(mut command: Command, place: &Place, arguments: &[&str]) -> Command {
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", place.state())
        .env("XDG_STATE_HOME", place.state())
        .env("TERM", "xterm-256color")
        .current_dir(place.state())
        .arg("journal")
        .args(arguments);
    command
}

fn asks(place: &Place, arguments: &[&str]) -> Session {
    let command = equipped(Session::command(PROGRAM), place, arguments);
    let mut session = Session::start(command, (140, 50));
    session.wait_for("type the ");
    session
}

#[track_caller]
fn ends(mut session: Session, code: i32) -> String {
    let ended = session.end();
    let screen = session.screen().contents();
    assert_eq!(ended.code(), Some(code), "{screen}");
    screen
}

#[test]
fn without_a_terminal_or_restricted_or_where_it_holds_nothing_is_renewed() {
    let place = broken();
    let before = place.text();
    let whole = Place::written(vec![Stage::Proposed]);
    for (place, arguments, said) in [
        (&place, &["renew"][..], "is not a terminal"),
        (&place, &["renew", "--restricted"], "off in restricted mode"),
        (
            &place,
            &["settle", "journal-000001.jsonl:2", "looked"],
            "is not a terminal",
        ),
    ] {
        let output = equipped(Command::new(PROGRAM), place, arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(64), "{err}");
        assert!(err.contains(said), "{err}");
    }
    let command = equipped(Session::command(PROGRAM), &whole, &["renew"]);
    let said = ends(Session::start(command, (140, 50)), 64);
    assert!(said.contains("nothing to renew"), "{said}");
    assert_eq!(place.text(), before);
}

#[test]
fn y_and_no_answer_renew_nothing() {
    for typed in ["y\r", "\r", "\x04"] {
        let place = broken();
        let before = place.text();
        let mut session = asks(&place, &["renew"]);
        session.send(typed);
        ends(session, 1);
        assert_eq!(place.text(), before);
    }
}

#[test]
fn the_name_renews_it_and_the_stretchs_name_lets_writes_go_on() {
    let place = broken();
    let mut session = asks(&place, &["renew"]);
    let shown = session.screen().contents();
    assert!(shown.contains("journal-000001.jsonl:2"), "{shown}");
    assert!(
        shown.contains("change c0: PUT ROLE POLICY executor"),
        "{shown}"
    );
    let asks_for = "To renew the journal, type the folder's name: broken-1";
    let mut rows = shown.lines().map(str::trim_end);
    assert!(rows.any(|row| row == asks_for), "{shown}");
    session.send("broken-1\r");
    let said = ends(session, 0);
    assert!(!said.contains("<U+"), "{said}");
    assert!(
        said.contains("journal settle journal-000001.jsonl:2 looked"),
        "{said}"
    );
    assert_eq!(in_doubt(&place.journal().records().unwrap()).len(), 1);
    assert!(place.journal().chain().unwrap().takes_writes().is_err());
    let stretch = ["settle", "journal-000001.jsonl:2", "looked"];
    let mut session = asks(&place, &stretch);
    session.send("looked\r");
    ends(session, 1);
    assert!(place.journal().chain().unwrap().takes_writes().is_err());
    let mut session = asks(&place, &stretch);
    session.send("journal-000001.jsonl:2\r");
    let said = ends(session, 0);
    assert!(!said.contains("<U+"), "{said}");
    place.journal().chain().unwrap().takes_writes().unwrap();
}
