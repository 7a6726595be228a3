//! Views: what has a pane's whole area once it is opened, as rows or as a text, with
//! tabs over it. A view says what its rows are; the filter, the cursor, moving,
//! scrolling and drawing follow from that.
//!
//! What a view shows is made when facts, filter or view change, not with each frame:
//! a text's wrapped lines, or which rows of thousands are shown.

mod cache;
mod shown;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use shown::{Shown, arranged};

pub(super) use cache::ViewCache;

use super::Cx;
use crate::ui::{
    Areas, Column, Cursor, Destination, Filter, Focus, Line, Movement, Page, Reading, Role, Split,
    Table, draw_lines, draw_tabs, frame, inner, rows_in, unbounded, wrap_all,
};

/// Name, tabs, rule.
const HEADER: u16 = 3;
/// Rows above; below them more of the selected one.
const SPLIT: Split = Split {
    tenths_below: 4,
    most_below: 14,
};

/// The rows of a view, by their places among all it has.
pub(super) trait ViewRows<O> {
    fn columns(&self) -> &'static [Column];
    fn count(&self) -> usize;
    /// What tells a row from all others, now and after a refresh.
    fn key(&self, at: usize) -> &str;
    /// What a filter looks at.
    fn name(&self, at: usize) -> String;
    /// A cell for each column; `name` is the role of the selected row's name or of another's.
    fn cells(&self, at: usize, name: Role, widths: &[u16]) -> Vec<Line>;
    /// More of a row than it has room for.
    fn about(&self, at: usize) -> Vec<Line>;
    /// What Enter opens from a row; None: more of the row, to be read alone.
    fn opens(&self, _at: usize) -> Option<O> {
        None
    }
    /// What a row is sorted by in this column.
    fn sort_key(&self, at: usize, column: usize) -> String {
        let cells = self.cells(at, Role::Text, &unbounded(self.columns()));
        let cell = cells.get(column);
        let text = cell.and_then(|cell| cell.runs.last());
        text.map_or_else(String::new, |(_, text)| text.clone())
    }
    /// What a copy of a row is.
    fn copied(&self, at: usize) -> String {
        self.key(at).to_owned()
    }
    /// The row is of something that failed by itself.
    fn is_failure(&self, _at: usize) -> bool {
        false
    }
    /// The row of the first failure: the view opens there.
    fn root(&self) -> Option<usize> {
        None
    }
    /// What stands there when there are no rows.
    fn empty(&self) -> &'static str;
    /// What is not among the rows.
    fn note(&self) -> &'static str {
        ""
    }
    /// What stands over both ends of a column.
    fn ends(&self) -> Option<(usize, String, String)> {
        None
    }
}

/// A pane one of whose things can have all of it, in views.
pub(super) trait Views {
    /// What is open: the thing, its view, a part of it that is read alone.
    type Of: PartialEq;
    /// What Enter opens from a row.
    type Opens;

