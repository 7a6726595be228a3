//! The stale entries that the pane proposes to deregister, as drafts: harmless data, which
//! the gate holds against the world before anybody is asked.

use super::{Registry, report, rows, rows::Key};
use crate::{
    checks::registry::ServiceReport,
    facts::{Namespace, Reason},
    gate::{
        Draft, Origin,
        writes::{DeregisterInstances, EntryRef, StaleEntry},
    },
    panes::{Cx, Declined, Proposed},
    registry::Registered,
};

/// Of an entry it alone; of a service all that are stale.
pub(super) fn selected(pane: &Registry, cx: &Cx<'_>) -> Proposed {
    let key = pane.cursor.selected().ok_or("Nothing is selected.")?;
    match key {
        Key::Group(_) => Err(Declined::foreign("An Auto Scaling group has no entries.")),
        Key::Entry(service, id) => {
            let service = rows::service_of(service, cx);
            let service = service.ok_or("The service is no longer known.")?;
            let entry = rows::entry_of(service, id);
            let entry = entry.ok_or("The entry is no longer known.")?;
            entry.may_go(cx.now)?;
            keeps_one(service)?;
            let all = vec![stale(service, entry)];
            Ok(draft(&service.namespace, all, cx))
        }
        Key::Service(id) => {
            let service = rows::service_of(id, cx);
            let service = service.ok_or("The service is no longer known.")?;
            let all: Vec<StaleEntry> = going(service, cx).collect();
            if all.is_empty() {
                return Err(nothing(service, cx).into());
            }
            keeps_one(service)?;
            Ok(draft(&service.namespace, all, cx))
        }
    }
}

/// Every stale entry of the namespace, but of services that would keep no current one.
pub(super) fn namespace(pane: &Registry, cx: &Cx<'_>) -> Proposed {
    let report = report(cx).ok_or("The registry has not been read yet.")?;
    let key = pane.cursor.selected().ok_or("Nothing is selected.")?;
    let (Key::Service(id) | Key::Entry(id, _)) = key else {
        return Err(Declined::foreign("An Auto Scaling group has no entries."));
    };
    let service = rows::service_of(id, cx);
    let of = &service.ok_or("The service is no longer known.")?.namespace;
    let services = report.services.iter();
    let of_it = services.filter(|one| one.namespace.id == of.id && keeps_one(one).is_ok());
    let all: Vec<StaleEntry> = of_it.flat_map(|one| going(one, cx)).collect();
    if all.is_empty() {
        return Err(format!(
            "No entry of {} is stale that may be deregistered here.",
            of.name.raw()
        )
        .into());
    }
    Ok(draft(of, all, cx))
}

fn going<'a>(service: &'a ServiceReport, cx: &'a Cx<'_>) -> impl Iterator<Item = StaleEntry> {
    let entries = service.entries.iter().flatten();
    let going = entries.filter(|one| one.may_go(cx.now).is_ok());
    going.map(|one| stale(service, one))
}

fn stale(service: &ServiceReport, one: &Registered) -> StaleEntry {
    StaleEntry {
        of: EntryRef {
            service: service.service.id.clone(),
            name: service.service.name.clone(),
            entry: one.entry.id.clone(),
        },
        first_seen: one.first_seen,
    }
}

/// Why none of the service's entries may go.
fn nothing(service: &ServiceReport, cx: &Cx<'_>) -> Reason {
    let mut entries = service.entries.iter().flatten();
    let stale = entries.find(|one| one.verdict().is_stale());
    match stale.and_then(|one| one.may_go(cx.now).err()) {
        Some(why) => why,
        None => format!("No entry of {} is stale.", service.service.name.raw()).into(),
    }
}

fn keeps_one(service: &ServiceReport) -> Result<(), Reason> {
    use crate::registry::EntryVerdict::Current;
    let mut entries = service.entries.iter().flatten();
    match entries.any(|one| one.verdict() == Current) {
        true => Ok(()),
        false => Err(format!(
            "{} has no current entry: without its stale ones its name would not be found at all.",
            service.service.name.raw()
        )
        .into()),
    }
}

fn draft(namespace: &Namespace, entries: Vec<StaleEntry>, cx: &Cx<'_>) -> Draft {
    let write = DeregisterInstances {
        namespace: namespace.id.clone(),
        name: namespace.name.clone(),
        entries,
    };
    Draft {
        environment: cx.environment.clone(),
        write: write.into(),
        origin: Origin::Live,
        uses: Vec::new(),
        peers: None,
    }
}
