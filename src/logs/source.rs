//! What text is read from by place: `edge` implements it for an open file.

use std::io;

/// Reads by place, and never by mapping: a mapped file that somebody truncates kills
/// the process that looks at it.
pub trait Source: Send {
    /// Fills the buffer from `at` on, as far as the text goes; how many bytes that were.
    ///
    /// # Errors
    /// What the operating system says.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize>;
}
