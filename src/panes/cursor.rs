//! The cursor of a list with a detail beside it: which row is selected, what of the
//! list and of the detail is on screen, and which of the two has the focus.
//!
//! A pane holds a `Cursor`, says with `Row` what its rows are, and with `Listed` where
//! they come from; moving, scrolling, areas and the drawing of the detail follow from
//! that. Rows are made anew each time, so a cursor remembers keys, never rows or facts.

mod areas;
mod listed;
#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

pub(super) use areas::{Areas, SIDE_BY_SIDE, Shape, draw_text, inner};
pub(super) use listed::{Listed, way};

use crate::flow::{Effect, Later};

/// How long a selection rests before the detail beside it follows: long enough
/// that a held key draws only the list.
const REST_MS: u64 = 80;

/// What a cursor needs to know of a row.
pub(super) trait Row {
    /// What the row stands for: stable across refreshes, so that the selection stays.
    type Key: Clone + PartialEq;

    fn key(&self) -> &Self::Key;
    /// It does not stand under another row that is to be seen with it.
    fn is_head(&self) -> bool {
        true
    }
    /// The next and the previous of these are a key away; the first of them is
    /// selected until a person chooses.
    fn is_of_interest(&self) -> bool;
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Focus {
    #[default]
    List,
    Detail,
}

#[derive(Clone, Debug)]
pub(super) struct Cursor<K> {
    selected: Option<K>,
    /// Where that row stood: the cursor stays there when the row goes.
    selected_at: usize,
    /// A person chose it; until then the cursor goes to the first of interest.
    chosen: bool,
    /// The first row on screen.
    top: usize,
    /// The row whose detail is shown: it follows the selection once that rests.
    detail_of: Option<K>,
    detail_top: usize,
    focus: Focus,
    /// Counts moves, so that a timer knows whether it is the last one's.
    moves: u64,
}

impl<K> Default for Cursor<K> {
    fn default() -> Self {
        Self {
            selected: None,
            selected_at: 0,
            chosen: false,
            top: 0,
            detail_of: None,
            detail_top: 0,
            focus: Focus::List,
            moves: 0,
        }
    }
}

impl<K: Clone + PartialEq> Cursor<K> {
    /// For other rows altogether. Moves count on: a timer may still be under way.
    pub(super) fn anew(&self) -> Self {
        Self {
            moves: self.moves,
            ..Self::default()
        }
    }

    pub(super) fn selected(&self) -> Option<&K> {
        self.selected.as_ref()
    }

    pub(super) fn is_on(&self, key: &K) -> bool {
        self.selected.as_ref() == Some(key)
    }

    pub(super) fn detail_of(&self) -> Option<&K> {
        self.detail_of.as_ref()
    }

    pub(super) fn focus(&self) -> Focus {
        self.focus
    }

    /// The detail stands below the list, where there is little room for it.
    pub(super) fn is_detail_small(&self, width: u16) -> bool {
        self.focus == Focus::List && width < SIDE_BY_SIDE
    }

    /// Something is done with the selected row: from now on it is a person's choice.
    pub(super) fn choose(&mut self) {
        self.chosen = true;
    }

    /// Selects a row that may stand anywhere, or nowhere at present.
    pub(super) fn point_at(&mut self, key: K) {
        self.selected = Some(key);
    }

    /// The detail is another text now.
    pub(super) fn detail_from_top(&mut self) {
        self.detail_top = 0;
    }

    pub(super) fn show_detail(&mut self) {
        if self.detail_of != self.selected {
            self.detail_of.clone_from(&self.selected);
            self.detail_top = 0;
        }
    }

    /// The selection has rested since this move.
    pub(super) fn rested(&mut self, at_move: u64) {
        if at_move == self.moves {
            self.show_detail();
        }
    }

    fn open(&mut self) {
        if self.selected.is_some() {
            self.chosen = true;
            self.show_detail();
            self.focus = Focus::Detail;
        }
    }

