//! A job's log: its lines, the groups that fold, and where a step failed.
//!
//! The runner's own marks (`##[group]`, `##[error]`) stand at the beginning of a line,
//! behind its moment. The text is hostile: a step can print such marks too, so they
//! decide what is shown first and never what is true.

use std::{borrow::Cow, ops::Range};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::{Remote, actions::Step};

/// Lines of an excerpt before the first that says error, and from it on.
const BEFORE: usize = 8;
const AFTER: usize = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    Plain,
    Group,
    EndGroup,
    Error,
    Warning,
    /// A notice, a command that is run, a debug line.
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLine<'a> {
    stamp: &'a str,
    pub kind: LineKind,
    /// Raw, without moment and mark.
    raw: &'a str,
}

const MARKS: &[(&str, LineKind)] = &[
    ("##[group]", LineKind::Group),
    ("##[endgroup]", LineKind::EndGroup),
    ("##[error]", LineKind::Error),
    ("##[warning]", LineKind::Warning),
    ("##[notice]", LineKind::Note),
    ("##[command]", LineKind::Note),
    ("##[debug]", LineKind::Note),
    ("##[section]", LineKind::Note),
];

/// A text behind the runner's mark at its beginning, and which that was.
pub fn unmarked(text: &str) -> (LineKind, &str) {
    let mut marks = MARKS.iter();
    let marked = marks.find_map(|(mark, kind)| Some((*kind, text.strip_prefix(mark)?)));
    marked.unwrap_or((LineKind::Plain, text))
}

impl<'a> LogLine<'a> {
    fn of(line: &'a str) -> Self {
        let (stamp, rest) = stamped(line);
        let (kind, raw) = unmarked(rest);
        Self { stamp, kind, raw }
    }

    pub fn at(&self) -> Option<Timestamp> {
        self.stamp.parse().ok()
    }

    /// Without what only colours it: a screen has colours of its own.
    pub fn text(&self) -> Cow<'a, str> {
        uncoloured(self.raw)
    }
}

/// The moment at the beginning of a line, and what comes behind it.
fn stamped(line: &str) -> (&str, &str) {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    let begins = line.as_bytes();
    let is_stamp = begins.len() >= 20
        && begins[..4].iter().all(u8::is_ascii_digit)
        && (begins[4], begins[10]) == (b'-', b'T');
    match line.split_once(' ').filter(|_| is_stamp) {
        Some((stamp, rest)) if stamp.ends_with('Z') && stamp.len() <= 32 => (stamp, rest),
        None if is_stamp && line.ends_with('Z') && line.len() <= 32 => (line, ""),
        _ => ("", line),
    }
}

fn uncoloured(text: &str) -> Cow<'_, str> {
    const BEGINS: &str = "\u{1b}[";
    if !text.contains(BEGINS) {
        return Cow::Borrowed(text);
    }
    let mut pieces = text.split(BEGINS);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let parameters = piece
            .bytes()
            .take_while(|b| matches!(b, b'0'..=b'9' | b';' | b':'));
        let length = parameters.count();
        match piece.as_bytes().get(length) {
            Some(b'm') => out.push_str(&piece[length + 1..]),
            // Whatever else it is, the sanitiser writes it out.
            _ => {
                out.push_str(BEGINS);
                out.push_str(piece);
            }
        }
    }
    Cow::Owned(out)
}

pub fn lines(text: &str) -> Vec<LogLine<'_>> {
    text.lines().map(LogLine::of).collect()
}

