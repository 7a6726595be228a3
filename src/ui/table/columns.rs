//! The columns of a table, and how they share its width: by what their texts need and
//! by what they weigh.
//!
//! It measures and divides; it paints nothing. A column without any text is not there.
//! Where there is too little room, columns go that only add to the others, then all are
//! cut to the least they can do with, then the lightest go; what names a row is cut last.

#[cfg(test)]
mod tests;

use std::cmp::{Ordering, Reverse};

use super::super::{Line, width};

/// Rows that are measured: a list of thousands is not read for its widths with each key.
const MEASURED: usize = 500;

/// Columns that a name keeps whatever else there is.
const NAME: u16 = 12;

/// Columns that names have left beside what stays.
const KEPT: u16 = 24;

/// Which way rows are sorted by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// From A to Z, from the lowest on.
    Up,
    /// The newest, the longest, the greatest first.
    Down,
}

impl Order {
    /// What says nothing comes last, either way.
    pub fn compare(self, a: &str, b: &str) -> Ordering {
        let silent = a.is_empty().cmp(&b.is_empty());
        silent.then_with(|| match self {
            Self::Up => a.cmp(b),
            Self::Down => b.cmp(a),
        })
    }
}

/// A column: what stands over it, and what becomes of it where there is little room.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub(super) heading: &'static str,
    /// The lightest goes first; None: it never goes.
    weight: Option<u8>,
    /// It only adds to what the others say: it goes before any of them is cut.
    adds: bool,
    /// What it can do with; None: all that its texts need.
    least: Option<u16>,
    pub(super) gap: u16,
    fills: bool,
    pub(super) names: bool,
    /// It says a state: never shortened, the name in its row gives up room for it.
    pub(super) state: bool,
    /// It stays as long as names have `KEPT` columns beside it.
    stays: bool,
    pub(super) clipped: bool,
    /// What is too long is cut at its end, with a sign.
    pub(super) sentences: bool,
    pub(super) right: bool,
    pub(super) order: Option<Order>,
}

impl Column {
    const fn new(heading: &'static str, weight: Option<u8>) -> Self {
        Self {
            heading,
            weight,
            adds: false,
            least: None,
            gap: 1,
            fills: false,
            names: false,
            state: false,
            stays: false,
            clipped: false,
            sentences: false,
            right: false,
            order: None,
        }
    }

    /// What names a row: cut last, in the middle, and so that the names on screen differ.
    /// The name is the last run of its cell.
    pub const fn name(heading: &'static str) -> Self {
        let mut column = Self::new(heading, None);
        column.names = true;
        column
    }

    /// A letter or a word that is always there, and whole.
    pub const fn mark(heading: &'static str) -> Self {
        Self::new(heading, None)
    }

    /// It goes before those that weigh more.
    pub const fn weighing(heading: &'static str, weight: u8) -> Self {
        Self::new(heading, Some(weight))
    }

    /// It only adds to what the others say, and goes before any of them is cut.
    pub const fn adding(heading: &'static str, weight: u8) -> Self {
        let mut column = Self::new(heading, Some(weight));
        column.adds = true;
        column
    }

    /// It is cut to so many columns before it goes.
    #[must_use]
    pub const fn least(mut self, columns: u16) -> Self {
        self.least = Some(columns);
        self
    }

    /// Words of a state are never shortened: where they need more than the column has,
    /// the name in their row gives up room.
    #[must_use]
    pub const fn state(mut self) -> Self {
        self.state = true;
        self
    }

    /// It stays beside names that are cut, as long as those can be told apart.
    #[must_use]
    pub const fn staying(mut self) -> Self {
        self.stays = true;
        self
    }

    /// It has what the others leave.
    #[must_use]
    pub const fn filling(mut self) -> Self {
        self.fills = true;
        self
    }

    #[must_use]
    pub const fn of_sentences(mut self) -> Self {
        self.sentences = true;
        self
    }

    /// What is too long ends at its edge.
    #[must_use]
    pub const fn clipped(mut self) -> Self {
        self.clipped = true;
        self
    }

    /// Blanks between it and the next one, where it is not one.
    #[must_use]
    pub const fn gap(mut self, columns: u16) -> Self {
        self.gap = columns;
        self
    }

    #[must_use]
    pub const fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// Rows can be sorted by it.
    #[must_use]
    pub const fn sorts(mut self, order: Order) -> Self {
        self.order = Some(order);
        self
    }

    /// Which way rows are sorted by it, if they can be.
    pub fn order(&self) -> Option<Order> {
        self.order
    }

    pub(in crate::ui) fn is_sorting(&self) -> bool {
        self.order.is_some()
    }
}

/// The widths with which a cell says all it has to say; nothing where a column fills.
pub fn unbounded(columns: &[Column]) -> Vec<u16> {
    let width = |column: &Column| if column.fills { 0 } else { u16::MAX };
    columns.iter().map(width).collect()
}

