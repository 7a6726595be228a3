//! One line asked of the person at the terminal, outside the console. Leaves the
//! terminal as it is, and judges nothing that was typed.

use std::io::{self, BufRead, BufReader, Read};

use super::tty;

/// More than anything asked for has; a terminal's own line ends at 4096.
const MOST_BYTES: u64 = 4096;

/// Whether somebody can be asked: standard input and output are terminals.
pub fn can_ask() -> bool {
    tty::is_terminal()
}

/// Throws away what was typed before anything is asked: called before the question
/// is shown, so that a quick answer to it is not lost.
pub fn forget_typed() {
    tty::forget_typed();
}

/// The next line typed, without its end; None: the input ended, or what came is no text.
pub fn asked() -> io::Result<Option<String>> {
    let mut line = Vec::new();
    // No lock is held while somebody thinks, and nothing is read beyond the line.
    let mut input = BufReader::with_capacity(1, io::stdin()).take(MOST_BYTES);
    input.read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Ok(None);
    }
    Ok(String::from_utf8(line).ok())
}
