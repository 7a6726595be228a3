//! What is drawn, how much is written for it, and that it is taken away again.

use std::{thread, time::Duration};

use super::stand_in;

const SIZE: (u16, u16) = (80, 24);
const SILENCE: Duration = Duration::from_millis(100);

#[test]
fn the_first_frame_fills_the_alternate_screen_and_hides_the_cursor() {
    let mut session = stand_in::spawn(SIZE);
    session.wait_for("selected 0 80x24");
    let screen = session.screen();
    assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
    assert!(screen.contents().contains("> row 0"));
    assert!(session.is_raw());
}

#[test]
fn quitting_gives_the_terminal_back() {
    let mut session = stand_in::spawn(SIZE);
    session.send("q");
    assert_eq!(session.end().code(), Some(0));
    session.is_restored();
}

#[test]
fn quitting_does_not_wait_for_a_task_that_hangs() {
    let mut session = stand_in::spawn(SIZE);
    session.send("hq");
    assert_eq!(session.end().code(), Some(0));
    session.is_restored();
}

#[test]
fn a_terminal_that_answers_nothing_is_asked_nothing() {
    let session = stand_in::spawn(SIZE);
    session.settle(SILENCE);
    let written = String::from_utf8_lossy(&session.written()).into_owned();
    for query in ["\x1b[c", "\x1b[6n", "\x1b[?u", "\x1b]11;?", "\x1bP"] {
        assert!(!written.contains(query), "{query:?} in {written:?}");
    }
}

#[test]
fn an_idle_console_writes_nothing_and_never_wakes() {
    let session = stand_in::spawn(SIZE);
    session.settle(SILENCE);
    let before = (session.written_len(), wake_ups(&session));
    // Long enough for any timer that ticks.
    thread::sleep(Duration::from_millis(600));
    assert_eq!((session.written_len(), wake_ups(&session)), before);
}

/// How often threads of the program were put to sleep: each wake-up ends in one.
fn wake_ups(session: &super::session::Session) -> u64 {
    let tasks = format!("/proc/{}/task", session.child.id());
    std::fs::read_dir(tasks)
        .unwrap()
        .map(|task| {
            let status = std::fs::read_to_string(task.unwrap().path().join("status")).unwrap();
            let line = status
                .lines()
                .find(|line| line.starts_with("voluntary_ctxt_switches"))
                .unwrap();
            line.split_whitespace()
                .last()
                .unwrap()
                .parse::<u64>()
                .unwrap()
        })
        .sum()
}

#[test]
fn a_moved_selection_writes_a_few_bytes() {
    let mut session = stand_in::spawn(SIZE);
    session.settle(SILENCE);
    let before = session.written_len();
    session.send("j");
    session.wait_for("selected 1 ");
    session.settle(SILENCE);
    assert!(session.written_len() - before < 40);
}

#[test]
fn a_burst_of_keys_is_drawn_in_a_frame_or_two() {
    let mut session = stand_in::spawn(SIZE);
    session.settle(SILENCE);
    let before = session.chunks();
    session.send("j".repeat(60));
    session.wait_for("selected 60 ");
    session.settle(SILENCE);
    assert!(
        session.chunks() - before <= 2,
        "{}",
        session.chunks() - before
    );
}

#[test]
fn a_flood_of_keys_is_taken_in_whole() {
    let mut session = stand_in::spawn(SIZE);
    session.send("j".repeat(3000));
    session.wait_for("selected 3000 ");
}

#[test]
fn a_new_size_is_drawn_whole_at_that_size() {
    let mut session = stand_in::spawn(SIZE);
    for (columns, rows) in [(100, 30), (40, 10), (80, 24)] {
        session.resize(columns, rows);
        session.wait_for(&format!("selected 0 {columns}x{rows}"));
        session.wait_for("> row 0");
        session.wait_for(&format!("row {}", rows - 2));
    }
}

#[test]
fn a_paste_arrives_as_one_text() {
    let mut session = stand_in::spawn(SIZE);
    session.send("\x1b[200~quit j\x1b[201~");
    session.wait_for("pasted quit j");
    session.wait_for("selected 0 ");
}

#[test]
fn a_paste_whose_end_is_lost_is_over_after_a_silence_and_keys_are_heard_again() {
    let mut session = stand_in::spawn(SIZE);
    session.send("\x1b[200~lost");
    session.wait_for("pasted lost");
    session.send("j");
    session.wait_for("selected 1 ");
}

#[test]
fn ctrl_c_ends_a_paste_whose_end_is_lost() {
    let mut session = stand_in::spawn(SIZE);
    session.send("\x1b[200~lost");
    session.send("\x03");
    session.wait_for("pasted lost");
    session.send("j");
    session.wait_for("selected 1 ");
}

#[test]
fn a_copy_goes_to_the_terminal_and_says_so() {
    let mut session = stand_in::spawn(SIZE);
    session.send("y");
    session.wait_for("Copied 3 characters (sent to the terminal; it decides");
    let written = String::from_utf8_lossy(&session.written()).into_owned();
    assert!(written.contains("\x1b]52;c;YXJu\x07"));
}

#[test]
fn restricted_mode_copies_nothing() {
    let mut session = stand_in::spawn_as("restricted", SIZE);
    session.send("y");
    session.wait_for("Not copied: the clipboard is off in restricted mode.");
    let written = String::from_utf8_lossy(&session.written()).into_owned();
    assert!(!written.contains("\x1b]52"));
}

#[test]
fn escape_alone_is_a_key_and_a_torn_sequence_is_not() {
    let mut session = stand_in::spawn(SIZE);
    session.send("\x1b");
    session.wait_for("escaped 1");
    session.send("\x1b[");
    session.send("Aj");
    session.wait_for("selected 1 ");
    session.wait_for("escaped 1");
}
