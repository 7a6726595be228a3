//! A role's policies as one: what they allow together, before and after.
//!
//! Identity policies add up, so their statements stand in one document. A
//! boundary cannot be said that way; it is left out and the answer says so.

use crate::policy::{Document, Judgement, Kind, Version, explain};

/// All that decides what a role may do, of what the gate can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The policies that change come first.
    pub identity: Vec<Document>,
    pub boundary: Option<Document>,
}

/// After against before, and what was left out of it.
pub(super) fn effective(before: &Access, after: &Access) -> (Judgement, Vec<String>) {
    let ([before_all, after_all], mut left_out) = merged(before, after);
    if before.boundary.is_some() || after.boundary.is_some() {
        left_out.push(
            "The role's permissions boundary is not weighed in: it may deny what is said to be allowed here."
                .to_owned(),
        );
    }
    (explain::judge(&before_all, &after_all), left_out)
}

/// Each side as one document, and what could not go into it.
pub(super) fn merged(before: &Access, after: &Access) -> ([Document; 2], Vec<String>) {
    let mut all = before.identity.iter().chain(&after.identity);
    let first = all.next();
    let alike = first.is_none_or(|first| all.all(|other| other.version == first.version));
    let side = |access: &Access| {
        one(access
            .identity
            .iter()
            .take(if alike { usize::MAX } else { 1 }))
    };
    let left_out = (!alike).then(|| {
        "The role's policies are of different language versions, so only the one that changes was compared."
            .to_owned()
    });
    ([side(before), side(after)], left_out.into_iter().collect())
}

/// The statements of several documents of one kind and version in one.
pub(super) fn one<'a>(documents: impl Iterator<Item = &'a Document>) -> Document {
    let mut whole = nothing(Kind::Identity);
    for (at, document) in documents.enumerate() {
        if at == 0 {
            whole.kind = document.kind;
            whole.version = document.version;
        }
        whole.statements.extend(document.statements.iter().cloned());
    }
    whole
}

/// A document that says nothing.
pub(super) fn nothing(kind: Kind) -> Document {
    Document {
        kind,
        version: Version::V2012,
        id: None,
        statements: Vec::new(),
    }
}
