//! `Allow` on every resource although the action could be limited to some.
//!
//! Which actions can is the catalogue's knowledge. It says nothing of an action
//! that the catalogue does not list, nor of one that may go without a resource.
//! Identity policies only: in a key's or a repository's own policy `*` is the
//! thing that the policy is attached to.

use super::rule::{Allowing, Found, Rule, in_short, is_everything, names_values};
use crate::policy::{Place, Resource, catalogue};

pub(super) const RULE: Rule = Rule {
    id: "star-resource",
    title: "Every resource is allowed where some would do",
    why: "The action can be limited to resources, and with * it reaches those of every other team and environment in the account.",
    fix: "Name the ARNs, or their prefix, in Resource; move the actions that only go with * to a statement of their own.",
    check,
};

fn check(allowing: &Allowing<'_>) -> Found {
    let statement = allowing.of_identity()?;
    let resource = statement.resource.as_ref()?;
    let place = everything(resource, statement.place)?;
    // Limiting by the resource's tag is limiting the resource.
    if names_values(statement, is_resource_tag) {
        return None;
    }
    let actions = catalogue::with_resources(statement.action.covering());
    let element = if resource.negated {
        "NotResource reaches all resources but some"
    } else {
        "Resource is *"
    };
    (!actions.is_empty()).then(|| {
        let what = format!("{element}, and {} can be limited", in_short(&actions));
        vec![(place, what)]
    })
}

/// Where the element says that any resource will do.
fn everything(resource: &Resource, statement: Place) -> Option<Place> {
    let mut patterns = resource.patterns.iter();
    if resource.negated {
        return Some(patterns.next().map_or(statement, |pattern| pattern.place));
    }
    patterns
        .find(|pattern| is_everything(&pattern.value))
        .map(|pattern| pattern.place)
}

fn is_resource_tag(key: &str) -> bool {
    key.split_once('/').is_some_and(|(name, _)| {
        let name = name.to_ascii_lowercase();
        name.ends_with(":resourcetag")
    })
}
