//! What changes of a role: property by property, with both values.

use super::{Side, written};
use crate::{
    facts::{
        Remote,
        stack::{
            AttributeChangeType, ChangeDetail, ChangeSource, Evaluation, PropertyValue,
            RequiresRecreation, ResourceAttribute,
        },
    },
    template::{Node, Resolved},
};

/// Details, and all properties on either side.
pub(super) struct Found {
    pub(super) details: Vec<ChangeDetail>,
    pub(super) before: PropertyValue,
    pub(super) after: PropertyValue,
}

/// They name the role: with another value it is another role.
const NAMES: &[&str] = &["Path", "RoleName"];

pub(super) fn details(
    id: &str,
    (before, was): (&Side<'_>, &Node),
    (after, then): (&Side<'_>, &Node),
) -> Result<Found, String> {
    beside(id, (before, was), (after, then))?;
    let (was, then) = (properties(before, was), properties(after, then));
    let mut details = Vec::new();
    for name in names(&was, &then) {
        let (old, new) = (was.get(name), then.get(name));
        if old.map(written::value) == new.map(written::value) {
            continue;
        }
        let open = new.map(Resolved::symbols).unwrap_or_default();
        if let Some(open) = open.first() {
            return Err(format!(
                "What {name} of {id} would be can't be told: {} is not known.",
                open.token()
            ));
        }
        details.push(detail(name, old, new));
    }
    Ok(Found {
        details,
        before: context(&was),
        after: context(&then),
    })
}

/// What stands beside the properties must be the same.
fn beside(
    id: &str,
    (before, was): (&Side<'_>, &Node),
    (after, then): (&Side<'_>, &Node),
) -> Result<(), String> {
    let mut keys = was.entries().iter().chain(then.entries());
    let differs = keys.find(|entry| {
        let key = entry.key.text.as_str();
        let value = |side: &Side<'_>, node: &Node| node.get(key).map(|node| side.value(node));
        key != "Properties" && value(before, was) != value(after, then)
    });
    match differs {
        None => Ok(()),
        Some(entry) => Err(format!(
            "{} of {id} would change: the demo's CloudFormation only knows properties.",
            entry.key.text
        )),
    }
}

fn properties(side: &Side<'_>, node: &Node) -> Resolved {
    let node = node.get("Properties");
    node.map_or(Resolved::Map(Vec::new()), |node| {
        side.resolver.resolve(node)
    })
}

fn names<'r>(was: &'r Resolved, then: &'r Resolved) -> Vec<&'r str> {
    let mut names: Vec<&str> = Vec::new();
    for side in [was, then] {
        if let Resolved::Map(entries) = side {
            for (name, _) in entries {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
    }
    names
}

fn detail(name: &str, old: Option<&Resolved>, new: Option<&Resolved>) -> ChangeDetail {
    let value = |resolved: &Resolved| PropertyValue {
        text: Remote::new(written::bare(resolved)),
        truncated: false,
    };
    let is_tags = name == "Tags";
    ChangeDetail {
        attribute: Some(match is_tags {
            true => ResourceAttribute::Tags,
            false => ResourceAttribute::Properties,
        }),
        name: (!is_tags).then(|| Remote::new(name)),
        path: Some(Remote::new(format!("/Properties/{name}"))),
        requires_recreation: Some(match NAMES.contains(&name) {
            true => RequiresRecreation::Always,
            false => RequiresRecreation::Never,
        }),
        change_type: Some(match (old, new) {
            (None, _) => AttributeChangeType::Add,
            (_, None) => AttributeChangeType::Remove,
            _ => AttributeChangeType::Modify,
        }),
        before: old.map(value),
        after: new.map(value),
        before_from: None,
        after_from: None,
        drift: None,
        evaluation: Some(Evaluation::Static),
        source: Some(ChangeSource::DirectModification),
        causing_entity: None,
    }
}

fn context(properties: &Resolved) -> PropertyValue {
    PropertyValue {
        text: Remote::new(format!("{{\"Properties\":{}}}", written::json(properties))),
        truncated: false,
    }
}
