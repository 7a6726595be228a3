//! Takes credentials out of what is to be journaled, and says that it did.
//!
//! By pattern, over every text of an entry: reasons, documents, the draft itself.
//! Better a name too many than a key too few: a document that was touched is
//! still evidence, but can no longer be put back.

pub(in crate::gate) mod no_echo;

use std::sync::OnceLock;

use regex::{Captures, Regex};
use serde_json::Value;

use super::Entry;
use crate::facts::{Fault, FaultKind};

const MARK: &str = "<redacted: ";

/// What a secret is called, and its looks. A group named `keep` stays in front of it.
const PATTERNS: &[(&str, &str)] = &[
    (
        "private key",
        r"(?s)-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z0-9 ]{0,40}-----.*?(?:-----END [A-Z0-9 ]{0,40}-----|\z)",
    ),
    (
        "GitHub token",
        r"gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}",
    ),
    (
        "Authorization header",
        r#"(?i)(?P<keep>\bauthorization\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\<][^\r\n"'\\<]*"#,
    ),
    (
        "AWS secret",
        r#"(?i)(?P<keep>(?:secret[_-]?(?:access[_-]?)?key|session[_-]?token|security[_-]?token)(?:\\?["'])?\s*(?:[:=]|=>|>)\s*(?:\\?["'])?)[A-Za-z0-9/+=_%.-]{16,}"#,
    ),
    (
        "AWS session token",
        r"(?:FwoGZXIvYXdz|FQoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9/+=%_-]{16,}",
    ),
    (
        "password",
        r#"(?P<keep>://[^/\s:@"'<]{1,256}:)[^/\s:@"'<]{1,256}@"#,
    ),
];

/// What a value is called that is secret by its name: not after a colon, where an ARN
/// goes on, and not what only refers to a secret.
const NAMED: &str = r#"(?im)(?P<keep>(?:^|[\s"'{,(])[A-Za-z0-9_.-]*(?:password|passwd|passphrase|secret|api[_-]?key|(?:access|auth|bearer|refresh)[_-]?token|private[_-]?key)(?:\\?["'])?[ \t]*(?:=>|[:=])[ \t]*)"#;
/// In quotes to the closing one; without, to the next space.
const VALUES: [&str; 2] = [
    r#"(?P<open>\\?["'])(?P<value>[^"'\\\r\n]{3,})"#,
    r#"(?P<open>)(?P<value>[^\s"'\\<{}\[\](),!$&*|>%@`#-][^\s"'\\<{},]{2,})"#,
];
/// Values that say where a secret is, or that there is one.
const REFERS: &[&str] = &["arn:", "aws::", "{{resolve:", "${", "<redacted: "];
const NO_VALUE: &[&str] = &["true", "false", "null", "string", "number"];

/// An access key's id: no secret itself, but its partner is seldom far.
const KEY_ID: &str = r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}";
const PARTNER: &str = r"(?P<keep>^|[^A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?P<after>$|[^A-Za-z0-9/+])";

struct Patterns {
    plain: Vec<(&'static str, Regex)>,
    named: Vec<Regex>,
    key_id: Regex,
    partner: Regex,
}

/// None where a pattern is no regular expression: then nothing may pass.
fn patterns() -> Option<&'static Patterns> {
    static ALL: OnceLock<Option<Patterns>> = OnceLock::new();
    let compile = || {
        let one = |(name, pattern): &(&'static str, &str)| Some((*name, Regex::new(pattern).ok()?));
        Some(Patterns {
            plain: PATTERNS.iter().map(one).collect::<Option<_>>()?,
            named: VALUES
                .iter()
                .map(|value| Regex::new(&format!("{NAMED}{value}")).ok())
                .collect::<Option<_>>()?,
            key_id: Regex::new(KEY_ID).ok()?,
            partner: Regex::new(PARTNER).ok()?,
        })
    };
    ALL.get_or_init(compile).as_ref()
}

/// Whether something was taken out of this text.
pub fn is_redacted(text: &str) -> bool {
    text.contains(MARK)
}

/// The entry without credentials, in whatever text of it they stood.
pub(super) fn redacted(mut entry: Entry) -> Result<Entry, Fault> {
    entry.what.draft.write.conceal(&format!("{MARK}NoEcho>"));
    let patterns = patterns().ok_or_else(|| bug("a pattern is wrong"))?;
    let mut value = serde_json::to_value(&entry).map_err(|error| bug(&error.to_string()))?;
    if !clean(&mut value, patterns) {
        return Ok(entry);
    }
    serde_json::from_value(value).map_err(|error| bug(&error.to_string()))
}

/// A text as it may be shown: without what is secret by its looks or its name.
pub(in crate::gate) fn hidden(text: &str) -> String {
    match patterns() {
        Some(patterns) => patterns.redact(text).unwrap_or_else(|| text.to_owned()),
        None => format!("{MARK}all>"),
    }
}

fn bug(why: &str) -> Fault {
    Fault::new(
        FaultKind::Bug,
        "No write can be made: secrets could not be taken out of its journal record.",
        "Report it with the version of the program.",
    )
    .caused_by(why)
}

/// Cleans every text; says whether one was changed.
fn clean(value: &mut Value, patterns: &Patterns) -> bool {
    match value {
        Value::String(text) => match patterns.redact(text) {
            Some(cleaned) => {
                *text = cleaned;
                true
            }
            None => false,
        },
        // All are to be cleaned, so no short cut at the first.
        Value::Array(values) => {
            let values = values.iter_mut();
            values.fold(false, |any, v| clean(v, patterns) | any)
        }
        Value::Object(fields) => {
            let values = fields.values_mut();
            values.fold(false, |any, v| clean(v, patterns) | any)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

impl Patterns {
    /// None: there is nothing to take out.
    fn redact(&self, text: &str) -> Option<String> {
        let mut out = no_echo::without_defaults(text).unwrap_or_else(|| text.to_owned());
        if self.key_id.is_match(text) {
            // What ends one match may begin the next, so once is not enough.
            for _ in 0..2 {
                out = replace(&self.partner, &out, "AWS secret");
            }
        }
        for (name, pattern) in &self.plain {
            out = replace(pattern, &out, name);
        }
        for pattern in &self.named {
            out = pattern.replace_all(&out, instead_of_named).into_owned();
        }
        (out != text).then_some(out)
    }
}

fn instead_of_named(found: &Captures<'_>) -> String {
    let value = group(found, "value");
    let lower = value.to_ascii_lowercase();
    let refers = REFERS.iter().any(|begin| lower.starts_with(begin));
    match refers || NO_VALUE.contains(&lower.as_str()) {
        true => found.get(0).map_or("", |all| all.as_str()).to_owned(),
        false => format!(
            "{}{}{MARK}secret>",
            group(found, "keep"),
            group(found, "open")
        ),
    }
}

fn group<'a>(found: &'a Captures<'_>, name: &str) -> &'a str {
    found.name(name).map_or("", |part| part.as_str())
}

fn replace(pattern: &Regex, text: &str, name: &str) -> String {
    let instead = |found: &Captures<'_>| {
        let (keep, after) = (group(found, "keep"), group(found, "after"));
        format!("{keep}{MARK}{name}>{after}")
    };
    pattern.replace_all(text, instead).into_owned()
}

#[cfg(test)]
mod tests;
