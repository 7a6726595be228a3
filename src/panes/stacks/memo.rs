//! What a view shows, made when facts, filter or view change, not with each frame:
//! a text's wrapped lines, or which rows of thousands are shown.

use super::{
    Open, Stacks, asks, change_set, change_sets, detection, drift, events, known, opened,
    resources, story, timeline, values, view::View,
};
use crate::{
    ask::cloudformation,
    facts::{ChangeSetId, LogicalId, StackId},
    panes::{Cx, cursor::inner},
    ui::{Filter, Line, wrap_all},
};

#[derive(Debug, Default)]
pub(super) struct Memo {
    key: Option<Key>,
    /// Counts the changes of facts and filter.
    seen: u64,
    /// Of a text.
    pub(super) lines: Vec<Line>,
    /// Of rows: their places in what they are made from.
    pub(super) shown: Vec<usize>,
    /// Rows that the filter hides.
    pub(super) hidden: usize,
    /// What the selected row stands for: it may stand elsewhere tomorrow.
    noted: Option<String>,
}

#[derive(Debug, PartialEq)]
struct Key {
    seen: u64,
    stack: StackId,
    view: View,
    change_set: Option<ChangeSetId>,
    width: u16,
}

impl Memo {
    pub(super) fn stale(&mut self) {
        self.seen += 1;
    }
}

/// What Enter opens from a row.
#[derive(Debug)]
pub(super) enum Chosen {
    ChangeSet(ChangeSetId),
    Stack(StackId),
}

pub(super) fn refresh(pane: &mut Stacks, cx: &Cx<'_>) {
    let Some(open) = &pane.open else {
        return;
    };
    let key = Key {
        seen: pane.memo.seen,
        stack: open.stack.clone(),
        view: open.view,
        change_set: open.change_set.clone(),
        width: opened::text_area(cx.area).width,
    };
    if pane.memo.key.as_ref() == Some(&key) {
        return;
    }
    let (mut lines, mut shown, mut hidden) = (Vec::new(), Vec::new(), 0);
    if is_rows(pane) {
        let names = names(open, cx);
        let all = names.len();
        shown = kept(&names, open, cx);
        hidden = all - shown.len();
    } else {
        let mut text = detection::lines(pane);
        text.extend(self::text(open, cx));
        lines = wrap_all(&text, inner(opened::text_area(cx.area)).width);
    }
    let seen = pane.memo.seen;
    pane.memo = Memo {
        key: Some(key),
        seen,
        lines,
        shown,
        hidden,
        noted: pane.memo.noted.take(),
    };
}

/// Remembers what the selected row stands for.
pub(super) fn note(pane: &mut Stacks, cx: &Cx<'_>) {
    pane.memo.noted = place(pane).and_then(|(open, at)| identity(open, at, cx));
}

/// The row that stands for what was noted.
pub(super) fn find_noted(pane: &Stacks, cx: &Cx<'_>) -> Option<usize> {
    let (open, noted) = (pane.open.as_ref()?, pane.memo.noted.as_ref()?);
    let mut shown = pane.memo.shown.iter();
    shown.position(|at| identity(open, *at, cx).as_ref() == Some(noted))
}

/// What tells a row from all others, now and after a refresh.
fn identity(open: &Open, at: usize, cx: &Cx<'_>) -> Option<String> {
    match open.view {
        View::Events => events::identity(open, at, cx),
        View::Timeline => timeline::identity(open, at, cx),
        View::Resources => resources::name(open, at, cx),
        _ => change_sets::id(open, at, cx).map(|id| id.raw().to_owned()),
    }
}

pub(super) fn is_rows(pane: &Stacks) -> bool {
    pane.open
        .as_ref()
        .is_some_and(|open| open.view.has_rows() && open.change_set.is_none())
}

pub(super) fn count(pane: &Stacks) -> usize {
    if is_rows(pane) {
        pane.memo.shown.len()
    } else {
        pane.memo.lines.len()
    }
}

/// The texts that a filter looks at, one a row.
fn names(open: &Open, cx: &Cx<'_>) -> Vec<String> {
    match open.view {
        View::Events => events::names(open, cx),
        View::Timeline => timeline::names(open, cx),
        View::Resources => resources::names(open, cx),
        _ => change_sets::names(open, cx),
    }
}

