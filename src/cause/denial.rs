//! Every "access denied" in a text, whoever wrote the text.
//!
//! Stack reasons, job logs, log lines, CloudTrail messages, exceptions: the same
//! sentences of AWS in different wrappings. The text is hostile, so the work is
//! linear in its length and the number of answers bounded. Nothing is judged here.

mod assume;
mod call;
mod cloudformation;
mod found;
mod kms;
mod lambda;
mod pattern;
mod plain;
mod reason;
mod sdk;
mod sentence;
mod service;
mod settle;

use std::ops::Range;

use self::{found::Found, pattern::Pattern, plain::Plain};
use crate::facts::Denied;

/// At most so many denials are read out of one text.
pub const MOST: usize = 256;

/// What every phrasing contains: texts without one are done after a single pass.
static HINT: Pattern = Pattern::new(
    r"(?i-u:authorized|denied|not allowed to access|KMS is not allowed|to call|be assumed|unable to assume|forbidden|\(403\))",
);

/// How far a message may reach before and behind such a word.
const LEAD: usize = 4 * 1024;
const REACH: usize = 16 * 1024;

/// All denials, in the order of the text.
pub fn denials(text: &str) -> Vec<Denied> {
    let mut out = Vec::new();
    for region in regions(text) {
        let plain = Plain::of(text, region);
        let found = denials_in(plain.text());
        out.extend(found.into_iter().map(|found| found.place(&plain)));
        if out.len() >= MOST {
            out.truncate(MOST);
            break;
        }
    }
    out
}

/// The first denial: what a reason of one message tells.
pub fn first(text: &str) -> Option<Denied> {
    denials(text).into_iter().next()
}

/// The parts of the text that are worth reading; they do not overlap.
fn regions(text: &str) -> Vec<Range<usize>> {
    let mut regions: Vec<Range<usize>> = Vec::new();
    for hit in HINT.all(text) {
        let start = text.floor_char_boundary(hit.start.saturating_sub(LEAD));
        let end = text.floor_char_boundary((hit.end + REACH).min(text.len()));
        match regions.last_mut() {
            Some(last) if last.end >= start => last.end = last.end.max(end),
            _ => regions.push(start..end),
        }
    }
    regions
}

fn denials_in(text: &str) -> Vec<Found> {
    let mut told = sentence::all(text);
    told.extend(lambda::all(text));
    told.extend(kms::all(text));
    told.extend(assume::all(text));
    told.extend(cloudformation::all(text));
    settle::settle(text, told, sdk::all(text))
}

#[cfg(test)]
mod tests {
    use super::{HINT, assume, call, cloudformation, kms, lambda, reason, sdk, sentence};

    /// One that does not would find nothing, silently.
    #[test]
    fn every_pattern_compiles() {
        for pattern in [
            &HINT,
            &sentence::TRIGGER,
            &lambda::TRIGGER,
            &kms::TRIGGER,
            &assume::TRIGGER,
            &cloudformation::TRIGGER,
            &sdk::TRIGGER,
            &call::BEFORE,
            &call::BEHIND,
            &call::EVENT,
            &reason::ENCODED,
        ] {
            assert!(pattern.regex().is_some(), "{}", pattern.source());
        }
    }
}
