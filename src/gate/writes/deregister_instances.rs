//! `servicediscovery:DeregisterInstance`, for a batch of stale entries: one preview lists
//! them all, and each is looked at again before its own call.

use serde::{Deserialize, Serialize};

use super::{
    Change, EntriesBatch, EntriesPart, RegisterInstances, SavedEntry, Subject, Write,
    entries::{EntryRef, counted, halves, present, services, split, state, with_entries},
};
use crate::{
    facts::{EntryId, NamespaceId, Reading, Reason, Remote, ServiceId},
    gate::{AwsCall, Observed, Step, TargetState},
    registry::Registered,
};

/// More in one preview nobody reads.
const MOST: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeregisterInstances {
    pub namespace: NamespaceId,
    /// The namespace's name: what is typed.
    pub name: Remote,
    pub entries: Vec<StaleEntry>,
}

/// An entry that is believed to be stale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaleEntry {
    pub of: EntryRef,
    /// When it appeared while somebody looked; None: it was there before.
    pub first_seen: Option<jiff::Timestamp>,
}

impl DeregisterInstances {
    fn refs(&self) -> impl Iterator<Item = &EntryRef> + Clone {
        self.entries.iter().map(|one| &one.of)
    }

    fn goes(&self, service: &ServiceId, entry: &EntryId) -> bool {
        let mut all = self.refs();
        all.any(|one| one.service == *service && one.entry == *entry)
    }

    /// Why one of them may not go, in a sentence that names it.
    fn held(&self, one: &StaleEntry, seen: &Observed) -> Result<(), Reason> {
        let looked = state(&seen.target)?.looked(&one.of.service, &one.of.entry)?;
        let registered = Registered {
            entry: looked.entry.clone(),
            judged: looked.judged,
            keeper: looked.keeper,
            group: None,
            first_seen: one.first_seen,
        };
        let may = registered.may_go(seen.at);
        may.map_err(|why| format!("{}: {why}", one.of.words()).into())
    }
}

/// For which resolvers remember that a name has no address, unless the zone says otherwise.
const SOA_MINIMUM: u64 = 900;

impl EntriesBatch for DeregisterInstances {
    fn count(&self) -> usize {
        self.entries.len()
    }

    fn place(&self) -> (&NamespaceId, Vec<&ServiceId>) {
        (
            &self.namespace,
            self.refs().map(|one| &one.service).collect(),
        )
    }

    fn objections(&self, seen: &Observed) -> Vec<String> {
        let held = self.entries.iter().filter_map(|one| {
            let why = self.held(one, seen).err()?;
            Some(why.to_string())
        });
        let mut all: Vec<String> = held.collect();
        let Ok(state) = state(&seen.target) else {
            return all;
        };
        for (id, name) in services(self.refs()) {
            if state.current_besides(id, &|entry| self.goes(id, entry)) > 0 {
                continue;
            }
            let soa = state.namespace.known().and_then(|one| one.soa_ttl);
            let soa = soa.unwrap_or(SOA_MINIMUM);
            all.push(format!(
                "Service {} would be left without a current entry: its name would not be found, and resolvers remember that for up to {soa} s.",
                name.raw()
            ));
        }
        all
    }

    /// Each with its reason.
    fn reasons(&self, seen: &Observed) -> Vec<String> {
        let reason = |one: &StaleEntry| {
            let looked = state(&seen.target).and_then(|state| {
                let looked = state.looked(&one.of.service, &one.of.entry)?;
                let ip = looked.entry.ip();
                let ip = ip.map_or(String::new(), |ip| format!(" {ip}"));
                let verdict = looked.judged.verdict.word();
                Ok(format!("{ip} {verdict}: {}", looked.judged.why))
            });
            let said = looked.unwrap_or_else(|why| format!(": {why}"));
            format!("{}{said}", one.of.words())
        };
        self.entries.iter().map(reason).collect()
    }

