//! The list's rows: watched stacks first, nested ones under their parents.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::words;
use crate::{
    facts::{Stack, StackId, stack::StackDriftStatus},
    panes::{Cx, Standing},
    ui::{self, Listing, Mark, Role},
};

/// What a row is drawn from.
#[derive(Clone, Debug)]
pub(in crate::panes) struct Cells {
    pub(super) letter: char,
    pub(super) role: Role,
    pub(super) status: String,
    pub(super) drift: (&'static str, String, Role),
    pub(super) written: Option<Timestamp>,
    pub(super) protected: bool,
    pub(super) watched: bool,
}

pub(super) type Row = ui::Row<StackId, Cells>;
pub(super) type Rows = Listing<StackId, Cells>;

pub(super) fn rows(hide_healthy: bool, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    for mut group in groups(cx) {
        if hide_healthy {
            let stays = |row: &Row| row.of_interest || row.more.letter == '>';
            let (all, any) = (group.len(), group.iter().any(stays));
            group.retain(|row| stays(row) || (any && row.depth == 0));
            out.hidden += all - group.len();
        }
        let keep = Rows::matching(&group, cx.filter);
        out.push(group, &keep);
    }
    out
}

/// How many rows are not well, and the letter of the worst of them.
pub(super) fn standing(cx: &Cx<'_>) -> Standing {
    let all = rows(false, cx);
    let worst = |letter: char| ill(&all).any(|row| row.more.letter == letter);
    let mark = match () {
        () if worst('x') => Mark::Failed,
        () if worst('?') => Mark::Unknown,
        () => Mark::Drifted,
    };
    Standing::counted(mark, ill(&all).count())
}

pub(super) fn ill(rows: &Rows) -> impl Iterator<Item = &Row> {
    rows.rows.iter().filter(|row| row.of_interest)
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
    let place = |stack: &Stack| cx.settings.stacks.place(cx.environment, &stack.name);
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
    let watches = &cx.settings.stacks;
    Row {
        key: stack.id.clone(),
        depth,
        name: stack.name.raw().to_owned(),
        // What is under way is not ill.
        of_interest: !matches!(severity(stack), 1 | 4),
        more: Cells {
            letter,
            role,
            status: stack.status.raw().to_owned(),
            drift: words::of_drift(stack.drift.as_ref()),
            written: stack.written(),
            protected: stack.termination_protection,
            watched: watches.watch.is_empty()
                || watches.place(cx.environment, &stack.name).is_some(),
        },
    }
}
