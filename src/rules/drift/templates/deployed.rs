//! The deployed template between the repository's and what is live: who moved.

use super::{DeclaredRole, Deployed};
use crate::{
    facts::{Remote, StackName},
    rules::drift::{
        DriftItem, DriftKind, DriftState,
        documents::{Kind, same_meaning},
        role_sides::Live,
    },
    template::{TemplatePolicy, TemplateRole},
};

/// How the deployed template's part stands to the item's two sides.
pub(super) fn stands(item: &DriftItem, declared: &DeclaredRole, live: Live<'_>) -> Deployed {
    let Some(deployed) = &declared.deployed else {
        return Deployed::Unknown;
    };
    if item.kind == DriftKind::Role {
        // The repository has the role and the account has not.
        return match (item.state, deployed) {
            (DriftState::RoleMissing, None) => Deployed::AsLive,
            // Deployed under another name: the template was changed since.
            (DriftState::RoleMissing, Some(role)) if is_named_otherwise(role, item) => {
                Deployed::AsLive
            }
            (DriftState::RoleMissing, Some(_)) => Deployed::AsRepository,
            _ => Deployed::Unknown,
        };
    }
    let (Ok(part), Some(kind)) = (part(item, deployed.as_ref()), kind(item.kind)) else {
        return Deployed::Unknown;
    };
    let part = part.map(Remote::new);
    let codified = item.codified.as_ref().map(|(text, _)| text);
    let partition = match live {
        Live::Present(role) => role.arn.partition(),
        Live::Missing | Live::Unknown(_) => None,
    };
    let same = |side: Option<&Remote>| match (part.as_ref(), side) {
        (Some(part), Some(side)) => same_meaning(part, side, kind, [partition; 2]).ok(),
        (None, None) => Some(true),
        _ => Some(false),
    };
    match (same(item.live.as_ref()), same(codified)) {
        (Some(true), _) => Deployed::AsLive,
        (Some(false), Some(true)) => Deployed::AsRepository,
        (Some(false), Some(false)) => Deployed::Neither,
        _ => Deployed::Unknown,
    }
}

fn is_named_otherwise(role: &TemplateRole, item: &DriftItem) -> bool {
    let name = role.name.as_ref().and_then(|name| name.known());
    name.is_some_and(|name| name != item.role.raw())
}

fn kind(kind: DriftKind) -> Option<Kind> {
    match kind {
        DriftKind::Inline | DriftKind::Managed => Some(Kind::Identity),
        DriftKind::Trust => Some(Kind::Trust),
        DriftKind::Role | DriftKind::Attachments | DriftKind::Boundary => None,
    }
}

/// The deployed text of the item's part; an error where it leaves something open.
fn part(item: &DriftItem, role: Option<&TemplateRole>) -> Result<Option<String>, ()> {
    let Some(role) = role else {
        return Ok(None);
    };
    // What was deployed is what a macro made of it.
    if role.rewritten.is_some() {
        return Err(());
    }
    let policy: Option<&TemplatePolicy> = match item.kind {
        DriftKind::Trust => role.trust.as_ref(),
        _ => {
            let names = role.policies.iter().map(|policy| &policy.name);
            if names.clone().any(|name| name.known().is_none()) {
                return Err(());
            }
            let mut policies = role.policies.iter();
            policies.find(|policy| policy.name.known() == Some(item.part()))
        }
    };
    match policy {
        Some(policy) if policy.symbols.is_empty() => {
            policy.document.clone().map(Some).map_err(|_| ())
        }
        Some(_) => Err(()),
        // It may be what was not expanded.
        None if !role.unexpanded.is_empty() => Err(()),
        None => Ok(None),
    }
}

/// The sentence that says it, where there is something to say.
pub(super) fn said(item: &DriftItem, deployed: Deployed, stack: &StackName) -> Option<String> {
    let stack = stack.short();
    let granted = item.gained.is_empty() && !item.lost.is_empty()
        || matches!(
            item.state,
            DriftState::MissingLive | DriftState::RoleMissing
        );
    Some(match deployed {
        Deployed::AsLive if granted => format!(
            "The repository grants it and the stack was not updated: stack {stack} is stale."
        ),
        Deployed::AsLive => format!(
            "The repository's template changed and the stack was not updated: stack {stack} is stale."
        ),
        Deployed::AsRepository => format!(
            "Stack {stack} was deployed with what the repository has: the live role was changed outside CloudFormation."
        ),
        Deployed::Neither => format!(
            "Live is neither what the repository has nor what stack {stack} was deployed with."
        ),
        Deployed::Unknown => return None,
    })
}
