//! Namespaces, services and entries of Cloud Map, as it answers them.
//!
//! Cloud Map calls what a service has registered an instance; here it is an entry, so
//! that it is not taken for the instance of EC2 that it points at.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::{AccountId, Ec2Id, Remote, ids::ids};

ids! {
    /// `ns-upztkwfphvzqzn2j`.
    NamespaceId: String,
    /// `srv-4kqzm2l7w3c5x6ab`.
    ServiceId: String,
    /// The id of an entry within its service: of an EC2 instance, of a task, or any name.
    EntryId: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Namespace {
    pub id: NamespaceId,
    pub name: Remote,
    /// `DNS_PRIVATE`, `DNS_PUBLIC`, `HTTP`.
    pub kind: Option<String>,
    /// Seconds for which a resolver remembers that a name has no address.
    pub soa_ttl: Option<u64>,
    /// The account that shares it with this one.
    pub owner: Option<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscoveryService {
    pub id: ServiceId,
    pub name: Remote,
    pub description: Option<Remote>,
    /// None: it is not found by DNS.
    pub dns: Option<ServiceDns>,
    /// Of a custom health check.
    pub failure_threshold: Option<i32>,
    /// Route 53 checks its entries.
    pub has_health_check: bool,
    pub created_by: Option<AccountId>,
    pub owner: Option<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceDns {
    /// The longest of its records', in seconds.
    pub ttl: Option<u64>,
    /// `MULTIVALUE`: up to eight addresses in an answer; `WEIGHTED`: one.
    pub routing: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub id: EntryId,
    pub attributes: BTreeMap<String, Remote>,
    pub created_by: Option<AccountId>,
}

/// Where a service was last in a registration or deregistration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistryOperation {
    /// `SUBMITTED`, `PENDING`, `SUCCESS`, `FAIL`.
    pub status: Option<String>,
    pub error: Option<Remote>,
}

/// The task of ECS that an entry stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaskRef {
    pub cluster: String,
    pub task: String,
}

impl Entry {
    fn says(&self, name: &str) -> Option<&str> {
        let value = self.attributes.get(name).map(Remote::raw);
        value.filter(|value| !value.is_empty())
    }

    /// The address that it is found at.
    pub fn ip(&self) -> Option<&str> {
        self.says("AWS_INSTANCE_IPV4")
            .or_else(|| self.says("AWS_INSTANCE_IPV6"))
    }

    /// The instance of EC2 that it says it is: by its own id, or by an attribute.
    pub fn ec2(&self) -> Option<Ec2Id> {
        let own = Some(self.id.raw()).filter(|id| Ec2Id::is_one(id));
        let named = own.or_else(|| self.says("AWS_EC2_INSTANCE_ID"));
        named.map(Ec2Id::new)
    }

    /// ECS gives an entry the id of the task, and names the cluster beside it.
    pub fn task(&self) -> Option<TaskRef> {
        Some(TaskRef {
            cluster: self.says("ECS_CLUSTER_NAME")?.to_owned(),
            task: self.id.raw().to_owned(),
        })
    }

    /// The service of ECS that keeps it.
    pub fn ecs_service(&self) -> Option<&str> {
        self.says("ECS_SERVICE_NAME")
    }

    /// The controller of Kubernetes that keeps it.
    pub fn kubernetes(&self) -> Option<&str> {
        self.says("K8S_CONTROLLER")
    }

    /// It stands for another name and not for an address.
    pub fn is_alias(&self) -> bool {
        self.says("AWS_ALIAS_DNS_NAME").is_some() || self.says("AWS_INSTANCE_CNAME").is_some()
    }
}
