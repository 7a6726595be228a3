//! A text without what terminals and loggers put into it, and the way back.
//!
//! Colour codes are dropped, and what stands before a line's first word: the
//! timestamps of job logs and the bars that Terraform draws. Everything else stays
//! as it was, and every place leads back to the raw text.

use std::ops::Range;

pub(super) struct Plain {
    text: String,
    /// Where each kept run begins: in the plain text, and in the raw one.
    runs: Vec<(usize, usize)>,
}

impl Plain {
    pub(super) fn of(raw: &str, region: Range<usize>) -> Self {
        let mut plain = Self {
            text: String::with_capacity(region.len()),
            runs: Vec::new(),
        };
        let whole = raw.get(region.clone()).unwrap_or_default();
        let mut at = lead(whole);
        let mut kept = at;
        while let Some(found) = memchr::memchr2(b'\n', 0x1b, &whole.as_bytes()[at..]) {
            let place = at + found;
            let (keep, next) = match whole.as_bytes()[place] {
                b'\n' => (place + 1, place + 1 + lead(&whole[place + 1..])),
                _ => (place, place + escape(&whole[place..])),
            };
            if next > keep {
                plain.keep(whole, kept..keep, region.start);
                kept = next;
            }
            at = next;
        }
        plain.keep(whole, kept..whole.len(), region.start);
        plain
    }

    fn keep(&mut self, whole: &str, part: Range<usize>, offset: usize) {
        if part.start < part.end {
            self.runs.push((self.text.len(), offset + part.start));
            self.text.push_str(&whole[part]);
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The raw bytes that a part of the plain text came from.
    pub(super) fn raw(&self, part: Range<usize>) -> Range<usize> {
        let start = self.raw_at(part.start);
        match part.end.checked_sub(1) {
            // The place behind the last byte: the next run may begin further on.
            Some(last) if last >= part.start => start..self.raw_at(last) + 1,
            _ => start..start,
        }
    }

    fn raw_at(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|(plain, _)| *plain <= at);
        match run.checked_sub(1).and_then(|run| self.runs.get(run)) {
            Some((plain, raw)) => raw + (at - plain),
            None => at,
        }
    }
}

/// The length of an escape sequence; an unfinished one is its first byte.
fn escape(text: &str) -> usize {
    let bytes = text.as_bytes();
    match bytes.get(1) {
        Some(b'[') => {
            let body = &bytes[2..];
            let length = body
                .iter()
                .take(64)
                .take_while(|byte| (0x20..0x40).contains(*byte))
                .count();
            match body.get(length) {
                Some(0x40..0x7f) => length + 3,
                _ => 1,
            }
        }
        _ => 1,
    }
}

/// The length of what a logger or a frame put before the line's first word.
fn lead(line: &str) -> usize {
    let frame = |text: &str| {
        let inner = text.trim_start_matches([' ', '\t', '│', '╷', '╵', '|', '\u{feff}']);
        text.len() - inner.len()
    };
    let mut at = frame(line);
    at += timestamp(&line[at..]);
    at + frame(&line[at..])
}

/// The length of `2024-01-01T00:00:00.0000000Z `, or nothing.
fn timestamp(text: &str) -> usize {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let bytes = text.as_bytes();
    let fits = bytes.len() > SHAPE.len()
        && SHAPE.iter().zip(bytes).all(|(shape, byte)| match shape {
            b'0' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b' '),
            _ => byte == shape,
        });
    if !fits {
        return 0;
    }
    let rest = &bytes[SHAPE.len()..];
    let fraction = rest
        .iter()
        .take(12)
        .take_while(|byte| matches!(byte, b'.' | b',' | b'Z') || byte.is_ascii_digit())
        .count();
    SHAPE.len() + fraction
}
