//! The pane's commands: what they are called, and what they move.

use super::{Journal, rows::Key};
use crate::{
    facts::Clip,
    keys::{Scope, actions, commands},
    panes::{Actions, Cx, Proposed, changes, copies, list_detail::ListDetail, proposes},
};

pub(super) const ACTIONS: &Actions<Journal> = actions! {
    "journal.copy-head" "head hash" "Copy the hash of the newest record"
        copies |_, cx| Some(Clip::name(super::view(cx)?.head.as_deref()?));
    "journal.show-looks" "hidden" "Show or hide previews that were only looked at" (in_footer)
        changes Journal::toggle_looks;
    "journal.only-applied" "applied only" "Show only what was applied or is in doubt, or all"
        changes Journal::toggle_applied;
    "journal.undo" "undo" "Propose to put back what was there before the selected change"
        proposes Journal::undo;
};

pub(super) const SCOPE: Scope = Scope {
    name: "journal",
    title: "Journal",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub(super) const DETAIL_SCOPE: Scope = Scope {
    name: "journal-detail",
    title: "Journal, detail",
    over: &["journal", "list", "global"],
    typing: false,
    commands: &[],
};

impl Journal {
    fn toggle_looks(&mut self, cx: &Cx<'_>) {
        self.shows_looks = !self.shows_looks;
        self.keep(cx);
    }

    fn toggle_applied(&mut self, cx: &Cx<'_>) {
        self.only_applied = !self.only_applied;
        self.keep(cx);
    }

    /// The number of the selected change: what `journal show --change` takes.
    pub(super) fn change(&self, cx: &Cx<'_>) -> Option<String> {
        match self.cursor.selected()? {
            Key::Change(change) => Some(change.clone()),
            Key::Record(seq) => {
                let mut lines = super::view(cx)?.lines.iter();
                Some(lines.find(|line| line.seq == *seq)?.change.clone())
            }
        }
    }

    /// The draft that the journal kept for the selected change.
    fn undo(&self, cx: &Cx<'_>) -> Proposed {
        let change = self.change(cx).ok_or("No change is selected.")?;
        let lines = super::view(cx).map_or(&[][..], |view| &view.lines);
        let of = || lines.iter().filter(|line| line.change == change);
        let text = of().find_map(|line| line.undo.as_ref()).ok_or_else(|| {
            let why = of().find_map(|line| line.no_undo.clone());
            why.unwrap_or_else(|| "Nothing was applied that could be undone.".to_owned())
        })?;
        serde_json::from_str(text.raw())
            .map_err(|error| format!("What the journal kept can't be read: {error}.").into())
    }
}
