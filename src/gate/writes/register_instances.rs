//! `servicediscovery:RegisterInstance`: entries that were deregistered here are registered
//! again with the attributes that they had. It takes back a deregistration, and nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Change, EntriesBatch, EntriesPart, Subject, Write,
    entries::{EntryRef, counted, halves, present, split, state, with_entries},
};
use crate::{
    facts::{Entry, NamespaceId, Reading, Reason, Remote, ServiceId},
    gate::{AwsCall, Observed, Step, TargetState},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterInstances {
    pub namespace: NamespaceId,
    /// The namespace's name: what is typed.
    pub name: Remote,
    /// Cloud Map takes requests with the same one for the same request.
    pub token: String,
    pub entries: Vec<SavedEntry>,
}

/// An entry as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedEntry {
    pub of: EntryRef,
    pub attributes: BTreeMap<String, Remote>,
}

impl RegisterInstances {
    fn refs(&self) -> impl Iterator<Item = &EntryRef> + Clone {
        self.entries.iter().map(|one| &one.of)
    }

    fn call(&self, one: &SavedEntry, at: usize) -> AwsCall {
        let token = format!("{}-{at}", self.token);
        let mut call = AwsCall::service_discovery(
            "RegisterInstance",
            [
                ("ServiceId", one.of.service.raw()),
                ("InstanceId", one.of.entry.raw()),
                ("CreatorRequestId", token.as_str()),
            ],
        );
        for (name, value) in &one.attributes {
            let name = format!("Attributes.{name}");
            call.parameters.insert(name, value.clone());
        }
        call
    }
}

impl EntriesBatch for RegisterInstances {
    fn count(&self) -> usize {
        self.entries.len()
    }

    fn place(&self) -> (&NamespaceId, Vec<&ServiceId>) {
        (
            &self.namespace,
            self.refs().map(|one| &one.service).collect(),
        )
    }

    /// Those that are there again: they would be overwritten.
    fn objections(&self, seen: &Observed) -> Vec<String> {
        let Some((there, _)) = split(&seen.target, self.refs()) else {
            return Vec::new();
        };
        let said = |one: &EntryRef| format!("{} is registered already.", one.words());
        there.into_iter().map(said).collect()
    }

    fn reasons(&self, _: &Observed) -> Vec<String> {
        let line = |one: &SavedEntry| {
            let attributes = one.attributes.iter();
            let attributes: Vec<String> = attributes
                .map(|(name, value)| format!("{name} = {}", value.raw()))
                .collect();
            format!("{}: {}", one.of.words(), attributes.join(", "))
        };
        self.entries.iter().map(line).collect()
    }
}

impl Change for RegisterInstances {
    fn subject(&self) -> Subject<'_> {
        Subject::Entries(&self.name, EntriesPart::Register(self))
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let state = state(&seen.target)?;
        for one in self.refs() {
            let service = state.service(&one.service);
            let service = service.ok_or_else(|| format!("{} was not read.", one.name.raw()))?;
            service.service.read()?;
            service.entries.read()?;
        }
        let calls = self.entries.iter().enumerate();
        let calls = calls.map(|(at, one)| Step::Aws(self.call(one, at)));
        Ok(calls.collect())
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_entries(seen, |state| {
            for one in &self.entries {
                let mut services = state.services.iter_mut();
                let service = services.find(|service| service.id == one.of.service);
                if let Some(Reading::Known(entries)) = service.map(|one| &mut one.entries) {
                    entries.retain(|entry| entry.id != one.of.entry);
                    entries.push(Entry {
                        id: one.of.entry.clone(),
                        attributes: one.attributes.clone(),
                        created_by: None,
                    });
                }
            }
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        present(state, self.refs())
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err("whoever wants them gone again proposes that where their staleness is judged".into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, _: &Observed) -> String {
        format!(
            "REGISTERS {} of {} again: whoever asks for their names is sent there.",
            counted(self.refs()),
            self.name.raw()
        )
    }

    fn step_in_words(&self, call: &AwsCall, is_done: bool) -> String {
        let one = self.refs().find(|one| one.is_of(call));
        let name = one.map_or_else(|| call.action(), EntryRef::words);
        match is_done {
            true => format!("{name} was registered again"),
            false => format!("{name} was not registered"),
        }
    }

    fn partly(&self, now: &TargetState) -> Option<[Vec<String>; 2]> {
        let (there, gone) = split(now, self.refs())?;
        halves((there, "is registered"), (gone, "is not registered"))
    }

    /// Nobody registered it meanwhile.
    fn still(&self, call: &AwsCall, _: &Observed, now: &Observed) -> Result<(), Reason> {
        let one = self.refs().find(|one| one.is_of(call));
        let one = one.ok_or("The call is of no entry of the plan.")?;
        match state(&now.target)?.entry(&one.service, &one.entry) {
            Some(_) => Err(format!("{} is registered already.", one.words()).into()),
            None => Ok(()),
        }
    }
}
