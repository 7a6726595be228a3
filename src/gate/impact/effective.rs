//! A role's identity policies as one document, to ask it about single grants.
//!
//! Whether access differs is the engine's to prove, over all policies and within
//! the boundary; here they are only put side by side.

use crate::{
    facts::Reason,
    policy::{Access, Document, Kind, Place, Text, Version, parse},
};

/// Each side as one document, and what could not go into it.
pub(super) fn merged(before: &Access, after: &Access) -> ([Document; 2], Vec<String>) {
    let mut all = before.identity.iter().chain(&after.identity);
    let first = all.next();
    let alike = first.is_none_or(|first| all.all(|other| other.version == first.version));
    let most = if alike { usize::MAX } else { 1 };
    let side = |access: &Access| one(access.identity.iter().take(most));
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

/// A document of this kind; an error says what is wrong with it, and whose it is.
pub(super) fn parsed(whose: &str, text: &str, kind: Kind) -> Result<Document, Reason> {
    parse(text, kind).map_err(|malformed| malformed.fault(whose).what.into())
}

/// Documents with nothing beside them.
pub(super) fn alone(documents: &[Document]) -> Access {
    Access {
        identity: documents.to_vec(),
        boundary: None,
    }
}

/// `*`, as a statement has it.
pub(super) fn every() -> Vec<Text> {
    vec![Text {
        value: "*".to_owned(),
        place: Place::default(),
    }]
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
