//! Keys and pastes: one thread that blocks until the terminal sends something.
//!
//! It says when each was read, on a clock that nobody sets: the gate tells by it what
//! a person types from what comes at once. It reads the terminal itself; `decode` says
//! why. Never joined: nothing wakes it when the console ends.

use std::{
    io,
    sync::mpsc::Sender,
    thread,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    stdio::stdin,
};

use super::{
    decode::{Decoder, Heard},
    tty,
};
use crate::flow::{Msg, Tick};

/// How long an escape character may be the beginning of a sequence that a slow
/// line tore apart. It delays the Esc key by as much.
const TORN: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 15_000_000,
};

/// After so long a silence within a paste its end is lost: without this, all that
/// is typed from then on would be pasted text, and the console deaf.
const LOST: Timespec = Timespec {
    tv_sec: 1,
    tv_nsec: 0,
};

/// How long the end by a signal may take before the console quits by itself.
const GRACE: Duration = Duration::from_secs(2);

pub(super) fn start(messages: Sender<Msg>) -> io::Result<()> {
    thread::Builder::new()
        .name(super::panic::own_thread("keys"))
        .spawn(move || {
            // However the reader ends, also by panic, the console is told.
            let closing = Closing(messages);
            read_all(&closing.0);
        })?;
    Ok(())
}

struct Closing(Sender<Msg>);

impl Drop for Closing {
    fn drop(&mut self) {
        let _ = self.0.send(Msg::Closed);
    }
}

fn read_all(messages: &Sender<Msg>) {
    let began = Instant::now();
    let mut decoder = Decoder::default();
    let mut bytes = [0; 4096];
    loop {
        let count = match tty::read_keys(&mut bytes) {
            Ok(0) => return closed(),
            Ok(count) => count,
            Err(Errno::INTR) => 0,
            // Somebody who shares the terminal made it non-blocking.
            Err(Errno::AGAIN) => {
                waits_for_more(None);
                0
            }
            Err(_) => return closed(),
        };
        // All that one read brings has one time: that of its arrival here.
        let give = || {
            let read = Tick::after(began.elapsed());
            // After the loop's end nobody listens, and that is fine.
            move |heard| drop(messages.send(stamped(heard, read)))
        };
        decoder.feed(&bytes[..count], &mut give());
        if decoder.is_in_paste() && !waits_for_more(Some(&LOST)) {
            decoder.end_paste(&mut give());
        } else if decoder.is_torn() && !waits_for_more(Some(&TORN)) {
            decoder.settle(&mut give());
        }
    }
}

fn stamped(heard: Heard, read: Tick) -> Msg {
    match heard {
        Heard::Key(chord) => Msg::Key {
            chord,
            now: Timestamp::now(),
            read,
        },
        Heard::Pasted(text) => Msg::Pasted { text, read },
        Heard::FocusLost => Msg::FocusLost,
        Heard::NoKey => Msg::NoKey { read },
    }
}

/// No more keys will come. Where the terminal hung up, the process is about to end
/// by SIGHUP (see `watch`): quitting first would hide from whoever waits why it ended.
fn closed() {
    let terminal = stdin();
    let mut fds = [PollFd::new(&terminal, PollFlags::empty())];
    let _ = poll(&mut fds, Some(&Timespec::default()));
    if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) {
        thread::park_timeout(GRACE);
    }
}

fn waits_for_more(patience: Option<&Timespec>) -> bool {
    let terminal = stdin();
    loop {
        let mut fds = [PollFd::new(&terminal, PollFlags::IN)];
        match poll(&mut fds, patience) {
            Ok(ready) => return ready > 0,
            // A signal is no silence: the wait begins again.
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}
