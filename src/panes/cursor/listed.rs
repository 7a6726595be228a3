//! A pane with a list and a detail: it says what stands in them, and gets the
//! commands of all lists, the keeping of its selection and the drawing for it.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{Areas, Cursor, Focus, Row, Shape, draw_text, inner};
use crate::{
    flow::Effect,
    panes::Cx,
    ui::{Line, wrap_all},
};

type Key<P> = <<P as Listed>::Row as Row>::Key;

pub(in crate::panes) trait Listed {
    type Row: Row;
    const SHAPE: Shape;

    fn cursor(&self) -> &Cursor<Key<Self>>;
    fn cursor_mut(&mut self) -> &mut Cursor<Key<Self>>;
    /// What the list shows at present, filtered.
    fn rows(&self, cx: &Cx<'_>) -> Vec<Self::Row>;
    /// The text of the row that `Cursor::detail_of` names, not wrapped yet.
    fn detail(&self, cx: &Cx<'_>) -> Vec<Line>;
    fn draw_list(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>);
    /// What list and detail have of the pane's area.
    fn area(&self, cx: &Cx<'_>) -> Rect {
        cx.area
    }

    /// The commands that all lists have; nothing for any other.
    fn moved(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        if let Some(by) = way(id, || self.seen(cx)) {
            return self.step(by, cx);
        }
        let reading = self.cursor().focus() == Focus::Detail;
        match id {
            "list.other-side" if reading => self.cursor_mut().back(cx.area.width),
            "list.open" | "list.other-side" => self.cursor_mut().open(),
            "app.back" | "app.filter" => self.cursor_mut().back(cx.area.width),
            _ => {}
        }
        Vec::new()
    }

    fn step(&mut self, by: isize, cx: &Cx<'_>) -> Vec<Effect> {
        if self.cursor().focus() == Focus::Detail {
            let area = inner(self.areas(self.area(cx)).detail);
            let lines = wrap_all(&self.detail(cx), area.width).len();
            let last = lines.saturating_sub(usize::from(area.height));
            self.cursor_mut().scroll_detail(by, last);
            return Vec::new();
        }
        let (rows, height) = (self.rows(cx), self.room(cx));
        self.cursor_mut().step(by, &rows, height)
    }

    /// The next row of interest, or the previous one, around the end.
    fn jump(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Effect> {
        let (rows, height) = (self.rows(cx), self.room(cx));
        self.cursor_mut().jump(forward, &rows, height)
    }

    /// The rows may have changed under the cursor.
    fn keep(&mut self, cx: &Cx<'_>) {
        let (rows, height) = (self.rows(cx), self.room(cx));
        self.cursor_mut().keep_selection(&rows, height);
    }

    fn areas(&self, area: Rect) -> Areas {
        Areas::of(&Self::SHAPE, self.cursor().focus(), area)
    }

    /// Rows of the list that can be seen when it has the focus.
    fn room(&self, cx: &Cx<'_>) -> usize {
        Self::SHAPE.rows_in(Areas::of(&Self::SHAPE, Focus::List, self.area(cx)).list)
    }

    /// Rows or lines that can be seen of what has the focus.
    fn seen(&self, cx: &Cx<'_>) -> usize {
        match self.cursor().focus() {
            Focus::List => self.room(cx),
            Focus::Detail => usize::from(self.areas(self.area(cx)).detail.height),
        }
    }

    /// The rows that are on screen.
    fn window<'r>(&self, rows: &'r [Self::Row], area: Rect) -> Vec<&'r Self::Row> {
        let rows = rows.iter().skip(self.cursor().top);
        rows.take(Self::SHAPE.rows_in(area)).collect()
    }

    fn draw_sides(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let areas = self.areas(area);
        if areas.list.height > 0 {
            self.draw_list(areas.list, buf, cx);
        }
        areas.draw_rule(buf, cx);
        let area = inner(areas.detail);
        let lines = wrap_all(&self.detail(cx), area.width);
        draw_text(area, buf, cx, &lines, self.cursor().detail_top);
    }
}

/// How far a movement goes that all lists and texts have; a page is what can be seen.
pub(in crate::panes) fn way(id: &str, seen: impl Fn() -> usize) -> Option<isize> {
    let page = || isize::try_from(seen().saturating_sub(1)).map_or(1, |page| page.max(1));
    Some(match id {
        "list.down" => 1,
        "list.up" => -1,
        "list.page-down" => page(),
        "list.page-up" => -page(),
        "list.top" => isize::MIN / 2,
        "list.bottom" => isize::MAX / 2,
        _ => return None,
    })
}
