//! Lines that differ only in numbers, ids and times, counted: the most frequent first.

use jiff::Timestamp;

use super::{opened::Opened, streams::Opens, words};
use crate::{
    logs::{Pattern, Summary},
    panes::{Cx, view::ViewRows},
    ui::{Column, Line, Order, Role},
};

const COLUMNS: &[Column] = &[
    Column::mark("count").right().sorts(Order::Down),
    Column::mark(""),
    Column::weighing("since", 3).sorts(Order::Down),
    Column::name("pattern"),
];
const COUNT: usize = 0;

pub(super) struct Patterns<'a> {
    all: &'a [Pattern],
    cx: Cx<'a>,
}

impl<'a> Patterns<'a> {
    pub(super) fn of(open: &'a Opened, cx: &Cx<'a>) -> Self {
        let all = match &open.news.sum {
            Some(Summary::Patterns(all)) => &all[..],
            _ => &[],
        };
        Self { all, cx: *cx }
    }
}

impl ViewRows<Opens> for Patterns<'_> {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn count(&self) -> usize {
        self.all.len()
    }

    fn key(&self, at: usize) -> &str {
        &self.all[at].shape
    }

    fn name(&self, at: usize) -> String {
        self.all[at].shape.clone()
    }

    fn cells(&self, at: usize, name: Role, _: &[u16]) -> Vec<Line> {
        let one = &self.all[at];
        let (letter, role) = words::of_level(one.level);
        let since = one
            .since
            .and_then(|at| Timestamp::from_millisecond(at).ok());
        let since = since.map_or(String::new(), |at| self.cx.times().clock(at));
        vec![
            Line::of(Role::Text, words::count(one.count as u64)),
            Line::of(role, letter),
            Line::of(Role::Dim, since),
            Line::of(name, one.shape.replace('\t', "  ")),
        ]
    }

    fn about(&self, at: usize) -> Vec<Line> {
        let one = &self.all[at];
        let since = one
            .since
            .and_then(|at| Timestamp::from_millisecond(at).ok());
        let since = since.map_or(String::new(), |at| format!(", first {}", self.cx.dated(at)));
        vec![
            Line::of(Role::Strong, words::count(one.count as u64))
                .then(Role::Dim, format!(" lines{since}")),
            Line::of(Role::Text, one.shape.replace('\t', "  ")),
        ]
    }

    /// To its first line, among all that there are.
    fn opens(&self, at: usize) -> Option<Opens> {
        Some(Opens::Line(self.all.get(at)?.first))
    }

    fn sort_key(&self, at: usize, column: usize) -> String {
        let one = &self.all[at];
        match column {
            COUNT => format!("{:012}", one.count),
            _ => one.since.map_or(String::new(), |at| format!("{at:015}")),
        }
    }

    fn empty(&self) -> &'static str {
        "There are no lines to put together."
    }
}
