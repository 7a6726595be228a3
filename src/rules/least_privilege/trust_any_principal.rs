//! `Allow` for anyone at all, in a trust policy or a resource's own policy.

use super::rule::{Allowing, Found, Rule, demanding, is_open, is_wild};
use crate::policy::{Condition, Family, PrincipalType};

pub(super) const RULE: Rule = Rule {
    id: "trust-any-principal",
    title: "Anyone is trusted",
    why: "Principal * is every identity of every AWS account; without a condition that says who or from where, a stranger may use it.",
    fix: "Name the principals, or add a condition with values on aws:PrincipalOrgID, aws:PrincipalArn, aws:SourceArn or the like.",
    check,
};

/// Condition keys, folded, whose values say who asks or from where. A shared
/// word such as sts:ExternalId is not one: it tells nothing about who knows it.
const WHO: &[&str] = &[
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "kms:calleraccount",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
];

fn check(allowing: &Allowing<'_>) -> Found {
    let statement = allowing.statement;
    let principals = statement.principals.as_ref()?;
    let mut listed = principals.listed.iter();
    let (place, element) = if principals.negated {
        let first = listed.next();
        let place = first.map_or(statement.place, |principal| principal.name.place);
        (place, "NotPrincipal allows everyone but those it lists")
    } else {
        let anyone = listed.find(|principal| {
            principal.kind == PrincipalType::Anyone || is_wild(&principal.name.value)
        })?;
        (anyone.name.place, "Principal is *")
    };
    let restricted = demanding(statement, says_who).any(restricts);
    (!restricted).then(|| {
        let what = format!("{element}, and no condition says who or from where");
        vec![(place, what)]
    })
}

fn says_who(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    WHO.contains(&key.as_str()) || key.ends_with(":sub")
}

/// Any one of the values lets a request through, so each has to leave somebody out.
fn restricts(condition: &Condition) -> bool {
    let family = condition.operator.family;
    let mut values = condition.values.iter().map(|value| value.value.as_str());
    match family {
        Family::Bool => values.all(|value| value.eq_ignore_ascii_case("true")),
        _ => !values.any(|value| is_open(family, value) || in_any_account(family, value)),
    }
}

/// `arn:aws:iam::*:role/deploy`: a stranger's account can have such a role too.
fn in_any_account(family: Family, value: &str) -> bool {
    let account = value.split(':').nth(4);
    family.has_wildcards() && value.starts_with("arn:") && account.is_some_and(is_wild)
}
