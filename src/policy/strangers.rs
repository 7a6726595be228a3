//! Does somebody whom nobody named pass a policy with principals?
//!
//! The engine is asked with concrete requests that a stranger can send: a token of
//! another repository, another identity pool, another account. What it allows is a
//! proof. Where no such request is found the statement has to name somebody, by a
//! condition that every request must meet; else it is unclear, and a guard stops.
//! Nothing here reads a live system, and nothing is decided by a star alone.

mod bound;
mod claim;
mod github;
mod party;
mod search;
mod signs;
mod tenants;
mod words;

use serde::{Deserialize, Serialize};

pub use self::github::names_an_owner;
use self::{party::Party, search::Search};
use super::{Document, Effect, Kind, Request, Statement, Version, canonical::Canonical};

/// Somebody whom the document does not name and who passes, or may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    pub stranger: Stranger,
    /// Of the statement, counted from one.
    pub statement: usize,
    pub proof: Proof,
    /// Keys whose conditions hold for a request that lacks them, as written.
    pub lacking: Vec<String>,
    /// Keys of the statement that say who asks, as written.
    pub asked: Vec<String>,
    /// It is a role that is opened, not a resource.
    pub is_trust: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stranger {
    /// Any repository on github.com.
    Repository,
    /// Anyone to whom this OIDC provider issues a token.
    Identity(String),
    /// Anyone who is not signed in, through an identity pool of Cognito.
    Guest,
    /// Anyone of whom this SAML provider says so, to whatever service.
    Asserted(String),
    /// Anybody in any AWS account.
    Anyone,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// The document allows this request.
    Passes(Box<Request>),
    /// No request was found, and nothing names who may.
    Unclear,
}

/// Every stranger who passes the document.
pub fn passing(document: &Document) -> Vec<Passage> {
    opened(&nothing(document.kind), document)
}

/// Every stranger who passes the second document and did not pass the first.
pub fn opened(before: &Document, after: &Document) -> Vec<Passage> {
    if after.kind == Kind::Identity {
        return Vec::new();
    }
    let search = Search::new(before, after);
    let mut found: Vec<Passage> = Vec::new();
    for (at, statement) in after.statements.iter().enumerate() {
        if statement.effect != Effect::Allow {
            continue;
        }
        for party in Party::of(after.kind, statement) {
            let Some(passage) = search.passage(at, statement, &party) else {
                continue;
            };
            let is_known = |one: &Passage| {
                one.stranger == passage.stranger && matches!(one.proof, Proof::Passes(_))
            };
            if !found.iter().any(is_known) {
                found.push(passage);
            }
        }
    }
    found
}

/// Whether the statement and every denial beside it were there already.
fn stays(before: &Document, after: &Document, at: usize) -> bool {
    let form = |document: &Document, statements: Vec<Statement>| {
        Canonical::of(&Document::new(document.kind, document.version, statements))
    };
    let denials = |document: &Document| {
        let statements = document.statements.iter();
        let denying = statements.filter(|one| one.effect == Effect::Deny);
        form(document, denying.cloned().collect())
    };
    let one = after.statements.get(at).cloned().into_iter().collect();
    let one = form(after, one);
    let mut was = before.statements.iter();
    was.any(|statement| form(before, vec![statement.clone()]) == one)
        && denials(before) == denials(after)
}

fn nothing(kind: Kind) -> Document {
    Document::new(kind, Version::V2012, Vec::new())
}