fn kept(names: &[String], open: &Open, cx: &Cx<'_>) -> Vec<usize> {
    let of_the_list = cx.filter.text == open.filter;
    let nothing = Filter::default();
    let filter = if of_the_list { &nothing } else { cx.filter };
    let keep = filter.keep(names.iter().map(String::as_str));
    (0..names.len()).filter(|at| keep[*at]).collect()
}

fn text(open: &Open, cx: &Cx<'_>) -> Vec<Line> {
    let Some(stack) = known::stack(&open.stack, cx) else {
        return Vec::new();
    };
    let lines = match open.view {
        View::Story => Some(story::lines(stack, false, true, cx)),
        View::Values => Some(values::lines(stack)),
        View::Template => {
            asks::view_answer::<cloudformation::Template>(open, cx).map(values::template)
        }
        View::ChangeSets => asks::view_answer::<cloudformation::ChangeSet>(open, cx)
            .map(|found| change_set::lines(found, cx)),
        View::Drift => asks::view_answer::<cloudformation::ResourceDrifts>(open, cx)
            .map(|drifts| drift::lines(stack, drifts)),
        _ => None,
    };
    lines.unwrap_or_default()
}

/// Where the selected row is in what the rows are made from.
fn place(pane: &Stacks) -> Option<(&Open, usize)> {
    let open = pane.open.as_ref().filter(|_| is_rows(pane))?;
    Some((open, *pane.memo.shown.get(open.at)?))
}

pub(super) fn selected(pane: &Stacks, cx: &Cx<'_>) -> Option<Chosen> {
    let (open, at) = place(pane)?;
    match open.view {
        View::Events => events::nested(open, at, cx).map(Chosen::Stack),
        View::Resources => resources::nested(open, at, cx).map(Chosen::Stack),
        View::ChangeSets => change_sets::id(open, at, cx).map(Chosen::ChangeSet),
        _ => None,
    }
}

/// The selected resource, where it failed to roll back and may be left out.
pub(super) fn stuck(pane: &Stacks, cx: &Cx<'_>) -> Option<LogicalId> {
    let (open, at) = place(pane)?;
    let is_resources = open.view == View::Resources;
    resources::stuck(open, at, cx).filter(|_| is_resources)
}

/// The resource is left out when the roll back goes on.
pub(super) fn is_skipped(pane: &Stacks, open: &Open, at: usize, cx: &Cx<'_>) -> bool {
    let marked = pane.skip.get(&open.stack);
    let id = resources::stuck(open, at, cx);
    marked
        .zip(id)
        .is_some_and(|(marked, id)| marked.contains(&id))
}

/// What a copy of the selected row is.
pub(super) fn name(pane: &Stacks, open: &Open, cx: &Cx<'_>) -> Option<String> {
    if let Some(id) = &open.change_set {
        return Some(id.raw().to_owned());
    }
    let (open, at) = place(pane)?;
    match open.view {
        View::Events => events::name(open, at, cx),
        View::Timeline => timeline::name(open, at, cx),
        View::Resources => resources::name(open, at, cx),
        _ => change_sets::id(open, at, cx).map(|id| id.raw().to_owned()),
    }
}

/// More of the selected row than it has room for.
pub(super) fn about(pane: &Stacks, cx: &Cx<'_>) -> Vec<Line> {
    let Some((open, at)) = place(pane) else {
        return Vec::new();
    };
    match open.view {
        View::Events => events::about(open, at, cx),
        View::Timeline => timeline::about(open, at, cx),
        View::Resources => resources::about(open, at, is_skipped(pane, open, at, cx), cx),
        _ => change_sets::about(open, at, cx),
    }
}

/// The row is of something that failed by itself.
pub(super) fn is_failure(pane: &Stacks, row: usize, cx: &Cx<'_>) -> bool {
    let at = pane.memo.shown.get(row).copied();
    let (Some(open), Some(at)) = (&pane.open, at) else {
        return false;
    };
    match open.view {
        View::Events => events::is_failure(open, at, cx),
        View::Timeline => timeline::is_failure(open, at, cx),
        View::Resources => resources::is_failure(open, at, cx),
        _ => false,
    }
}

/// The row of the first failure.
pub(super) fn root(pane: &Stacks, cx: &Cx<'_>) -> Option<usize> {
    let open = pane.open.as_ref()?;
    let at = match open.view {
        View::Events => events::root(open, cx)?,
        View::Timeline => timeline::root(open, cx)?,
        _ => return None,
    };
    pane.memo.shown.iter().position(|shown| *shown == at)
}
