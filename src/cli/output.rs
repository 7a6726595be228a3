//! The two streams. Every line is sanitised here; what came as bytes is ours.
//!
//! Under GitHub Actions no line is one that its runner would obey.

use std::{
    borrow::Cow,
    env,
    io::{self, BufWriter, Write},
};

use super::Stop;
use crate::{
    facts::shown,
    report::{
        json::escaped,
        runner::{disarmed, disarmed_json},
    },
};

/// One line of the answer: a line break in it is somebody else's, and is written out.
pub(super) fn say(line: &str) -> Result<(), Stop> {
    say_all([line])
}

/// The lines of a report, which has made each of them one line.
pub(super) fn report(text: &str) -> Result<(), Stop> {
    say_all(text.split('\n'))
}

/// Many lines, each of them one; written together.
pub(super) fn lines(lines: impl IntoIterator<Item = String>) -> Result<(), Stop> {
    say_all(lines)
}

fn say_all(lines: impl IntoIterator<Item = impl AsRef<str>>) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in lines {
        writeln!(out, "{}", fit(&shown(line.as_ref())))?;
    }
    Ok(out.flush()?)
}

/// Lines of JSON, written together.
pub(super) fn json_lines(lines: impl IntoIterator<Item = String>) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in lines {
        let mut line = escaped(&line);
        if is_obeyed() {
            line = disarmed_json(&line);
        }
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// What this program generated itself: completions, the man page, JSON.
pub(super) fn bytes(text: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    Ok(out.flush()?)
}

/// A document or a line of JSON.
pub(super) fn json(text: &str) -> Result<(), Stop> {
    let mut text = escaped(text);
    if is_obeyed() {
        text = disarmed_json(&text);
    }
    bytes(format!("{text}\n").as_bytes())
}

/// Annotations for the runner: commands that this program made, with what others wrote in
/// them encoded. Without any nothing is written.
pub(super) fn commands(text: &str) -> Result<(), Stop> {
    match text.is_empty() {
        true => Ok(()),
        false => bytes(format!("{text}\n").as_bytes()),
    }
}

/// To the person, beside the answer, in one line.
pub(super) fn tell(line: &str) {
    tell_all(&[line]);
}

/// To the person, in several lines. When standard error is gone there is nobody to tell.
pub(super) fn tell_all(lines: &[impl AsRef<str>]) {
    let mut out = io::stderr().lock();
    for (at, line) in lines.iter().enumerate() {
        let who = if at == 0 { "watchkeeper: " } else { "" };
        let line = format!("{who}{}", shown(line.as_ref()));
        let _ = writeln!(out, "{}", fit(&line));
    }
}

/// What is wrong with the arguments, in clap's own words: they quote the arguments.
pub(super) fn misuse(error: &clap::Error) {
    if !is_obeyed() || !error.use_stderr() {
        // Nothing better can be done where even this cannot be printed.
        let _ = error.print();
        return;
    }
    let mut out = io::stderr().lock();
    for line in error.render().to_string().lines() {
        let _ = writeln!(out, "{}", fit(&shown(line)));
    }
}

fn fit(line: &str) -> Cow<'_, str> {
    match is_obeyed() {
        true => disarmed(line),
        false => Cow::Borrowed(line),
    }
}

/// Whether a runner reads along that takes some lines for commands.
fn is_obeyed() -> bool {
    env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}
