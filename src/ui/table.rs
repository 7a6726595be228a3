//! A table: a heading, rows in columns with a marker at the selected one, what stands
//! there when there are no rows, and a line of counts at the bottom.
//!
//! It draws rows that are on screen and no others: of ten thousand events a screenful.
//! ratatui's own `Table` is not used: it would take raw text past the sanitiser, and
//! paints whole rows where a moved selection is to cost few cells.

mod columns;

use std::collections::BTreeMap;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{
    Cursor, Line, Look, Role, Rows, SIDE_BY_SIDE, draw_lines, paint,
    paint::{paint_right, paint_runs, width},
    shorten_distinct, shorten_end, shorten_middle, wrap_all,
};

use columns::share;
pub use columns::{Column, Order, measure, unbounded};

/// Lines of a table that are no rows: its heading, and its counts.
const BESIDES: u16 = 2;

/// What a name keeps beside words that are never shortened, its gap included.
const LEAST_NAME: u16 = 10;

/// Rows that a table has room for in its area.
pub fn rows_in(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(BESIDES))
}

/// What is drawn of a table besides its rows.
#[derive(Debug)]
pub struct Table<'a> {
    pub columns: &'a [Column],
    /// What the columns' texts need, as `measure` found it.
    pub natural: &'a [u16],
    pub counts: String,
    /// Why there are no rows, and how there would be; `empty_at` columns from the edge.
    pub empty: Vec<Line>,
    pub empty_at: u16,
    /// What stands over both ends of the column at this place.
    pub ends: Option<(usize, String, String)>,
}

impl Table<'_> {
    /// `cells` gives a row's cells, one for each column, from its place, whether it is
    /// selected, and the columns' widths. Says where the selected row is marked.
    pub fn draw<R: Rows>(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        rows: &R,
        cursor: &Cursor<R::Key>,
        cells: impl Fn(usize, bool, &[u16]) -> Vec<Line>,
    ) -> Option<Position> {
        let places = self.places(area);
        self.draw_heading(area, &places, buf, look, cursor.order());
        if rows.count() == 0 {
            self.draw_empty(area, buf, look);
        }
        let widths: Vec<u16> = places.iter().map(|place| place.width).collect();
        let seen = cursor.window(rows.count(), rows_in(area));
        let mut drawn: Vec<(bool, Vec<Line>)> = seen
            .map(|at| (cursor.is_on(rows, at), at))
            .map(|(selected, at)| (selected, cells(at, selected, &widths)))
            .collect();
        let places: Vec<Vec<Rect>> = drawn
            .iter()
            .map(|(_, cells)| self.making_room(&places, cells))
            .collect();
        for (at, column) in self.columns.iter().enumerate() {
            if column.names {
                let room = |row: &Vec<Rect>| row[at].width.saturating_sub(column.gap);
                let rooms: Vec<u16> = places.iter().map(room).collect();
                shorten_names(&mut drawn, at, &rooms);
            }
        }
        let mut marked = None;
        let rows = drawn.iter().zip(&places);
        for (y, ((selected, cells), places)) in (area.y + 1..).zip(rows) {
            if *selected {
                let marker = match buf.area.width >= SIDE_BY_SIDE {
                    true => look.glyphs.wide_marker,
                    false => look.glyphs.marker,
                };
                paint(buf, area.x, y, 1, marker, look.theme.style(Role::Marker));
                marked = Some(Position::new(area.x, y));
            }
            for ((column, place), cell) in self.columns.iter().zip(places).zip(cells) {
                column.draw(Rect { y, ..*place }, buf, look, cell);
            }
        }
        if area.height >= BESIDES {
            let dim = look.theme.style(Role::Dim);
            let room = area.width.saturating_sub(1);
            paint(buf, area.x + 1, area.bottom() - 1, room, &self.counts, dim);
        }
        marked
    }

    /// The columns, behind the one that is the marker's.
    fn places(&self, area: Rect) -> Vec<Rect> {
        let mut x = area.x + 1;
        let widths = share(self.columns, self.natural, area.width.saturating_sub(1));
        let place = |width: u16| {
            let place = Rect::new(x, area.y, width, 1);
            x += width;
            place
        };
        widths.into_iter().map(place).collect()
    }

    /// The places of a row's cells: what says a state is whole, and the name before it
    /// gives up the room for that.
    fn making_room(&self, places: &[Rect], cells: &[Line]) -> Vec<Rect> {
        let mut places = places.to_vec();
        for (at, column) in self.columns.iter().enumerate() {
            let name = self.columns[..at].iter().rposition(|column| column.names);
            let (Some(name), true, Some(cell)) = (name, column.state, cells.get(at)) else {
                continue;
            };
            let needed: usize = cell.runs.iter().map(|(_, text)| width(text)).sum();
            let needed = u16::try_from(needed).unwrap_or(u16::MAX);
            let lacks = needed.saturating_sub(places[at].width.saturating_sub(column.gap));
            let lacks = lacks.min(places[name].width.saturating_sub(LEAST_NAME));
            places[name].width -= lacks;
            for between in &mut places[name + 1..=at] {
                between.x -= lacks;
            }
            places[at].width += lacks;
        }
        places
    }

    fn draw_heading(
        &self,
        area: Rect,
        places: &[Rect],
        buf: &mut Buffer,
        look: &Look,
        order: Option<usize>,
    ) {
        let dim = look.theme.style(Role::Dim);
        for (at, (column, place)) in self.columns.iter().zip(places).enumerate() {
            let room = place.width.saturating_sub(column.gap);
            let text = column.heading.trim_start();
            let indent = u16::try_from(column.heading.len() - text.len()).unwrap_or(0);
            let text = match column.order.filter(|_| order == Some(at)) {
                Some(Order::Up) => format!("{text} {}", look.glyphs.up),
                Some(Order::Down) => format!("{text} {}", look.glyphs.down),
                None => text.to_owned(),
            };
            match column.right {
                true => paint_right(buf, place.x, area.y, room, &text, dim),
                false => {
                    let room = room.saturating_sub(indent);
                    paint(buf, place.x + indent, area.y, room, &text, dim)
                }
            };
        }
        if let Some((at, left, right)) = &self.ends
            && let Some(place) = places.get(*at)
        {
            let room = place.width.saturating_sub(self.columns[*at].gap);
            paint(buf, place.x, area.y, room, left, dim);
            // Both, or the one of them: half a time would be worse than none.
            if width(left) + width(right) < usize::from(room) {
                paint_right(buf, place.x, area.y, room, right, dim);
            }
        }
    }

    fn draw_empty(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let x = area.x + self.empty_at;
        let width = area.right().saturating_sub(x);
        let height = area.height.saturating_sub(BESIDES);
        let inner = Rect::new(x, area.y + 1, width, height);
        draw_lines(inner, buf, &look.theme, &wrap_all(&self.empty, width), 0);
    }
}

