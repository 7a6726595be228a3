//! What the loop needs of the program behind it: the shell, or a test's stand-in.

use jiff::Timestamp;
use ratatui::{buffer::Buffer, layout::Position};

use crate::flow::{Link, Msg, Turn};

pub trait App {
    /// Takes in one message and says what follows from it. Waits for nothing and reads no clock.
    fn update(&mut self, msg: Msg) -> Turn;
    /// Draws itself and says where the cursor stands, if it is to be seen.
    fn draw(&self, buffer: &mut Buffer) -> Option<Position>;
    /// What the frame that is drawn now leads to in a browser.
    fn links(&self) -> Vec<Link> {
        Vec::new()
    }
    /// The frame was written: what it shows can have been seen from now on.
    fn drawn(&mut self, _: Timestamp) {}
}
