//! The attempts of a run: each with how it ended, and the jobs that failed in it.

use super::words;
use crate::{
    ask::{Ask, Question, github::actions},
    cause::job_groups::name,
    facts::{
        Remote, Repository,
        actions::{Job, Run, RunState},
    },
    panes::Cx,
    ui::{Line, Role},
};

/// Attempts before the newest one that are read.
const MOST: u32 = 10;

/// The earlier ones, the newest of them first.
fn earlier(run: &Run) -> impl Iterator<Item = u32> {
    let newest = run.attempt();
    (1..newest).rev().take(MOST as usize)
}

fn of(run: &Run, attempt: u32) -> (actions::Attempt, actions::Jobs) {
    let run = run.id;
    (
        actions::Attempt { run, attempt },
        actions::Jobs { run, attempt },
    )
}

pub(super) fn asks(run: &Run, repository: &Repository) -> Vec<Ask> {
    let all = earlier(run).flat_map(|attempt| {
        let (attempt, jobs) = of(run, attempt);
        [
            attempt.in_repository(repository).into(),
            jobs.in_repository(repository).into(),
        ]
    });
    all.collect()
}

pub(super) fn lines(run: &Run, cx: &Cx<'_>) -> Vec<Line> {
    let title = format!("Attempts of run {}", run.id.0);
    let mut lines = vec![Line::of(Role::Strong, title)];
    let Some(repository) = super::of(cx) else {
        return lines;
    };
    lines.extend(of_attempt(run, run.attempt(), &repository, cx));
    if run.attempt() == 1 {
        lines.push(Line::of(Role::Dim, "It was not run again."));
    }
    for number in earlier(run) {
        let (attempt, _) = of(run, number);
        let asked = attempt.in_repository(&repository);
        match cx.store.get(&asked) {
            Some(old) => lines.extend(of_attempt(old, number, &repository, cx)),
            None => lines.extend(cx.unread(&[asked.into()], &format!("Attempt {number} was not read."))),
        }
    }
    lines
}

fn of_attempt(
    run: &Run,
    number: u32,
    repository: &Repository,
    cx: &Cx<'_>,
) -> Vec<Line> {
    let (letter, role) = words::of_state(run.state());
    let actor = run.triggering_actor.as_ref().and_then(|actor| actor.login.as_ref());
    let actor = actor.map_or(String::new(), |login| format!(" by {}", login.raw()));
    let began = run.began().map_or(String::new(), |at| cx.dated(at));
    let mut lines = vec![
        Line::empty(),
        Line::of(role, format!("{letter} "))
            .then(Role::Text, format!("attempt {number}   "))
            .then(role, words::word(run.state()))
            .then(Role::Dim, format!("   {began}{actor}")),
    ];
    let (_, jobs) = of(run, number);
    let jobs = cx.store.get(&jobs.in_repository(repository));
    let failed = jobs.iter().flat_map(|jobs| &jobs.items);
    let failed = failed.filter(|job| job.state().is_some_and(RunState::is_failure));
    lines.extend(failed.map(|job| Line::indented(4, Role::Text, of_job(job))));
    lines
}

fn of_job(job: &Job) -> String {
    let is_failed = |state: Option<&RunState>| state.is_some_and(RunState::is_failure);
    let step = job.steps.iter().find(|step| is_failed(step.state()));
    let step = step.and_then(|step| step.name.as_ref()).map(Remote::raw);
    match step {
        Some(step) => format!("{} / {step}", name(job)),
        None => format!("{}: no step of it failed", name(job)),
    }
}
