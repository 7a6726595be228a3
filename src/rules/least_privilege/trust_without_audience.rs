//! A trust of an OIDC provider that takes tokens issued for anyone.

use super::{
    rule::{Hit, Rule, is_open, of_allows},
    web_identity::{Claim, providers},
};
use crate::policy::{Condition, Document, Place, Statement};

pub(super) const RULE: Rule = Rule {
    id: "trust-without-audience",
    title: "The token's audience is not asked for",
    why: "A token that the provider issued for another service is accepted here as well, so whoever receives one can assume the role.",
    fix: "Add StringEquals on the provider's aud; for GitHub Actions its value is sts.amazonaws.com.",
    check,
};

fn check(document: &Document) -> Vec<Hit> {
    of_allows(RULE.id, document, |statement| found(document, statement))
}

fn found(document: &Document, statement: &Statement) -> Vec<(Place, String)> {
    providers(document, statement)
        .iter()
        .filter(|provider| {
            let conditions = provider.demanded(statement, Claim::Audience);
            conditions.into_iter().all(takes_any)
        })
        .map(|provider| {
            let key = provider.key(Claim::Audience);
            (
                provider.place,
                format!("no condition names a value of {key}"),
            )
        })
        .collect()
}

fn takes_any(condition: &Condition) -> bool {
    let mut values = condition.values.iter();
    values.any(|value| is_open(condition.operator.family, &value.value))
}
