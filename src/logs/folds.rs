//! The groups of a job's log, which fold as on GitHub: `##[group]` to `##[endgroup]`.
//!
//! A group with an error in it never folds. The marks are text that any step can print, so
//! they decide what is seen at first and never what is true: one key shows all lines.

use super::{bits::Bits, level::Level, store::Store};

const BEGINS: &[u8] = b"##[group]";
const ENDS: &[u8] = b"##[endgroup]";

#[derive(Debug)]
pub(super) struct Folds {
    pub(super) is_on: bool,
    groups: Vec<Group>,
    /// Lines that were looked at.
    judged: usize,
    /// The last group has no end yet.
    is_open: bool,
    /// The lines that are folded away; those before `certain` stay as they are.
    hidden: Bits,
    certain: usize,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    /// Its first line, which is its title.
    head: usize,
    /// Behind its last line.
    end: usize,
    has_error: bool,
}

impl Group {
    fn folds(self) -> bool {
        !self.has_error && self.end > self.head + 1
    }
}

impl Folds {
    pub(super) fn new() -> Self {
        Self {
            is_on: true,
            groups: Vec::new(),
            judged: 0,
            is_open: false,
            hidden: Bits::default(),
            certain: 0,
        }
    }

    /// Looks at the lines that came since; those that may still grow are looked at later.
    pub(super) fn refresh(&mut self, store: &Store) {
        let settled = store.settled();
        let from = self.judged;
        if from >= settled {
            return;
        }
        store.scan(from, |line, text| {
            if line < settled {
                self.see(line, text, store.level(line));
            }
        });
        self.judged = settled;
    }

    fn see(&mut self, line: usize, text: &[u8], level: Level) {
        let text = behind_moment(text);
        let begins = text.starts_with(BEGINS);
        if begins {
            // Groups do not nest: one begins where another ends.
            self.groups.push(Group {
                head: line,
                end: line + 1,
                has_error: false,
            });
            self.is_open = true;
            return;
        }
        let Some(group) = self.groups.last_mut().filter(|_| self.is_open) else {
            return;
        };
        group.end = line + 1;
        group.has_error |= matches!(level, Level::Error | Level::Fatal);
        self.is_open = !text.starts_with(ENDS);
    }

    /// The oldest lines are no more.
    pub(super) fn drop_front(&mut self, lines: usize) {
        self.judged = self.judged.saturating_sub(lines);
        self.groups.retain(|group| group.head >= lines);
        for group in &mut self.groups {
            group.head -= lines;
            group.end -= lines;
        }
        self.is_open &= !self.groups.is_empty();
        self.hidden.drop_front(lines);
        self.certain = self.certain.saturating_sub(lines);
    }

    /// The lines that are folded away; None: none is. Only what came since is gone through.
    pub(super) fn hidden(&mut self, lines: usize) -> Option<Bits> {
        self.hidden.truncate(self.certain);
        let certain = self.certain;
        let from = self.groups.partition_point(|group| group.head < certain);
        for group in self.groups[from..].iter().filter(|group| group.folds()) {
            extend(&mut self.hidden, group.head + 1, lines, false);
            extend(&mut self.hidden, group.end, lines, true);
        }
        extend(&mut self.hidden, lines, lines, false);
        let open = self.groups.last().filter(|_| self.is_open);
        self.certain = open.map_or(self.judged, |group| group.head).min(lines);
        self.is_on.then(|| self.hidden.clone())
    }

    /// How many lines are folded away behind this one.
    pub(super) fn behind(&self, line: usize) -> usize {
        let at = self.groups.partition_point(|group| group.head < line);
        let group = self.groups.get(at).filter(|group| group.head == line);
        group
            .filter(|group| group.folds())
            .map_or(0, |group| group.end - group.head - 1)
    }
}

fn extend(bits: &mut Bits, to: usize, most: usize, bit: bool) {
    while bits.len() < to.min(most) {
        bits.push(bit);
    }
}

/// Each line of a job's log begins with its moment.
fn behind_moment(line: &[u8]) -> &[u8] {
    let is_dated = line.get(4) == Some(&b'-') && line.get(10) == Some(&b'T');
    let blank = memchr::memchr(b' ', line).filter(|_| is_dated);
    blank.map_or(line, |at| &line[at + 1..])
}