/// The first line of all that says error.
pub fn first_error(lines: &[LogLine<'_>]) -> Option<usize> {
    lines.iter().position(|line| line.kind == LineKind::Error)
}

/// What was printed while the step ran, as far as the moments tell. They of a step are
/// to the second, those of lines finer.
fn of_step(lines: &[LogLine<'_>], step: &Step) -> Option<Range<usize>> {
    let (from, to) = (step.started_at?, step.completed_at?);
    let to = to.checked_add(jiff::SignedDuration::from_secs(1)).ok()?;
    let start = lines
        .iter()
        .position(|line| line.at().is_some_and(|at| at >= from))?;
    let length = lines[start..]
        .iter()
        .position(|line| line.at().is_some_and(|at| at >= to));
    let end = length.map_or(lines.len(), |length| start + length);
    (start < end).then_some(start..end)
}

/// The lines around the first error of the step, or of the whole where its lines can't be
/// told; the end of it where nothing says error.
pub fn excerpt(lines: &[LogLine<'_>], step: Option<&Step>) -> Range<usize> {
    let whole = 0..lines.len();
    let range = step.and_then(|step| of_step(lines, step)).unwrap_or(whole);
    let error = first_error(&lines[range.clone()]).map(|at| range.start + at);
    let at = error.unwrap_or(range.end.saturating_sub(1));
    let from = at.saturating_sub(BEFORE).max(range.start);
    from..(at + AFTER).min(range.end)
}

/// A group's place, or a line's that is in none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Line(usize),
    /// Its first line is its title; the end mark is not among them.
    Group(Range<usize>),
}

/// Groups do not nest: one begins where another ends.
pub fn blocks(lines: &[LogLine<'_>]) -> Vec<Block> {
    let (mut blocks, mut open): (Vec<Block>, Option<usize>) = (Vec::new(), None);
    for (at, line) in lines.iter().enumerate() {
        match (line.kind, open) {
            (LineKind::Group, from) => {
                blocks.extend(from.map(|from| Block::Group(from..at)));
                open = Some(at);
            }
            (LineKind::EndGroup, Some(from)) => {
                blocks.push(Block::Group(from..at));
                open = None;
            }
            (_, None) => blocks.push(Block::Line(at)),
            (_, Some(_)) => {}
        }
    }
    blocks.extend(open.map(|from| Block::Group(from..lines.len())));
    blocks
}

/// Lines that are kept of a log for reading, before the first error and from it on.
const KEPT_BEFORE: usize = 600;
const KEPT_AFTER: usize = 400;

/// A log as it is read: its groups folded, but for those in which something is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPart {
    pub lines: Vec<(LineKind, Remote)>,
    /// How many lines of the whole are left out before and behind.
    pub before: usize,
    pub behind: usize,
}

impl LogPart {
    /// Around the first error of the step.
    pub fn of(lines: &[LogLine<'_>], step: Option<&Step>) -> Self {
        let near = excerpt(lines, step);
        let from = near.start.saturating_sub(KEPT_BEFORE);
        let to = (near.end + KEPT_AFTER).min(lines.len());
        let part = &lines[from..to];
        let mut kept = Vec::new();
        for block in blocks(part) {
            let range = match block {
                Block::Line(at) => at..at + 1,
                Block::Group(range) if first_error(&part[range.clone()]).is_some() => range,
                Block::Group(range) => {
                    let more = range.len() - 1;
                    let title = part[range.start].text();
                    let title = Remote::new(format!("{title}   {more} lines"));
                    kept.push((LineKind::Group, title));
                    continue;
                }
            };
            let lines = part[range].iter();
            kept.extend(lines.map(|line| (line.kind, Remote::new(line.text()))));
        }
        Self {
            lines: kept,
            before: from,
            behind: lines.len() - to,
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]
mod tests {
    use super::*;

    const LOG: &str = "\u{feff}2026-05-18T13:41:00.1000000Z ##[group]Run sam deploy\n\
        2026-05-18T13:41:00.2000000Z sam deploy --stack dataops-v1\n\
        2026-05-18T13:41:00.3000000Z ##[endgroup]\n\
        2026-05-18T13:41:05.0000000Z \u{1b}[31;1mCREATE_FAILED\u{1b}[0m WorkEngine\n\
        2026-05-18T13:41:06.0000000Z ##[error]Process completed with exit code 1.\n\
        2026-05-18T13:41:07.0000000Z Post job cleanup.\n\
        no moment ##[error] in the middle\n\
        2026-05-18T13:41:09.0000000Z\n";

    fn step(from: &str, to: &str) -> Step {
        Step {
            started_at: from.parse().ok(),
            completed_at: to.parse().ok(),
            ..Step::default()
        }
    }

    #[test]
    fn marks_and_colours_are_read_and_nothing_else_is() {
        let lines = lines(LOG);
        let kinds: Vec<LineKind> = lines.iter().map(|line| line.kind).collect();
        use LineKind::{EndGroup, Error, Group, Plain};
        assert_eq!(
            kinds,
            [Group, Plain, EndGroup, Plain, Error, Plain, Plain, Plain]
        );
        assert_eq!(lines[3].text(), "CREATE_FAILED WorkEngine");
        assert_eq!(lines[6].text(), "no moment ##[error] in the middle");
        assert_eq!((lines[6].at(), lines[7].text().as_ref()), (None, ""));
        assert_eq!(uncoloured("a\u{1b}[2Jb\u{1b}[1"), "a\u{1b}[2Jb\u{1b}[1");
    }

    #[test]
    fn an_excerpt_is_of_the_failed_step_and_else_of_the_first_error() {
        let lines = lines(LOG);
        let deploy = step("2026-05-18T13:41:00Z", "2026-05-18T13:41:06Z");
        assert_eq!(excerpt(&lines, Some(&deploy)), 0..5);
        let cleanup = step("2026-05-18T13:41:07Z", "2026-05-18T13:41:07Z");
        assert_eq!(excerpt(&lines, Some(&cleanup)), 5..7);
        let elsewhere = step("2026-06-18T13:41:07Z", "2026-06-18T13:41:07Z");
        assert_eq!(excerpt(&lines, Some(&elsewhere)), 0..8);
        assert_eq!(excerpt(&[], Some(&deploy)), 0..0);
    }

    #[test]
    fn groups_fold_also_where_their_end_is_missing() {
        let groups = "##[group]a\n1\n##[group]b\n2\n##[endgroup]\n3\n##[group]c\n";
        let found = blocks(&lines(groups));
        use Block::{Group, Line};
        assert_eq!(found, [Group(0..2), Group(2..4), Line(5), Group(6..7)]);
    }
}
