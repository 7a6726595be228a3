//! The one terminal of this process: on the console's screen, or given back.
//!
//! Held in a static because a signal, a panic and the loop must all be able to
//! give it back. Whoever gives it back must never wait for whoever is stuck.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use crossterm::{
    cursor::{Hide, Show},
    event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange},
    queue,
    terminal::{
        DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen,
        disable_raw_mode, enable_raw_mode,
    },
};
use parking_lot::Mutex;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process},
    stdio::{stdin, stdout},
    termios::{QueueSelector, isatty, tcflush, tcgetwinsize},
};

use super::sgr;
use crate::facts::is_hidden;

/// Whether the console has the screen. Locked while a frame is written, so that
/// no frame lands on the shell's screen.
static ON_SCREEN: Mutex<bool> = Mutex::new(false);

/// The wheel sends the arrow keys ("alternate scroll"). The mode that was is kept by the
/// terminal and brought back: some have it on for everybody, and `less` wants it then.
const WHEEL_SCROLLS: &[u8] = b"\x1b[?1007s\x1b[?1007h";
const WHEEL_AS_BEFORE: &[u8] = b"\x1b[?1007r";

/// The title that was is kept by the terminal, and brought back.
const KEEP_TITLE: &[u8] = b"\x1b[22;2t";
const TITLE_AS_BEFORE: &[u8] = b"\x1b[23;2t";

/// What sets the title. No control character gets into the sequence.
pub(super) fn title(text: &str) -> Vec<u8> {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\x1b]2;{text}\x07").into_bytes()
}

/// BEL, and the two notifications that terminals know: iTerm2's OSC 9 and rxvt's OSC 777.
/// Whatever the text says, it ends neither.
pub(super) fn alarm(text: &str) -> Vec<u8> {
    let plain = text
        .chars()
        .filter(|c| !c.is_control() && !is_hidden(*c) && *c != ';')
        .take(200);
    let text: String = plain.collect();
    format!("\x07\x1b]9;{text}\x07\x1b]777;notify;watchkeeper;{text}\x07").into_bytes()
}

/// Whether somebody is there to be asked: standard input and output are terminals.
pub fn is_terminal() -> bool {
    isatty(stdin()) && isatty(stdout())
}

/// Throws away what was typed before anything is asked, because it answers nothing:
/// called before the question is shown, so that a quick answer to it is not lost.
pub fn forget_typed() {
    let _ = tcflush(stdin(), QueueSelector::IFlush);
}

/// Columns and rows; a terminal that does not know (a serial line) has 80x24.
pub(super) fn size() -> (u16, u16) {
    match tcgetwinsize(stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
        _ => (80, 24),
    }
}

/// Also puts right what a stop by SIGSTOP left: the shell changed the modes behind our back.
pub(super) fn enter() -> io::Result<()> {
    let mut on_screen = ON_SCREEN.lock();
    if *on_screen {
        // crossterm believes them raw still, and those to go back to are not the shell's.
        disable_raw_mode()?;
    }
    enable_raw_mode()?;
    *on_screen = true;
    let mut bytes = Vec::new();
    queue!(
        bytes,
        EnterAlternateScreen,
        // Nothing wraps at the edge.
        DisableLineWrap,
        Hide,
        EnableBracketedPaste,
        // To be told when the person turns to another window.
        EnableFocusChange,
    )?;
    bytes.extend_from_slice(WHEEL_SCROLLS);
    bytes.extend_from_slice(KEEP_TITLE);
    write_all(&bytes)
}

pub(super) fn leave() {
    give_back(&mut ON_SCREEN.lock());
}

/// What a dying process calls. A thread stuck in a write (a frozen connection)
/// holds the lock: then its output is thrown away, which also frees it. Keys
/// not yet read were meant for the console, not for the shell.
pub(super) fn leave_at_once() {
    let patience = Duration::from_millis(100);
    let mut on_screen = ON_SCREEN.try_lock_for(patience).or_else(|| {
        let _ = tcflush(stdout(), QueueSelector::OFlush);
        ON_SCREEN.try_lock_for(patience)
    });
    match on_screen.as_deref_mut() {
        Some(false) => {}
        Some(on_screen) => {
            let _ = tcflush(stdin(), QueueSelector::IFlush);
            give_back(on_screen);
        }
        None => give_back(&mut true),
    }
}