    fn leaves(&self, seen: &Observed) -> Vec<String> {
        let Ok(state) = state(&seen.target) else {
            return Vec::new();
        };
        let left = services(self.refs()).into_iter().map(|(id, name)| {
            let current = state.current_besides(id, &|entry| self.goes(id, entry));
            let service = state.service(id).and_then(|one| one.service.known());
            let ttl = service.and_then(|one| one.dns.as_ref()?.ttl);
            let cached = match ttl {
                Some(ttl) => {
                    format!("; caches may serve the stale addresses for up to {ttl} s more (TTL)")
                }
                None => String::new(),
            };
            let name = name.raw();
            match current {
                1 => format!("{name} keeps 1 current entry{cached}."),
                _ => format!("{name} keeps {current} current entries{cached}."),
            }
        });
        left.collect()
    }
}

impl Change for DeregisterInstances {
    fn subject(&self) -> Subject<'_> {
        Subject::Entries(&self.name, EntriesPart::Deregister(self))
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        if self.entries.is_empty() {
            return Err("No entry is named.".into());
        }
        if self.entries.len() > MOST {
            return Err(format!(
                "More than {MOST} entries are named: choose the entries of one service."
            )
            .into());
        }
        let state = state(&seen.target)?;
        for one in self.refs() {
            state.looked(&one.service, &one.entry)?;
        }
        let call = |one: &EntryRef| {
            Step::Aws(AwsCall::service_discovery(
                "DeregisterInstance",
                [
                    ("ServiceId", one.service.raw()),
                    ("InstanceId", one.entry.raw()),
                ],
            ))
        };
        Ok(self.refs().map(call).collect())
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_entries(seen, |state| {
            for service in &mut state.services {
                let id = service.id.clone();
                if let Reading::Known(entries) = &mut service.entries {
                    entries.retain(|entry| !self.goes(&id, &entry.id));
                }
            }
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        present(state, self.refs())
    }

    fn undo(&self, seen: &Observed) -> Result<Write, Reason> {
        let state = state(&seen.target)?;
        let saved = self.refs().map(|one| {
            let entry = state.entry(&one.service, &one.entry);
            let entry = entry.ok_or_else(|| format!("{} was not read.", one.words()))?;
            Ok(SavedEntry {
                of: one.clone(),
                attributes: entry.attributes.clone(),
            })
        });
        let saved: Result<Vec<SavedEntry>, Reason> = saved.collect();
        let again = RegisterInstances {
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            token: seen.at.as_millisecond().to_string(),
            entries: saved?,
        };
        Ok(again.into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, _: &Observed) -> String {
        format!(
            "DEREGISTERS {} of {}.",
            counted(self.refs()),
            self.name.raw()
        )
    }

    fn step_in_words(&self, call: &AwsCall, is_done: bool) -> String {
        let one = self.refs().find(|one| one.is_of(call));
        let name = one.map_or_else(|| call.action(), EntryRef::words);
        match is_done {
            true => format!("{name} was deregistered"),
            false => format!("{name} was not deregistered"),
        }
    }

    fn partly(&self, now: &TargetState) -> Option<[Vec<String>; 2]> {
        let (there, gone) = split(now, self.refs())?;
        halves((gone, "is deregistered"), (there, "is still registered"))
    }

    /// It is stale still, as it was read for the preview, and is not its service's last.
    fn still(&self, call: &AwsCall, before: &Observed, now: &Observed) -> Result<(), Reason> {
        let one = self.entries.iter().find(|one| one.of.is_of(call));
        let one = one.ok_or("The call is of no entry of the plan.")?;
        self.held(one, now)?;
        let (was, is) = (state(&before.target)?, state(&now.target)?);
        let of = &one.of;
        if was.entry(&of.service, &of.entry) != is.entry(&of.service, &of.entry) {
            return Err(format!("{} was registered anew meanwhile.", of.words()).into());
        }
        match is.current_besides(&of.service, &|entry| self.goes(&of.service, entry)) {
            0 => Err(format!("{} has no current entry any more.", of.name.raw()).into()),
            _ => Ok(()),
        }
    }
}