/// What the columns' texts need, their gaps included: nothing where there is no text.
/// `cells` gives a row's cells from its place.
pub fn measure(columns: &[Column], rows: usize, cells: impl Fn(usize) -> Vec<Line>) -> Vec<u16> {
    let mut widest = vec![0; columns.len()];
    for at in 0..rows.min(MEASURED) {
        for (widest, cell) in widest.iter_mut().zip(cells(at)) {
            let runs = cell.runs.iter().map(|(_, text)| width(text));
            *widest = runs.sum::<usize>().max(*widest);
        }
    }
    let natural = |(column, widest): (&Column, usize)| {
        if column.fills || widest == 0 {
            return 0;
        }
        // Over a column that rows are sorted by stands an arrow too.
        let arrow = if column.order.is_some() { 2 } else { 0 };
        let widest = u16::try_from(widest.max(width(column.heading) + arrow));
        widest.unwrap_or(u16::MAX).saturating_add(column.gap)
    };
    columns.iter().zip(widest).map(natural).collect()
}

/// What each column has of so much room, its gap included; behind the last one nothing
/// follows, so its gap needs no room.
pub(super) fn share(columns: &[Column], natural: &[u16], room: u16) -> Vec<u16> {
    let needs = Needs { columns, natural };
    let there = needs.that_fit(room);
    let (names, others): (Vec<usize>, Vec<usize>) =
        there.iter().partition(|at| columns[**at].names);
    let mut widths = vec![0; columns.len()];
    let mut left = room.saturating_add(needs.last_gap(&there));
    let mut give = |at: usize, most: u16| {
        let given = most.saturating_sub(widths[at]).min(left);
        widths[at] += given;
        left -= given;
    };
    // A little of the names first, then what the others cannot do without, then the
    // names, then the heaviest.
    for at in &names {
        give(*at, needs.natural(*at).min(NAME));
    }
    for at in &others {
        give(*at, needs.least(*at));
    }
    for at in &names {
        give(*at, needs.natural(*at));
    }
    let mut heaviest = others.clone();
    heaviest.sort_by_key(|at| Reverse(columns[*at].weight.unwrap_or(u8::MAX)));
    for at in heaviest {
        give(at, needs.natural(at));
    }
    let filling = others.into_iter().filter(|at| columns[*at].fills);
    for at in filling {
        give(at, u16::MAX);
    }
    widths
}

/// What columns need, and which of them there is room for.
struct Needs<'a> {
    columns: &'a [Column],
    natural: &'a [u16],
}

impl Needs<'_> {
    /// All that its texts need.
    fn natural(&self, at: usize) -> u16 {
        let natural = self.natural.get(at).copied().unwrap_or(0);
        match self.columns[at].fills {
            true => self.least(at),
            false => natural,
        }
    }

    /// What it can do with, its gap included, where its texts need so much.
    fn least(&self, at: usize) -> u16 {
        let (column, natural) = (&self.columns[at], self.natural.get(at).copied());
        let least = column.least.map(|least| least + column.gap);
        match (natural.unwrap_or(0), least) {
            (_, least) if column.fills => least.unwrap_or(0),
            (natural, Some(least)) => natural.min(least),
            (natural, None) => natural,
        }
    }

    /// With the names whole and the others cut.
    fn cut(&self, at: usize) -> u16 {
        match self.columns[at].names {
            true => self.natural(at),
            false => self.least(at),
        }
    }

    /// The most that a name needs for others to stay.
    fn kept(&self, at: usize) -> u16 {
        if self.columns[at].names {
            KEPT
        } else {
            u16::MAX
        }
    }

    fn last_gap(&self, there: &[usize]) -> u16 {
        there.last().map_or(0, |at| self.columns[*at].gap)
    }

    fn fit(&self, there: &[usize], of: impl Fn(usize) -> u16, room: u16) -> bool {
        let needed = there
            .iter()
            .fold(0, |sum: u16, at| sum.saturating_add(of(*at)));
        needed <= room.saturating_add(self.last_gap(there))
    }

    /// First those go that only add to the others, then all is cut, then the lightest go.
    fn that_fit(&self, room: u16) -> Vec<usize> {
        let all = 0..self.columns.len();
        let mut there: Vec<usize> = all.filter(|at| self.natural(*at) > 0).collect();
        let lightest = |there: &[usize], of: fn(&Column) -> bool| {
            let weighed = there.iter().enumerate();
            let goes = weighed.filter(|(_, at)| of(&self.columns[**at]));
            let goes = goes.filter_map(|(place, at)| Some((self.columns[*at].weight?, place)));
            goes.min().map(|(_, place)| place)
        };
        while !self.fit(&there, |at| self.natural(at), room)
            && let Some(place) = lightest(&there, |column| column.adds)
        {
            there.remove(place);
        }
        while !self.fit(&there, |at| self.cut(at), room)
            && let Some(place) = lightest(&there, |column| !column.stays)
        {
            there.remove(place);
        }
        while !self.fit(&there, |at| self.cut(at).min(self.kept(at)), room)
            && let Some(place) = lightest(&there, |_| true)
        {
            there.remove(place);
        }
        there
    }
}
