//! The real binary, as a person starts it: nobody's environment, an empty home,
//! a terminal that answers no query.

use std::{net::TcpListener, path::Path, process::Command, time::Duration};

use rustix_openpty::rustix::process::Signal;
use tempfile::TempDir;

use super::session::Session;

const PROGRAM: &str = env!("CARGO_BIN_EXE_watchkeeper");
const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (200, 60);

/// A role of the demo's account: the frame with it is complete.
const COMPLETE: &str = "alpha-engine-executor-role";

/// Longer than the rest after which the detail follows the selection.
const REST: Duration = Duration::from_millis(300);

/// A home of its own, empty, where the console is also started.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn command(&self, program: &str, env: &[(&str, &str)]) -> Command {
        let mut command = Session::command(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.0.path())
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .envs(env.iter().copied())
            .current_dir(self.0.path());
        command
    }

    fn demo(&self, size: (u16, u16), env: &[(&str, &str)]) -> Session {
        let mut command = self.command(PROGRAM, env);
        command.args(["demo", "--pane", "drift"]);
        let mut session = Session::start(command, size);
        session.wait_for(COMPLETE);
        session.settle(REST);
        session
    }
}

#[test]
fn a_story_begins_in_its_environment_and_pane_and_a_pane_may_be_chosen() {
    let home = Home::new();
    let cases: [(&[&str], &str); 6] = [
        (&[], "the gravest first"),
        (&["--story", "000"], "alpha-engine-executor-role"),
        (
            &["--story", "002"],
            "stack dataops-v1-github-actions is stale",
        ),
        (&["--story", "004"], "ObservabilityAccess"),
        (
            &["--pane", "stacks", "-e", "insight-dev"],
            "RuntimeFunction",
        ),
        (
            &["--story", "002", "--pane", "journal"],
            "Nothing has been proposed or written yet.",
        ),
    ];
    for (arguments, shown) in cases {
        let mut command = home.command(PROGRAM, &[]);
        command.arg("demo").args(arguments);
        let mut session = Session::start(command, SMALL);
        session.wait_for(shown);
    }
}

#[test]
fn a_restricted_demo_copies_nothing_and_proposes_no_write() {
    let home = Home::new();
    let mut command = home.command(PROGRAM, &[]);
    command.args(["--restricted", "demo", "--pane", "drift"]);
    let mut session = Session::start(command, SMALL);
    session.wait_for(COMPLETE);
    session.settle(REST);
    session.send("y");
    session.wait_for("the clipboard is off in restricted mode");
    session.send("ac");
    session.wait_for("This console is restricted: it only looks.");
}

/// The screen row of the marked list entry.
fn selected(session: &mut Session) -> Option<usize> {
    let screen = session.screen().contents();
    screen.lines().position(|line| line.starts_with(['▌', '█']))
}

#[test]
fn the_demo_opens_complete_asks_the_terminal_nothing_and_gives_it_back() {
    let home = Home::new();
    let mut session = home.demo(SMALL, &[]);
    assert!(session.screen().alternate_screen());
    let before = selected(&mut session).unwrap();
    // The terminal's own cursor is on the selected row, and to be seen.
    let (row, _) = session.screen().cursor_position();
    assert!(!session.screen().hide_cursor() && usize::from(row) == before);
    session.send("j");
    session.wait_until("the next row", |screen| {
        let contents = screen.contents();
        contents.lines().position(|l| l.starts_with(['▌', '█'])) == Some(before + 1)
    });
    let written = String::from_utf8_lossy(&session.written()).into_owned();
    for query in ["\x1b[c", "\x1b[>", "\x1b[6n", "\x1b[?u", "\x1b]1", "\x1bP"] {
        assert!(!written.contains(query), "{query:?} was asked");
    }
    session.send("q");
    assert_eq!(session.end().code(), Some(0));
    session.is_restored();
    is_empty(home.0.path());
}

fn is_empty(folder: &Path) {
    let left: Vec<_> = folder.read_dir().unwrap().collect();
    assert!(left.is_empty(), "the demo left {left:?}");
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let home = Home::new();
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let mut session = home.demo(SMALL, &[]);
        session.kill(signal);
        session.ended_by(signal);
        session.is_restored();
    }
}

#[test]
fn a_terminal_that_goes_away_ends_the_console() {
    let mut session = Home::new().demo(SMALL, &[]);
    session.hang_up();
    session.ended_by(Signal::HUP);
}

#[test]
fn a_stop_by_key_and_fg_bring_the_console_back() {
    let home = Home::new();
    let mut command = home.command("bash", &[("PS1", "ready> "), ("HISTFILE", "/dev/null")]);
    command.args(["--norc", "--noprofile", "-i"]);
    let mut shell = Session::start(command, SMALL);
    shell.wait_for("ready>");
    shell.send(format!("{PROGRAM} demo\n"));
    shell.wait_for(COMPLETE);
    shell.send("\x1a");
    shell.wait_until("the shell", |screen| {
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && screen.contents().contains("Stopped")
            && screen.contents().matches("ready>").count() == 2
    });
    shell.send("fg\n");
    shell.wait_until("the console again", |screen| {
        screen.alternate_screen() && screen.contents().contains(COMPLETE)
    });
    shell.send("q");
    shell.wait_until("the third prompt", |screen| {
        !screen.alternate_screen() && screen.contents().matches("ready>").count() == 3
    });
    shell.send("exit\n");
    assert_eq!(shell.end().code(), Some(0));
}

