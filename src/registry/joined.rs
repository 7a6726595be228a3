//! Entries joined with what they point at: instances and network interfaces of EC2, tasks
//! of ECS. Each is looked up once, however many entries there are.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::EntryVerdict;
use crate::facts::{
    AccountId, Ec2Id, Ec2Instance, EcsTask, EcsTasks, Entry, Fault, NetworkInterface, Remote,
    TaskRef,
};

/// What was read of the things that entries point at; an error where not all of it was.
#[derive(Debug)]
pub struct Joined<'a> {
    account: &'a AccountId,
    instances: Result<HashMap<&'a str, &'a Ec2Instance>, &'a Fault>,
    interfaces: Result<HashMap<&'a str, &'a NetworkInterface>, &'a Fault>,
    /// By cluster and id; None: ECS does not know it.
    tasks: HashMap<(&'a str, &'a str), Option<&'a EcsTask>>,
}

/// The verdict on one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub verdict: EntryVerdict,
    /// A sentence.
    pub why: String,
}

fn judged(verdict: EntryVerdict, why: impl Into<String>) -> Judged {
    Judged {
        verdict,
        why: why.into(),
    }
}

impl<'a> Joined<'a> {
    /// For entries of this account: all that was sought, and of each cluster the tasks.
    pub fn new(
        account: &'a AccountId,
        instances: Result<&'a [Ec2Instance], &'a Fault>,
        interfaces: Result<&'a [NetworkInterface], &'a Fault>,
        tasks: impl IntoIterator<Item = (&'a str, &'a EcsTasks)>,
    ) -> Self {
        let instances = instances.map(|all| all.iter().map(|one| (one.id.raw(), one)).collect());
        let interfaces = interfaces.map(|all| {
            let each = all.iter();
            each.flat_map(|one| one.ips.iter().map(move |ip| (ip.as_str(), one)))
                .collect()
        });
        let tasks = tasks.into_iter().flat_map(|(cluster, of)| {
            let known = of.tasks.iter().map(|task| (task.id.as_str(), Some(task)));
            let gone = of.missing.iter().map(|id| (id.as_str(), None));
            let each = known.chain(gone);
            each.map(move |(id, task)| ((cluster, id), task))
        });
        Self {
            account,
            instances,
            interfaces,
            tasks: tasks.collect(),
        }
    }

    pub fn judge(&self, entry: &Entry) -> Judged {
        if let Some(other) = entry.created_by.as_ref().filter(|by| *by != self.account) {
            return judged(
                EntryVerdict::Unjudged,
                format!(
                    "Account {} made it, and what it points at is there.",
                    other.raw()
                ),
            );
        }
        if let Some(task) = entry.task() {
            return self.of_task(&task, entry);
        }
        if let Some(id) = entry.ec2() {
            return self.of_instance(&id, entry);
        }
        if entry.is_alias() {
            return judged(
                EntryVerdict::Unjudged,
                "It stands for another name, and not for an address.",
            );
        }
        match entry.ip() {
            Some(ip) => self.of_address(ip),
            None => judged(
                EntryVerdict::Unjudged,
                "It names no instance, no task and no address.",
            ),
        }
    }

    /// The instance that it names, where EC2 knows it.
    pub fn instance(&self, entry: &Entry) -> Option<&'a Ec2Instance> {
        let id = entry.ec2()?;
        self.instances.as_ref().ok()?.get(id.raw()).copied()
    }

    fn of_instance(&self, id: &Ec2Id, entry: &Entry) -> Judged {
        let instances = match &self.instances {
            Ok(instances) => instances,
            Err(fault) => return judged(EntryVerdict::Unjudged, fault.what.clone()),
        };
        let Some(instance) = instances.get(id.raw()) else {
            return judged(
                EntryVerdict::StaleGone,
                "EC2 knows no such instance, or no longer.",
            );
        };
        match instance.state.as_str() {
            "running" => running(instance, entry.ip()),
            "terminated" => judged(EntryVerdict::StaleTerminated, since(instance, "terminated")),
            "stopped" => judged(EntryVerdict::Stopped, since(instance, "stopped")),
            "pending" => judged(
                EntryVerdict::Warming,
                "The instance is pending: it is about to run.",
            ),
            "shutting-down" | "stopping" => judged(
                EntryVerdict::Draining,
                format!("The instance is {}.", instance.state),
            ),
            other => judged(
                EntryVerdict::Unjudged,
                format!("EC2 says of the instance that it is {other}."),
            ),
        }
    }

    fn of_task(&self, task: &TaskRef, entry: &Entry) -> Judged {
        let place = (task.cluster.as_str(), task.task.as_str());
        let found = match self.tasks.get(&place) {
            Some(Some(found)) => found,
            Some(None) => {
                return judged(
                    EntryVerdict::StaleGone,
                    "ECS knows no such task, or no longer.",
                );
            }
            None => {
                return judged(
                    EntryVerdict::Unjudged,
                    "What ECS says of the task was not read.",
                );
            }
        };
        let reason = found.stopped_reason.as_ref().map(Remote::raw);
        match (found.last_status.as_str(), found.desired_status.as_str()) {
            ("RUNNING", "RUNNING") => match entry.ip() {
                Some(ip) if !found.ips.is_empty() && !found.ips.iter().any(|own| own == ip) => {
                    judged(
                        EntryVerdict::StaleIp,
                        format!("The task runs at {}.", found.ips.join(", ")),
                    )
                }
                _ => judged(EntryVerdict::Current, "The task runs."),
            },
            ("STOPPED" | "DELETED", _) => {
                let why = reason.map_or(String::new(), |why| format!(": {why}"));
                judged(
                    EntryVerdict::StaleTerminated,
                    format!("The task has stopped{why}."),
                )
            }
            ("PROVISIONING" | "PENDING" | "ACTIVATING", "RUNNING") => {
                judged(EntryVerdict::Warming, "The task is about to run.")
            }
            _ => judged(
                EntryVerdict::Draining,
                format!("The task is {}.", found.last_status),
            ),
        }
    }

    /// Without an id, an address that no interface has may be outside of this account.
    fn of_address(&self, ip: &str) -> Judged {
        let interfaces = match &self.interfaces {
            Ok(interfaces) => interfaces,
            Err(fault) => return judged(EntryVerdict::Unjudged, fault.what.clone()),
        };
        match interfaces.get(ip) {
            Some(found) if found.status == "in-use" => judged(
                EntryVerdict::Current,
                format!("Network interface {} has its address.", found.id),
            ),
            Some(found) => judged(
                EntryVerdict::Unjudged,
                format!(
                    "Network interface {} has its address, and is {}.",
                    found.id, found.status
                ),
            ),
            None => judged(
                EntryVerdict::Unjudged,
                "No network interface of this account and region has its address: it may be elsewhere.",
            ),
        }
    }
}

fn running(instance: &Ec2Instance, ip: Option<&str>) -> Judged {
    match ip {
        Some(ip) if instance.ips.is_empty() => judged(
            EntryVerdict::Unjudged,
            format!("The instance runs, and EC2 does not say whether {ip} is its address."),
        ),
        Some(ip) if !instance.ips.iter().any(|own| own == ip) => judged(
            EntryVerdict::StaleIp,
            format!("The instance runs at {}.", instance.ips.join(", ")),
        ),
        _ => judged(EntryVerdict::Current, "The instance runs."),
    }
}

fn since(instance: &Ec2Instance, state: &str) -> String {
    let why = instance.why.as_ref().map(Remote::raw);
    let why = why.map_or(String::new(), |why| format!(": {why}"));
    format!("The instance is {state}{why}.")
}
