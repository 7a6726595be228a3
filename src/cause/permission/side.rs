//! What the documents of one side say of a call.

use serde::{Deserialize, Serialize};

use super::{NamedDocument, Origin, Question};
use crate::policy::{
    Compiled, Deciding, Decision, Document, Effect, Named, Policies, Request, Resource, Statement,
    Text,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// This statement denies it, whatever the circumstances.
    Denies(Deciding),
    /// This statement allows it.
    Grants {
        by: Deciding,
        origin: Origin,
        /// A statement that denies it under conditions nobody told us of.
        unless: Option<Deciding>,
    },
    /// This statement allows it under conditions, or on some resources.
    MayGrant(Deciding),
    /// No statement is about it; what comes nearest, in words.
    Silent { missing: Option<String> },
    /// There are no documents, or the action is not known.
    Unknown,
}

pub(super) fn of(question: &Question, given: &[NamedDocument<'_>]) -> Side {
    let Some(request) = question.request.as_ref().filter(|_| !given.is_empty()) else {
        return Side::Unknown;
    };
    let firm = |effect, any| find(given, request, effect, &MatchMode { any, firm: true });
    let may = |effect| {
        let look = MatchMode {
            any: question.any_resource,
            firm: false,
        };
        find(given, request, effect, &look)
    };
    if let Some((by, _)) = firm(Effect::Deny, false) {
        return Side::Denies(by);
    }
    if let Some((by, origin)) = firm(Effect::Allow, false) {
        let unless = may(Effect::Deny).map(|(by, _)| by);
        return Side::Grants { by, origin, unless };
    }
    if let Some((by, _)) = may(Effect::Allow) {
        return Side::MayGrant(by);
    }
    let policies = Policies {
        identity: given
            .iter()
            .map(|one| Named {
                name: one.name.to_owned(),
                policy: Compiled::new(one.document),
            })
            .collect(),
        ..Policies::default()
    };
    let answer = policies.answer(request);
    // A denial under conditions would be told as one without.
    let is_silence = answer.decision == Decision::ImplicitlyDenied;
    Side::Silent {
        missing: answer.missing.filter(|_| is_silence),
    }
}

/// How a statement is looked at.
struct MatchMode {
    /// As if it were about every resource.
    any: bool,
    /// Conditions must be absent; otherwise they are taken as met.
    firm: bool,
}

/// The first statement of this effect that takes the request.
fn find(
    given: &[NamedDocument<'_>],
    request: &Request,
    effect: Effect,
    look: &MatchMode,
) -> Option<(Deciding, Origin)> {
    given.iter().find_map(|one| {
        let statements = one.document.statements.iter();
        let (at, statement) = statements.enumerate().find(|(_, statement)| {
            statement.effect == effect && takes(one.document, statement, request, look)
        })?;
        let by = Deciding {
            policy: one.name.to_owned(),
            statement: at + 1,
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
        };
        Some((by, one.origin))
    })
}

fn takes(document: &Document, statement: &Statement, request: &Request, look: &MatchMode) -> bool {
    if look.firm && !statement.conditions.is_empty() {
        return false;
    }
    let mut statement = statement.clone();
    statement.conditions.clear();
    if look.any
        && let Some(resource) = &mut statement.resource
    {
        *resource = Resource {
            negated: false,
            patterns: vec![Text {
                value: "*".to_owned(),
                place: statement.place,
            }],
        };
    }
    let alone = Document {
        kind: document.kind,
        version: document.version,
        id: None,
        statements: vec![statement],
    };
    Compiled::new(&alone).decide(request) != Decision::ImplicitlyDenied
}
