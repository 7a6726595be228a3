//! "User: … is not authorized to perform: … on resource: …", whole or in part.
//!
//! Prose speaks of permission in the same words, so a sentence counts only with
//! what AWS writes: a named action behind a colon, or the service's own phrase.

use super::{
    call,
    found::Found,
    pattern::Pattern,
    reason::{self, Walk},
};
use crate::facts::DeniedWhy;

pub(super) static TRIGGER: Pattern = Pattern::new(r"(?i-u:not\s+authorized\s+to\s+perform)");

const LONGEST_PRINCIPAL: usize = 2048;

pub(super) fn all(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for hit in TRIGGER.all(text) {
        let floor = found.last().map_or(0, |last| last.span.end);
        if hit.start < floor {
            continue;
        }
        found.extend(one(text, floor, hit.start, hit.end));
        if found.len() >= super::MOST {
            break;
        }
    }
    found
}

/// Who the sentence is about.
#[derive(Default)]
struct Asker {
    start: usize,
    name: Option<String>,
    /// `User:` stood before it.
    labelled: bool,
    /// "You are", as EC2 says it.
    addressed: bool,
}

fn one(text: &str, floor: usize, start: usize, end: usize) -> Option<Found> {
    let asker = asker(text, floor, start);
    let mut walk = Walk { text, at: end };
    if walk.words("this operation") {
        return asker
            .addressed
            .then(|| operation(text, floor, asker.start, walk.at))?;
    }
    let colon = walk.punctuation(":");
    let (mut action, after) = action(&mut walk);
    let is_named = action.contains(':');
    if is_named {
        action = call::as_listed(&action);
    }
    if action.starts_with("AssumeRole") {
        action = format!("sts:{action}");
    } else if !is_named {
        if !(asker.labelled && colon) {
            return None;
        }
        action = call::action(text, floor, asker.start, after);
    }
    walk.at = after;
    let (resource, has_resource) = resource(&mut walk);
    let said_by_aws = colon || asker.labelled || has_resource || action.starts_with("sts:");
    if !said_by_aws {
        return None;
    }
    let reason = reason::at(text, walk.at);
    let encoded = reason::encoded(text, reason.end);
    let is_assuming = action
        .get(..14)
        .is_some_and(|head| head.eq_ignore_ascii_case("sts:AssumeRole"));
    Some(Found {
        span: asker.start..encoded.as_ref().map_or(reason.end, |(_, end)| *end),
        principal: asker.name,
        action,
        resource,
        why: match reason.why {
            DeniedWhy::Unsaid if is_assuming => DeniedWhy::AssumeRole,
            why => why,
        },
        policy: reason.policy,
        encoded: encoded.map(|(encoded, _)| encoded),
    })
}

/// EC2's "You are not authorized to perform this operation." without a name.
fn operation(text: &str, floor: usize, start: usize, end: usize) -> Option<Found> {
    let mut walk = Walk { text, at: end };
    walk.punctuation(".");
    // The newer wording repeats itself with the names: that sentence is read.
    if walk.words("User:") || walk.words("User") {
        return None;
    }
    let encoded = reason::encoded(text, end);
    Some(Found {
        span: start..encoded.as_ref().map_or(end, |(_, end)| *end),
        action: call::action(text, floor, start, end),
        encoded: encoded.map(|(encoded, _)| encoded),
        ..Found::default()
    })
}

/// Reads backwards from "not authorized": "is", a name, "User:".
fn asker(text: &str, floor: usize, at: usize) -> Asker {
    let nobody = |start, addressed| Asker {
        start,
        addressed,
        ..Asker::default()
    };
    let head = call::before(text, floor, at, LONGEST_PRINCIPAL).trim_end();
    let head_start = at - call::before(text, floor, at, LONGEST_PRINCIPAL).len();
    let Some(body) = head.strip_suffix("is") else {
        let lower = head.get(head.len().saturating_sub(7)..).unwrap_or_default();
        let addressed = lower.eq_ignore_ascii_case("you are");
        return match addressed {
            true => nobody(head_start + head.len() - 7, true),
            false => nobody(at, false),
        };
    };
    let is_glued = !body.ends_with(char::is_whitespace);
    let body = body.trim_end();
    let from = body
        .rfind(|c: char| c.is_whitespace() || c == '"' || c == '\'' || c == '>')
        .map_or(0, |at| {
            at + body[at..].chars().next().map_or(1, char::len_utf8)
        });
    let (mut name, mut start) = (&body[from..], head_start + from);
    if is_glued && !name.contains("arn:") {
        return nobody(at, false);
    }
    let mut labelled = false;
    if let Some(rest) = name.strip_prefix("User:") {
        (labelled, name) = (true, rest);
    } else if name == "User" {
        (labelled, name) = (true, "");
    } else {
        let before = body[..from].trim_end();
        if before.ends_with("User:") {
            labelled = true;
            start = head_start + before.len() - "User:".len();
        }
    }
    Asker {
        start,
        name: (!name.is_empty()).then(|| name.to_owned()),
        labelled,
        addressed: false,
    }
}

/// `service:Action`, or the word in its place; and where it ends.
fn action(walk: &mut Walk<'_>) -> (String, usize) {
    walk.gap();
    let rest = walk.rest();
    let word = rest
        .bytes()
        .take(160)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'*' | b'-' | b'_'))
        .count();
    let word = rest[..word].trim_end_matches([':', '-']);
    let end = walk.at + word.len();
    let parts = word.split_once(':');
    let is_named = parts.is_some_and(|(service, name)| {
        !service.is_empty() && !name.is_empty() && !name.contains(':')
    });
    match is_named || !word.contains(':') {
        true => (word.to_owned(), end),
        false => (String::new(), end),
    }
}

/// "on resource: …": what it is, and whether the clause was there at all.
fn resource(walk: &mut Walk<'_>) -> (Option<String>, bool) {
    let start = walk.at;
    if !walk.words("on") {
        return (None, false);
    }
    if walk.words("this resource") || walk.words("the resource associated with this ciphertext") {
        return (None, true);
    }
    let labelled = walk.words("resource") || walk.words("role");
    walk.punctuation(":");
    let Some(value) = walk.quoted() else {
        return (None, labelled);
    };
    if !labelled && !value.starts_with("arn:") {
        walk.at = start;
        return (None, false);
    }
    // IAM writes "role NAME" where others write an ARN.
    let is_kind = matches!(
        value,
        "role" | "user" | "group" | "policy" | "instance" | "server" | "path"
    );
    let mut said = value.to_owned();
    if is_kind {
        for more in 0..2 {
            let before = walk.at;
            match walk.token() {
                Some(word @ ("profile" | "certificate" | "path")) if more == 0 => {
                    said = format!("{said} {word}");
                }
                Some(word) if !matches!(word, "because" | "with") => {
                    said = format!("{said} {word}");
                    break;
                }
                _ => {
                    walk.at = before;
                    break;
                }
            }
        }
    }
    (Some(said), true)
}
