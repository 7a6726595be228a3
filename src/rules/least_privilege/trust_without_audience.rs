//! A trust of an OIDC provider that takes tokens issued for anyone.

use super::{
    rule::{Allowing, Found, Rule, is_open},
    web_identity::{Claim, providers},
};
use crate::policy::Condition;

pub(super) const RULE: Rule = Rule {
    id: "trust-without-audience",
    title: "The token's audience is not asked for",
    why: "A token that the provider issued for another service is accepted here as well, so whoever receives one can assume the role.",
    fix: "Add StringEquals on the provider's aud; for GitHub Actions its value is sts.amazonaws.com.",
    check,
};

fn check(allowing: &Allowing<'_>) -> Found {
    let providers = providers(allowing)?.into_iter();
    let careless = providers.filter(|provider| {
        let conditions = provider.demanded(allowing.statement, Claim::Audience);
        conditions.into_iter().all(takes_any)
    });
    let found = careless.map(|provider| {
        let key = provider.key(Claim::Audience);
        let what = format!("no condition names a value of {key}");
        (provider.place, what)
    });
    Some(found.collect())
}

fn takes_any(condition: &Condition) -> bool {
    let mut values = condition.values.iter();
    values.any(|value| is_open(condition.operator.family, &value.value))
}
