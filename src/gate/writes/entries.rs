//! What writes to the service registry have in common: entries by their services, and
//! those that are there as one stable text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    facts::{EntryId, Reason, Remote, ServiceId, numbered},
    gate::{AwsCall, Observed, RegistryState, TargetState},
};

/// Which entry of which service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRef {
    pub service: ServiceId,
    /// For a person.
    pub name: Remote,
    pub entry: EntryId,
}

impl EntryRef {
    /// `backend-api / i-0036ccac4827f82ca`.
    pub(super) fn words(&self) -> String {
        format!("{} / {}", self.name.raw(), self.entry.raw())
    }

    pub(super) fn is_of(&self, call: &AwsCall) -> bool {
        let says = |name: &str, value: &str| {
            let said = call.parameters.get(name);
            said.is_some_and(|said| said.raw() == value)
        };
        says("ServiceId", self.service.raw()) && says("InstanceId", self.entry.raw())
    }
}

pub(super) fn state(target: &TargetState) -> Result<&RegistryState, Reason> {
    Ok(target.registry().ok_or("The registry was not read.")?)
}

/// Those of these entries that are there, with their attributes.
pub(super) fn present<'a>(
    target: &TargetState,
    entries: impl Iterator<Item = &'a EntryRef>,
) -> Option<Remote> {
    let state = target.registry()?;
    let mut services: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for one in entries {
        let Some(entry) = state.entry(&one.service, &one.entry) else {
            continue;
        };
        let of = services.entry(one.service.raw()).or_default();
        of.insert(entry.id.raw().to_owned(), json!(entry.attributes));
    }
    Some(Remote::new(format!("{:#}", json!(services))))
}

/// Which of these entries are there now, and which are not.
pub(super) fn split<'a>(
    target: &TargetState,
    entries: impl Iterator<Item = &'a EntryRef>,
) -> Option<(Vec<&'a EntryRef>, Vec<&'a EntryRef>)> {
    let state = target.registry()?;
    let is_there = |one: &&EntryRef| state.entry(&one.service, &one.entry).is_some();
    Some(entries.partition(is_there))
}

/// The same world with its entries changed.
pub(super) fn with_entries(
    seen: &Observed,
    change: impl FnOnce(&mut RegistryState),
) -> Result<TargetState, Reason> {
    let mut after = state(&seen.target)?.clone();
    change(&mut after);
    Ok(TargetState::Registry(Box::new(after)))
}

/// Each service once, in the order in which they come.
pub(super) fn services<'a>(
    entries: impl Iterator<Item = &'a EntryRef>,
) -> Vec<(&'a ServiceId, &'a Remote)> {
    let mut all: Vec<(&ServiceId, &Remote)> = Vec::new();
    for one in entries {
        if !all.iter().any(|(id, _)| **id == one.service) {
            all.push((&one.service, &one.name));
        }
    }
    all
}

/// `9 entries of 4 services`.
pub(super) fn counted<'a>(entries: impl Iterator<Item = &'a EntryRef> + Clone) -> String {
    let count = match entries.clone().count() {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    };
    format!(
        "{count} of {}",
        numbered(services(entries).len(), "service")
    )
}

/// What is said of each that is done, and of each that is not; None: all or nothing.
pub(super) fn halves(
    done: (Vec<&EntryRef>, &str),
    not_done: (Vec<&EntryRef>, &str),
) -> Option<[Vec<String>; 2]> {
    let said = |(all, what): (Vec<&EntryRef>, &str)| {
        let all = all.into_iter();
        all.map(|one| format!("{} {what}", one.words())).collect()
    };
    let is_part = !done.0.is_empty() && !not_done.0.is_empty();
    is_part.then(|| [said(done), said(not_done)])
}
