//! A run in short: what it waits for, failed steps with their excerpts, what runs, and a
//! line for everything that is over.

use super::{
    groups::{Group, groups, name},
    rows, words,
};
use crate::{
    ask::{Question, github::actions},
    cause::chain::refused,
    checks::run::{JobFailure, OneRun, RunStory},
    facts::{
        Remote,
        actions::{Job, PendingDeployment, Reviewer, Run, RunState},
        numbered,
    },
    panes::Cx,
    ui::{Line, Role},
};

pub(super) fn lines(run: &Run, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = head(run, cx);
    lines.extend(ahead(run, cx));
    let story = cx.store.conclusion(&OneRun::of(cx.environment, run.id));
    let Some(story) = story.filter(|story| story.jobs.is_some()) else {
        lines.push(Line::empty());
        lines.extend(unread(run, cx));
        return lines;
    };
    lines.extend(story.pending.iter().map(waits));
    let jobs = story.jobs.as_deref().unwrap_or_default();
    if jobs.is_empty() {
        lines.push(Line::empty());
        lines.push(Line::of(Role::Text, "No job of it was made."));
        let unknown = story.unknown().into_iter();
        lines.extend(unknown.flat_map(|one| {
            [format!("? {}: {}.", one.what, one.why), one.hint]
                .map(|said| Line::of(Role::Text, said).hanging(2))
        }));
    }
    for failure in &story.failures {
        lines.push(Line::empty());
        lines.extend(of_failure(failure, cx));
    }
    lines.push(Line::empty());
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

/// Who holds its concurrency group, or waits before it.
fn ahead(run: &Run, cx: &Cx<'_>) -> Vec<Line> {
    let Some(repository) = super::of(cx).filter(|_| !run.is_over()) else {
        return Vec::new();
    };
    let groups = cx
        .store
        .get(&actions::ConcurrencyOf(run.id).in_repository(&repository));
    let names = groups.iter().flat_map(|groups| &groups.items);
    let mut lines = Vec::new();
    for group in names.filter_map(|group| group.name.clone()) {
        let asked = actions::AheadOf {
            run: run.id,
            group: group.clone(),
        };
        let Some(found) = cx.store.get(&asked.in_repository(&repository)) else {
            continue;
        };
        for member in found.members.iter().filter(|one| one.run_id != run.id) {
            let known = cx.store.run(&repository, member.run_id);
            let state = known.map_or("", |known| words::word(known.state()));
            let since = known
                .and_then(Run::began)
                .map_or(String::new(), |at| format!(" for {}", cx.age(at)));
            let holds = if member.holds() {
                "holds"
            } else {
                "waits first in"
            };
            let said = format!(
                "behind run {} ({state}{since}), which {holds} the group {}",
                member.run_id.0,
                group.raw()
            );
            lines.push(Line::signed("! ", Role::Warn, said));
        }
    }
    lines
}

fn waits(pending: &PendingDeployment) -> Line {
    let name = pending.environment.name.as_ref();
    let name = name.map_or("an environment", Remote::raw);
    let reviewers: Vec<&str> = pending
        .reviewers
        .iter()
        .filter_map(Reviewer::name)
        .collect();
    let by = match (reviewers.as_slice(), pending.wait_timer) {
        ([], Some(minutes)) if minutes > 0 => format!("a timer of {minutes} minutes"),
        ([], _) => "nobody who is named: a rule of an app, or the server does not say".to_owned(),
        (names, _) => format!("approval by {}", names.join(" or ")),
    };
    let own = match pending.current_user_can_approve {
        Some(true) => ": you can approve it",
        Some(false) => ": you are not one of them",
        None => "",
    };
    Line::signed("! ", Role::Warn, format!("{name} waits for {by}{own}"))
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

fn of_failure(failure: &JobFailure, cx: &Cx<'_>) -> Vec<Line> {
    let job = &failure.job;
    let step = match &failure.step {
        Some(step) => {
            let name = step
                .name
                .as_ref()
                .map_or("a step without a name", Remote::raw);
            format!(" / {name}")
        }
        None => String::new(),
    };
    let took = words::took(job.started_at, job.completed_at);
    let mut lines = vec![
        Line::of(Role::Bad, "x ")
            .then(Role::Strong, format!("{}{step}", name(job)))
            .then(Role::Dim, format!("   {took}")),
    ];
    if failure.step.is_none() {
        let said = match failure.annotations.is_empty() {
            true => "No step of it failed, and nothing was noted that says why.",
            false => "No step of it failed. What was noted:",
        };
        lines.push(Line::indented(2, Role::Text, said));
    }
    let noted = failure
        .annotations
        .iter()
        .filter_map(|one| one.message.as_ref());
    lines.extend(noted.map(|said| Line::indented(2, Role::Text, said.raw())));
    let denied = failure.denied.iter().map(refused);
    lines.extend(denied.map(|said| Line::indented(2, Role::Bad, said)));
    let excerpt = failure.excerpt.iter();
    lines.extend(excerpt.map(|line| Line::indented(4, Role::Dim, line.raw())));
    if failure.excerpt.is_empty() {
        let open = cx.key("list.open");
        let said = format!("Its log was not read yet: {open} reads it.");
        lines.push(Line::indented(4, Role::Dim, said));
    }
    lines
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
    let said = match (group.jobs.len(), failed) {
        (1, _) => words::word(group.state()).to_owned(),
        (all, 0) if over == all => match group.state() {
            Some(state) => format!("{}, all {}", numbered(all, "job"), state.word()),
            None => format!("{}, none failed", numbered(all, "job")),
        },
        (all, 0) => format!("{over} of {all} over, none failed"),
        (all, failed) => format!("{failed} of {} failed", numbered(all, "job")),
    };
    Line::of(role, format!("{letter} "))
        .then(Role::Text, group.stem)
        .then(Role::Dim, format!("   {said}"))
}
