//! The pane's commands: what they are called, and what they move.

use super::{
    Drift, Focus, detail, evidence, list,
    rows::{self, Key},
};
use crate::{
    flow::{Effect, Later},
    keys::{Command, Scope},
    panes::Cx,
};

/// How long a selection rests before the detail beside it follows: long enough
/// that a held key draws only the list.
const REST_MS: u64 = 80;

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
            "list.down" => self.step(1, cx),
            "list.up" => self.step(-1, cx),
            "list.page-down" => self.step(self.page(cx), cx),
            "list.page-up" => self.step(-self.page(cx), cx),
            "list.top" => self.step(isize::MIN / 2, cx),
            "list.bottom" => self.step(isize::MAX / 2, cx),
            "list.open" => self.open(),
            "list.other-side" => self.switch_side(cx),
            "app.back" | "app.filter" => self.back(cx),
            "drift.next" => self.jump(true, cx),
            "drift.previous" => self.jump(false, cx),
            "drift.text-diff" => self.toggle_text_diff(),
            "drift.hide-in-sync" => self.toggle_in_sync(cx),
            "app.copy" => self.copy(cx, |row, _| Some(row)),
            "drift.copy-live" => {
                self.copy(cx, |_, item| Some(item?.live.as_ref()?.raw().to_owned()))
            }
            "drift.copy-codified" => self.copy(cx, |_, item| {
                Some(item?.codified.as_ref()?.0.raw().to_owned())
            }),
            "drift.copy-file" => self.copy(cx, |_, item| Some(item?.codified.as_ref()?.1.clone())),
            "drift.copy-finding" => self.copy_detail(cx),
            "drift.codify" | "drift.codify-template" | "drift.revert" | "drift.put-missing" => {
                self.chosen = true;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn page(&self, cx: &Cx<'_>) -> isize {
        let areas = self.areas(cx.area);
        let height = match self.focus {
            Focus::List => list::height(areas.list),
            Focus::Detail => usize::from(areas.detail.height),
        };
        isize::try_from(height.saturating_sub(1))
            .unwrap_or(1)
            .max(1)
    }

    fn step(&mut self, by: isize, cx: &Cx<'_>) -> Vec<Effect> {
        if self.focus == Focus::Detail {
            let last = detail::last_top(self, &self.areas(cx.area), cx);
            self.detail_top = self.detail_top.saturating_add_signed(by).min(last);
            return Vec::new();
        }
        let rows = rows::rows(self.show_in_sync, cx);
        let at = rows.position(self.selected.as_ref()).unwrap_or(0);
        self.select(at.saturating_add_signed(by), &rows, cx)
    }

    fn select(&mut self, at: usize, rows: &rows::Rows, cx: &Cx<'_>) -> Vec<Effect> {
        let at = at.min(rows.rows.len().saturating_sub(1));
        let Some(row) = rows.rows.get(at) else {
            return Vec::new();
        };
        if self.selected.as_ref() == Some(&row.key) {
            return Vec::new();
        }
        self.selected = Some(row.key.clone());
        self.chosen = true;
        self.scroll_to(at, rows, cx);
        self.moves += 1;
        vec![Effect::Wake {
            after_ms: REST_MS,
            later: Later::Detail(self.moves),
        }]
    }

    /// Brings the row into sight, with the head it stands under where both fit.
    fn scroll_to(&mut self, at: usize, rows: &rows::Rows, cx: &Cx<'_>) {
        let height = list::height(Self::areas_with(Focus::List, cx.area).list).max(1);
        let lowest = (at + 1).saturating_sub(height);
        let head = rows.rows[..=at].iter().rposition(|row| row.depth == 0);
        let highest = head.unwrap_or(at).max(lowest);
        let end = rows.rows.len().saturating_sub(height);
        self.selected_at = at;
        self.top = self.top.min(end).clamp(lowest, highest);
    }

    /// The next row that is no role's head and not in sync, around the end.
    fn jump(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Effect> {
        let rows = rows::rows(self.show_in_sync, cx);
        let count = rows.rows.len();
        let at = rows.position(self.selected.as_ref()).unwrap_or(0);
        let step = |n: usize| {
            if forward {
                (at + n) % count
            } else {
                (at + count - n) % count
            }
        };
        let found = (1..=count)
            .map(step)
            .find(|&n| rows.rows[n].is_difference());
        let mut effects = found.map_or_else(Vec::new, |n| self.select(n, &rows, cx));
        if self.focus == Focus::Detail {
            effects.clear();
            self.show_detail();
        }
        effects
    }

    fn open(&mut self) -> Vec<Effect> {
        if self.selected.is_some() {
            self.chosen = true;
            self.show_detail();
            self.focus = Focus::Detail;
        }
        Vec::new()
    }

    fn switch_side(&mut self, cx: &Cx<'_>) -> Vec<Effect> {
        match self.focus {
            Focus::List => self.open(),
            Focus::Detail => self.back(cx),
        }
    }

    /// Below the list another, shorter text stands than was read alone.
    fn back(&mut self, cx: &Cx<'_>) -> Vec<Effect> {
        if self.focus == Focus::Detail && cx.area.width < super::SIDE_BY_SIDE {
            self.detail_top = 0;
        }
        self.focus = Focus::List;
        Vec::new()
    }

    fn toggle_text_diff(&mut self) -> Vec<Effect> {
        self.text_diff = !self.text_diff;
        self.detail_top = 0;
        Vec::new()
    }

    fn toggle_in_sync(&mut self, cx: &Cx<'_>) -> Vec<Effect> {
        self.show_in_sync = !self.show_in_sync;
        self.keep_selection(cx);
        Vec::new()
    }

    pub(super) fn show_detail(&mut self) {
        if self.detail_of != self.selected {
            self.detail_of.clone_from(&self.selected);
            self.detail_top = 0;
        }
    }

    /// Keeps the cursor on its row after the rows changed, and in its place when
    /// that row went; on the first difference until a person moves it.
    pub(super) fn keep_selection(&mut self, cx: &Cx<'_>) {
        if self.environment.as_ref() != Some(cx.environment) {
            self.environment = Some(cx.environment.clone());
            (self.selected, self.detail_of, self.top) = (None, None, 0);
            (self.focus, self.chosen) = (Focus::List, false);
        }
        let rows = rows::rows(self.show_in_sync, cx);
        if rows.rows.is_empty() {
            return;
        }
        let kept = rows
            .position(self.selected.as_ref())
            .filter(|_| self.chosen);
        let at = kept.unwrap_or_else(|| match self.chosen {
            true => self.selected_at.min(rows.rows.len() - 1),
            false => rows
                .rows
                .iter()
                .position(rows::Row::is_difference)
                .unwrap_or(0),
        });
        self.selected = Some(rows.rows[at].key.clone());
        if kept.is_none() {
            self.show_detail();
        }
        self.scroll_to(at, &rows, cx);
    }

    fn copy(
        &self,
        cx: &Cx<'_>,
        what: impl Fn(String, Option<&crate::rules::drift::DriftItem>) -> Option<String>,
    ) -> Vec<Effect> {
        let name = match &self.selected {
            None => return Vec::new(),
            Some(Key::Role(role)) => role.raw().to_owned(),
            Some(Key::Item(role, item)) => format!("{}/{item}", role.raw()),
            Some(Key::Pair(_)) => String::new(),
            Some(Key::PairItem(_, item)) => item.clone(),
        };
        let item = evidence::item(self.selected.as_ref(), cx);
        what(name, item).map_or_else(Vec::new, |text| vec![Effect::Copy { text }])
    }

    fn copy_detail(&self, cx: &Cx<'_>) -> Vec<Effect> {
        let text: Vec<String> = detail::lines(self, cx)
            .iter()
            .map(crate::ui::Line::text)
            .collect();
        vec![Effect::Copy {
            text: text.join("\n"),
        }]
    }
}
