//! What is compared: one document, or all that decides for one role.
//!
//! Knows how documents combine, nothing of how they are told apart.

use crate::policy::{
    Decision, Document, Kind, Request,
    compiled::{Compiled, Rule, needs_no_permission},
    glob::Reading,
    pattern::Pattern,
};

/// All policies that decide what a role may do within its account.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Inline and attached: what one of them allows is allowed.
    pub identity: Vec<Document>,
    /// What it does not allow is not allowed either.
    pub boundary: Option<Document>,
}

/// The documents on one side of a comparison, as they were written.
#[derive(Clone, Debug)]
pub(in crate::policy) struct Documents<'a> {
    pub(in crate::policy) identity: Vec<&'a Document>,
    pub(in crate::policy) boundary: Option<&'a Document>,
}

impl<'a> Documents<'a> {
    pub(in crate::policy) fn alone(document: &'a Document) -> Self {
        Self {
            identity: vec![document],
            boundary: None,
        }
    }

    pub(in crate::policy) fn of(access: &'a Access) -> Self {
        Self {
            identity: access.identity.iter().collect(),
            boundary: access.boundary.as_ref(),
        }
    }

    pub(in crate::policy) fn documents(&self) -> impl Iterator<Item = &'a Document> {
        self.identity.iter().chain(&self.boundary).copied()
    }

    fn kind(&self) -> Kind {
        let first = self.documents().next();
        first.map_or(Kind::Identity, |document| document.kind)
    }

    /// Whether all documents of both are of one kind, which several must be.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let kind = self.kind();
        let mut all = self.documents().chain(other.documents());
        other.kind() == kind && all.all(|document| document.kind == kind)
    }
}

/// One side, ready to be asked.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) identity: Compiled,
    pub(super) boundary: Option<Compiled>,
}

impl Whole {
    pub(super) fn new(side: &Documents<'_>) -> Self {
        let documents = side.identity.iter();
        let statements = documents.flat_map(|document| Compiled::new(document).statements);
        Self {
            identity: Compiled {
                kind: side.kind(),
                statements: statements.collect(),
            },
            boundary: side.boundary.map(Compiled::new),
        }
    }

    /// Whether the reading says anything else of some resource.
    pub(super) fn differs(&self, reading: Reading) -> bool {
        let patterns = self.rules().flat_map(|rule| &rule.resource);
        let mut patterns = patterns.flat_map(|(_, patterns)| patterns);
        patterns.any(|pattern| match &pattern.pattern {
            Pattern::Plain(glob) => glob.has_readings() && glob.under(reading) != *glob,
            Pattern::Variable(..) => false,
        })
    }

    pub(super) fn under(&self, reading: Reading) -> Self {
        Self {
            identity: self.identity.under(reading),
            boundary: self.boundary.as_ref().map(|policy| policy.under(reading)),
        }
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = &Rule> {
        let boundary = self.boundary.iter();
        let boundary = boundary.flat_map(|policy| &policy.statements);
        self.identity.statements.iter().chain(boundary)
    }

    pub(super) fn decide(&self, request: &Request) -> Decision {
        if needs_no_permission(&request.action) {
            return Decision::Allowed;
        }
        let granted = self.identity.decide(request);
        match &self.boundary {
            None => granted,
            // A denial in either is one; else both have to allow. Decisions are
            // ordered from the worst.
            Some(boundary) => granted.min(boundary.decide(request)),
        }
    }
}
