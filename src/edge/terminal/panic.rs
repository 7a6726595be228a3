//! Gives the terminal back before a panic is reported, and ends the process.
//!
//! Only for the threads without which the console cannot go on: a task that
//! panics is answered by its owner, and its report must not land on the screen.

use std::{
    panic, process,
    sync::OnceLock,
    thread::{self, ThreadId},
};

use super::tty;
use crate::edge::process::end_children;

/// `EX_SOFTWARE` of sysexits: a bug, as the whole program exits with one.
const BUG: i32 = 70;

const OWN: &str = "terminal-";

/// The thread that draws.
static LOOP: OnceLock<ThreadId> = OnceLock::new();

/// The name of a thread without which the console cannot go on.
pub(super) fn own_thread(name: &str) -> String {
    format!("{OWN}{name}")
}

/// Wraps the hook that is there, so install the reporter first.
pub(super) fn install() {
    if LOOP.set(thread::current().id()).is_err() {
        return;
    }
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if ends_the_console(&thread::current()) {
            tty::leave_at_once();
            report(info);
            // Unwinding would wait for tasks that hang, and the reader of keys and
            // the watcher of signals have nobody to unwind to.
            end_children();
            process::exit(BUG);
        } else if tty::is_on_screen() {
            tracing::error!("{info}");
        } else {
            report(info);
        }
    }));
}

fn ends_the_console(thread: &thread::Thread) -> bool {
    LOOP.get() == Some(&thread.id()) || thread.name().is_some_and(|name| name.starts_with(OWN))
}
