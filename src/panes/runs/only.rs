//! Which runs are listed alone: of one state, branch, event, actor or workflow. GitHub is
//! asked for them too, so that those are found which the newest runs no longer have.

use super::Runs;
use crate::{
    ask::{Ask, Question, github::actions},
    facts::{
        Reason, Remote, Repository,
        actions::{Run, RunFilter, RunState},
    },
    panes::{Cx, list_detail::ListDetail},
};

fn actor(run: &Run) -> Option<&Remote> {
    run.actor.as_ref()?.login.as_ref()
}

/// Whether the run passes.
pub(super) fn is_in(run: &Run, only: &RunFilter) -> bool {
    let state = only.status.as_ref();
    let of = |wanted: &Option<Remote>, known: Option<&Remote>| {
        wanted.is_none() || wanted.as_ref() == known
    };
    state.is_none_or(|_| run.status.as_ref() == state || run.conclusion.as_ref() == state)
        && of(&only.branch, run.head_branch.as_ref())
        && of(&only.event, run.event.as_ref())
        && of(&only.actor, actor(run))
        && (only.workflow.is_none() || only.workflow == run.workflow_id)
}

/// None: the newest runs are what is asked for anyway.
pub(super) fn ask(only: &RunFilter, repository: &Repository) -> Option<Ask> {
    let mut filter = only.clone();
    filter.status = filter.status.filter(RunState::is_a_filter);
    let is_any = filter == RunFilter::default();
    (!is_any).then(|| {
        let asked = actions::Runs { filter, page: 1 };
        asked.in_repository(repository).into()
    })
}

impl Runs {
    /// `only failure, branch main`; nothing where all are listed.
    pub(super) fn only_in_words(&self, cx: &Cx<'_>) -> Option<String> {
        let only = &self.only;
        let mut said: Vec<String> = Vec::new();
        said.extend(only.status.as_ref().map(|state| state.word().to_owned()));
        if let Some(id) = only.workflow {
            let runs = super::of(cx).map(|of| cx.store.runs(&of));
            let mut runs = runs.iter().flatten();
            let of = runs.find(|run| run.workflow_id == Some(id));
            let name = of.and_then(|run| run.workflow()).unwrap_or("of one");
            said.push(format!("workflow {name}"));
        }
        let named = [
            ("branch", &only.branch),
            ("event", &only.event),
            ("actor", &only.actor),
        ];
        for (what, name) in named {
            said.extend(name.as_ref().map(|name| format!("{what} {}", name.raw())));
        }
        (!said.is_empty()).then(|| format!("only {}", said.join(", ")))
    }

    /// Every state of the API in turn, and after the last all states.
    pub(super) fn next_state(&mut self, cx: &Cx<'_>) {
        let states = RunState::KNOWN;
        let at = self.only.status.as_ref();
        let at = at.and_then(|state| states.iter().position(|one| one == state));
        self.only.status = states.get(at.map_or(0, |at| at + 1)).cloned();
        self.keep(cx);
    }

    pub(super) fn every_run(&mut self, cx: &Cx<'_>) {
        self.only = RunFilter::default();
        self.keep(cx);
    }

    pub(super) fn of_branch(&mut self, cx: &Cx<'_>) -> Option<Reason> {
        self.of_selected(cx, |only, run| {
            let branch = run.head_branch.clone();
            toggle(&mut only.branch, branch)
        })
    }

    pub(super) fn of_event(&mut self, cx: &Cx<'_>) -> Option<Reason> {
        self.of_selected(cx, |only, run| toggle(&mut only.event, run.event.clone()))
    }

    pub(super) fn of_actor(&mut self, cx: &Cx<'_>) -> Option<Reason> {
        self.of_selected(cx, |only, run| toggle(&mut only.actor, actor(run).cloned()))
    }

    pub(super) fn of_workflow(&mut self, cx: &Cx<'_>) -> Option<Reason> {
        self.of_selected(cx, |only, run| toggle(&mut only.workflow, run.workflow_id))
    }

    /// As the selected run is, or again as any.
    fn of_selected(
        &mut self,
        cx: &Cx<'_>,
        turn: impl FnOnce(&mut RunFilter, &Run) -> bool,
    ) -> Option<Reason> {
        let Some(run) = self.looked_at(cx) else {
            return Some("No run is selected.".into());
        };
        if !turn(&mut self.only, run) {
            return Some("GitHub does not say that of the selected run.".into());
        }
        self.cursor.choose();
        self.keep(cx);
        None
    }
}

/// Set it is cleared; else it becomes what the run has. False: the run has none.
fn toggle<T>(wanted: &mut Option<T>, of_run: Option<T>) -> bool {
    if wanted.take().is_some() {
        return true;
    }
    *wanted = of_run;
    wanted.is_some()
}
