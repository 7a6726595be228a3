//! The pane's commands: what they are called, and what they move.

use super::{Runs, View, propose};
use crate::{
    facts::{
        Reason,
        actions::{RunId, RunState},
    },
    keys::{Scope, actions, commands},
    panes::{Actions, Cx, changes, list_detail::ListDetail, proposes},
};

pub(super) const ACTIONS: &Actions<Runs> = actions! {
    "runs.compact" "run" "Show the run in short: what failed, runs, and is over"
        changes |pane, _| pane.show(View::Compact);
    "runs.log" "log" "Show the logs of the failed jobs around their first error"
        changes |pane, _| pane.show(View::Log);
    "runs.kept" "artifacts" "Show the run's artifacts and the repository's caches"
        changes |pane, _| pane.show(View::Kept);
    "runs.attempts" "attempts" "Show the run's earlier attempts, and what failed in each"
        changes |pane, _| pane.show(View::Attempts);
    "runs.deployed" "deployed" "Show what is deployed to each environment on GitHub"
        changes |pane, _| pane.show(View::Deployed);
    "runs.next-state" "state" "Show the runs of one state alone, and of the next one"
        changes Runs::next_state;
    "runs.every-state" "every state" "Show the runs of every state"
        changes |pane, cx| {
            pane.state = None;
            pane.keep(cx);
        };
    "runs.approve" "approve" "Approve the deployments that the run waits for"
        proposes propose::approve;
    "runs.reject" "reject" "Reject the deployments that the run waits for"
        proposes propose::reject;
    "runs.rerun-failed" "rerun" "Run the failed jobs again"
        proposes propose::rerun_failed;
    "runs.rerun-all" "rerun all" "Run all jobs again"
        proposes propose::rerun_all;
    "runs.rerun-job" "rerun one" "Run one job again"
        proposes propose::rerun_job;
    "runs.rerun-debug" "rerun debug" "Run the failed jobs again with debug logging"
        proposes propose::rerun_debug;
    "runs.start" "start" "Start the workflow anew, with its inputs"
        proposes propose::start;
    "runs.cancel" "cancel" "Cancel the run"
        proposes propose::cancel;
    "runs.force-cancel" "force-cancel" "Cancel the run by force, where a cancellation hangs"
        proposes propose::force_cancel;
};

pub(super) const SCOPE: Scope = Scope {
    name: "runs",
    title: "Runs",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub(super) const DETAIL_SCOPE: Scope = Scope {
    name: "runs-detail",
    title: "Runs, detail",
    over: &["runs", "list", "global"],
    typing: false,
    commands: &[],
};

impl Runs {
    fn show(&mut self, view: View) {
        self.view = view;
        self.cursor.choose();
        self.cursor.open();
    }

    /// To a run's detail; one that no list has is read by its id.
    pub(super) fn go_to(&mut self, run: RunId, cx: &Cx<'_>) -> Result<(), Reason> {
        let repository = super::of(cx).ok_or("No repository on GitHub is known.")?;
        self.state = None;
        if cx.store.run(&repository, run).is_none() {
            self.named = Some(run);
        }
        self.cursor.point_at(run);
        self.show(View::Compact);
        self.keep(cx);
        Ok(())
    }

    /// Every state of the API in turn, and after the last all runs.
    fn next_state(&mut self, cx: &Cx<'_>) {
        let states = RunState::KNOWN;
        let at = self.state.as_ref();
        let at = at.and_then(|state| states.iter().position(|one| one == state));
        self.state = states.get(at.map_or(0, |at| at + 1)).cloned();
        self.keep(cx);
    }
}
