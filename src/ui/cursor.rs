//! The cursor of every list, view and text: which row is selected, what of the rows
//! and of the text beside them is on screen, and which of the two has the focus.
//!
//! Rows are made again each time, so a cursor remembers keys, never rows or facts. It
//! knows no clock: who holds it waits until the selection has rested.

use std::ops::RangeInclusive;

use super::{Column, Reading, Rows};

/// From this width on, list and detail stand side by side.
pub const SIDE_BY_SIDE: u16 = 120;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    #[default]
    List,
    Detail,
}

#[derive(Clone, Debug)]
pub struct Cursor<K> {
    selected: Option<K>,
    /// Where that row stood: the cursor stays there when the row goes.
    selected_at: usize,
    /// A person chose it; until then the cursor goes to the first of interest.
    chosen: bool,
    /// The first row on screen.
    top: usize,
    /// The row whose detail is shown: it follows the selection once that rests.
    detail_of: Option<K>,
    /// Where a person is in that detail.
    reading: Reading,
    focus: Focus,
    /// The column that a person has the rows sorted by.
    order: Option<usize>,
    /// How many rows there were when it was kept last.
    rows: usize,
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
            reading: Reading::default(),
            focus: Focus::List,
            order: None,
            rows: 0,
            moves: 0,
        }
    }
}

impl<K: Clone + PartialEq> Cursor<K> {
    /// At the start. Moves count on: a timer may still be under way.
    pub fn for_other_rows(&self) -> Self {
        Self {
            order: self.order,
            moves: self.moves,
            ..Self::default()
        }
    }

    pub fn selected(&self) -> Option<&K> {
        self.selected.as_ref()
    }

    /// Where the selected row stood last.
    pub fn place(&self) -> usize {
        self.selected_at
    }

    /// There is no row to be on.
    pub fn is_nowhere(&self) -> bool {
        self.rows == 0
    }

    pub fn is_on<R: Rows<Key = K>>(&self, rows: &R, at: usize) -> bool {
        self.selected
            .as_ref()
            .is_some_and(|key| rows.is_at(at, key))
    }

