//! The pane's commands: what they are called, and what they do.

use super::Health;
use crate::{
    keys::{Scope, actions, commands},
    panes::{Actions, changes, list_detail::ListDetail},
};

pub(super) const ACTIONS: &Actions<Health> = actions! {
    "health.hide-well" "hidden" "Show or hide rows that are well" (in_footer_of_row)
        changes |pane, cx| {
            pane.hide_well = !pane.hide_well;
            pane.keep(cx);
        };
};

pub(super) const SCOPE: Scope = Scope {
    name: "health",
    title: "Health",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub(super) const DETAIL_SCOPE: Scope = Scope {
    name: "health-detail",
    title: "Health, detail",
    over: &["health", "list", "global"],
    typing: false,
    commands: &[],
};
