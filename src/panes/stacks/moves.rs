//! Moving: in the list, in the detail, and in the view of an opened stack.

use super::{Focus, Stacks, areas, detail, list, memo, opened, rows};
use crate::{
    flow::{Effect, Later},
    panes::Cx,
};

/// How long a selection rests before the detail beside it follows.
const REST_MS: u64 = 80;

impl Stacks {
    pub(super) fn page(&self, cx: &Cx<'_>) -> isize {
        let height = match (&self.open, self.focus) {
            (Some(open), _) => opened::height(self, open, cx),
            (None, Focus::List) => list::height(areas(self.focus, cx.area).list),
            (None, Focus::Detail) => usize::from(areas(self.focus, cx.area).detail.height),
        };
        isize::try_from(height.saturating_sub(1))
            .unwrap_or(1)
            .max(1)
    }

    pub(super) fn step(&mut self, by: isize, cx: &Cx<'_>) -> Vec<Effect> {
        if self.open.is_some() {
            self.step_in_view(by, cx);
            return Vec::new();
        }
        if self.focus == Focus::Detail {
            let last = detail::last_top(self, &areas(self.focus, cx.area), cx);
            self.detail_top = self.detail_top.saturating_add_signed(by).min(last);
            return Vec::new();
        }
        let rows = rows::rows(self.hide_healthy, cx);
        let at = rows.position(self.selected.as_ref()).unwrap_or(0);
        self.select(at.saturating_add_signed(by), &rows, cx)
    }

    fn step_in_view(&mut self, by: isize, cx: &Cx<'_>) {
        let (rows, count) = (memo::is_rows(self), memo::count(self));
        let Some(open) = &self.open else {
            return;
        };
        let height = opened::height(self, open, cx).max(1);
        let Some(open) = &mut self.open else {
            return;
        };
        if rows {
            open.at = open
                .at
                .saturating_add_signed(by)
                .min(count.saturating_sub(1));
            open.top = scrolled(open.top, open.at, height, count);
        } else {
            let last = count.saturating_sub(height);
            open.top = open.top.min(last).saturating_add_signed(by).min(last);
        }
    }

    fn select(&mut self, at: usize, rows: &rows::Rows, cx: &Cx<'_>) -> Vec<Effect> {
        let at = at.min(rows.rows.len().saturating_sub(1));
        let Some(row) = rows.rows.get(at) else {
            return Vec::new();
        };
        if self.selected.as_ref() == Some(&row.id) {
            return Vec::new();
        }
        self.selected = Some(row.id.clone());
        self.chosen = true;
        self.scroll_to(at, rows, cx);
        self.moves += 1;
        vec![Effect::Wake {
            after_ms: REST_MS,
            later: Later::Detail(self.moves),
        }]
    }

    pub(super) fn scroll_to(&mut self, at: usize, rows: &rows::Rows, cx: &Cx<'_>) {
        let height = list::height(areas(Focus::List, cx.area).list).max(1);
        self.selected_at = at;
        self.top = scrolled(self.top, at, height, rows.rows.len());
    }

    /// The next failed stack, or the next failure among the events, around the end.
    pub(super) fn jump(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Effect> {
        if self.open.is_some() {
            let at = self.open.as_ref().map_or(0, |open| open.at);
            let found =
                around(at, memo::count(self), forward).find(|at| memo::is_failure(self, *at, cx));
            if let Some(found) = found.filter(|_| memo::is_rows(self)) {
                let by = isize::try_from(found).unwrap_or(0) - isize::try_from(at).unwrap_or(0);
                self.step_in_view(by, cx);
            }
            return Vec::new();
        }
        let rows = rows::rows(self.hide_healthy, cx);
        let at = rows.position(self.selected.as_ref()).unwrap_or(0);
        let found = around(at, rows.rows.len(), forward).find(|at| !rows.rows[*at].healthy);
        let mut effects = found.map_or_else(Vec::new, |at| self.select(at, &rows, cx));
        if self.focus == Focus::Detail {
            effects.clear();
            self.show_detail();
        }
        effects
    }

    /// The events open at the first failure: that is what they are opened for.
    pub(super) fn at_root(&mut self, cx: &Cx<'_>) {
        let at = memo::root(self, cx);
        if let Some(at) = at.and_then(|at| isize::try_from(at).ok()) {
            self.step_in_view(at, cx);
        }
    }

    pub(super) fn show_detail(&mut self) {
        if self.detail_of != self.selected {
            self.detail_of.clone_from(&self.selected);
            self.detail_top = 0;
        }
    }

    /// Keeps the cursor of a view on what it was on, though rows came above it or
    /// the filter took some away; at the top it stays at the top, where news come.
    pub(super) fn keep_row(&mut self, cx: &Cx<'_>) {
        let count = memo::count(self);
        let Some(open) = &self.open else {
            return;
        };
        let kept = match open.at {
            0 => None,
            _ => memo::find_noted(self, cx),
        };
        let at = kept.unwrap_or(open.at).min(count.saturating_sub(1));
        let height = opened::height(self, open, cx).max(1);
        let rows = memo::is_rows(self);
        if let Some(open) = &mut self.open {
            if rows {
                open.at = at;
                open.top = scrolled(open.top, at, height, count);
            } else {
                open.top = open.top.min(count.saturating_sub(height));
            }
        }
    }
}

/// The first row on screen, so that the selected one is among them.
fn scrolled(top: usize, at: usize, height: usize, count: usize) -> usize {
    let lowest = (at + 1).saturating_sub(height);
    top.min(count.saturating_sub(height)).clamp(lowest, at)
}

/// The places after this one, or before it, around the end.
fn around(at: usize, count: usize, forward: bool) -> impl Iterator<Item = usize> {
    (1..=count).map(move |step| {
        if forward {
            (at + step) % count
        } else {
            (at + count - step) % count
        }
    })
}