#[test]
fn a_terminal_too_small_says_so_and_takes_no_key_but_quit() {
    let home = Home::new();
    let mut session = home.demo(SMALL, &[]);
    let before = selected(&mut session);
    session.resize(59, 14);
    session.wait_for("59x14 is too small.");
    session.settle(REST);
    let written = session.written_len();
    session.send("j?:/e");
    session.settle(REST);
    assert_eq!(session.written_len(), written);
    session.resize(80, 24);
    session.wait_for(COMPLETE);
    session.settle(REST);
    assert_eq!(selected(&mut session), before, "a key acted unseen");
    assert!(!session.screen().contents().contains("Help"));
    session.resize(59, 14);
    session.wait_for("59x14 is too small.");
    session.send("q");
    assert_eq!(session.end().code(), Some(0));
    session.is_restored();
}

#[test]
fn sixty_keys_at_once_cost_no_more_than_two_frames() {
    let home = Home::new();
    for size in [SMALL, LARGE] {
        let mut session = home.demo(size, &[]);
        let before = session.written_len();
        session.send("\x0c");
        session.settle(REST);
        let frame = session.written_len() - before;
        let before = session.written_len();
        session.send("j".repeat(60));
        session.settle(REST);
        let burst = session.written_len() - before;
        assert!(burst > 0 && burst <= 2 * frame, "{burst} bytes of {frame}");
    }
}

#[test]
fn a_moved_selection_costs_a_few_bytes() {
    let home = Home::new();
    for (size, most) in [(SMALL, 300), (LARGE, 660)] {
        let mut session = home.demo(size, &[]);
        let (before, chunks) = (session.written_len(), session.chunks());
        session.send("j");
        session.wait_for_output(chunks);
        let moved = session.written_len() - before;
        assert!(moved <= most, "{moved} bytes at {size:?}");
    }
}

#[test]
fn an_idle_console_writes_nothing() {
    let session = Home::new().demo(SMALL, &[]);
    let before = session.written_len();
    session.settle(Duration::from_secs(3));
    assert_eq!(session.written_len(), before);
}

#[test]
fn without_colours_none_are_written() {
    let session = Home::new().demo(LARGE, &[("NO_COLOR", "1")]);
    let written = session.written();
    let coloured: Vec<String> = styles(&written)
        .filter(|style| style.split(';').any(is_colour))
        .collect();
    assert!(styles(&written).count() > 3, "no style at all");
    assert!(coloured.is_empty(), "{coloured:?}");
}

/// The parameters of every sequence that sets a style.
fn styles(written: &[u8]) -> impl Iterator<Item = String> {
    let text = String::from_utf8_lossy(written).into_owned();
    let sequences: Vec<String> = text
        .split("\x1b[")
        .skip(1)
        .filter_map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';' && c != ':')?;
            (rest[end..].starts_with('m')).then(|| rest[..end].to_owned())
        })
        .collect();
    sequences.into_iter()
}

/// 30 to 38, 40 to 48, 58 and their bright kin set a colour; 39, 49 and 59 take it away.
fn is_colour(parameter: &str) -> bool {
    let parameter = parameter.split(':').next().unwrap_or_default();
    let number: u32 = parameter.parse().unwrap_or_default();
    matches!(number, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107)
}

#[test]
fn a_terminal_without_unicode_is_sent_ascii_alone() {
    let mut session = Home::new().demo(LARGE, &[("TERM", "xterm"), ("LANG", "C")]);
    session.send("?");
    session.wait_for("Help");
    session.send("\x1b");
    session.settle(REST);
    session.resize(59, 14);
    session.wait_for("59x14");
    let written = session.written();
    let strange: Vec<_> = written.iter().filter(|byte| !byte.is_ascii()).collect();
    assert!(strange.is_empty(), "{} bytes", strange.len());
}

/// An endpoint that takes the connection and never says a word.
#[test]
fn while_every_call_hangs_the_console_opens_answers_and_quits() {
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", mute.local_addr().unwrap());
    let home = Home::new();
    let command = home.command(
        PROGRAM,
        &[
            ("AWS_ENDPOINT_URL", &endpoint),
            ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "nothing"),
            ("AWS_REGION", "eu-west-1"),
        ],
    );
    let mut session = Session::start(command, SMALL);
    session.wait_for("1 loading");
    let (connection, _) = mute.accept().unwrap();
    session.send("?");
    session.wait_for("Help");
    session.send("\x1b");
    session.wait_until("no help", |screen| !screen.contents().contains("Help"));
    session.send("q");
    assert_eq!(session.end().code(), Some(0));
    session.is_restored();
    drop(connection);
}

#[test]
fn a_terminal_too_small_from_the_start_takes_no_key_until_it_is_larger() {
    let home = Home::new();
    let mut command = home.command(PROGRAM, &[]);
    command.args(["demo", "--pane", "drift"]);
    let mut session = Session::start(command, (59, 14));
    session.wait_for("59x14 is too small.");
    session.send("?");
    session.settle(REST);
    session.resize(80, 24);
    session.wait_for(COMPLETE);
    session.settle(REST);
    assert!(!session.screen().contents().contains("Help:"));
}
