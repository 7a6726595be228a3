//! A table: a heading, rows in columns with a marker at the selected one, what stands
//! there when there are no rows, and a line of counts at the bottom.
//!
//! It draws rows that are on screen and no others: of ten thousand events a screenful.
//! ratatui's own `Table` is not used: it would take raw text past the sanitiser, and
//! paints whole rows where a moved selection is to cost few cells.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    Cursor, Line, Look, Role, Rows, draw_lines, paint,
    paint::{paint_right, paint_runs, width},
    shorten_distinct, shorten_middle, wrap_all,
};

#[derive(Clone, Copy, Debug)]
enum Width {
    Fixed(u16),
    /// What the others leave, shared evenly.
    Rest,
    /// A third of the table without its edges, within these bounds.
    Third(u16, u16),
}

/// A column: what stands over it, its room, and from which width of the table on it is
/// there at all. Its texts are cut in the middle.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    heading: &'static str,
    width: Width,
    gap: u16,
    names: Option<u16>,
    clipped: bool,
    right: bool,
    from: u16,
    below: u16,
}

impl Column {
    const fn new(heading: &'static str, width: Width) -> Self {
        Self {
            heading,
            width,
            gap: 0,
            names: None,
            clipped: false,
            right: false,
            from: 0,
            below: u16::MAX,
        }
    }

    pub const fn fixed(heading: &'static str, width: u16) -> Self {
        Self::new(heading, Width::Fixed(width))
    }

    pub const fn rest(heading: &'static str) -> Self {
        Self::new(heading, Width::Rest)
    }

    pub const fn third(heading: &'static str, least: u16, most: u16) -> Self {
        Self::new(heading, Width::Third(least, most))
    }

    /// Columns at its end that no text reaches.
    #[must_use]
    pub const fn gap(mut self, columns: u16) -> Self {
        self.gap = columns;
        self
    }

    /// Its last run is a name, cut so that the names on screen stay different; so many
    /// columns are left to what stands before and behind it.
    #[must_use]
    pub const fn names(mut self, besides: u16) -> Self {
        self.names = Some(besides);
        self
    }

    /// What is too long ends at its edge.
    #[must_use]
    pub const fn clipped(mut self) -> Self {
        self.clipped = true;
        self
    }

    #[must_use]
    pub const fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// It is there in tables of at least this width.
    #[must_use]
    pub const fn from(mut self, width: u16) -> Self {
        self.from = width;
        self
    }

    /// It is there in tables of less than this width.
    #[must_use]
    pub const fn below(mut self, width: u16) -> Self {
        self.below = width;
        self
    }

    /// Its columns in a table of this width; None: what the others leave.
    fn columns(&self, table: u16) -> Option<u16> {
        match self.width {
            _ if table < self.from || table >= self.below => Some(0),
            Width::Fixed(width) => Some(width),
            Width::Rest => None,
            Width::Third(least, most) => Some((table.saturating_sub(2) / 3).clamp(least, most)),
        }
    }
}

/// Lines of a table that are no rows: its heading, if it has one, and its counts.
const fn besides(columns: &[Column]) -> u16 {
    let mut at = 0;
    while at < columns.len() {
        if !columns[at].heading.is_empty() {
            return 2;
        }
        at += 1;
    }
    1
}

/// Rows that a table has room for in its area.
pub fn rows_in(columns: &[Column], area: Rect) -> usize {
    usize::from(area.height.saturating_sub(besides(columns)))
}

/// What is drawn of a table besides its rows.
#[derive(Debug)]
pub struct Table<'a> {
    pub columns: &'a [Column],
    pub counts: String,
    /// Why there are no rows, and how there would be; `empty_at` columns from the edge.
    pub empty: Vec<Line>,
    pub empty_at: u16,
    /// What stands over both ends of the column at this place.
    pub ends: Option<(usize, String, String)>,
}

