//! The form in which documents that differ only in writing are equal.
//!
//! What is taken away here is exactly: order, repetition, one value or a list of
//! one, letter case of actions and condition-key names (never of tag keys),
//! `Id` and `Sid`, empty conditions, quotes around numbers and booleans, account
//! number or root ARN where the partition is known, `"*"` or `{"AWS": "*"}`,
//! `ArnEquals` or `ArnLike`, and a missing `Version`. Values
//! made redundant by a wider pattern stay: they are the comparison's business.
//! Equal forms prove equal meaning; different forms prove nothing.

use std::collections::BTreeSet;

use super::{Document, Effect, Family, Operator, Principal, PrincipalType, Statement, Version};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Canonical {
    /// Kept even where no variable is written: the guide calls variables one
    /// example of what the older version lacks, so their absence alone is no proof.
    version: Version,
    statements: BTreeSet<CanonicalStatement>,
}

/// One statement's form; what `diff` pairs by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct CanonicalStatement {
    effect: Effect,
    principals: Option<(bool, BTreeSet<(PrincipalType, String)>)>,
    action: (bool, BTreeSet<String>),
    resource: Option<(bool, BTreeSet<String>)>,
    conditions: BTreeSet<(OperatorForm, String, BTreeSet<String>)>,
}

/// An operator in another letter case equals only the same spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum OperatorForm {
    Known(Operator),
    Undocumented(String),
}

/// True proves that the documents mean the same; false proves nothing.
pub fn equivalent(a: &Document, b: &Document) -> bool {
    a.kind == b.kind && Canonical::of(a) == Canonical::of(b)
}

impl Canonical {
    pub fn of(document: &Document) -> Self {
        let statements = document.statements.iter().map(CanonicalStatement::of);
        Self {
            version: document.version,
            statements: statements.collect(),
        }
    }
}

impl CanonicalStatement {
    pub(super) fn of(statement: &Statement) -> Self {
        let exact = |texts: &[super::Text]| -> BTreeSet<String> {
            texts.iter().map(|text| text.value.clone()).collect()
        };
        let resource = statement.resource.as_ref();
        let actions = statement.action.patterns.iter();
        let actions = actions.map(|pattern| pattern.value.to_ascii_lowercase());
        let conditions = statement.conditions.iter().map(|condition| {
            let operator = OperatorForm::of(condition.operator, &condition.written.value);
            let key = fold_key(&condition.key.value);
            (operator, key, exact(&condition.values))
        });
        Self {
            effect: statement.effect,
            principals: statement.principals.as_ref().map(|principals| {
                let listed = principals.listed.iter();
                (principals.negated, listed.map(fold_principal).collect())
            }),
            action: (statement.action.negated, actions.collect()),
            resource: resource.map(|it| (it.negated, exact(&it.patterns))),
            conditions: conditions.collect(),
        }
    }
}

impl OperatorForm {
    pub(super) fn of(operator: Operator, written: &str) -> Self {
        match operator.other_case {
            false => Self::Known(operator),
            true => Self::Undocumented(written.to_owned()),
        }
    }
}

/// In the partition `aws`, `123456789012` and `arn:aws:iam::123456789012:root`
/// name the same account; everywhere, `"*"` and `{"AWS": "*"}` name everyone
/// (IAM user guide, "AWS JSON policy elements: Principal", "All principals").
pub(super) fn fold_principal(principal: &Principal) -> (PrincipalType, String) {
    let name = &principal.name.value;
    match (&principal.kind, &principal.partition) {
        (PrincipalType::Aws, _) if name == "*" => (PrincipalType::Anyone, name.clone()),
        (PrincipalType::Aws, Some(partition)) if is_account_id(name) => (
            PrincipalType::Aws,
            format!("arn:{partition}:iam::{name}:root"),
        ),
        (kind, _) => (*kind, name.clone()),
    }
}

/// Twelve digits.
pub(super) fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A condition key as it is compared: the name without letter case, what follows
/// it after a slash (the tag's key in `aws:RequestTag/Team`) exactly. In
/// `oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub` the slash is part of the name.
pub(super) fn fold_key(key: &str) -> String {
    match key.split_once('/') {
        Some((name, suffix)) if name.contains(':') => {
            format!("{}/{suffix}", name.to_ascii_lowercase())
        }
        _ => key.to_ascii_lowercase(),
    }
}

impl Family {
    /// Operators whose values are patterns with `*` and `?`.
    pub fn has_wildcards(self) -> bool {
        matches!(self, Self::String(super::StringTest::Like) | Self::Arn)
    }
}
