//! What is asked of Cloud Map: who is registered, by the control plane. Its data plane
//! (DiscoverInstances) leaves out what is unhealthy, so it says nothing of what is stale.

use super::define::asks;
use crate::facts::{DiscoveryService, Entry, Namespace, NamespaceId, ServiceId};

asks! {
    ServiceDiscoveryAsk => ServiceDiscoveryAnswer of "ServiceDiscovery" as "servicediscovery";

    Namespaces -> Vec<Namespace> {
        words: "the namespaces of Cloud Map (servicediscovery:ListNamespaces)",
        calls: [ListNamespaces],
    }

    Services(NamespaceId) -> Vec<DiscoveryService> {
        words: "a namespace's services (servicediscovery:ListServices)",
        calls: [ListServices],
    }

    Entries(ServiceId) -> Vec<Entry> {
        words: "a service's entries (servicediscovery:ListInstances)",
        calls: [ListInstances],
    }
}
