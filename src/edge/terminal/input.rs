//! Keys and pastes: one thread that blocks in crossterm's reader.
//!
//! Never joined: nothing wakes it when the console ends. Sizes are not taken
//! from here, because `watch` listens for them before the first one is read.

use std::{io, thread};

use crossterm::event::{self, Event as Raw};

use super::{Event, Listener, chord};

/// What is pasted into a console is a name or a pattern; more is a mistake.
const PASTE_LIMIT: usize = 64 * 1024;

pub(super) fn start(listener: Listener) -> io::Result<()> {
    thread::Builder::new()
        .name(super::panic::own_thread("keys"))
        .spawn(move || {
            // However the reader ends, also by panic, the console is told.
            let closing = Closing(listener);
            while let Ok(raw) = event::read() {
                if let Some(event) = understand(raw) {
                    (closing.0)(event);
                }
            }
        })?;
    Ok(())
}

struct Closing(Listener);

impl Drop for Closing {
    fn drop(&mut self) {
        (self.0)(Event::Closed);
    }
}

fn understand(raw: Raw) -> Option<Event> {
    match raw {
        Raw::Key(key) => chord::from_key(key).map(Event::Key),
        Raw::Paste(mut text) => {
            text.truncate(text.floor_char_boundary(PASTE_LIMIT));
            Some(Event::Pasted(text))
        }
        Raw::Resize(..) | Raw::FocusGained | Raw::FocusLost | Raw::Mouse(_) => None,
    }
}
