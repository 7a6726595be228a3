//! Secrets in lines, masked wherever a line leaves the program.

use std::{borrow::Cow, sync::LazyLock};

use regex::bytes::{Captures, Regex};

/// What a secret looks like. With a group only the group is masked, so that a reader
/// still sees what it was the secret of.
const SECRETS: &str = concat!(
    // Access keys of AWS, and the keys and tokens that go with them.
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    r#"|(?i:aws_?secret_?access_?key|aws_?session_?token|secretAccessKey|sessionToken)["']?\s*[:=]\s*["']?([A-Za-z0-9/+=]{16,})"#,
    r"|X-Amz-(?:Security-Token|Signature)=([^&\s]+)",
    // Tokens of GitHub.
    r"|\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})\b",
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[A-Za-z0-9+/=\\\s]+(?:-----END [A-Z ]*PRIVATE KEY-----)?)?",
    // The password in an address.
    r"|\b[a-z][a-z0-9+.-]*://[^/\s:@]*:([^/\s@]+)@",
    r"|(?i:\bbearer)\s+([A-Za-z0-9._~+/=-]{16,})",
    // A JSON web token.
    r"|\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
    r#"|(?i:\b(?:password|passwd|api[_-]?key|client[_-]?secret))["']?\s*[:=]\s*["']?([^\s"',;&]{4,})"#,
);

const MASK: &[u8] = b"***";

/// The expression is ours and is tried by a test; without it everything is masked.
static SECRET: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(SECRETS).ok());

/// The line without its secrets.
pub fn masked(line: &[u8]) -> Cow<'_, [u8]> {
    match &*SECRET {
        Some(secret) => secret.replace_all(line, |found: &Captures<'_>| mask(found)),
        None => MASK.into(),
    }
}

fn mask(found: &Captures<'_>) -> Vec<u8> {
    let whole = found.get(0);
    let part = (1..found.len()).find_map(|group| found.get(group));
    let (Some(whole), Some(part)) = (whole, part) else {
        return MASK.to_vec();
    };
    let bytes = whole.as_bytes();
    let (before, after) = (part.start() - whole.start(), part.end() - whole.start());
    [&bytes[..before], MASK, &bytes[after..]].concat()
}
