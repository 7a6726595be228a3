//! Moving in the view of an opened stack.

use super::{Stacks, memo, opened};
use crate::{
    flow::Effect,
    panes::{
        Cx,
        cursor::{Listed, around, scrolled, way},
    },
};

impl Stacks {
    pub(super) fn move_in_view(&mut self, id: &str, cx: &Cx<'_>) {
        let height = |open| opened::height(self, open, cx);
        let seen = || self.open.as_ref().map_or(0, height);
        if let Some(by) = way(id, seen) {
            self.step_in_view(by, cx);
        }
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
            open.top = scrolled(open.top, open.at..=open.at, height, count);
        } else {
            let last = count.saturating_sub(height);
            open.top = open.top.min(last).saturating_add_signed(by).min(last);
        }
    }

    /// The next failed stack, or the next failure among the events, around the end.
    pub(super) fn next_failure(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Effect> {
        if self.open.is_none() {
            return self.jump(forward, cx);
        }
        let at = self.open.as_ref().map_or(0, |open| open.at);
        let found =
            around(at, memo::count(self), forward).find(|at| memo::is_failure(self, *at, cx));
        if let Some(found) = found.filter(|_| memo::is_rows(self)) {
            let by = isize::try_from(found).unwrap_or(0) - isize::try_from(at).unwrap_or(0);
            self.step_in_view(by, cx);
        }
        Vec::new()
    }

    /// The events open at the first failure: that is what they are opened for.
    pub(super) fn at_root(&mut self, cx: &Cx<'_>) {
        let at = memo::root(self, cx);
        if let Some(at) = at.and_then(|at| isize::try_from(at).ok()) {
            self.step_in_view(at, cx);
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
                open.top = scrolled(open.top, at..=at, height, count);
            } else {
                open.top = open.top.min(count.saturating_sub(height));
            }
        }
    }
}
