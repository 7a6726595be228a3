//! The chain from a symptom to its cause, as a tree: each link leads to what it names.

use super::way;
use crate::{
    cause::chain::{Link, LinkKind, depths},
    checks::watch::Trouble,
    panes::{Cx, runs::to_log},
    ui::{Destination, Line, Role},
};

pub(super) fn lines(trouble: &Trouble, cx: &Cx<'_>) -> Vec<Line> {
    let chain = &trouble.chain;
    let after = chain.iter().skip(1).map(Some).chain([None]);
    let links = chain.iter().zip(after).zip(depths(chain));
    let mut job = None;
    let line = |((link, after), depth): ((&Link, Option<&Link>), usize)| {
        let is_said_next = after.is_some_and(|after| after.kind == LinkKind::Denied);
        if link.kind == LinkKind::Job {
            job = way::failure(link, trouble, cx);
        }
        let to = match (link.kind, job) {
            (LinkKind::Job | LinkKind::Step | LinkKind::Log, Some(job)) => Some(to_log(job)),
            _ => way::of_link(link, trouble, cx),
        };
        line(link, is_said_next, depth, to, cx)
    };
    links.map(line).collect()
}

/// What a resource failed with; the reason is left out where the next link says it.
fn said(link: &Link, is_said_next: bool) -> String {
    let said = link.said();
    let brief = said.split_once("): ").map(|(brief, _)| format!("{brief})"));
    match (link.kind, brief) {
        (LinkKind::Resource | LinkKind::Rollback, Some(brief)) if is_said_next => brief,
        _ => said,
    }
}

fn line(
    link: &Link,
    is_said_next: bool,
    depth: usize,
    to: Option<Destination>,
    cx: &Cx<'_>,
) -> Line {
    // A long chain would run out of the screen to the right.
    let branch = match depth {
        0 => String::new(),
        depth => format!("{}{} ", " ".repeat(depth - 1), cx.look.glyphs.last_branch),
    };
    let role = match link.kind {
        LinkKind::Cause => Role::Bad,
        LinkKind::Denied | LinkKind::Resource | LinkKind::Rollback => Role::Strong,
        _ => Role::Text,
    };
    let line = Line::of(Role::Dim, branch);
    let at = link.at.map(|at| format!("{} ", cx.times().dated(at)));
    let line = match at {
        Some(at) => line.then(Role::Dim, at),
        None => line,
    };
    let line = line.behind(role, said(link, is_said_next));
    match to {
        Some(to) => line.leading_to(to),
        None => line,
    }
}
