//! Who a trust policy or a resource's own policy lets in, in words: of this account
//! or of another one, and what they are no longer asked for.
//!
//! Whether they are strangers is the policy engine's to say.

use std::collections::BTreeSet;

use super::Grant;
use crate::{
    facts::Remote,
    policy::{Condition, Document, Effect, Statement},
};

/// A condition key that somebody no longer has to meet: `sts:ExternalId`.
pub(super) fn given_up(before: &Document, after: &Document) -> Vec<Remote> {
    let allowing = |document: &'_ Document| -> Vec<Statement> {
        let all = document.statements.iter();
        let all = all.filter(|one| one.effect == Effect::Allow);
        all.cloned().collect()
    };
    let (before, after) = (allowing(before), allowing(after));
    let mut found = Vec::new();
    for statement in &after {
        for name in names(statement) {
            let was = before.iter().filter(|one| names(one).contains(&name));
            let was: Vec<&Statement> = was.collect();
            let Some(first) = was.first() else {
                continue;
            };
            for key in asked(first) {
                let by_all = was.iter().all(|one| asked(one).contains(&key));
                if by_all && !asked(statement).contains(&key) {
                    let said = Remote::new(format!("{key} is no longer asked of {name}"));
                    if !found.contains(&said) {
                        found.push(said);
                    }
                }
            }
        }
    }
    found
}

fn names(statement: &Statement) -> BTreeSet<String> {
    let listed = statement.principals.iter().flat_map(|one| &one.listed);
    listed.map(|one| one.name.value.clone()).collect()
}

/// Keys that a request must have with a listed value, as they are known.
fn asked(statement: &Statement) -> BTreeSet<String> {
    let must =
        |condition: &&Condition| !condition.operator.negated && !condition.operator.if_exists;
    let asked = statement.conditions.iter().filter(must);
    asked
        .map(|condition| {
            let key = condition.key.value.as_str();
            match key.eq_ignore_ascii_case("sts:ExternalId") {
                true => "sts:ExternalId".to_owned(),
                false => key.to_owned(),
            }
        })
        .collect()
}

impl Grant {
    /// The same as `words`, with everybody let in as seen from this account.
    pub(in crate::gate) fn words_in(&self, account: Option<&str>) -> String {
        let mut told = self.clone();
        if let Some(principal) = &mut told.principal {
            for name in &mut principal.values {
                *name = Remote::new(party(name.raw(), account));
            }
        }
        told.words()
    }
}

/// `everybody in account 444455556666 whom IAM there lets (another account)`.
fn party(name: &str, own: Option<&str>) -> String {
    let is_account = |text: &str| text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = name.splitn(6, ':').collect();
    let (account, is_root) = match parts.as_slice() {
        [one] if is_account(one) => (*one, true),
        ["arn", _, "iam" | "sts", _, account, rest] if is_account(account) => {
            (*account, *rest == "root")
        }
        _ => return name.to_owned(),
    };
    let is_own = own == Some(account);
    match (is_root, is_own) {
        (true, true) => format!("everybody in this account whom IAM lets ({name})"),
        (true, false) => {
            format!("everybody in account {account} whom IAM there lets, another account ({name})")
        }
        (false, true) => name.to_owned(),
        (false, false) => format!("{name} of another account, {account}"),
    }
}
