//! However the console ends, the terminal is given back.

use rustix_openpty::rustix::process::Signal;

use super::stand_in;

const SIZE: (u16, u16) = (80, 24);

#[test]
fn a_deadly_signal_gives_the_terminal_back_and_is_what_the_program_dies_of() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT] {
        let mut session = stand_in::spawn(SIZE);
        session.kill(signal);
        session.ended_by(signal);
        session.is_restored();
    }
}

#[test]
fn a_terminal_that_goes_away_ends_the_program() {
    let mut session = stand_in::spawn(SIZE);
    session.hang_up();
    session.ended_by(Signal::HUP);
}

/// Frames of 30 kB that nobody reads: the loop is stuck in a write when the signal comes.
#[test]
fn a_frozen_terminal_does_not_keep_the_program_alive() {
    let mut session = stand_in::spawn((300, 100));
    session.freeze();
    session.send("f");
    session.type_until_stuck("j");
    session.kill(Signal::TERM);
    session.ended_by(Signal::TERM);
}

#[test]
fn a_panic_is_reported_on_the_terminal_as_it_was() {
    let mut session = stand_in::spawn(SIZE);
    session.send("p");
    assert_eq!(session.end().code(), Some(70));
    session.is_restored();
    let report = String::from_utf8_lossy(&session.written()).into_owned();
    let report = report.rsplit("\x1b[?1049l").next().unwrap();
    // Each line begins at the left edge: the terminal's modes are back before it.
    for said in ["The application panicked", "the stand-in was told to panic"] {
        assert!(report.contains(said), "{report}");
    }
    assert!(!report.replace("\r\n", "").contains('\n'), "{report:?}");
}

#[test]
fn a_panic_of_a_task_leaves_the_screen_alone() {
    let mut session = stand_in::spawn(SIZE);
    session.send("tj");
    session.wait_for("selected 1 ");
    let screen = session.screen();
    assert!(screen.alternate_screen());
    assert!(
        !screen.contents().contains("panic"),
        "{}",
        screen.contents()
    );
}
