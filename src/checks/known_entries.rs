//! When entries of a registry appeared: what was there at the first look has no time, and
//! what came later has that of the look that found it.

use jiff::Timestamp;

use super::Store;
use crate::{
    ask::{Answer, Ask, Question, service_discovery},
    facts::{EntryId, EnvironmentName, ServiceId},
};

impl Store {
    /// Takes what an answer just brought.
    pub(super) fn note_entries(&mut self, ask: &Ask, answer: &Answer, at: Timestamp) {
        let service = service_discovery::Entries::back(ask);
        let entries = service_discovery::Entries::typed(answer);
        let (Some(of), Some(entries)) = (service, entries) else {
            return;
        };
        let Some(environment) = ask.environment() else {
            return;
        };
        let place = (environment.clone(), of.0.clone());
        let known = self.seen.get(&place);
        let seen = entries.iter().map(|entry| {
            let at = match known {
                Some(known) => known.get(&entry.id).copied().unwrap_or(Some(at)),
                None => None,
            };
            (entry.id.clone(), at)
        });
        let seen = seen.collect();
        self.seen.insert(place, seen);
    }

    /// None: it was there at the first look, or is not known.
    pub fn first_seen(
        &self,
        environment: &EnvironmentName,
        service: &ServiceId,
        entry: &EntryId,
    ) -> Option<Timestamp> {
        let place = (environment.clone(), service.clone());
        *self.seen.get(&place)?.get(entry)?
    }
}
