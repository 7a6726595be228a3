//! A run in short: what it waits for, failed steps with their excerpts, what runs, and a
//! line for everything that is over.

mod beyond;
mod failure;

pub(in crate::panes) use failure::{of_chain, to_log};

use super::{rows, words};
use crate::{
    ask::{Question, github::actions},
    cause::job_groups::{Group, groups, name},
    checks::run::{OneRun, RunStory},
    facts::{
        Remote,
        actions::{Job, PendingDeployment, Run, RunState},
        numbered,
    },
    panes::Cx,
    ui::{Destination, Line, Role},
};

pub(super) fn lines(run: &Run, opened: bool, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = head(run, cx);
    let story = cx.store.conclusion(&OneRun::of(cx.environment, run.id));
    if let Some(story) = story {
        lines.extend(beyond::queue(story));
    }
    let Some(story) = story.filter(|story| story.jobs.is_some()) else {
        lines.push(Line::empty());
        lines.extend(unread(run, cx));
        return lines;
    };
    lines.extend(story.pending.iter().map(waits));
    let jobs = story.jobs.as_deref().unwrap_or_default();
    if story.is_without_jobs() {
        lines.push(Line::empty());
        lines.extend(beyond::no_jobs(story, opened, cx));
    }
    for failure in &story.failures {
        lines.push(Line::empty());
        lines.extend(failure::lines(failure, story, cx));
    }
    lines.extend(beyond::unread(story));
    lines.push(Line::empty());
    lines.extend(beyond::streak(story));
    lines.extend(others(jobs, story));
    lines
}

fn head(run: &Run, cx: &Cx<'_>) -> Vec<Line> {
    let of = |text: &Option<Remote>| text.as_ref().map_or("?", Remote::raw).to_owned();
    let (letter, role) = words::of_state(run.state());
    let sha: String = of(&run.head_sha).chars().take(7).collect();
    let actor = run.triggering_actor.as_ref().or(run.actor.as_ref());
    let actor = actor.map_or("?".to_owned(), |actor| of(&actor.login));
    let mut lines = vec![
        Line::of(role, format!("{letter} "))
            .then(Role::Strong, rows::name(run))
            .then(role, format!("   {}", words::word(run.state()))),
        Line::of(Role::Text, of(&run.display_title)),
        Line::of(Role::Dim, "on ")
            .then(Role::Text, of(&run.head_branch))
            .then(
                Role::Dim,
                format!(" at {sha}, by {} of {actor}", of(&run.event)),
            ),
    ];
    let began = run
        .began()
        .map_or(String::new(), |at| format!("began {}", cx.dated(at)));
    let end = run.updated_at.filter(|_| run.is_over());
    let took = match words::took(run.began(), end) {
        took if took.is_empty() => took,
        took => format!(", took {took}"),
    };
    let attempt = run.attempt();
    let said = format!("run {}, attempt {attempt}   {began}{took}", run.id.0);
    lines.push(Line::of(Role::Dim, said));
    lines
}

fn waits(pending: &PendingDeployment) -> Line {
    let own = match pending.current_user_can_approve {
        Some(true) => ": you can approve it",
        Some(false) => ": you are not one of them",
        None => "",
    };
    let said = format!("{} waits for {}{own}", pending.named(), pending.waits_for());
    Line::signed("! ", Role::Warn, said)
}

fn unread(run: &Run, cx: &Cx<'_>) -> Vec<Line> {
    let again = cx.key("app.refresh");
    let said = format!("The jobs have not been read. {again} reads again.");
    let Some(repository) = super::of(cx) else {
        return Vec::new();
    };
    let (run, attempt) = (run.id, run.attempt());
    let jobs = actions::Jobs { run, attempt }
        .in_repository(&repository)
        .into();
    cx.unread(&[jobs], &said)
}

/// What runs, each; what is over, a line for each group; failures beyond those told too.
fn others(jobs: &[Job], story: &RunStory) -> Vec<Line> {
    let told = |job: &&&Job| {
        story
            .failures
            .iter()
            .any(|failure| failure.job.id == job.id)
    };
    let mut lines = Vec::new();
    for group in groups(jobs) {
        let running = group.jobs.iter().filter(|job| !job.is_over());
        lines.extend(running.map(|job| of_running(job)));
        let over = group.jobs.iter().filter(|job| job.is_over()).count();
        let untold = over - group.jobs.iter().filter(told).count();
        if untold > 0 || group.jobs.len() > 1 && over > 0 {
            lines.push(of_group(&group, over));
        }
    }
    lines
}

fn of_running(job: &Job) -> Line {
    let (letter, role) = words::of_state(job.state());
    let running = job
        .steps
        .iter()
        .find(|step| step.status == Some(RunState::InProgress));
    let step = running.and_then(|step| step.name.as_ref());
    let step = step.map_or(String::new(), |step| format!(" / {}", step.raw()));
    Line::of(role, format!("{letter} "))
        .then(Role::Text, format!("{}{step}", name(job)))
        .then(role, format!("   {}", words::word(job.state())))
}

fn of_group(group: &Group<'_>, over: usize) -> Line {
    if group.is_unexpanded() {
        return Line::of(Role::Dim, "- ").then(
            Role::Dim,
            format!("{}   cancelled before expansion", group.stem),
        );
    }
    let failed = group.failed();
    let (letter, role) = match failed {
        0 => words::of_state(group.state()),
        _ => ('x', Role::Bad),
    };
    let only = match group.jobs.as_slice() {
        [job] => Some(Destination::JobLog {
            job: job.id,
            name: name(job).to_owned(),
            at: None,
        }),
        _ => None,
    };
    let said = match (group.jobs.len(), failed) {
        (1, _) => words::word(group.state()).to_owned(),
        (all, 0) if over == all => match group.state() {
            Some(state) => format!("{}, all {}", numbered(all, "job"), state.word()),
            None => format!("{}, none failed", numbered(all, "job")),
        },
        (all, 0) => format!("{over} of {all} over, none failed"),
        (all, failed) => format!("{failed} of {} failed", numbered(all, "job")),
    };
    let line = Line::of(role, format!("{letter} "))
        .then(Role::Text, group.stem)
        .then(Role::Dim, format!("   {said}"));
    match only {
        Some(to) => line.leading_to(to),
        None => line,
    }
}
