//! The read-only lock: which requests may go to GitHub. What the asks say that they call,
//! by method and path, and nothing else. It must never learn an exception.

use percent_encoding::percent_decode_str;

use crate::ask::github_definitions;

/// The request was not sent, because this program only reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is not on the list of reads", self.0)
    }
}

impl std::error::Error for Refused {}

/// Every operation that may be sent: `GET /repos/{owner}/{repo}/actions/runs`.
pub fn allowed() -> impl Iterator<Item = &'static str> {
    github_definitions()
        .flat_map(|ask| ask.calls)
        .map(|call| call.operation)
}

/// `path`: as it is sent, without what is before every path, and without a query.
pub fn check(method: &str, path: &str) -> Result<(), Refused> {
    let listed = |operation: &str| {
        let (verb, template) = operation.split_once(' ').unwrap_or_default();
        verb == method && fits(template, path)
    };
    match allowed().any(listed) {
        true => Ok(()),
        false => Err(Refused(format!("{method} {path}"))),
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted.starts_with('{') && is_value(given) => {}
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return false,
        }
    }
}

/// What a server could read as a step up or down is no value, however it is written.
fn is_value(segment: &str) -> bool {
    let decoded = percent_decode_str(segment).decode_utf8_lossy();
    !matches!(decoded.as_ref(), "" | "." | "..")
        && !decoded.contains(['\\', '\0', '%'])
        && !segment.contains(['?', '#', ';'])
}
