//! A trust of an OIDC provider that takes tokens of every subject.

use super::{
    rule::{Allowing, Found, Rule, is_wild},
    web_identity::{Claim, Provider, providers},
};
use crate::policy::{Condition, Place, Statement, Text, strangers::names_an_owner};

pub(super) const RULE: Rule = Rule {
    id: "trust-without-subject",
    title: "The token's subject is not asked for",
    why: "Everyone to whom the provider issues tokens can assume the role; for GitHub Actions that is every repository on GitHub.",
    fix: "Add a condition on the provider's sub with the owner and the repository spelt out, for example repo:octo-org/octo-repo:environment:prod.",
    check,
};

fn check(allowing: &Allowing<'_>) -> Found {
    let providers = providers(allowing)?;
    let found = providers.iter();
    let found = found.filter_map(|provider| found_of(provider, allowing.statement));
    Some(found.collect())
}

fn found_of(provider: &Provider<'_>, statement: &Statement) -> Option<(Place, String)> {
    let key = provider.key(Claim::Subject);
    let mut widest = None;
    for condition in provider.demanded(statement, Claim::Subject) {
        // One condition that leaves somebody out is enough: all have to hold.
        widest = Some(wide_value(provider, condition)?);
    }
    Some(match widest {
        None => (
            provider.place,
            format!("no condition asks for a value of {key}"),
        ),
        Some(value) => (
            value.place,
            format!("{key} may be {}, which strangers can have too", value.value),
        ),
    })
}

/// One value that is too wide is enough: any of them lets a token through.
fn wide_value<'a>(provider: &Provider<'_>, condition: &'a Condition) -> Option<&'a Text> {
    if !condition.operator.family.has_wildcards() {
        return None;
    }
    condition.values.iter().find(|text| {
        let value = text.value.as_str();
        let claims = value.split_once(':').map_or(value, |(_, claims)| claims);
        claims.split([':', '/']).all(is_wild) || (provider.is_github() && !names_an_owner(value))
    })
}
