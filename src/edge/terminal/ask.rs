//! One line asked of the person at the terminal, outside the console. Leaves the
//! terminal as it is, and judges nothing that was typed.

use std::io::{self, BufRead, BufReader, Read};

/// More than anything asked for has; a terminal's own line ends at 4096.
const MOST_BYTES: u64 = 4096;

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
