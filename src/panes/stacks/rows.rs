//! The list's rows: watched stacks first, nested ones under their parents.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::words;
use crate::{
    facts::{Stack, StackId, stack::StackDriftStatus},
    panes::{Cx, cursor},
    ui::Role,
};

#[derive(Clone, Debug)]
pub(in crate::panes) struct Row {
    pub(super) id: StackId,
    pub(super) depth: u16,
    pub(super) letter: char,
    pub(super) role: Role,
    pub(super) name: String,
    pub(super) status: String,
    pub(super) drift: (&'static str, String, Role),
    pub(super) written: Option<Timestamp>,
    pub(super) protected: bool,
    pub(super) watched: bool,
    pub(super) healthy: bool,
}

#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    pub(super) hidden: usize,
    pub(super) filtered: usize,
}

impl cursor::Row for Row {
    type Key = StackId;

    fn key(&self) -> &StackId {
        &self.id
    }

    fn is_of_interest(&self) -> bool {
        !self.healthy
    }
}

pub(super) fn rows(hide_healthy: bool, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    for group in groups(cx) {
        let (kept, hidden): (Vec<Row>, Vec<Row>) = if hide_healthy {
            let any = group.iter().any(|row| !row.healthy);
            group
                .into_iter()
                .partition(|row| !row.healthy || (any && row.depth == 0))
        } else {
            (group, Vec::new())
        };
        out.hidden += hidden.len();
        let keep = cx.filter.keep(kept.iter().map(|row| row.name.as_str()));
        let any = keep.iter().any(|kept| *kept);
        for (row, keep) in kept.into_iter().zip(keep) {
            // A parent stays over the nested stacks that match.
            if keep || (any && row.depth == 0) {
                out.rows.push(row);
            } else {
                out.filtered += 1;
            }
        }
    }
    out
}

/// A stack with all that is nested in it, the watched ones first.
fn groups(cx: &Cx<'_>) -> Vec<Vec<Row>> {
    let stacks = cx.store.stacks(cx.environment);
    let ids: HashSet<&StackId> = stacks.iter().map(|stack| &stack.id).collect();
    let mut inside: HashMap<&StackId, Vec<usize>> = HashMap::new();
    let mut roots: Vec<usize> = Vec::new();
    for (at, stack) in stacks.iter().enumerate() {
        match &stack.parent {
            Some(parent) if ids.contains(parent) && *parent != stack.id => {
                inside.entry(parent).or_default().push(at);
            }
            _ => roots.push(at),
        }
    }
    let place = |stack: &Stack| {
        let watch = &cx.settings.stacks.watch;
        watch.iter().position(|name| *name == stack.name)
    };
    roots.sort_by_key(|at| {
        let stack = stacks[*at];
        (
            place(stack).unwrap_or(usize::MAX),
            severity(stack),
            stack.name.raw(),
        )
    });
    let mut walk = Walk {
        stacks: &stacks,
        inside: &inside,
        seen: HashSet::new(),
        cx,
    };
    let mut groups: Vec<Vec<Row>> = roots.iter().map(|at| walk.group(*at)).collect();
    // Parents that name each other are nobody's roots; they are shown all the same.
    for at in 0..stacks.len() {
        if !walk.seen.contains(&at) {
            groups.push(walk.group(at));
        }
    }
    groups
}

struct Walk<'a, 'b> {
    stacks: &'a [&'b Stack],
    inside: &'a HashMap<&'b StackId, Vec<usize>>,
    seen: HashSet<usize>,
    cx: &'a Cx<'b>,
}

impl Walk<'_, '_> {
    fn group(&mut self, at: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut open = vec![(at, 0)];
        while let Some((at, depth)) = open.pop() {
            if !self.seen.insert(at) {
                continue;
            }
            let stack = self.stacks[at];
            rows.push(row(stack, depth, self.cx));
            if let Some(children) = self.inside.get(&stack.id) {
                open.extend(children.iter().rev().map(|child| (*child, depth + 1)));
            }
        }
        rows
    }
}

/// The worst first.
fn severity(stack: &Stack) -> u8 {
    match stack.status.letter() {
        'x' => 0,
        '>' => 1,
        '?' => 2,
        _ if stack.drift == Some(StackDriftStatus::Drifted) => 3,
        _ => 4,
    }
}

fn row(stack: &Stack, depth: u16, cx: &Cx<'_>) -> Row {
    let (letter, role) = words::of_stack(&stack.status);
    Row {
        id: stack.id.clone(),
        depth,
        letter,
        role,
        name: stack.name.raw().to_owned(),
        status: stack.status.raw().to_owned(),
        drift: words::of_drift(stack.drift.as_ref()),
        written: stack.written(),
        protected: stack.termination_protection,
        watched: cx.settings.stacks.watches(&stack.name),
        healthy: severity(stack) == 4,
    }
}