    /// Where a person is in the detail.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    pub fn reading_mut(&mut self) -> &mut Reading {
        &mut self.reading
    }

    /// The places of the rows that are on screen, where there is room for so many.
    pub fn window(&self, count: usize, room: usize) -> std::ops::Range<usize> {
        self.top.min(count)..self.top.saturating_add(room).min(count)
    }

    pub fn detail_of(&self) -> Option<&K> {
        self.detail_of.as_ref()
    }

    /// The detail is that of the selected row.
    pub fn is_rested(&self) -> bool {
        self.detail_of == self.selected
    }

    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// The detail stands below the list, where there is little room for it.
    pub fn is_detail_small(&self, width: u16) -> bool {
        self.focus == Focus::List && width < SIDE_BY_SIDE
    }

    /// The place of the column that the rows are sorted by; None: as they come.
    pub fn order(&self) -> Option<usize> {
        self.order
    }

    /// By the next column that rows can be sorted by, and behind the last one as they come.
    pub fn turn_order(&mut self, columns: &[Column]) {
        let from = self.order.map_or(0, |at| at + 1);
        let next = columns.iter().skip(from).position(Column::is_sorting);
        self.order = next.map(|at| from + at);
    }

    /// Something is done with the selected row: from now on it is a person's choice.
    pub fn choose(&mut self) {
        self.chosen = true;
    }

    /// A person chose the selected row.
    pub fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// Selects a row that may stand anywhere, or nowhere at present.
    pub fn point_at(&mut self, key: K) {
        self.selected = Some(key);
    }

    /// The detail is another text now.
    pub fn detail_from_top(&mut self) {
        self.reading = Reading::default();
    }

    pub fn show_detail(&mut self) {
        if self.detail_of != self.selected {
            self.detail_of.clone_from(&self.selected);
            self.detail_from_top();
        }
    }

    /// The selection has rested since this move.
    pub fn selection_rested(&mut self, at_move: u64) {
        if at_move == self.moves {
            self.show_detail();
        }
    }

    pub fn open(&mut self) {
        if self.selected.is_some() {
            self.chosen = true;
            self.show_detail();
            self.focus = Focus::Detail;
        }
    }

    /// To the list. Below it another, shorter text stands than was read alone.
    pub fn back(&mut self, width: u16) {
        if self.focus == Focus::Detail && width < SIDE_BY_SIDE {
            self.detail_from_top();
        }
        self.focus = Focus::List;
    }

    fn position<R: Rows<Key = K>>(&self, rows: &R) -> Option<usize> {
        if self.selected_at < rows.count() && self.is_on(rows, self.selected_at) {
            return Some(self.selected_at);
        }
        (0..rows.count()).find(|at| self.is_on(rows, *at))
    }

    /// `height` is how many rows the list has room for, here and below.
    pub fn step<R: Rows<Key = K>>(&mut self, by: isize, rows: &R, height: usize) -> Option<u64> {
        let at = self.position(rows).unwrap_or(0);
        self.select(at.saturating_add_signed(by), rows, height)
    }

    /// Selects the row of this place. Gives the number of the move, if it is one: the
    /// detail follows once the selection has rested since.
    pub fn select<R: Rows<Key = K>>(&mut self, at: usize, rows: &R, height: usize) -> Option<u64> {
        let at = at.min(rows.count().saturating_sub(1));
        let key = rows.key(at).filter(|_| !self.is_on(rows, at))?;
        self.selected = Some(key);
        self.chosen = true;
        self.scroll_to(at, rows, height);
        self.moves += 1;
        Some(self.moves)
    }

    /// Brings the row into sight, with the head it stands under where both fit.
    fn scroll_to<R: Rows<Key = K>>(&mut self, at: usize, rows: &R, height: usize) {
        let head = (0..=at).rfind(|at| rows.is_head(*at)).unwrap_or(at);
        self.selected_at = at;
        self.top = scrolled(self.top, head..=at, height, rows.count());
    }

    /// The next row of interest, around the end. The detail that is read follows at once.
    pub fn jump<R: Rows<Key = K>>(
        &mut self,
        forward: bool,
        rows: &R,
        height: usize,
    ) -> Option<u64> {
        let at = self.position(rows).unwrap_or(0);
        let mut places = around(at, rows.count(), forward);
        let found = places.find(|at| rows.is_of_interest(*at));
        let moved = found.and_then(|at| self.select(at, rows, height));
        if self.focus == Focus::Detail {
            self.show_detail();
            return None;
        }
        moved
    }

    /// Keeps the cursor on its row after the rows changed, and in its place when
    /// that row went; where it starts until a person moves it.
    pub fn keep<R: Rows<Key = K>>(&mut self, rows: &R, height: usize) {
        self.rows = rows.count();
        let Some(last) = rows.count().checked_sub(1) else {
            return;
        };
        let chosen = self.chosen && (self.selected_at > 0 || !rows.news_on_top());
        let kept = self.position(rows).filter(|_| chosen);
        let at = kept.unwrap_or_else(|| match chosen {
            true => self.selected_at.min(last),
            false => rows.start(),
        });
        self.selected = rows.key(at);
        if kept.is_none() {
            self.show_detail();
        }
        self.scroll_to(at, rows, height);
    }
}

/// The first row on screen, moved as little as brings these into sight: the last of
/// them in any case, those before it where there is room.
fn scrolled(top: usize, wanted: RangeInclusive<usize>, height: usize, count: usize) -> usize {
    let height = height.max(1);
    let lowest = (wanted.end() + 1).saturating_sub(height);
    let highest = lowest.max(*wanted.start());
    top.min(count.saturating_sub(height)).clamp(lowest, highest)
}

/// The places after this one, or before it, around the end.
fn around(at: usize, count: usize, forward: bool) -> impl Iterator<Item = usize> {
    (1..=count).map(move |step| match forward {
        true => (at + step) % count,
        false => (at + count - step) % count,
    })
}
