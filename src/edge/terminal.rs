//! The terminal: messages in, frames out, always given back as it was found.
//!
//! [`Terminal`] owns the two buffers and writes only what differs, in one
//! write. It asks the terminal nothing, so one that never answers costs
//! nothing. It must not know what is drawn. Its reader says when a key was read: by
//! the time of day, and on a clock that only goes forward.

mod ask;
mod clipboard;
mod decode;
mod editor;
mod input;
mod painter;
mod panic;
mod sgr;
mod tty;
mod watch;

use std::{io, path::Path, sync::mpsc::Sender};

pub use ask::asked;
pub use ratatui::{buffer::Buffer, layout::Position};
pub use tty::{forget_typed, is_terminal};

use clipboard::Clipboard;
use painter::{Frame, Painter};
use ratatui::layout::Rect;

use crate::{
    facts::{Clip, Fault, FaultKind, Reason},
    flow::{Link, Msg},
};

/// Where frames go: the terminal, or a test's stand-in.
pub trait Screen {
    /// Draws a frame and writes what differs from the last one; gives the number of bytes.
    /// `paint` says where the cursor stands, if it is to be seen; the links are of this frame.
    fn draw(
        &mut self,
        links: Vec<Link>,
        paint: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<usize>;
    /// The screen is now of this size, and empty for all we know.
    fn resize(&mut self, columns: u16, rows: u16);
    /// Nothing that was drawn is there any more: the next frame is written whole.
    fn forget(&mut self);
    /// The terminal's title says this from now on.
    fn title(&mut self, title: &str);
    /// Calls the person to this terminal, with a sentence for its notification.
    fn ring(&mut self, _: &str) {}
    /// Stops the process as ^Z does, the whole job with it; `Msg::Resumed` follows `fg`.
    fn suspend(&mut self);
    /// Gives the terminal to the person's editor until it is left; why not, where not.
    fn edit(&mut self, _: &Path, _line: Option<u32>) -> Result<(), Reason> {
        Err("There is no editor here.".into())
    }
    /// Puts the text on the person's clipboard and says in a sentence what came of it.
    fn copy(&mut self, clip: &Clip) -> String;
}

/// What the person at this terminal may do with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    #[default]
    Full,
    /// No clipboard and no way back to a shell.
    Restricted,
}

#[derive(Debug)]
pub struct Terminal {
    shown: Buffer,
    next: Buffer,
    painter: Painter,
    /// What is on the screen is not what `shown` says.
    stale: bool,
    bytes: Vec<u8>,
    clipboard: Clipboard,
    access: Access,
    messages: Sender<Msg>,
}

impl Terminal {
    /// Takes the terminal over: raw mode, alternate screen, no cursor. From here
    /// on a signal, a panic or a hang-up gives it back. Keys wait for [`Self::listen`].
    /// What happens at it comes as messages.
    pub fn open(access: Access, messages: Sender<Msg>) -> Result<Self, Fault> {
        if !tty::is_terminal() {
            return Err(Fault::new(
                FaultKind::Missing,
                "The console needs a terminal, and standard input or output is not one.",
                "Run it in a terminal, or use `watchkeeper check` for output to a file or pipe.",
            ));
        }
        watch::start(access, messages.clone()).map_err(cannot_open)?;
        panic::install();
        let area = area(tty::size());
        tty::enter().map_err(cannot_open)?;
        Ok(Self {
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            painter: Painter::default(),
            stale: true,
            bytes: Vec::with_capacity(16 * 1024),
            clipboard: Clipboard::from_environment(access),
            access,
            messages,
        })
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        (self.next.area.width, self.next.area.height)
    }

    /// Starts reading keys. Apart from `open`, so that the first frame need not wait for it.
    pub fn listen(&self) -> Result<(), Fault> {
        input::start(self.messages.clone()).map_err(cannot_open)
    }
}

impl Screen for Terminal {
    fn draw(
        &mut self,
        links: Vec<Link>,
        paint: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<usize> {
        self.next.reset();
        let cursor = paint(&mut self.next);
        self.bytes.clear();
        let before = (!self.stale).then_some(&self.shown);
        let frame = Frame {
            cells: &self.next,
            links,
            cursor,
        };
        self.painter.paint(before, frame, &mut self.bytes);
        self.stale = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        if !self.bytes.is_empty() {
            tty::write(&self.bytes)?;
        }
        Ok(self.bytes.len())
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        let area = area((columns, rows));
        self.shown.resize(area);
        self.next.resize(area);
        self.stale = true;
    }

    fn forget(&mut self) {
        self.stale = true;
    }

    /// A terminal that does not take it shows no title: nothing else is lost.
    fn title(&mut self, title: &str) {
        let _ = tty::write(&tty::title(title));
    }

    /// A terminal that knows no notifications still has its bell.
    fn ring(&mut self, said: &str) {
        if self.access == Access::Full {
            let _ = tty::write(&tty::alarm(said));
        }
    }

    fn suspend(&mut self) {
        if self.access == Access::Full {
            tty::stop_job();
        }
    }

    fn edit(&mut self, file: &Path, line: Option<u32>) -> Result<(), Reason> {
        if self.access == Access::Restricted {
            return Err("No editor is started in restricted mode.".into());
        }
        let left = editor::edit(file, line);
        let (columns, rows) = tty::size();
        // This end of the queue is held by the loop, which waits here.
        let _ = self.messages.send(Msg::Resized { columns, rows });
        let _ = self.messages.send(Msg::Resumed);
        left
    }

    fn copy(&mut self, clip: &Clip) -> String {
        match self.clipboard.sequence(clip.text()) {
            Ok(sequence) => match tty::write(&sequence) {
                Ok(()) => clipboard::said(clip),
                Err(error) => format!("Not copied: the terminal did not take it ({error})."),
            },
            Err(refusal) => refusal.to_string(),
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        tty::leave();
    }
}

/// Larger screens than any are lies, and the buffers would cost their area.
fn area((columns, rows): (u16, u16)) -> Rect {
    Rect::new(0, 0, columns.clamp(1, 1000), rows.clamp(1, 500))
}

#[allow(clippy::needless_pass_by_value, reason = "an argument of map_err")]
fn cannot_open(error: io::Error) -> Fault {
    Fault::new(
        FaultKind::Bug,
        "The terminal could not be taken over.",
        "Try another terminal, or use `watchkeeper check`.",
    )
    .caused_by(error.to_string())
}
