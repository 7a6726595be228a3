//! Cells: the pieces into which the rules at hand divide one dimension.

use std::collections::HashMap;

use super::bits::Bits;
use crate::policy::{Values, compiled::Rule};

/// The rules at hand, by their number in the space.
pub(super) type Asking<'a> = [(usize, &'a Rule)];

/// What a request of this cell has in the dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Point {
    Action(String),
    Resource(String),
    Principal(String),
    Absent(String),
    Present(String, Values),
}

#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Of the rules asked about, those that take this cell.
    pub(super) takes: Bits,
    pub(super) point: Point,
    /// Values that variables must have for the cell to be what it is.
    pub(super) needs: Vec<(String, String)>,
    /// How far from readable and certain the point is; less is better.
    pub(super) cost: u32,
}

/// The cell may not exist, or AWS does not document what holds in it: equality
/// must hold there too, but no difference is claimed on its strength.
pub(super) const DOUBTFUL: u32 = 1000;

/// The best cell for each set of rules.
pub(super) fn distinct(mut cells: Vec<Cell>) -> Vec<Cell> {
    cells.sort_by(|a, b| a.takes.cmp(&b.takes).then(a.cost.cmp(&b.cost)));
    cells.dedup_by(|later, first| later.takes == first.takes);
    cells
}

/// The same as if only these rules had been asked about.
pub(super) fn narrowed(cells: &[Cell], asking: &Bits) -> Vec<Cell> {
    let mut best: HashMap<Bits, usize> = HashMap::with_capacity(cells.len());
    let mut kept: Vec<(Bits, &Cell)> = Vec::new();
    for cell in cells {
        let takes = cell.takes.and(asking);
        match best.get(&takes).and_then(|at| kept.get_mut(*at)) {
            Some((_, known)) if known.cost <= cell.cost => {}
            Some((_, known)) => *known = cell,
            None => {
                best.insert(takes.clone(), kept.len());
                kept.push((takes, cell));
            }
        }
    }
    let copied = kept.into_iter().map(|(takes, cell)| Cell {
        takes,
        point: cell.point.clone(),
        needs: cell.needs.clone(),
        cost: cell.cost,
    });
    copied.collect()
}
