//! The pane's commands: what they are called, and what they move.

use super::{Drift, evidence, propose, rows::Key};
use crate::{
    facts::Clip,
    flow::Effect,
    keys::{Scope, actions, commands},
    panes::{Actions, Cx, changes, does, list_detail::ListDetail, proposes},
    rules::drift::DriftItem,
};

pub(super) const ACTIONS: &Actions<Drift> = actions! {
    "drift.next" "next" "Go to the next row that is not in sync" (in_footer)
        does |pane, cx| pane.jump(true, cx);
    "drift.previous" "previous difference" "Go to the previous row that is not in sync"
        does |pane, cx| pane.jump(false, cx);
    "drift.text-diff" "text" "Show the difference as text or by meaning" (in_footer)
        changes |pane, _| pane.toggle_text_diff();
    "drift.hide-in-sync" "in sync" "Show or hide roles that are in sync" (in_footer)
        changes Drift::toggle_in_sync;
    "drift.copy-live" "live policy" "Copy the live document as it is"
        does |pane, cx| pane.copy(cx, |item| Some(Clip::whole(item.live.as_ref()?.raw())));
    "drift.copy-codified" "codified policy" "Copy the codified document as it is"
        does |pane, cx| {
            pane.copy(cx, |item| {
            Some(Clip::whole(item.codified.as_ref()?.0.raw()))
            })
        };
    "drift.copy-file" "file" "Copy the path of the codified file"
        does |pane, cx| pane.copy(cx, |item| Some(Clip::name(&item.codified.as_ref()?.1)));
    "drift.copy-finding" "finding" "Copy everything that the detail says"
        does |pane, cx| pane.copy_detail(cx);
    "drift.codify" "codify" "Codify the live policy into the repository"
        proposes propose::codify;
    "drift.codify-template" "into template" "Write it into the template"
        proposes propose::codify_template;
    "drift.revert" "revert" "Put the repository's policy live"
        proposes propose::revert;
    "drift.put-missing" "put missing" "Put the policy that a sibling lacks into it"
        proposes propose::put_missing;
};

pub(super) const SCOPE: Scope = Scope {
    name: "drift",
    title: "Drift",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub(super) const DETAIL_SCOPE: Scope = Scope {
    name: "drift-detail",
    title: "Drift, detail",
    over: &["drift", "list", "global"],
    typing: false,
    commands: &[],
};

impl Drift {
    fn toggle_text_diff(&mut self) {
        self.text_diff = !self.text_diff;
        self.cursor.detail_from_top();
    }

    fn toggle_in_sync(&mut self, cx: &Cx<'_>) {
        self.show_in_sync = !self.show_in_sync;
        self.keep_selection(cx);
    }

    /// Keeps the cursor on its row; another environment has other rows.
    pub(super) fn keep_selection(&mut self, cx: &Cx<'_>) {
        if self.environment.as_ref() != Some(cx.environment) {
            self.environment = Some(cx.environment.clone());
            self.cursor = self.cursor.for_other_rows();
        }
        self.keep(cx);
    }

    pub(super) fn name(&self) -> Option<String> {
        Some(match self.cursor.selected()? {
            Key::Role(role) => role.raw().to_owned(),
            Key::Item(role, item) => format!("{}/{item}", role.raw()),
            Key::Pair(_) | Key::Unmentioned => String::new(),
            Key::PairItem(_, item) => item.clone(),
        })
    }

    fn copy(&self, cx: &Cx<'_>, what: impl Fn(&DriftItem) -> Option<Clip>) -> Vec<Effect> {
        let clip = evidence::item(self.cursor.selected(), cx).and_then(what);
        clip.map(|clip| Effect::Copy { clip }).into_iter().collect()
    }

    fn copy_detail(&self, cx: &Cx<'_>) -> Vec<Effect> {
        vec![Effect::Copy {
            clip: Clip::whole(self.detail_text(cx)),
        }]
    }
}
