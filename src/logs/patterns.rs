//! Lines that differ only in their numbers, ids and times, counted together.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{filters::Filters, level::Level, stamp::Millis, store::Store};

/// Lines of one shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The shape, with `*` for what differs.
    pub shape: String,
    pub count: usize,
    pub level: Level,
    /// The first line of the shape, and when it was written.
    pub first: usize,
    pub since: Option<Millis>,
    pub last: usize,
}

impl Pattern {
    /// Whether no line of the shape is older than `time`.
    pub fn is_new_since(&self, time: Millis) -> bool {
        self.since.is_some_and(|since| since >= time)
    }
}

/// How much of a line its shape is told by.
const LOOKED_AT: usize = 512;
/// More shapes than anybody reads: the rest is counted as "other".
const MOST: usize = 10_000;
const OTHER: &[u8] = b"(other lines)";

/// The shapes of the lines that are shown, the most frequent first.
pub fn patterns(store: &Store, filters: &Filters) -> Vec<Pattern> {
    let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut shape = Vec::new();
    let mut found: Vec<Pattern> = Vec::new();
    store.scan(0, |line, text| {
        let level = store.level(line);
        if level == Level::Gap || !filters.is_visible(line) {
            return;
        }
        let head = &text[..text.len().min(LOOKED_AT)];
        shape.clear();
        tokens(head, |token| shape.extend_from_slice(token));
        let at = known.get(&shape).copied().unwrap_or_else(|| {
            if known.len() >= MOST {
                shape.clear();
                shape.extend_from_slice(OTHER);
            }
            *known.entry(shape.clone()).or_insert_with(|| {
                found.push(Pattern {
                    shape: String::from_utf8_lossy(&shape).into_owned(),
                    count: 0,
                    level,
                    first: line,
                    since: store.time(line),
                    last: line,
                });
                found.len() - 1
            })
        });
        let pattern = &mut found[at];
        pattern.count += 1;
        pattern.level = pattern.level.max(level);
        pattern.last = line;
    });
    found.sort_by(|a, b| b.count.cmp(&a.count).then(a.first.cmp(&b.first)));
    found
}

/// Gives the line's words and what is between them; a word with a digit is `*`, and
/// several of them in a row, joined by what joins times, ids and addresses, are one.
fn tokens<'a>(head: &'a [u8], mut give: impl FnMut(&'a [u8])) {
    let mut rest = head;
    let mut starred = false;
    while !rest.is_empty() {
        let word = rest.iter().take_while(|byte| is_word(**byte)).count();
        if word > 0 {
            let (token, after) = rest.split_at(word);
            rest = after;
            if token.iter().any(u8::is_ascii_digit) {
                if !starred {
                    give(b"*");
                }
                starred = true;
            } else {
                give(token);
                starred = false;
            }
        } else {
            let (between, after) = rest.split_at(1);
            rest = after;
            let joins = starred && matches!(between[0], b'-' | b':' | b'.' | b'/' | b'+');
            let more = rest
                .iter()
                .take_while(|byte| is_word(**byte))
                .any(u8::is_ascii_digit);
            if !(joins && more) {
                give(between);
                starred = false;
            }
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