    fn cache(&self) -> &ViewCache<Self::Of>;
    fn cache_mut(&mut self) -> &mut ViewCache<Self::Of>;
    fn opened(&self) -> Option<Self::Of>;
    /// Of a view that is made of rows.
    fn view_rows<'a>(&'a self, cx: &Cx<'a>) -> Option<Box<dyn ViewRows<Self::Opens> + 'a>>;
    /// Of any other.
    fn view_text(&self, cx: &Cx<'_>) -> Vec<Line>;
    /// What is open, in a line; the tabs' titles, and which of them is in front.
    fn header(&self, cx: &Cx<'_>) -> (Line, &'static [&'static str], usize);
    /// Loading, or why there is nothing; None once there is.
    fn unread(&self, cx: &Cx<'_>) -> Option<Vec<Line>>;

    /// Makes what is shown, unless it is there already.
    fn refresh_view(&mut self, cx: &Cx<'_>) {
        let area = text_area(cx.area);
        let of = self.opened();
        let of = of.map(|of| (of, area.width, cx.search.to_owned()));
        if of.is_none() || self.cache().of == of {
            return;
        }
        let (mut page, mut places, mut hidden) = (Page::default(), Vec::new(), 0);
        let mut natural = Vec::new();
        if let Some(rows) = self.view_rows(cx) {
            let cache = self.cache();
            let nothing = Filter::default();
            let filter = match cx.filter.text == cache.filter {
                true => &nothing,
                false => cx.filter,
            };
            (places, natural) = arranged(&*rows, filter, cache.cursor.order());
            hidden = rows.count() - places.len();
        } else {
            page = Page::of(&self.view_text(cx), inner(area).width, cx.search);
        }
        let cache = self.cache_mut();
        (cache.of, cache.page, cache.places, cache.hidden) = (of, page, places, hidden);
        cache.natural = natural;
    }

    /// Moves the cursor of rows; None where a text is shown.
    fn among_rows<T>(
        &mut self,
        cx: &Cx<'_>,
        act: impl FnOnce(&mut Cursor<String>, &dyn ViewRows<Self::Opens>, &[usize], usize) -> T,
    ) -> Option<T> {
        let mut cursor = self.cache().cursor.clone();
        let rows = self.view_rows(cx)?;
        let height = rows_in(SPLIT.of_view(text_area(cx.area)).list);
        let done = act(&mut cursor, &*rows, &self.cache().places, height);
        drop(rows);
        self.cache_mut().cursor = cursor;
        Some(done)
    }

    /// What is read, and where it stands: the view's text, or more of the selected row.
    /// None: the rows have the focus.
    fn read<T>(&self, area: Rect, cx: &Cx<'_>, act: impl FnOnce(&Page, &Areas) -> T) -> Option<T> {
        let cache = self.cache();
        let areas = Areas::alone(text_area(area));
        let Some(rows) = self.view_rows(cx) else {
            return Some(act(&cache.page, &areas));
        };
        let at = cache.places.get(cache.cursor.place());
        let at = at.filter(|_| cache.cursor.focus() == Focus::Detail)?;
        let page = Page::of(&rows.about(*at), inner(areas.detail).width, cx.search);
        Some(act(&page, &areas))
    }

    /// Moves in what is read; false: the rows have the focus.
    fn in_text(&mut self, cx: &Cx<'_>, act: impl FnOnce(&mut Reading, &Page, usize)) -> bool {
        let mut reading = *self.cache().cursor.reading();
        let done = self.read(cx.area, cx, |page, areas| {
            act(&mut reading, page, usize::from(areas.detail.height));
        });
        *self.cache_mut().cursor.reading_mut() = reading;
        done.is_some()
    }

    /// Where the text that is read leads to.
    fn leads_on(&self, cx: &Cx<'_>) -> Option<Destination> {
        let reading = self.cache().cursor.reading();
        self.read(cx.area, cx, |page, areas| {
            let height = usize::from(areas.detail.height);
            reading.leads_to(page, height).cloned()
        })?
    }

    /// What the text that is read names, and in which cells.
    fn named_in_view(&self, cx: &Cx<'_>) -> Vec<(Rect, Destination)> {
        let reading = self.cache().cursor.reading();
        let named = self.read(cx.area, cx, |page, areas| {
            reading.names_on_screen(page, inner(areas.detail))
        });
        named.unwrap_or_default()
    }

    fn to_hit_in_view(&mut self, cx: &Cx<'_>) {
        self.in_text(cx, Reading::to_hit_from_here);
    }

    /// The hit that was gone to, and how many there are.
    fn hits_in_view(&self, cx: &Cx<'_>) -> (usize, usize) {
        let reading = self.cache().cursor.reading();
        let found = self.read(cx.area, cx, |page, _| reading.found(page));
        found.unwrap_or_default()
    }

    fn move_in_view(&mut self, movement: Movement, cx: &Cx<'_>) {
        if self.in_text(cx, |reading, page, height| {
            reading.step(movement, page, height);
        }) {
            return;
        }
        self.among_rows(cx, |cursor, rows, places, height| {
            cursor.step(movement.by(height), &Shown { rows, places }, height);
        });
    }

    /// The next column that rows can be sorted by; the cursor stays on its row.
    fn sort_view(&mut self, cx: &Cx<'_>) {
        if let Some(columns) = self.view_rows(cx).map(|rows| rows.columns()) {
            let cache = self.cache_mut();
            cache.cursor.choose();
            cache.cursor.turn_order(columns);
            cache.stale();
            self.refresh_view(cx);
            self.keep_in_view(cx);
        }
    }

    /// The next hit in what is read, or the next failure among the rows, around the end.
    fn next_in_view(&mut self, forward: bool, cx: &Cx<'_>) {
        let searched = !cx.search.is_empty();
        if searched
            && self.in_text(cx, |reading, page, height| {
                reading.to_hit(forward, page, height);
            })
        {
            return;
        }
        self.among_rows(cx, |cursor, rows, places, height| {
            cursor.jump(forward, &Shown { rows, places }, height);
        });
    }

    /// The view opens at the first failure: that is what it is opened for.
    fn to_root(&mut self, cx: &Cx<'_>) {
        self.among_rows(cx, |cursor, rows, places, height| {
            let shown = Shown { rows, places };
            cursor.keep(&shown, height);
            let root = rows.root();
            if let Some(at) = root.and_then(|root| places.iter().position(|at| *at == root)) {
                cursor.select(at, &shown, height);
            }
        });
    }

    /// Keeps the cursor of a view on what it was on, though rows came above it or
    /// the filter took some away; at the top it stays at the top, where news come.
    fn keep_in_view(&mut self, cx: &Cx<'_>) {
        self.among_rows(cx, |cursor, rows, places, height| {
            cursor.keep(&Shown { rows, places }, height);
        });
    }

    /// Asks the selected row.
    fn of_selected<T>(
        &self,
        cx: &Cx<'_>,
        ask: impl FnOnce(&dyn ViewRows<Self::Opens>, usize) -> T,
    ) -> Option<T> {
        let rows = self.view_rows(cx)?;
        let cache = self.cache();
        Some(ask(&*rows, *cache.places.get(cache.cursor.place())?))
    }

    /// It is of rows, and shows none.
    fn is_view_blank(&self, cx: &Cx<'_>) -> bool {
        self.cache().places.is_empty() && self.view_rows(cx).is_some()
    }

    /// Everything that the text, or the part below the rows, says.
    fn view_lines(&self, cx: &Cx<'_>) -> Vec<Line> {
        match self.view_rows(cx) {
            Some(_) => self
                .of_selected(cx, |rows, at| rows.about(at))
                .unwrap_or_default(),
            None => self.view_text(cx),
        }
    }

    /// Says where the selected row stands, if there is one.
    fn draw_view(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        let (name, tabs, front) = self.header(cx);
        draw_header(&name, tabs, front, area, buf, cx);
        let (whole, area) = (area, text_area(area));
        if let Some(lines) = self.unread(cx) {
            let inner = inner(area);
            let lines = wrap_all(&lines, inner.width);
            draw_lines(inner, buf, &cx.look.theme, &lines, 0);
            return None;
        }
        let cache = self.cache();
        let read = self.read(whole, cx, |page, areas| {
            let reading = cache.cursor.reading();
            reading.draw(page, areas, buf, cx.look, true);
        });
        let rows = self.view_rows(cx).filter(|_| read.is_none())?;
        if self.is_view_blank(cx) {
            return draw_rows(cache, &*rows, area, buf, cx);
        }
        let areas = SPLIT.of_view(area);
        let selected = draw_rows(cache, &*rows, areas.list, buf, cx);
        areas.draw_rule(buf, cx.look);
        let about = Page::of(&self.view_lines(cx), inner(areas.detail).width, "");
        Reading::default().draw(&about, &areas, buf, cx.look, false);
        selected
    }
}

/// The area of a view that is a text.
pub(super) fn text_area(area: Rect) -> Rect {
    Rect {
        y: area.y + HEADER,
        height: area.height.saturating_sub(HEADER),
        ..area
    }
}

pub(super) fn draw_header(
    name: &Line,
    tabs: &[&str],
    front: usize,
    area: Rect,
    buf: &mut Buffer,
    cx: &Cx<'_>,
) {
    let theme = &cx.look.theme;
    draw_lines(
        Rect { height: 1, ..area },
        buf,
        theme,
        std::slice::from_ref(name),
        0,
    );
    let line = Rect {
        y: area.y + 1,
        height: 1,
        ..area
    };
    draw_tabs(line, buf, cx.look, tabs, front);
    frame::rule(buf, area.x, area.y + 2, area.width, cx.look, Role::Rule);
}

fn draw_rows<W, O>(
    cache: &ViewCache<W>,
    rows: &dyn ViewRows<O>,
    area: Rect,
    buf: &mut Buffer,
    cx: &Cx<'_>,
) -> Option<Position> {
    let said = match cache.hidden {
        0 => rows.empty().to_owned(),
        _ => cx.no_match("row"),
    };
    let hidden = match cache.hidden {
        0 => String::new(),
        hidden => format!(", {hidden} hidden by the filter"),
    };
    let count = cache.places.len();
    let counts = match count {
        0 => String::new(),
        _ => format!("{} of {count}", (cache.cursor.place() + 1).min(count)),
    };
    let table = Table {
        columns: rows.columns(),
        natural: &cache.natural,
        counts: format!("{counts}{hidden}{}", rows.note()),
        empty: vec![Line::of(Role::Text, said)],
        empty_at: 2,
        ends: rows.ends(),
    };
    let places = &cache.places;
    let shown = Shown { rows, places };
    let cells = |at: usize, selected: bool, widths: &[u16]| {
        let name = if selected { Role::Strong } else { Role::Text };
        rows.cells(places[at], name, widths)
    };
    table.draw(area, buf, cx.look, &shown, &cache.cursor, cells)
}
