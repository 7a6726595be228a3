//! The services of Cloud Map that a write touches, with all their entries and what these
//! point at, as they were read afresh.

use serde::{Deserialize, Serialize};

use crate::{
    facts::{
        AccountId, DiscoveryService, Ec2Instance, EcsTasks, Entry, EntryId, Fault, Namespace,
        NetworkInterface, Reading, Reason, ServiceId,
    },
    registry::{EntryVerdict, Joined, Judged, keeper},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryState {
    /// Whose credentials read it.
    pub account: AccountId,
    pub namespace: Reading<Namespace>,
    pub services: Vec<ServiceState>,
    pub instances: Reading<Vec<Ec2Instance>>,
    pub interfaces: Reading<Vec<NetworkInterface>>,
    /// By their clusters, where they could be read.
    pub tasks: Vec<(String, EcsTasks)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceState {
    pub id: ServiceId,
    pub service: Reading<DiscoveryService>,
    pub entries: Reading<Vec<Entry>>,
}

/// One entry, and what is to be known of it before it is taken away.
#[derive(Clone, Debug)]
pub(in crate::gate) struct Looked<'a> {
    pub entry: &'a Entry,
    pub judged: Judged,
    pub keeper: Option<Reason>,
}

impl RegistryState {
    pub(in crate::gate) fn service(&self, id: &ServiceId) -> Option<&ServiceState> {
        self.services.iter().find(|one| one.id == *id)
    }

    pub(in crate::gate) fn entry(&self, service: &ServiceId, id: &EntryId) -> Option<&Entry> {
        let entries = self.service(service)?.entries.known()?;
        entries.iter().find(|entry| entry.id == *id)
    }

    fn joined(&self) -> Joined<'_> {
        let tasks = self.tasks.iter();
        Joined::new(
            &self.account,
            self.instances.read().map(Vec::as_slice),
            self.interfaces.read().map(Vec::as_slice),
            tasks.map(|(cluster, tasks)| (cluster.as_str(), tasks)),
        )
    }

    /// An error says what could not be read, or that it is no longer there.
    pub(in crate::gate) fn looked(
        &self,
        service: &ServiceId,
        id: &EntryId,
    ) -> Result<Looked<'_>, Reason> {
        let namespace = self.namespace.read()?;
        let state = self.service(service);
        let state = state.ok_or_else(|| format!("Service {} was not read.", service.raw()))?;
        let of = state.service.read()?;
        state.entries.read()?;
        let entry = self
            .entry(service, id)
            .ok_or_else(|| format!("{} is no longer registered in {}.", id.raw(), of.name.raw()))?;
        Ok(Looked {
            entry,
            judged: self.joined().judge(entry),
            keeper: keeper(namespace, of, entry, &self.account),
        })
    }

    /// Entries of the service that are current, these left out.
    pub(in crate::gate) fn current_besides(
        &self,
        service: &ServiceId,
        but: &dyn Fn(&EntryId) -> bool,
    ) -> usize {
        let entries = self
            .service(service)
            .and_then(|state| state.entries.known());
        let joined = self.joined();
        let left = entries.into_iter().flatten().filter(|one| !but(&one.id));
        left.filter(|one| joined.judge(one).verdict == EntryVerdict::Current)
            .count()
    }

    /// What could not be read, of all that decides.
    pub(in crate::gate) fn unread(&self) -> Option<(&'static str, &Fault)> {
        let services = self.services.iter().find_map(|one| {
            let service = one.service.read().err().map(|fault| ("The service", fault));
            service.or_else(|| Some(("The entries of the service", one.entries.read().err()?)))
        });
        let namespace = self.namespace.read().err();
        let instances = self.instances.read().err();
        let interfaces = self.interfaces.read().err();
        namespace
            .map(|fault| ("The namespace", fault))
            .or(services)
            .or(instances.map(|fault| ("The instances that entries point at", fault)))
            .or(interfaces.map(|fault| ("The network interfaces that entries point at", fault)))
    }

    /// Every name that settings may protect it by.
    pub(in crate::gate) fn names(&self) -> Vec<&str> {
        let namespace = self.namespace.known().map(|one| one.name.raw());
        let services = self.services.iter().filter_map(|one| one.service.known());
        let services = services.map(|one| one.name.raw());
        namespace.into_iter().chain(services).collect()
    }
}
