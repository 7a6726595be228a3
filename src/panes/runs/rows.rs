//! The list's rows: what failed last, what waits and what runs come first.

use super::{Runs, only};
use crate::{
    checks::runs::newest,
    facts::{
        Remote,
        actions::{Run, RunId, RunState},
    },
    panes::Cx,
    ui::{self, Listing},
};

pub(super) type Row = ui::Row<RunId, Run>;
pub(super) type Rows = Listing<RunId, Run>;

pub(super) fn rows(pane: &Runs, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    let Some(repository) = super::of(cx) else {
        return out;
    };
    let mut runs = cx.store.runs(&repository);
    let newest: Vec<RunId> = newest(&runs).iter().map(|run| run.id).collect();
    let all = runs.len();
    runs.retain(|run| only::is_in(run, &pane.only));
    out.hidden = all - runs.len();
    // The order in time stays within each kind.
    runs.sort_by_key(|run| severity(run, &newest));
    for run in runs {
        let group = vec![row(run, &newest)];
        let keep = Rows::matching(&group, cx.filter);
        out.push(group, &keep);
    }
    out
}

/// An old failure that a newer run of its workflow mended is no news.
fn severity(run: &Run, newest: &[RunId]) -> u8 {
    match run.state() {
        Some(state) if state.is_failure() && newest.contains(&run.id) => 0,
        Some(state) if state.waits_for_somebody() => 1,
        Some(state) if state.is_under_way() => 2,
        _ => 3,
    }
}

/// A filter looks at all that a row shows.
fn row(run: &Run, newest: &[RunId]) -> Row {
    let of = |text: &Option<Remote>| text.as_ref().map_or("", Remote::raw).to_owned();
    let actor = run
        .actor
        .as_ref()
        .map_or(String::new(), |actor| of(&actor.login));
    let state = run.state().map_or("unknown", RunState::word);
    let parts = [
        name(run),
        of(&run.head_branch),
        of(&run.event),
        actor,
        state.to_owned(),
        of(&run.display_title),
        run.id.0.to_string(),
    ];
    Row {
        key: run.id,
        depth: 0,
        name: parts.join(" "),
        of_interest: severity(run, newest) < 3,
        more: run.clone(),
    }
}

/// `Deploy #17`.
pub(super) fn name(run: &Run) -> String {
    let workflow = run.workflow().unwrap_or("a workflow");
    match run.run_number {
        Some(number) => format!("{workflow} #{number}"),
        None => workflow.to_owned(),
    }
}
