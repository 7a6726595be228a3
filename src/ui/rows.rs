//! What a cursor and a table need to know of rows, and the rows of a list: in groups,
//! each under its head, filtered.

use super::{Filter, Line, Order, Role};
use crate::facts::numbered;

/// Rows by their places, already filtered.
pub trait Rows {
    /// What a row stands for: stable across refreshes, so that the selection stays.
    type Key: Clone + PartialEq;

    fn count(&self) -> usize;
    fn key(&self, at: usize) -> Option<Self::Key>;
    fn is_at(&self, at: usize, key: &Self::Key) -> bool;
    /// It does not stand under another row that is to be seen with it.
    fn is_head(&self, _at: usize) -> bool {
        true
    }
    /// The next and the previous of these are a key away.
    fn is_of_interest(&self, at: usize) -> bool;
    /// What is new comes at the top: a cursor there stays there.
    fn news_on_top(&self) -> bool {
        false
    }
    /// Where the cursor is until a person chooses.
    fn start(&self) -> usize {
        let mut places = 0..self.count();
        let found = places.find(|at| self.is_of_interest(*at));
        found.filter(|_| !self.news_on_top()).unwrap_or(0)
    }
}

/// A row of a list, and what its cells are made from.
#[derive(Clone, Debug)]
pub struct Row<K, T> {
    pub key: K,
    /// 0 is a head; the others stand under it.
    pub depth: u16,
    /// What is shown of it first, and what a filter looks at.
    pub name: String,
    pub of_interest: bool,
    pub more: T,
}

/// The rows of a list, and how many are not among them.
#[derive(Clone, Debug)]
pub struct Listing<K, T> {
    pub rows: Vec<Row<K, T>>,
    /// Left out by a switch of the list, each counted as that list counts.
    pub hidden: usize,
    /// Rows that do not match the filter.
    pub filtered: usize,
}

impl<K, T> Default for Listing<K, T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            hidden: 0,
            filtered: 0,
        }
    }
}

impl<K, T> Listing<K, T> {
    /// The rows of the group that are kept, under their head even where that is not.
    pub fn push(&mut self, group: Vec<Row<K, T>>, keep: &[bool]) {
        let any = keep.contains(&true);
        for (row, keep) in group.into_iter().zip(keep) {
            if *keep || (any && row.depth == 0) {
                self.rows.push(row);
            } else {
                self.filtered += 1;
            }
        }
    }

    /// Which rows of a group match by their names.
    pub fn matching(group: &[Row<K, T>], filter: &Filter) -> Vec<bool> {
        filter.keep(group.iter().map(|row| row.name.as_str()))
    }

    /// `12 rows`, or how many of them are shown; nothing where there are none at all.
    pub fn counted(&self, noun: &str) -> String {
        let all = self.rows.len() + self.filtered;
        match self.filtered {
            0 => numbered(all, noun),
            hidden => format!(
                "{} of {}, {hidden} hidden by the filter",
                self.rows.len(),
                numbered(all, noun)
            ),
        }
    }

    /// Sorts the groups by what `key` says of their heads; what stands under a head
    /// stays there as it was. Those of which it says nothing come last.
    pub fn sort(&mut self, order: Order, key: impl Fn(&Row<K, T>) -> String) {
        let mut groups: Vec<(String, Vec<Row<K, T>>)> = Vec::new();
        for row in self.rows.drain(..) {
            match groups.last_mut().filter(|_| row.depth > 0) {
                Some((_, group)) => group.push(row),
                None => groups.push((key(&row), vec![row])),
            }
        }
        groups.sort_by(|(a, _), (b, _)| order.compare(a, b));
        self.rows
            .extend(groups.into_iter().flat_map(|(_, group)| group));
    }

    /// There would be rows without filter and switches.
    pub fn has_any(&self) -> bool {
        self.rows.len() + self.filtered + self.hidden > 0
    }
}

impl<K: Clone + PartialEq, T> Rows for Listing<K, T> {
    type Key = K;

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn key(&self, at: usize) -> Option<K> {
        self.rows.get(at).map(|row| row.key.clone())
    }

    fn is_at(&self, at: usize, key: &K) -> bool {
        self.rows.get(at).is_some_and(|row| row.key == *key)
    }

    fn is_head(&self, at: usize) -> bool {
        self.rows.get(at).is_none_or(|row| row.depth == 0)
    }

    fn is_of_interest(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| row.of_interest)
    }
}

/// A letter that says the state, and the name, as far to the right as it stands deep.
pub fn named(depth: u16, (letter, state): (&str, Role), name: &str, role: Role) -> Line {
    let indent = "  ".repeat(usize::from(depth));
    Line::of(Role::Text, indent)
        .then(state, letter)
        .then(Role::Text, " ")
        .then(role, name)
}
