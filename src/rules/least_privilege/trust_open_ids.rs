//! A trust of GitHub that names owner and repository, and leaves their ids open.
//!
//! No stranger has the name today, so it is the smaller fault: whoever takes the
//! name after it was given up has another id, and passes.

use super::{
    rule::{Allowing, Found, Rule},
    web_identity::{Claim, Provider, providers},
};
use crate::policy::{Condition, Place, Statement, Text, strangers::names_an_owner};

pub(super) const RULE: Rule = Rule {
    id: "trust-open-ids",
    title: "The subject leaves the owner's or repository's id open",
    why: "Whoever owns the name later can assume the role: an account that was renamed or deleted gives its name back, and the id is what tells the two apart.",
    fix: "Write both ids out: repo:octo-org@123456/octo-repo@456789:environment:prod; gh api repos/OWNER/NAME shows them.",
    check,
};

fn check(allowing: &Allowing<'_>) -> Found {
    let providers = providers(allowing)?;
    let of_github = providers.iter().filter(|provider| provider.is_github());
    let found = of_github.flat_map(|provider| found_of(provider, allowing.statement));
    Some(found.collect())
}

fn found_of(provider: &Provider<'_>, statement: &Statement) -> Vec<(Place, String)> {
    let key = provider.key(Claim::Subject);
    let conditions = statement.conditions.iter();
    let of_subject =
        conditions.filter(|one| one.key.value.eq_ignore_ascii_case(&key) && !one.operator.negated);
    let open = of_subject.flat_map(open_values);
    open.map(|value| {
        (
            value.place,
            format!("{key} leaves an id open: {}", value.value),
        )
    })
    .collect()
}

fn open_values(condition: &Condition) -> impl Iterator<Item = &Text> {
    let is_like = condition.operator.family.has_wildcards();
    let values = condition.values.iter();
    values.filter(move |text| is_like && leaves_an_id_open(&text.value))
}

/// `repo:OWNER@*/NAME@*:...`, one of the two at least.
fn leaves_an_id_open(subject: &str) -> bool {
    let Some(rest) = subject.strip_prefix("repo:") else {
        return false;
    };
    let repository = rest.split(':').next().unwrap_or(rest);
    let mut ids = repository
        .split('/')
        .filter_map(|part| part.split_once('@').map(|(_, id)| id));
    names_an_owner(subject) && ids.any(|id| id.contains(['*', '?']))
}