impl Column {
    fn draw(&self, place: Rect, buf: &mut Buffer, look: &Look, cell: &Line) {
        let room = place.width.saturating_sub(self.gap);
        let Some(((role, last), before)) = cell.runs.split_last() else {
            return;
        };
        let taken: usize = before.iter().map(|(_, text)| width(text)).sum();
        let left = usize::from(room).saturating_sub(taken);
        let whole = self.clipped || self.names;
        let last = match (whole, self.sentences) {
            (true, _) => last.clone(),
            (false, true) => shorten_end(last, left),
            (false, false) => shorten_middle(last, left),
        };
        if self.right {
            let style = look.theme.style(*role);
            paint_right(buf, place.x, place.y, room, &last, style);
            return;
        }
        let runs: Vec<_> = before
            .iter()
            .map(|(role, text)| (text.as_str(), look.theme.style(*role)))
            .chain([(last.as_str(), look.theme.style(*role))])
            .collect();
        paint_runs(buf, place.x, place.y, room, &runs);
    }
}

/// Cuts the names in this column together, so that different ones stay different: those
/// that have equal room, for what stands before a name (a branch, a letter) keeps its own.
fn shorten_names(drawn: &mut [(bool, Vec<Line>)], column: usize, rooms: &[u16]) {
    let cells = drawn.iter_mut().zip(rooms);
    let cells = cells.filter_map(|((_, cells), room)| Some((cells.get_mut(column)?, *room)));
    let mut names: BTreeMap<usize, Vec<&mut String>> = BTreeMap::new();
    for (cell, room) in cells {
        let Some(((_, name), others)) = cell.runs.split_last_mut() else {
            continue;
        };
        let taken: usize = others.iter().map(|(_, text)| width(text)).sum();
        let left = usize::from(room).saturating_sub(taken);
        names.entry(left).or_default().push(name);
    }
    for (room, names) in names {
        let long: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        let short = shorten_distinct(&long, room);
        for (name, short) in names.into_iter().zip(short) {
            *name = short;
        }
    }
}
