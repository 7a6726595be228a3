//! A dated list of real actions: for words and readable witnesses.
//!
//! It ages and catalogues disagree, so it never decides anything: an action that
//! is not in it is as good as any other. The data file names its source.

use std::{collections::HashMap, sync::OnceLock};

use serde::{Deserialize, Serialize};

use super::glob::Glob;

const DATA: &str = include_str!("catalogue/actions.txt");

/// What an action is for, from the least to the most consequential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    List,
    Read,
    Tagging,
    Write,
    PermissionsManagement,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resources {
    /// The request is always for `*`.
    None,
    Optional,
    /// Each kind is optional and there are several: a request names one of them.
    OneOf,
    Required,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) access: Access,
    pub(super) resources: Resources,
}

/// What the catalogue knows of an action.
#[derive(Debug)]
pub(super) enum Known {
    Action(&'static Entry),
    /// The service is listed and the action is not in it.
    NoSuchAction,
    NoSuchService,
}

fn services() -> &'static HashMap<&'static str, Vec<Entry>> {
    static SERVICES: OnceLock<HashMap<&'static str, Vec<Entry>>> = OnceLock::new();
    SERVICES.get_or_init(|| {
        let lines = DATA.lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once(' '))
            .map(|(service, actions)| (service, actions.split(' ').filter_map(entry).collect()))
            .collect()
    })
}

fn entry(text: &'static str) -> Option<Entry> {
    let (name, facts) = text.split_once('=')?;
    let mut facts = facts.chars();
    let access = match facts.next()? {
        'l' => Access::List,
        'r' => Access::Read,
        't' => Access::Tagging,
        'w' => Access::Write,
        'p' => Access::PermissionsManagement,
        _ => return None,
    };
    let resources = match facts.next() {
        Some('*') => Resources::None,
        Some('?') => Resources::Optional,
        Some('|') => Resources::OneOf,
        _ => Resources::Required,
    };
    Some(Entry {
        name,
        access,
        resources,
    })
}

pub(super) fn find(action: &str) -> Known {
    let (service, name) = action.split_once(':').unwrap_or((action, ""));
    let Some(entries) = services().get(service.to_ascii_lowercase().as_str()) else {
        return Known::NoSuchService;
    };
    let found = entries
        .iter()
        .find(|one| one.name.eq_ignore_ascii_case(name));
    found.map_or(Known::NoSuchAction, Known::Action)
}

/// The action's name in the list's own letters; None: it is not on it.
pub fn spelled(action: &str) -> Option<String> {
    let (service, _) = action.split_once(':')?;
    match find(action) {
        Known::Action(entry) => Some(format!("{service}:{}", entry.name)),
        Known::NoSuchAction | Known::NoSuchService => None,
    }
}

/// The real actions that a pattern with a literal service matches.
pub(super) fn matching(pattern: &str) -> Vec<(&'static str, &'static Entry)> {
    let Some((service, name)) = pattern.split_once(':') else {
        return Vec::new();
    };
    let folded = Glob::like_any_case(name);
    let Some((service, entries)) = services().get_key_value(service.to_ascii_lowercase().as_str())
    else {
        return Vec::new();
    };
    let entries = entries.iter();
    entries
        .filter(|entry| folded.matches(entry.name))
        .map(|entry| (*service, entry))
        .collect()
}

/// The most consequential access that an action or a pattern gives, if known.
pub fn access(pattern: &str) -> Option<Access> {
    matching(pattern)
        .iter()
        .map(|(_, entry)| entry.access)
        .max()
}

/// The known actions, as `service:Name`, that always name a resource and of which
/// `wanted` says yes. Not those that may go without one: for them `*` can be needed.
pub fn with_resources(wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = services()
        .iter()
        .flat_map(|(service, entries)| entries.iter().map(move |entry| (service, entry)))
        .filter(|(_, entry)| matches!(entry.resources, Resources::OneOf | Resources::Required))
        .map(|(service, entry)| format!("{service}:{}", entry.name))
        .filter(|action| wanted(action))
        .collect();
    found.sort_unstable();
    found
}