    /// To the list. Below it another, shorter text stands than was read alone.
    pub(super) fn back(&mut self, width: u16) {
        if self.focus == Focus::Detail && width < SIDE_BY_SIDE {
            self.detail_top = 0;
        }
        self.focus = Focus::List;
    }

    fn scroll_detail(&mut self, by: isize, last: usize) {
        self.detail_top = self.detail_top.saturating_add_signed(by).min(last);
    }

    fn position<R: Row<Key = K>>(&self, rows: &[R]) -> Option<usize> {
        rows.iter().position(|row| self.is_on(row.key()))
    }

    /// `height` is how many rows the list has room for, here and below.
    fn step<R: Row<Key = K>>(&mut self, by: isize, rows: &[R], height: usize) -> Vec<Effect> {
        let at = self.position(rows).unwrap_or(0);
        self.select(at.saturating_add_signed(by), rows, height)
    }

    fn select<R: Row<Key = K>>(&mut self, at: usize, rows: &[R], height: usize) -> Vec<Effect> {
        let at = at.min(rows.len().saturating_sub(1));
        let Some(row) = rows.get(at).filter(|row| !self.is_on(row.key())) else {
            return Vec::new();
        };
        self.selected = Some(row.key().clone());
        self.chosen = true;
        self.scroll_to(at, rows, height);
        self.moves += 1;
        vec![Effect::Wake {
            after_ms: REST_MS,
            later: Later::Detail(self.moves),
        }]
    }

    /// Brings the row into sight, with the head it stands under where both fit.
    fn scroll_to<R: Row<Key = K>>(&mut self, at: usize, rows: &[R], height: usize) {
        let mut above = rows.iter().take(at + 1);
        let head = above.rposition(Row::is_head).unwrap_or(at);
        self.selected_at = at;
        self.top = scrolled(self.top, head..=at, height, rows.len());
    }

    /// The next row of interest, around the end. The detail that is read follows at once.
    fn jump<R: Row<Key = K>>(&mut self, forward: bool, rows: &[R], height: usize) -> Vec<Effect> {
        let at = self.position(rows).unwrap_or(0);
        let mut places = around(at, rows.len(), forward);
        let found = places.find(|at| rows.get(*at).is_some_and(Row::is_of_interest));
        let effects = found.map_or_else(Vec::new, |at| self.select(at, rows, height));
        if self.focus == Focus::Detail {
            self.show_detail();
            return Vec::new();
        }
        effects
    }

    /// Keeps the cursor on its row after the rows changed, and in its place when
    /// that row went; on the first of interest until a person moves it.
    fn keep_selection<R: Row<Key = K>>(&mut self, rows: &[R], height: usize) {
        let Some(last) = rows.len().checked_sub(1) else {
            return;
        };
        let kept = self.position(rows).filter(|_| self.chosen);
        let at = kept.unwrap_or_else(|| match self.chosen {
            true => self.selected_at.min(last),
            false => rows.iter().position(Row::is_of_interest).unwrap_or(0),
        });
        self.selected = rows.get(at).map(|row| row.key().clone());
        if kept.is_none() {
            self.show_detail();
        }
        self.scroll_to(at, rows, height);
    }
}

/// The first row on screen, moved as little as brings these into sight: the last of
/// them in any case, those before it where there is room.
pub(super) fn scrolled(
    top: usize,
    wanted: RangeInclusive<usize>,
    height: usize,
    count: usize,
) -> usize {
    let height = height.max(1);
    let lowest = (wanted.end() + 1).saturating_sub(height);
    let highest = lowest.max(*wanted.start());
    top.min(count.saturating_sub(height)).clamp(lowest, highest)
}

/// The places after this one, or before it, around the end.
pub(super) fn around(at: usize, count: usize, forward: bool) -> impl Iterator<Item = usize> {
    (1..=count).map(move |step| match forward {
        true => (at + step) % count,
        false => (at + count - step) % count,
    })
}
