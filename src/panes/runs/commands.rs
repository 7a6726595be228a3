//! The pane's commands: what they are called, and what they move.

use super::{Runs, View, propose};
use crate::{
    facts::{
        Reason,
        actions::{RunFilter, RunId},
    },
    keys::{Scope, actions, commands},
    panes::{Actions, Cx, changes, list_detail::ListDetail, proposes, tells},
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
    "runs.of-branch" "branch" "Show the runs on the selected one's branch alone, or on all"
        tells Runs::of_branch;
    "runs.of-workflow" "workflow" "Show the runs of the selected one's workflow alone, or of all"
        tells Runs::of_workflow;
    "runs.of-event" "event" "Show the runs that the selected one's event began, or all"
        tells Runs::of_event;
    "runs.of-actor" "actor" "Show the runs of the selected one's actor alone, or of all"
        tells Runs::of_actor;
    "runs.every-run" "every run" "Show the runs of every state, branch, workflow, event and actor"
        changes Runs::every_run;
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
        self.only = RunFilter::default();
        if cx.store.run(&repository, run).is_none() {
            self.named = Some(run);
        }
        self.cursor.point_at(run);
        self.show(View::Compact);
        self.keep(cx);
        Ok(())
    }
}
