//! Signals and hang-ups: one thread that blocks until one comes.
//!
//! It gives the terminal back by itself and dies as the signal asks, without
//! the loop's help: a console that hangs must still end. It must not wake
//! while nothing happens.

use std::{io, os::unix::net::UnixStream, sync::mpsc::Sender, thread};

use rustix::{
    event::{PollFd, PollFlags, poll},
    stdio::stdin,
};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::{backend::SignalDelivery, exfiltrator::SignalOnly},
    low_level::emulate_default_handler,
};

use super::{Access, tty};
use crate::{edge::process::end_children, flow::Msg};

const WATCHED: [i32; 7] = [SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH];

type Signals = SignalDelivery<UnixStream, SignalOnly>;

/// From its return on, the signals are caught, even before the thread runs.
pub(super) fn start(access: Access, messages: Sender<Msg>) -> io::Result<()> {
    let (read, write) = UnixStream::pair()?;
    let signals = SignalDelivery::with_pipe(read, write, SignalOnly, WATCHED)?;
    thread::Builder::new()
        .name(super::panic::own_thread("signals"))
        .spawn(move || watch(signals, access, &messages))?;
    Ok(())
}

fn watch(mut signals: Signals, access: Access, messages: &Sender<Msg>) {
    loop {
        if is_hung_up(&signals) {
            die(SIGHUP);
        }
        for signal in signals.pending() {
            answer(signal, access, messages);
        }
    }
}

/// Waits for a signal or a hang-up. A reader of a closed terminal would spin
/// on its end of file, so the end of the terminal is the end of the process.
fn is_hung_up(signals: &Signals) -> bool {
    let terminal = stdin();
    let mut fds = [
        PollFd::new(signals.get_read(), PollFlags::IN),
        // No events asked for: hang-up and error are always told.
        PollFd::new(&terminal, PollFlags::empty()),
    ];
    // An error is an interruption: the signal behind it is pending.
    let _ = poll(&mut fds, None);
    fds[1]
        .revents()
        .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

fn answer(signal: i32, access: Access, messages: &Sender<Msg>) {
    match signal {
        SIGWINCH => tell_size(messages),
        // They are for whoever has the terminal now.
        SIGINT | SIGQUIT if tty::is_lent() => {}
        SIGTSTP if access == Access::Restricted => {}
        SIGTSTP => tty::stop(),
        SIGCONT if tty::is_lent() => {}
        SIGCONT => {
            if tty::enter().is_err() {
                die(SIGHUP);
            }
            tell_size(messages);
            let _ = messages.send(Msg::Resumed);
        }
        _ => die(signal),
    }
}

fn tell_size(messages: &Sender<Msg>) {
    let (columns, rows) = tty::size();
    // After the loop's end nobody listens, and that is fine.
    let _ = messages.send(Msg::Resized { columns, rows });
}

/// Ends as the signal would have ended us, so that whoever waits sees which it was.
fn die(signal: i32) {
    tty::leave_at_once();
    end_children();
    let _ = emulate_default_handler(signal);
}
