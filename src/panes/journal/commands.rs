//! The pane's commands: what they are called, and what they move.

use super::{
    Areas, Focus, Journal, detail, list,
    rows::{self, Key},
};
use crate::{
    flow::{Effect, Later},
    gate::Draft,
    keys::{Command, Scope},
    panes::Cx,
    ui::Line,
};

/// How long a selection rests before the detail beside it follows.
const REST_MS: u64 = 80;

pub const SCOPE: Scope = Scope {
    name: "journal",
    title: "Journal",
    over: &["list", "global"],
    typing: false,
    commands: &[
        Command::new("journal.next", "next change", "Go to the next change").in_footer(),
        Command::new(
            "journal.previous",
            "previous change",
            "Go to the previous change",
        ),
        Command::new(
            "journal.copy-entry",
            "entry",
            "Copy everything that the detail says",
        ),
        Command::new(
            "journal.copy-head",
            "head hash",
            "Copy the hash of the newest record",
        ),
        Command::new(
            "journal.undo",
            "undo",
            "Propose to put back what was there before the selected change",
        )
        .proposing_write(),
    ],
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub const DETAIL_SCOPE: Scope = Scope {
    name: "journal-detail",
    title: "Journal, detail",
    over: &["journal", "list", "global"],
    typing: false,
    commands: &[],
};

impl Journal {
    pub(super) fn run(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        match id {
            "list.down" => self.step(1, cx),
            "list.up" => self.step(-1, cx),
            "list.page-down" => self.step(self.page(cx), cx),
            "list.page-up" => self.step(-self.page(cx), cx),
            "list.top" => self.step(isize::MIN / 2, cx),
            "list.bottom" => self.step(isize::MAX / 2, cx),
            "list.open" => self.open(),
            "list.other-side" if self.focus == Focus::List => self.open(),
            "list.other-side" | "app.back" | "app.filter" => self.back(cx),
            "journal.next" => self.jump(true, cx),
            "journal.previous" => self.jump(false, cx),
            "journal.copy-entry" => copy(self.detail_text(cx)),
            "journal.copy-head" => copy(super::view(cx).and_then(|view| view.head.clone())),
            "app.copy" => copy(self.change(cx)),
            _ => Vec::new(),
        }
    }

    /// The number of the selected change: what `journal show --change` takes.
    fn change(&self, cx: &Cx<'_>) -> Option<String> {
        match self.selected.as_ref()? {
            Key::Change(change) => Some(change.clone()),
            Key::Record(seq) => {
                let mut lines = super::view(cx)?.lines.iter();
                Some(lines.find(|line| line.seq == *seq)?.change.clone())
            }
        }
    }

    /// The draft that the journal kept for the selected change.
    pub(super) fn undo(&self, cx: &Cx<'_>) -> Result<Draft, String> {
        let change = self.change(cx).ok_or("No change is selected.")?;
        let lines = super::view(cx).map_or(&[][..], |view| &view.lines);
        let mut kept = lines
            .iter()
            .filter(|line| line.change == change)
            .filter_map(|line| line.undo.as_ref());
        let text = kept
            .next()
            .ok_or("The journal has nothing that would undo this change.")?;
        serde_json::from_str(text.raw())
            .map_err(|error| format!("What the journal kept can't be read: {error}."))
    }

    fn detail_text(&self, cx: &Cx<'_>) -> Option<String> {
        let lines = detail::lines(self, cx);
        let text: Vec<String> = lines.iter().map(Line::text).collect();
        (!text.is_empty()).then(|| text.join("\n"))
    }

    fn page(&self, cx: &Cx<'_>) -> isize {
        let areas = Areas::of(self.focus, cx);
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
            let last = detail::last_top(self, &Areas::of(self.focus, cx), cx);
            self.detail_top = self.detail_top.saturating_add_signed(by).min(last);
            return Vec::new();
        }
        let rows = rows::rows(cx);
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
        let height = list::height(Areas::of(Focus::List, cx).list).max(1);
        let lowest = (at + 1).saturating_sub(height);
        let above = rows.rows.iter().take(at + 1);
        let head = above.rev().position(|row| row.depth == 0);
        let highest = head.map_or(at, |up| at - up).max(lowest);
        let end = rows.rows.len().saturating_sub(height);
        self.selected_at = at;
        self.top = self.top.min(end).clamp(lowest, highest);
    }

    /// The next head of a change, around the end.
    fn jump(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Effect> {
        let rows = rows::rows(cx);
        let count = rows.rows.len();
        let at = rows.position(self.selected.as_ref()).unwrap_or(0);
        let step = |n: usize| match forward {
            true => (at + n) % count,
            false => (at + count - n) % count,
        };
        let is_head = |n: &usize| rows.rows.get(*n).is_some_and(|row| row.depth == 0);
        let found = (1..=count).map(step).find(is_head);
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

    fn back(&mut self, cx: &Cx<'_>) -> Vec<Effect> {
        if self.focus == Focus::Detail && cx.area.width < super::SIDE_BY_SIDE {
            self.detail_top = 0;
        }
        self.focus = Focus::List;
        Vec::new()
    }

    pub(super) fn show_detail(&mut self) {
        if self.detail_of != self.selected {
            self.detail_of.clone_from(&self.selected);
            self.detail_top = 0;
        }
    }

    /// Keeps the cursor on its row after the rows changed, and in its place when
    /// that row went; on the first until a person moves it.
    pub(super) fn keep_selection(&mut self, cx: &Cx<'_>) {
        let rows = rows::rows(cx);
        if rows.rows.is_empty() {
            return;
        }
        let kept = rows
            .position(self.selected.as_ref())
            .filter(|_| self.chosen);
        let at = match (kept, self.chosen) {
            (Some(at), _) => at,
            (None, true) => self.selected_at.min(rows.rows.len() - 1),
            (None, false) => 0,
        };
        self.selected = rows.rows.get(at).map(|row| row.key.clone());
        if kept.is_none() {
            self.show_detail();
        }
        self.scroll_to(at, &rows, cx);
    }
}

fn copy(text: Option<String>) -> Vec<Effect> {
    text.map_or_else(Vec::new, |text| vec![Effect::Copy { text }])
}
