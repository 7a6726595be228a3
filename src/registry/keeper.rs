//! Who keeps an entry, and would write it again if a person took it away.

use crate::facts::{AccountId, DiscoveryService, Entry, Namespace, Reason, Remote};

/// What external-dns writes into the description of the services that it keeps.
const EXTERNAL_DNS: &str = "heritage=external-dns";

/// A sentence; None: nobody is known to keep it. `account`: the one that would write.
pub fn keeper(
    namespace: &Namespace,
    service: &DiscoveryService,
    entry: &Entry,
    account: &AccountId,
) -> Option<Reason> {
    if let Some(of) = entry.ecs_service() {
        return Some(format!(
            "ECS keeps it for its service {of}, and registers tasks itself: change the service in ECS."
        ).into());
    }
    if let Some(task) = entry.task() {
        return Some(format!(
            "ECS keeps it for a task of cluster {}, and registers tasks itself: change the service in ECS.",
            task.cluster
        ).into());
    }
    if let Some(controller) = entry.kubernetes() {
        return Some(format!(
            "The Kubernetes controller {controller} keeps it, and would register it again: change it in the cluster."
        ).into());
    }
    let description = service.description.as_ref().map_or("", Remote::raw);
    if description.contains(EXTERNAL_DNS) {
        return Some(
            "external-dns keeps the service (its description says so), and would register it again: change it in the cluster."
                .into(),
        );
    }
    let of_other = |owner: &Option<AccountId>| owner.clone().filter(|owner| owner != account);
    let other = of_other(&entry.created_by)
        .or_else(|| of_other(&service.created_by))
        .or_else(|| of_other(&service.owner))
        .or_else(|| of_other(&namespace.owner))?;
    Some(
        format!(
            "Account {} made it, and would register it again: ask whoever works there.",
            other.raw()
        )
        .into(),
    )
}
