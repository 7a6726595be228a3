//! The `Policies` of a function or a state machine: names of managed policies,
//! documents, and SAM's policy templates.
//!
//! Entries are numbered as they are written: SAM names an inline policy by its number.

use super::{
    build::At,
    making::{Making, Role},
    policy_templates,
    seen::{choice, is_no_value},
};
use crate::{
    facts::Reason,
    template::{Node, Value, intrinsic::call},
};

/// What an entry is, as SAM tells it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    Managed,
    /// A document, or a policy template that becomes one.
    Document,
    Unknown,
}

impl Making<'_, '_> {
    pub(super) fn policies(&mut self, role: &mut Role) {
        let Some(policies) = self.given("Policies").cloned() else {
            return;
        };
        let entries = match &policies.value {
            Value::Seq(items) => items.as_slice(),
            _ => std::slice::from_ref(&policies),
        };
        for (number, entry) in entries.iter().enumerate() {
            match sort_of(entry) {
                Entry::Managed => role.attach(entry.clone()),
                Entry::Document => {
                    let name = format!("{}Policy{number}", role.logical_id);
                    match named(&name, entry) {
                        Ok(policy) => role.put(policy),
                        Err(what) => self.opens(&role.logical_id, entry, what.as_str()),
                    }
                }
                Entry::Unknown => {
                    let what = "has an entry of Policies that is not understood";
                    self.opens(&role.logical_id, entry, what);
                }
            }
        }
    }
}

fn sort_of(entry: &Node) -> Entry {
    if let Some((_, yes, no)) = choice(entry) {
        return match (is_no_value(yes), is_no_value(no)) {
            (true, _) => sort_of(no),
            (_, true) => sort_of(yes),
            _ if sort_of(yes) == sort_of(no) => sort_of(yes),
            _ => Entry::Unknown,
        };
    }
    if call(entry).is_some() {
        return Entry::Managed;
    }
    match &entry.value {
        Value::Scalar(scalar) if !scalar.is_null() => Entry::Managed,
        Value::Map(entries) if entry.get("Statement").is_some() || entries.len() == 1 => {
            Entry::Document
        }
        _ => Entry::Unknown,
    }
}

/// The inline policy; one that is chosen stays a choice.
fn named(name: &str, entry: &Node) -> Result<Node, Reason> {
    let at = At(entry.span);
    if let Some((condition, yes, no)) = choice(entry) {
        let side = |side: &Node| match is_no_value(side) {
            true => Ok(side.clone()),
            false => named(name, side),
        };
        return Ok(at.choice(condition, side(yes)?, side(no)?));
    }
    let document = match entry.entries() {
        [template] if template.key.text != "Statement" => {
            expanded(at, &template.key.text, &template.value)?
        }
        _ => entry.clone(),
    };
    Ok(at.policy(name, document))
}

fn expanded(at: At, template: &str, given: &Node) -> Result<Node, Reason> {
    let expansion = policy_templates::find(template).ok_or_else(|| {
        format!("names a SAM policy template {template:?} that is not known here")
    })?;
    expansion.document(at, given).map_err(|missing| {
        let missing = missing.join(", ");
        format!("names {template}, which is not expanded: it lacks {missing}").into()
    })
}
