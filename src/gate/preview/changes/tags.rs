//! Tags in a change: which ones, with which values, and whether a policy decides by them.
//!
//! Only what was read can be searched, and a tag of which it is not certain that no
//! policy names it stands by itself.

use std::collections::BTreeMap;

use serde_json::Value;

use super::values::{self, Difference};
use crate::{
    facts::{
        Remote, ResourceChange,
        stack::{ChangeDetail, ResourceAttribute},
    },
    gate::{Changed, RoleState, StackState},
};

/// Where CloudFormation keeps a resource's tags.
const TAGS: &str = "/Properties/Tags";

/// One tag: its key, and its value before and after.
type Tag = (String, Option<String>, Option<String>);

/// All policies and templates that were read, in small letters; None: some were not.
pub(super) struct Deciding(Option<Vec<String>>);

impl Deciding {
    pub(super) fn of(state: &StackState) -> Self {
        Self(texts(state))
    }

    /// Whether nothing is decided by the tags that this change touches, and none goes.
    pub(super) fn leaves(&self, change: &ResourceChange, differences: &[Difference]) -> bool {
        if !touches(change, differences) {
            return true;
        }
        let Some(tags) = touched(change, differences) else {
            return false;
        };
        let goes = tags.iter().any(|(_, _, after)| after.is_none());
        !goes && !tags.iter().any(|(key, ..)| self.names(key))
    }

    fn names(&self, key: &str) -> bool {
        let Self(Some(texts)) = self else {
            return true;
        };
        let key = key.to_ascii_lowercase();
        let named = |text: &String| {
            let mut places = text.match_indices("tag/");
            // `aws:TagKeys` names keys among its values; a key that is put together is any.
            text.contains("tagkeys")
                || places.any(|(at, found)| {
                    let rest = &text[at + found.len()..];
                    rest.starts_with(&key)
                        || !rest.starts_with(|c: char| c.is_alphanumeric() || "_.:=+-@".contains(c))
                })
        };
        texts.iter().any(named)
    }
}

/// Whether anything in it is about tags, by whatever name.
fn touches(change: &ResourceChange, differences: &[Difference]) -> bool {
    let about = |text: &str| text.to_ascii_lowercase().contains("tag");
    let detail = |detail: &ChangeDetail| {
        let names = detail.path.iter().chain(&detail.name);
        detail.attribute == Some(ResourceAttribute::Tags) || names.map(Remote::raw).any(about)
    };
    change.scope.contains(&ResourceAttribute::Tags)
        || change.details.iter().any(detail)
        || differences.iter().any(|(path, ..)| about(path))
}

/// The tags that change, each with its values; None: it can't be told.
fn touched(change: &ResourceChange, differences: &[Difference]) -> Option<Vec<Tag>> {
    let tags = match values::wholes(change) {
        Some((before, after)) => {
            let about = |path: &str| path.to_ascii_lowercase().contains("tag");
            let elsewhere = differences.iter().any(|(path, ..)| {
                about(path) && path != TAGS && !path.starts_with(&format!("{TAGS}/"))
            });
            if elsewhere {
                return None;
            }
            changed(
                &listed(before.pointer(TAGS))?,
                &listed(after.pointer(TAGS))?,
            )
        }
        None => change
            .details
            .iter()
            .map(of_detail)
            .collect::<Option<_>>()?,
    };
    (!tags.is_empty()).then_some(tags)
}

/// `/Properties/Tags/owner`, with both values.
fn of_detail(detail: &ChangeDetail) -> Option<Tag> {
    let path = detail.path.as_ref()?.raw();
    let key = path.strip_prefix(TAGS)?.strip_prefix('/')?;
    if key.contains('/') || key.parse::<usize>().is_ok() {
        return None;
    }
    let text = |value: &Option<crate::facts::stack::PropertyValue>| {
        value.as_ref().map(|value| value.text.raw().to_owned())
    };
    Some((key.to_owned(), text(&detail.before), text(&detail.after)))
}

/// `{owner: a}`, or `[{Key: owner, Value: a}]`.
fn listed(tags: Option<&Value>) -> Option<BTreeMap<String, String>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match tags {
        None => Some(BTreeMap::new()),
        Some(Value::Object(tags)) => {
            let tags = tags.iter();
            tags.map(|(key, value)| Some((key.clone(), text(value)?)))
                .collect()
        }
        Some(Value::Array(tags)) => {
            let tags = tags.iter();
            tags.map(|tag| Some((text(tag.get("Key")?)?, text(tag.get("Value")?)?)))
                .collect()
        }
        Some(_) => None,
    }
}

fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<Tag> {
    let added = after.keys().filter(|key| !before.contains_key(*key));
    let keys = before.keys().chain(added);
    let both = keys.map(|key| {
        (
            key.clone(),
            before.get(key).cloned(),
            after.get(key).cloned(),
        )
    });
    both.filter(|(_, before, after)| before != after).collect()
}

/// `tag owner a -> b`, where a change is about tags and nothing else.
pub(super) fn alone(changed: &Changed<'_>) -> Option<String> {
    let change = changed.change();
    let mut differences = Vec::new();
    if let Some((before, after)) = values::wholes(change) {
        values::differ(&before, &after, String::new(), &mut differences);
    }
    let of_tags = |path: &str| path == TAGS || path.starts_with(&format!("{TAGS}/"));
    let details = change.details.iter();
    let mut paths = details.map(|detail| detail.path.as_ref().map_or("", |path| path.raw()));
    if !paths.all(of_tags) || !differences.iter().all(|(path, ..)| of_tags(path)) {
        return None;
    }
    let tags = touched(change, &differences)?;
    let words = tags.iter().map(|(key, before, after)| {
        let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "(none)".to_owned());
        format!("tag {key} {} -> {}", or_none(before), or_none(after))
    });
    Some(words.collect::<Vec<_>>().join(", "))
}

/// None where a role, a policy or a template could not be read.
fn texts(state: &StackState) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for level in state.levels() {
        let state = level.state;
        for template in [&state.template, &state.proposed].into_iter().flatten() {
            texts.push(small(template.known()?.raw()));
        }
        for role in state.roles.iter().chain(&state.given) {
            of_role(role, &mut texts)?;
        }
        for change in state.own_changes() {
            let wholes = [&change.before, &change.after].into_iter().flatten();
            texts.extend(wholes.map(|whole| small(whole.text.raw())));
        }
    }
    Some(texts)
}

fn of_role(state: &RoleState, to: &mut Vec<String>) -> Option<()> {
    let role = state.role.known()?;
    to.push(small(role.trust.known()?.raw()));
    for policy in role.inline.known()? {
        to.push(small(policy.document.known()?.raw()));
    }
    for policy in &state.managed {
        to.push(small(policy.document.known()?.raw()));
    }
    Some(())
}

/// Escapes of JSON hide nothing.
fn small(text: &str) -> String {
    let plain = serde_json::from_str::<Value>(text).map(|value| value.to_string());
    plain
        .unwrap_or_else(|_| text.to_owned())
        .to_ascii_lowercase()
}
