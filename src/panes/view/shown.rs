//! Which of a view's rows are shown, in which order, and what their columns need.

use super::ViewRows;
use crate::ui::{Column, Filter, Role, Rows, measure, unbounded};

/// Those of a view's rows that the filter leaves.
pub(super) struct Shown<'a, O> {
    pub(super) rows: &'a dyn ViewRows<O>,
    pub(super) places: &'a [usize],
}

impl<O> Rows for Shown<'_, O> {
    type Key = String;

    fn count(&self) -> usize {
        self.places.len()
    }

    fn key(&self, at: usize) -> Option<String> {
        let place = self.places.get(at)?;
        Some(self.rows.key(*place).to_owned())
    }

    fn is_at(&self, at: usize, key: &String) -> bool {
        let place = self.places.get(at);
        place.is_some_and(|place| self.rows.key(*place) == key)
    }

    fn is_of_interest(&self, at: usize) -> bool {
        let place = self.places.get(at);
        place.is_some_and(|place| self.rows.is_failure(*place))
    }

    fn news_on_top(&self) -> bool {
        true
    }
}

/// The places of the rows that the filter leaves, sorted by the column that a person
/// chose, else as they come; and what the columns' texts need.
pub(super) fn arranged<O>(
    rows: &dyn ViewRows<O>,
    filter: &Filter,
    order: Option<usize>,
) -> (Vec<usize>, Vec<u16>) {
    let names: Vec<String> = (0..rows.count()).map(|at| rows.name(at)).collect();
    let keep = filter.keep(names.iter().map(String::as_str));
    let mut places: Vec<usize> = (0..names.len()).filter(|at| keep[*at]).collect();
    let columns = rows.columns();
    if let Some(column) = order
        && let Some(order) = columns.get(column).and_then(Column::order)
    {
        let key = |at: &usize| (rows.sort_key(*at, column), *at);
        let mut keyed: Vec<(String, usize)> = places.iter().map(key).collect();
        keyed.sort_by(|(a, _), (b, _)| order.compare(a, b));
        places = keyed.into_iter().map(|(_, at)| at).collect();
    }
    let widths = unbounded(columns);
    // Of all rows: columns that jump with each letter of a filter are hard to read.
    let cells = |at: usize| rows.cells(at, Role::Text, &widths);
    let natural = measure(columns, rows.count(), cells);
    (places, natural)
}
