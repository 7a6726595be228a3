//! The cursor of an opened view, and what the view shows: made when that changes, not
//! with each frame.

use crate::ui::{Cursor, Filter, Focus, Page};

/// The cursor of the view that is open, and what the view shows. `W`: what is open.
#[derive(Debug)]
pub(in crate::panes) struct ViewCache<W> {
    /// What is shown, at which width, and what is searched for in it.
    pub(super) of: Option<(W, u16, String)>,
    pub(super) cursor: Cursor<String>,
    /// Of a text.
    pub(super) page: Page,
    /// Of rows: the places of those that are shown, and what the columns' texts need.
    pub(super) places: Vec<usize>,
    pub(super) natural: Vec<u16>,
    /// Rows that the filter hides.
    pub(super) hidden: usize,
    /// The list's filter, which says nothing of a view's rows.
    pub(super) filter: String,
}

impl<W> Default for ViewCache<W> {
    fn default() -> Self {
        Self {
            of: None,
            cursor: Cursor::default(),
            page: Page::default(),
            places: Vec::new(),
            natural: Vec::new(),
            hidden: 0,
            filter: String::new(),
        }
    }
}

impl<W> ViewCache<W> {
    /// Another view comes: its cursor starts over. `opening`: over the list.
    pub(in crate::panes) fn turn(&mut self, opening: bool, filter: &Filter) {
        self.of = None;
        self.cursor = Cursor::default();
        if opening {
            self.filter.clone_from(&filter.text);
        }
    }

    /// This filter says nothing of a view's rows.
    pub(in crate::panes) fn leave_out(&mut self, filter: &Filter) {
        self.filter.clone_from(&filter.text);
    }

    /// Facts or filter changed.
    pub(in crate::panes) fn stale(&mut self) {
        self.of = None;
    }

    /// What the selected row stands for.
    pub(in crate::panes) fn selected(&self) -> Option<&str> {
        self.cursor.selected().map(String::as_str)
    }

    /// A part of the view is read alone, or no longer.
    pub(in crate::panes) fn text_from_top(&mut self) {
        self.cursor.detail_from_top();
    }

    /// More of the selected row is read alone.
    pub(in crate::panes) fn is_row_open(&self) -> bool {
        self.cursor.focus() == Focus::Detail
    }

    pub(in crate::panes) fn open_row(&mut self) {
        self.cursor.open();
    }

    pub(in crate::panes) fn close_row(&mut self) {
        self.cursor.back(0);
    }

    /// Where a person is in it, to come back to.
    pub(in crate::panes) fn place(&self) -> Cursor<String> {
        self.cursor.clone()
    }

    pub(in crate::panes) fn return_to(&mut self, place: Cursor<String>) {
        self.cursor = place;
        self.of = None;
    }
}