impl Table<'_> {
    /// `cells` gives a row's cells, one for each column, from its place, whether it is
    /// selected, and the columns' widths.
    pub fn draw<R: Rows>(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        rows: &R,
        cursor: &Cursor<R::Key>,
        cells: impl Fn(usize, bool, &[u16]) -> Vec<Line>,
    ) {
        let places = self.places(area);
        self.draw_heading(area, &places, buf, look);
        if rows.count() == 0 {
            self.draw_empty(area, buf, look);
        }
        let widths: Vec<u16> = places.iter().map(|place| place.width).collect();
        let seen = cursor.window(rows.count(), rows_in(self.columns, area));
        let mut drawn: Vec<(bool, Vec<Line>)> = seen
            .map(|at| (cursor.is_on(rows, at), at))
            .map(|(selected, at)| (selected, cells(at, selected, &widths)))
            .collect();
        for (column, room) in self
            .columns
            .iter()
            .zip(&widths)
            .enumerate()
            .filter_map(|(at, (column, width))| Some((at, width.saturating_sub(column.names?))))
        {
            shorten_names(&mut drawn, column, room);
        }
        let top = area.y + besides(self.columns) - 1;
        for (y, (selected, cells)) in (top..area.bottom()).zip(&drawn) {
            if *selected {
                let marker = look.theme.style(Role::Marker);
                paint(buf, area.x, y, 1, look.glyphs.marker, marker);
            }
            for ((column, place), cell) in self.columns.iter().zip(&places).zip(cells) {
                column.draw(Rect { y, ..*place }, buf, look, cell);
            }
        }
        let (y, dim) = (area.bottom().saturating_sub(1), look.theme.style(Role::Dim));
        let room = area.width.saturating_sub(1);
        paint(buf, area.x + 1, y, room, &self.counts, dim);
    }

    /// The columns, behind the one that is the marker's.
    fn places(&self, area: Rect) -> Vec<Rect> {
        let widths = self.columns.iter().map(|one| one.columns(area.width));
        let widths: Vec<Option<u16>> = widths.collect();
        let taken: u16 = widths.iter().flatten().sum();
        let mut left = area.width.saturating_sub(1 + taken);
        let mut sharing = widths.iter().filter(|width| width.is_none()).count();
        let mut x = area.x + 1;
        let place = |width: &Option<u16>| {
            let width = width.unwrap_or_else(|| {
                let share = left / u16::try_from(sharing).unwrap_or(1).max(1);
                (left, sharing) = (left - share, sharing - 1);
                share
            });
            let place = Rect::new(x, area.y, width, 1);
            x += width;
            place
        };
        widths.iter().map(place).collect()
    }

    fn draw_heading(&self, area: Rect, places: &[Rect], buf: &mut Buffer, look: &Look) {
        let dim = look.theme.style(Role::Dim);
        for (column, place) in self.columns.iter().zip(places) {
            let heading = column.heading.trim_start();
            let indent = u16::try_from(column.heading.len() - heading.len()).unwrap_or(0);
            let room = place.width.saturating_sub(indent);
            match column.right {
                true => paint_right(
                    buf,
                    place.x,
                    area.y,
                    place.width.saturating_sub(column.gap),
                    heading,
                    dim,
                ),
                false => paint(buf, place.x + indent, area.y, room, heading, dim),
            };
        }
        if let Some((at, left, right)) = &self.ends
            && let Some(place) = places.get(*at)
        {
            let room = place.width.saturating_sub(self.columns[*at].gap);
            paint(buf, place.x, area.y, room, left, dim);
            paint_right(buf, place.x, area.y, room, right, dim);
        }
    }

    fn draw_empty(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let above = besides(self.columns);
        let x = area.x + self.empty_at;
        let width = area.right().saturating_sub(x);
        let height = area.height.saturating_sub(above + 1);
        let inner = Rect::new(x, area.y + above, width, height);
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
        let whole = self.clipped || self.names.is_some();
        let last = match whole {
            true => last.clone(),
            false => shorten_middle(last, left),
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

/// Cuts the names in this column together, so that different ones stay different.
fn shorten_names(drawn: &mut [(bool, Vec<Line>)], column: usize, room: u16) {
    let mut names: Vec<&mut String> = drawn
        .iter_mut()
        .filter_map(|(_, cells)| Some(&mut cells.get_mut(column)?.runs.last_mut()?.1))
        .collect();
    let long: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    let short = shorten_distinct(&long, usize::from(room));
    for (name, short) in names.iter_mut().zip(short) {
        **name = short;
    }
}
