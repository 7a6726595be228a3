//! The pane's commands: what they are called, and what they do.

use super::{Registry, propose, rows, rows::Key};
use crate::{
    facts::Clip,
    keys::{Scope, actions, commands},
    panes::{Actions, Cx, changes, copies, list_detail::ListDetail, proposes},
    rules::stale::put_hook,
};

pub(super) const ACTIONS: &Actions<Registry> = actions! {
    "registry.deregister" "deregister" "Deregister the stale entry, or all stale ones of the service"
        proposes propose::selected;
    "registry.deregister-all" "deregister all" "Deregister every stale entry of the namespace"
        proposes propose::namespace;
    "registry.copy-hook" "hook" "Copy the command that gives the Auto Scaling group a terminating hook"
        copies Registry::hook;
    "registry.hide-current" "hidden" "Show or hide entries that are current" (in_footer_of_row)
        changes |pane, cx| {
            pane.hide_current = !pane.hide_current;
            pane.keep(cx);
        };
};

pub(super) const SCOPE: Scope = Scope {
    name: "registry",
    title: "Registry",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub(super) const DETAIL_SCOPE: Scope = Scope {
    name: "registry-detail",
    title: "Registry, detail",
    over: &["registry", "list", "global"],
    typing: false,
    commands: &[],
};

impl Registry {
    /// Of the selected group, or of the one that made the selected entry's instance.
    fn hook(&self, cx: &Cx<'_>) -> Option<Clip> {
        let group = match self.cursor.selected()? {
            Key::Group(name) => name.clone(),
            Key::Entry(service, id) => {
                let service = rows::service_of(service, cx)?;
                rows::entry_of(service, id)?.group.clone()?
            }
            Key::Service(id) => {
                let entries = rows::service_of(id, cx)?.entries.iter().flatten();
                entries.filter_map(|one| one.group.clone()).next()?
            }
        };
        let region = &cx.store.caller(cx.environment)?.region;
        Some(Clip::name(&put_hook(&group, region)))
    }
}
