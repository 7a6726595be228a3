//! The pane's commands: what they are called, and what they move.

use super::{
    Drift, evidence, propose,
    rows::{Key, report},
};
use crate::{
    facts::{Clip, Reason, RoleName},
    keys::{Scope, actions, commands},
    panes::{Actions, Cx, changes, copies, list_detail::ListDetail, proposes},
    rules::drift::{DriftItem, DriftState},
};

pub(super) const ACTIONS: &Actions<Drift> = actions! {
    "drift.text-diff" "text" "Show the difference as text or by meaning" (in_footer_of_row)
        changes |pane, _| pane.toggle_text_diff();
    "drift.hide-in-sync" "hidden" "Show or hide roles that are in sync" (in_footer_of_row)
        changes Drift::toggle_in_sync;
    "drift.copy-live" "live policy" "Copy the live document as it is"
        copies |pane, cx| Some(Clip::whole(pane.item(cx)?.live.as_ref()?.raw()));
    "drift.copy-codified" "codified policy" "Copy the codified document as it is"
        copies |pane, cx| Some(Clip::whole(pane.item(cx)?.codified.as_ref()?.0.raw()));
    "drift.copy-file" "file" "Copy the path of the codified file"
        copies |pane, cx| Some(Clip::name(&pane.item(cx)?.codified.as_ref()?.1));
    "drift.codify" "codify" "Codify the live policy into the repository"
        proposes propose::codify;
    "drift.codify-template" "into template" "Write the live policy into the template"
        proposes propose::codify_template;
    "drift.pull-request" "pull request" "Codify the live policy as a pull request"
        proposes propose::pull_request;
    "drift.revert" "revert" "Put the repository's policy live"
        proposes propose::revert;
    "drift.put-missing" "put missing" "Give the sibling the policy that it lacks"
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

    /// To a role or a part of it, and into its detail; to where it will be, while the
    /// roles are still being compared.
    pub(super) fn go_to(
        &mut self,
        role: &RoleName,
        part: Option<&str>,
        cx: &Cx<'_>,
    ) -> Result<(), Reason> {
        let key = match part {
            Some(part) => Key::Item(role.clone(), part.to_owned()),
            None => Key::Role(role.clone()),
        };
        if let Some(report) = report(cx) {
            let mut parts = report.items.iter().filter(|item| item.role == *role);
            let known = parts.any(|item| part.is_none_or(|part| item.key() == part));
            if !known {
                let said = format!("Role {} is not compared here.", role.raw());
                return Err(said.into());
            }
            let all = report.items.iter().filter(|item| item.role == *role);
            self.show_in_sync |= all.into_iter().all(|item| item.state == DriftState::InSync);
        }
        self.environment = Some(cx.environment.clone());
        self.cursor.point_at(key);
        self.cursor.open();
        self.keep(cx);
        Ok(())
    }

    pub(super) fn name(&self) -> Option<String> {
        Some(match self.cursor.selected()? {
            Key::Role(role) => role.raw().to_owned(),
            Key::Item(role, item) => format!("{}/{item}", role.raw()),
            Key::Pair(_) | Key::Unmentioned => return None,
            Key::PairItem(_, item) => item.clone(),
        })
    }

    fn item<'a>(&self, cx: &Cx<'a>) -> Option<&'a DriftItem> {
        evidence::item(self.cursor.selected(), cx)
    }
}
