//! The pane's commands: what they are called, and what they move.

use super::{Drift, detail, evidence, rows::Key};
use crate::{
    facts::Clip,
    flow::Effect,
    keys::{Command, Scope},
    panes::{Cx, cursor::Listed},
};

const COMMANDS: &[Command] = &[
    Command::new(
        "drift.next",
        "next",
        "Go to the next row that is not in sync",
    )
    .in_footer(),
    Command::new(
        "drift.previous",
        "previous difference",
        "Go to the previous row that is not in sync",
    ),
    Command::new(
        "drift.text-diff",
        "text",
        "Show the difference as text or by meaning",
    )
    .in_footer(),
    Command::new(
        "drift.hide-in-sync",
        "in sync",
        "Show or hide roles that are in sync",
    )
    .in_footer(),
    Command::new(
        "drift.copy-live",
        "live policy",
        "Copy the live document as it is",
    ),
    Command::new(
        "drift.copy-codified",
        "codified policy",
        "Copy the codified document as it is",
    ),
    Command::new(
        "drift.copy-file",
        "file",
        "Copy the path of the codified file",
    ),
    Command::new(
        "drift.copy-finding",
        "finding",
        "Copy everything that the detail says",
    ),
    Command::new(
        "drift.codify",
        "codify",
        "Codify the live policy into the repository",
    )
    .proposing_write(),
    Command::new(
        "drift.codify-template",
        "into template",
        "Write it into the template",
    )
    .proposing_write(),
    Command::new("drift.revert", "revert", "Put the repository's policy live").proposing_write(),
    Command::new(
        "drift.put-missing",
        "put missing",
        "Put the policy that a sibling lacks into it",
    )
    .proposing_write(),
];

pub const SCOPE: Scope = Scope {
    name: "drift",
    title: "Drift",
    over: &["list", "global"],
    typing: false,
    commands: COMMANDS,
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub const DETAIL_SCOPE: Scope = Scope {
    name: "drift-detail",
    title: "Drift, detail",
    over: &["drift", "list", "global"],
    typing: false,
    commands: &[],
};

impl Drift {
    pub(super) fn run(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        match id {
            "drift.next" => self.jump(true, cx),
            "drift.previous" => self.jump(false, cx),
            "drift.text-diff" => self.toggle_text_diff(),
            "drift.hide-in-sync" => self.toggle_in_sync(cx),
            "app.copy" => self.copy(cx, |row, _| Some(Clip::name(&row))),
            "drift.copy-live" => {
                self.copy(cx, |_, item| Some(Clip::whole(item?.live.as_ref()?.raw())))
            }
            "drift.copy-codified" => self.copy(cx, |_, item| {
                Some(Clip::whole(item?.codified.as_ref()?.0.raw()))
            }),
            "drift.copy-file" => {
                self.copy(cx, |_, item| Some(Clip::name(&item?.codified.as_ref()?.1)))
            }
            "drift.copy-finding" => self.copy_detail(cx),
            "drift.codify" | "drift.codify-template" | "drift.revert" | "drift.put-missing" => {
                self.cursor.choose();
                Vec::new()
            }
            _ => self.moved(id, cx),
        }
    }

    fn toggle_text_diff(&mut self) -> Vec<Effect> {
        self.text_diff = !self.text_diff;
        self.cursor.detail_from_top();
        Vec::new()
    }

    fn toggle_in_sync(&mut self, cx: &Cx<'_>) -> Vec<Effect> {
        self.show_in_sync = !self.show_in_sync;
        self.keep_selection(cx);
        Vec::new()
    }

    /// Keeps the cursor on its row; another environment has other rows.
    pub(super) fn keep_selection(&mut self, cx: &Cx<'_>) {
        if self.environment.as_ref() != Some(cx.environment) {
            self.environment = Some(cx.environment.clone());
            self.cursor = self.cursor.anew();
        }
        self.keep(cx);
    }

    fn copy(
        &self,
        cx: &Cx<'_>,
        what: impl Fn(String, Option<&crate::rules::drift::DriftItem>) -> Option<Clip>,
    ) -> Vec<Effect> {
        let name = match self.cursor.selected() {
            None => return Vec::new(),
            Some(Key::Role(role)) => role.raw().to_owned(),
            Some(Key::Item(role, item)) => format!("{}/{item}", role.raw()),
            Some(Key::Pair(_)) => String::new(),
            Some(Key::PairItem(_, item)) => item.clone(),
        };
        let item = evidence::item(self.cursor.selected(), cx);
        what(name, item).map_or_else(Vec::new, |clip| vec![Effect::Copy { clip }])
    }

    fn copy_detail(&self, cx: &Cx<'_>) -> Vec<Effect> {
        let text: Vec<String> = detail::lines(self, cx)
            .iter()
            .map(crate::ui::Line::text)
            .collect();
        vec![Effect::Copy {
            clip: Clip::whole(text.join("\n")),
        }]
    }
}