/// Held while the keys are read, and by whoever the terminal is lent to.
static KEYS: Mutex<()> = Mutex::new(());
/// Somebody else has the terminal: no signal may take it back.
static LENT: AtomicBool = AtomicBool::new(false);

/// Reads keys once there are some. While the terminal is lent they are not ours.
pub(super) fn read_keys(bytes: &mut [u8]) -> Result<usize, Errno> {
    wait_for_keys(None)?;
    let _ours = KEYS.lock();
    // Whoever had it meanwhile may have read them.
    match wait_for_keys(Some(&Timespec::default()))? {
        true => rustix::io::read(stdin(), bytes),
        false => Err(Errno::INTR),
    }
}

fn wait_for_keys(patience: Option<&Timespec>) -> Result<bool, Errno> {
    let terminal = stdin();
    let mut fds = [PollFd::new(&terminal, PollFlags::IN)];
    Ok(poll(&mut fds, patience)? > 0)
}

/// Gives the terminal to somebody else for as long as this takes.
pub(super) fn lend<T>(to: impl FnOnce() -> T) -> io::Result<T> {
    let _theirs = KEYS.lock();
    LENT.store(true, Ordering::SeqCst);
    leave();
    let done = to();
    LENT.store(false, Ordering::SeqCst);
    enter()?;
    Ok(done)
}

pub(super) fn is_lent() -> bool {
    LENT.load(Ordering::SeqCst)
}

/// Whether the console has the screen, or may have: somebody is writing to it.
pub(super) fn is_on_screen() -> bool {
    ON_SCREEN.try_lock().is_none_or(|on_screen| *on_screen)
}

/// Writes a frame, unless the terminal was given back.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    let on_screen = ON_SCREEN.lock();
    if *on_screen { write_all(bytes) } else { Ok(()) }
}

/// What the terminal itself would send for ^Z: the stop of all processes of the job.
/// A wrapper such as `cargo run` must stop too, or its shell never gets the terminal.
pub(super) fn stop_job() {
    if shell_can_resume() {
        let _ = kill_current_process_group(Signal::TSTP);
    }
}

/// The answer to SIGTSTP.
pub(super) fn stop() {
    if shell_can_resume() {
        leave();
        let _ = kill_process(getpid(), Signal::STOP);
    }
}

/// A job of its own within a session has a shell that can say `fg`. Without one
/// (a forced SSH command, a terminal that runs us and nothing else) a stop is for ever.
fn shell_can_resume() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// The modes are put back by crossterm, under a lock of its own that is held only for a
/// moment: also while somebody is stuck in a write. It never waits for output to
/// drain: the line may be dead.
fn give_back(on_screen: &mut bool) {
    if std::mem::replace(on_screen, false) {
        if takes_output() {
            let _ = write_leave();
        }
        let _ = disable_raw_mode();
    }
}

fn write_leave() -> io::Result<()> {
    let mut bytes = sgr::RESET.to_vec();
    bytes.extend_from_slice(WHEEL_AS_BEFORE);
    bytes.extend_from_slice(TITLE_AS_BEFORE);
    queue!(
        bytes,
        DisableFocusChange,
        DisableBracketedPaste,
        Show,
        EnableLineWrap,
        LeaveAlternateScreen,
    )?;
    write_all(&bytes)
}

fn takes_output() -> bool {
    let out = stdout();
    let mut fds = [PollFd::new(&out, PollFlags::OUT)];
    let patience = Timespec {
        tv_sec: 0,
        tv_nsec: 100_000_000,
    };
    poll(&mut fds, Some(&patience)).is_ok_and(|ready| ready > 0)
}

/// Standard output itself, not Rust's line-buffered one: a frame is one write.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            // Somebody who shares the terminal made it non-blocking.
            Err(Errno::AGAIN) => {
                let out = stdout();
                poll(&mut [PollFd::new(&out, PollFlags::OUT)], None)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
