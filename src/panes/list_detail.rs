//! A pane with a list and a detail: it says what stands in them, and gets the
//! commands of all lists, the keeping of its selection and the drawing for it.

#[cfg(test)]
mod tests;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{Cx, ListAct};
use crate::{
    flow::{Effect, Later},
    ui::{
        Areas, Column, Cursor, Destination, Focus, Line, Listing, Movement, Page, Row, Split,
        Table, inner, measure, rows_in,
    },
};

/// How long a selection rests before the detail beside it follows: long enough
/// that a held key draws only the list.
const REST_MS: u64 = 80;

pub(super) trait ListDetail {
    /// What a row stands for: stable across refreshes, so that the selection stays.
    type Key: Clone + PartialEq;
    /// What else a row is drawn from.
    type More;
    const SPLIT: Split;
    const COLUMNS: &'static [Column];

    fn cursor(&self) -> &Cursor<Self::Key>;
    fn cursor_mut(&mut self) -> &mut Cursor<Self::Key>;
    /// What the list shows at present, filtered.
    fn rows(&self, cx: &Cx<'_>) -> Listing<Self::Key, Self::More>;
    /// The text of the row that `Cursor::detail_of` names, not wrapped yet.
    fn detail(&self, cx: &Cx<'_>) -> Vec<Line>;
    /// A cell for each column of the list.
    fn cells(&self, row: &Row<Self::Key, Self::More>, selected: bool, cx: &Cx<'_>) -> Vec<Line>;
    /// How many rows there are, and how many are hidden.
    fn counts(&self, rows: &Listing<Self::Key, Self::More>, cx: &Cx<'_>) -> String;
    /// Of a list without rows: what would be here and how to get it.
    fn empty(&self, rows: &Listing<Self::Key, Self::More>, cx: &Cx<'_>) -> Vec<Line>;
    /// What a row is sorted by in this column.
    fn sort_key(&self, row: &Row<Self::Key, Self::More>, column: usize, cx: &Cx<'_>) -> String {
        let cells = self.cells(row, false, cx);
        let cell = cells.get(column);
        let text = cell.and_then(|cell| cell.runs.last());
        text.map_or_else(String::new, |(_, text)| text.clone())
    }
    /// What list and detail have of the pane's area.
    fn area(&self, cx: &Cx<'_>) -> Rect {
        cx.area
    }

    fn on_movement(&mut self, act: ListAct, cx: &Cx<'_>) -> Vec<Effect> {
        let reading = self.cursor().focus() == Focus::Detail;
        match act {
            ListAct::Move(movement) => return self.step(movement, cx),
            ListAct::Next(forward) if reading && !cx.search.is_empty() => {
                let (page, area) = self.page(cx);
                let reading = self.cursor_mut().reading_mut();
                reading.to_hit(forward, &page, usize::from(area.height));
            }
            ListAct::Next(forward) => return self.jump(forward, cx),
            ListAct::Open => self.cursor_mut().open(),
            ListAct::Sort => {
                self.cursor_mut().choose();
                self.cursor_mut().turn_order(Self::COLUMNS);
                self.keep(cx);
            }
            ListAct::OtherSide if !reading => self.cursor_mut().open(),
            ListAct::OtherSide | ListAct::Back | ListAct::Filter => {
                self.cursor_mut().back(cx.area.width);
            }
        }
        Vec::new()
    }

    fn step(&mut self, movement: Movement, cx: &Cx<'_>) -> Vec<Effect> {
        if self.cursor().focus() == Focus::Detail {
            let (page, area) = self.page(cx);
            let reading = self.cursor_mut().reading_mut();
            reading.step(movement, &page, usize::from(area.height));
            return Vec::new();
        }
        let (rows, height) = (self.sorted_rows(cx), self.room(cx));
        let by = movement.by(height);
        resting(self.cursor_mut().step(by, &rows, height))
    }

    /// The detail as it stands on the screen, and where.
    fn page(&self, cx: &Cx<'_>) -> (Page, Rect) {
        let area = inner(self.areas(cx).detail);
        (Page::of(&self.detail(cx), area.width, cx.search), area)
    }

    /// Where the text that is read leads to.
    fn destination(&self, cx: &Cx<'_>) -> Option<Destination> {
        (self.cursor().focus() == Focus::Detail).then_some(())?;
        let (page, area) = self.page(cx);
        let reading = self.cursor().reading();
        reading.leads_to(&page, usize::from(area.height)).cloned()
    }

    /// What the text that is read names, and in which cells.
    fn named(&self, cx: &Cx<'_>) -> Vec<(Rect, Destination)> {
        if self.cursor().focus() == Focus::List {
            return Vec::new();
        }
        let (page, area) = self.page(cx);
        self.cursor().reading().names_on_screen(&page, area)
    }

    /// The hit that was gone to, and how many there are.
    fn hits(&self, cx: &Cx<'_>) -> (usize, usize) {
        let (page, _) = self.page(cx);
        self.cursor().reading().found(&page)
    }

    /// Another text is searched for.
    fn to_first_hit(&mut self, cx: &Cx<'_>) {
        let (page, area) = self.page(cx);
        let reading = self.cursor_mut().reading_mut();
        reading.to_hit_from_here(&page, usize::from(area.height));
    }

    /// The next row of interest, or the previous one, around the end.
    fn jump(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Effect> {
        let (rows, height) = (self.sorted_rows(cx), self.room(cx));
        resting(self.cursor_mut().jump(forward, &rows, height))
    }

    /// The rows may have changed under the cursor.
    fn keep(&mut self, cx: &Cx<'_>) {
        let (rows, height) = (self.sorted_rows(cx), self.room(cx));
        self.cursor_mut().keep(&rows, height);
    }

    /// The rows by the column that a person chose, else as they come.
    fn sorted_rows(&self, cx: &Cx<'_>) -> Listing<Self::Key, Self::More> {
        let mut rows = self.rows(cx);
        let order = self.cursor().order();
        let chosen = order.and_then(|at| Some((at, Self::COLUMNS.get(at)?.order()?)));
        if let Some((at, order)) = chosen {
            rows.sort(order, |row| self.sort_key(row, at, cx));
        }
        rows
    }

    fn areas(&self, cx: &Cx<'_>) -> Areas {
        Self::SPLIT.areas(self.cursor().focus(), self.area(cx))
    }

    /// Rows of the list that can be seen when it has the focus.
    fn room(&self, cx: &Cx<'_>) -> usize {
        let areas = Self::SPLIT.areas(Focus::List, self.area(cx));
        rows_in(areas.list)
    }

    /// Everything that the detail says, as it is copied.
    fn detail_text(&self, cx: &Cx<'_>) -> String {
        let lines: Vec<String> = self.detail(cx).iter().map(Line::text).collect();
        lines.join("\n")
    }

    fn draw_list(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        let rows = self.sorted_rows(cx);
        let cells = |at: usize| self.cells(&rows.rows[at], false, cx);
        let table = Table {
            columns: Self::COLUMNS,
            natural: &measure(Self::COLUMNS, rows.rows.len(), cells),
            counts: match rows.has_any() {
                true => self.counts(&rows, cx),
                false => String::new(),
            },
            empty: match rows.rows.is_empty() {
                true => self.empty(&rows, cx),
                false => Vec::new(),
            },
            empty_at: 3,
            ends: None,
        };
        table.draw(
            area,
            buf,
            cx.look,
            &rows,
            self.cursor(),
            |at, selected, _| self.cells(&rows.rows[at], selected, cx),
        )
    }

    /// Says where the selected row stands, if it is in sight.
    fn draw_sides(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        if self.cursor().is_nowhere() {
            // Nothing stands beside no rows, and what is said there has all the room.
            return self.draw_list(area, buf, cx);
        }
        let areas = Self::SPLIT.areas(self.cursor().focus(), area);
        let selected = match areas.list.height {
            0 => None,
            _ => self.draw_list(areas.list, buf, cx),
        };
        areas.draw_rule(buf, cx.look);
        let page = Page::of(&self.detail(cx), inner(areas.detail).width, cx.search);
        let has_focus = self.cursor().focus() == Focus::Detail;
        let reading = self.cursor().reading();
        reading.draw(&page, &areas, buf, cx.look, has_focus);
        selected
    }
}

/// The timer after which the detail follows, once a move is the last one.
fn resting(moved: Option<u64>) -> Vec<Effect> {
    let wake = |at_move| Effect::Wake {
        after_ms: REST_MS,
        later: Later::Detail(at_move),
    };
    moved.map(wake).into_iter().collect()
}

/// What a pane that is a list and a detail, and no more, says of itself: it stands within
/// its `impl Pane`.
macro_rules! list_and_detail {
    () => {
        fn on_list(&mut self, act: $crate::panes::ListAct, cx: &Cx<'_>) -> Vec<Effect> {
            self.on_movement(act, cx)
        }

        fn is_rested(&self) -> bool {
            self.cursor().is_rested()
        }

        fn depth(&self) -> usize {
            usize::from(self.cursor().focus() == $crate::ui::Focus::Detail)
        }

        fn is_blank(&self, _: &Cx<'_>) -> bool {
            self.cursor().is_nowhere()
        }

        fn is_reading(&self, _: &Cx<'_>) -> bool {
            self.depth() > 0
        }

        fn leads_to(&self, cx: &Cx<'_>) -> Option<$crate::ui::Destination> {
            self.destination(cx)
        }

        fn names_on_screen(
            &self,
            cx: &Cx<'_>,
        ) -> Vec<(ratatui::layout::Rect, $crate::ui::Destination)> {
            self.named(cx)
        }

        fn searched(&mut self, cx: &Cx<'_>) {
            self.to_first_hit(cx);
        }

        fn found(&self, cx: &Cx<'_>) -> (usize, usize) {
            self.hits(cx)
        }

        fn spot(&self) -> $crate::panes::Spot {
            Box::new(self.cursor().clone())
        }

        fn return_to(&mut self, spot: $crate::panes::Spot, _: &Cx<'_>) {
            type Key<T> = <T as ListDetail>::Key;
            if let Ok(cursor) = spot.downcast::<$crate::ui::Cursor<Key<Self>>>() {
                *self.cursor_mut() = *cursor;
            }
        }
    };
}

pub(super) use list_and_detail;
