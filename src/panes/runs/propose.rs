//! The changes of a run that the pane proposes, as drafts: harmless data, which the gate
//! holds against GitHub before anybody is asked.

mod start;

pub(super) use start::{start, wants};

use super::{Runs, of};
use crate::{
    ask::{
        Question,
        github::{actions, deployments},
    },
    facts::{
        Reason, Remote, Repository, StackName,
        actions::{Job, PendingDeployment, Run, RunState},
    },
    gate::{
        Draft, Origin,
        writes::{
            CancelRun, JobChoice, Rerun, RerunRun, ReviewDeployments, ReviewedEnvironment, Write,
        },
    },
    panes::{Cx, Declined, Proposed},
};

/// What a log of SAM says before the stack that it deploys.
const NAMES_STACK: &str = "Stack name";

fn selected<'a>(pane: &Runs, cx: &Cx<'a>) -> Result<(Repository, &'a Run), Reason> {
    let repository = of(cx).ok_or("It is not known which repository this is.")?;
    let run = pane.looked_at(cx).ok_or("No run is selected.")?;
    Ok((repository, run))
}

/// An approval unblocks a queue; what failed last is run again, where its stack is stable.
pub(super) fn recommended(pane: &Runs, cx: &Cx<'_>) -> Option<&'static str> {
    let (repository, run) = selected(pane, cx).ok()?;
    if pending(&repository, run, cx).is_some_and(|all| !all.is_empty()) {
        return Some("runs.approve");
    }
    let stack = deployed_stack(&repository, run, cx);
    let known = stack.and_then(|name| cx.store.stack_named(cx.environment, &name));
    let stable = known.is_none_or(|stack| stack.status.takes_updates());
    (run.is_failure() && stable).then_some("runs.rerun-failed")
}

fn pending<'a>(
    repository: &Repository,
    run: &Run,
    cx: &Cx<'a>,
) -> Option<&'a Vec<PendingDeployment>> {
    let asked = deployments::Pending(run.id).in_repository(repository);
    cx.store.get(&asked).filter(|_| run.waits_for_somebody())
}

pub(super) fn approve(pane: &Runs, cx: &Cx<'_>) -> Proposed {
    review(pane, cx, true)
}

pub(super) fn reject(pane: &Runs, cx: &Cx<'_>) -> Proposed {
    review(pane, cx, false)
}

fn review(pane: &Runs, cx: &Cx<'_>, approve: bool) -> Proposed {
    let (repository, run) = selected(pane, cx)?;
    if run.state() != Some(&RunState::Waiting) {
        return Err(Declined::foreign("The run waits for no approval."));
    }
    let pending = pending(&repository, run, cx);
    let pending = pending.ok_or("What the run waits for has not been read yet.")?;
    let may = pending
        .iter()
        .filter(|one| one.current_user_can_approve != Some(false));
    let environments: Vec<ReviewedEnvironment> = may
        .map(|one| ReviewedEnvironment {
            id: one.environment.id,
            name: one.environment.name.clone().unwrap_or_default(),
        })
        .collect();
    if environments.is_empty() {
        return Err(match pending.is_empty() {
            true => "It waits for a timer or for an app: no person can approve this.",
            false => "GitHub says that you may not review these deployments.",
        }
        .into());
    }
    let write = ReviewDeployments {
        repository,
        run: run.id,
        environments,
        approve,
        comment: Remote::default(),
    };
    Ok(draft(write.into(), cx))
}

pub(super) fn rerun_failed(pane: &Runs, cx: &Cx<'_>) -> Proposed {
    let run = selected(pane, cx)?.1;
    if !run.is_over() || run.state() == Some(&RunState::Success) {
        return Err(Declined::foreign("No job of the run failed."));
    }
    rerun(pane, cx, Rerun::Failed, false)
}

pub(super) fn rerun_debug(pane: &Runs, cx: &Cx<'_>) -> Proposed {
    rerun_failed(pane, cx)?;
    rerun(pane, cx, Rerun::Failed, true)
}

pub(super) fn rerun_all(pane: &Runs, cx: &Cx<'_>) -> Proposed {
    rerun(pane, cx, Rerun::All, false)
}

/// Which of them is asked in a form.
pub(super) fn rerun_job(pane: &Runs, cx: &Cx<'_>) -> Proposed {
    let (repository, run) = selected(pane, cx)?;
    let jobs = jobs(&repository, run, cx).ok_or("The run's jobs have not been read yet.")?;
    let choice = |job: &Job| {
        let name = job.name.clone()?;
        Some(JobChoice { id: job.id, name })
    };
    let jobs: Vec<JobChoice> = jobs.iter().filter_map(choice).collect();
    if jobs.is_empty() {
        return Err(Declined::foreign("The run has no jobs."));
    }
    rerun(pane, cx, Rerun::OneOf(jobs), false)
}

fn rerun(pane: &Runs, cx: &Cx<'_>, what: Rerun, debug: bool) -> Proposed {
    let (repository, run) = selected(pane, cx)?;
    if !run.is_over() {
        return Err(Declined::foreign("Only what is over is run again."));
    }
    let stack = deployed_stack(&repository, run, cx);
    let write = RerunRun {
        repository,
        run: run.id,
        what,
        debug,
        stack,
    };
    Ok(draft(write.into(), cx))
}

pub(super) fn cancel(pane: &Runs, cx: &Cx<'_>) -> Proposed {
    cancelling(pane, cx, false)
}

/// Whether a cancellation hangs the journal says, when it is proposed.
pub(super) fn force_cancel(pane: &Runs, cx: &Cx<'_>) -> Proposed {
    cancelling(pane, cx, true)
}

fn cancelling(pane: &Runs, cx: &Cx<'_>, force: bool) -> Proposed {
    let (repository, run) = selected(pane, cx)?;
    if run.is_over() {
        return Err(Declined::foreign("The run is over."));
    }
    let write = CancelRun {
        repository,
        run: run.id,
        force,
    };
    Ok(draft(write.into(), cx))
}

fn jobs<'a>(repository: &Repository, run: &Run, cx: &Cx<'a>) -> Option<&'a [Job]> {
    let asked = actions::Jobs {
        run: run.id,
        attempt: run.attempt(),
    };
    let known = cx.store.get(&asked.in_repository(repository))?;
    Some(&known.items)
}

/// As the log of one of its jobs names it, where that was read.
pub(super) fn deployed_stack(repository: &Repository, run: &Run, cx: &Cx<'_>) -> Option<StackName> {
    let mut jobs = jobs(repository, run, cx)?.iter();
    jobs.find_map(|job| {
        let log = cx
            .store
            .get(&actions::JobLog(job.id).in_repository(repository))?;
        let mut lines = log.text.raw().lines();
        lines.find_map(named)
    })
}

/// `Stack name                   : dataops-v1`, after a moment.
fn named(line: &str) -> Option<StackName> {
    let (_, rest) = line.split_once(NAMES_STACK)?;
    let name = rest.trim_start().strip_prefix(':')?.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_name = !name.is_empty() && name.len() <= 128 && name.chars().all(plain);
    is_name.then(|| StackName::from(name))
}

/// Of the environment that the repository belongs to: its production and freezes apply.
fn draft(write: Write, cx: &Cx<'_>) -> Draft {
    let repository = write.change().subject().github().map(|(of, _)| of);
    let entry = repository.and_then(|of| cx.settings.writable(of));
    let environment = entry
        .map_or(cx.environment, |entry| &entry.environment)
        .clone();
    Draft {
        environment,
        write,
        origin: Origin::GitHub,
        uses: Vec::new(),
        peers: None,
    }
}
