//! What has to be looked up so that entries can be judged: each thing once.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Ec2Id, Entry, TaskRef};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    pub instances: Vec<Ec2Id>,
    /// Of entries that name nothing but an address.
    pub ips: Vec<String>,
    /// By their clusters.
    pub tasks: BTreeMap<String, Vec<String>>,
}

impl Sought {
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let (mut instances, mut ips) = (BTreeSet::new(), BTreeSet::new());
        let mut tasks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for entry in entries {
            if let Some(TaskRef { cluster, task }) = entry.task() {
                tasks.entry(cluster).or_default().insert(task);
            } else if let Some(id) = entry.ec2() {
                instances.insert(id);
            } else if let Some(ip) = entry.ip().filter(|_| !entry.is_alias()) {
                ips.insert(ip.to_owned());
            }
        }
        let tasks = tasks.into_iter();
        Self {
            instances: instances.into_iter().collect(),
            ips: ips.into_iter().collect(),
            tasks: tasks
                .map(|(cluster, of)| (cluster, of.into_iter().collect()))
                .collect(),
        }
    }
}
