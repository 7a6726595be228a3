//! The views of an opened stack, in the order of their tabs, and what they share.

use crate::panes::Cx;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::panes) enum View {
    Story,
    Events,
    Timeline,
    Resources,
    Values,
    Template,
    ChangeSets,
    Drift,
}

impl View {
    const ALL: [Self; 8] = [
        Self::Story,
        Self::Events,
        Self::Timeline,
        Self::Resources,
        Self::Values,
        Self::Template,
        Self::ChangeSets,
        Self::Drift,
    ];

    pub(super) const TITLES: [&'static str; 8] = [
        "story",
        "events",
        "timeline",
        "resources",
        "parameters",
        "template",
        "change sets",
        "drift",
    ];

    pub(super) fn place(self) -> usize {
        Self::ALL.iter().position(|view| *view == self).unwrap_or(0)
    }

    pub(super) fn next(self, forward: bool) -> Self {
        let count = Self::ALL.len();
        Self::ALL[(self.place() + if forward { 1 } else { count - 1 }) % count]
    }

    /// It shows what the stack did, all of it.
    pub(super) fn is_of_events(self) -> bool {
        matches!(self, Self::Story | Self::Events | Self::Timeline)
    }
}

pub(super) fn unread(cx: &Cx<'_>) -> String {
    let again = cx.key("app.refresh");
    format!("This has not been read. {again} reads it.")
}
