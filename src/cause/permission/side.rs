//! What the documents of one side say of a call.

use serde::{Deserialize, Serialize};

use super::{NamedDocument, Origin, Question};
use crate::policy::{
    Compiled, Deciding, Decision, Document, Effect, Named, Policies, Request, Statement, Text,
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
        /// A statement that denies it under conditions it is not known that we meet.
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
    // Without conditions, or as if they were met, and about every resource where none is named.
    let firm = |effect| {
        find(given, effect, |document, statement| {
            statement.conditions.is_empty() && takes(document, statement, request, false)
        })
    };
    let may = |effect| {
        find(given, effect, |document, statement| {
            takes(document, statement, request, question.any_resource)
        })
    };
    if let Some((by, _)) = firm(Effect::Deny) {
        return Side::Denies(by);
    }
    if let Some((by, origin)) = firm(Effect::Allow) {
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

/// The first statement of this effect that takes the request.
fn find(
    given: &[NamedDocument<'_>],
    effect: Effect,
    takes: impl Fn(&Document, &Statement) -> bool,
) -> Option<(Deciding, Origin)> {
    given.iter().find_map(|one| {
        let mut statements = one.document.statements.iter().enumerate();
        let (at, statement) =
            statements.find(|(_, it)| it.effect == effect && takes(one.document, it))?;
        let by = Deciding {
            policy: one.name.to_owned(),
            statement: at + 1,
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
        };
        Some((by, one.origin))
    })
}

/// Conditions aside; `any`: as if it were about every resource.
fn takes(document: &Document, statement: &Statement, request: &Request, any: bool) -> bool {
    let mut statement = statement.clone();
    statement.conditions.clear();
    if any && let Some(resource) = &mut statement.resource {
        resource.negated = false;
        resource.patterns = vec![Text::new("*", statement.place)];
    }
    let alone = Document::new(document.kind, document.version, vec![statement]);
    Compiled::new(&alone).decide(request) != Decision::ImplicitlyDenied
}
