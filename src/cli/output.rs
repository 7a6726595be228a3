//! The two streams. Every line is sanitised here; what came as bytes is ours.

use std::io::{self, Write};

use super::Stop;
use crate::{facts::shown, report::json::escaped};

/// One line, or several, of the answer.
pub(super) fn say(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    for line in text.split('\n') {
        writeln!(out, "{}", shown(line))?;
    }
    Ok(())
}

/// What this program generated itself: completions, the man page, JSON.
pub(super) fn bytes(text: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    Ok(out.flush()?)
}

/// A document or a line of JSON.
pub(super) fn json(text: &str) -> Result<(), Stop> {
    bytes(format!("{}\n", escaped(text)).as_bytes())
}

/// To the person, beside the answer. When standard error is gone there is nobody to tell.
pub(super) fn tell(text: &str) {
    let mut out = io::stderr().lock();
    for (at, line) in text.split('\n').enumerate() {
        let who = if at == 0 { "watchkeeper: " } else { "" };
        let _ = writeln!(out, "{who}{}", shown(line));
    }
}
