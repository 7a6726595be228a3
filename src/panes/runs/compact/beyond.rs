//! What lies beyond a run's jobs: what it waits behind, what took its place, why it has no
//! jobs, since when its workflow is red. Each leads to what it names.

use crate::{
    cause::no_jobs::Looked,
    checks::run::RunStory,
    facts::actions::RunId,
    panes::Cx,
    ui::{Destination, Line, Role},
};

pub(super) fn queue(story: &RunStory) -> Vec<Line> {
    let to = |line: Line, run: RunId| line.leading_to(Destination::Run(run));
    let behind = story.queue.behind.iter();
    let mut lines: Vec<Line> = behind
        .map(|ahead| to(Line::signed("! ", Role::Warn, ahead.said()), ahead.run))
        .collect();
    lines.extend(story.replaced.iter().map(|replaced| {
        let line = Line::signed("- ", Role::Text, replaced.said());
        match replaced.by {
            Some(run) => to(line, run),
            None => line,
        }
    }));
    lines.extend(story.pushed_out.iter().map(|(run, replaced)| {
        let said = format!("run {} came after it. {}", run.0, replaced.said());
        to(Line::signed("- ", Role::Text, said), *run)
    }));
    let unread = story.queue.unread.as_ref().filter(|_| !story.queue.known);
    lines.extend(unread.map(|why| {
        let said = format!("What it waits behind is not known: {why}");
        Line::signed("? ", Role::Warn, said)
    }));
    lines
}

/// Since when, and whether what is in the repository changed meanwhile.
pub(super) fn streak(story: &RunStory) -> Vec<Line> {
    let Some(streak) = &story.streak else {
        return Vec::new();
    };
    let first = Line::of(Role::Text, streak.said()).leading_to(Destination::Run(streak.red.run));
    let between = story.between.iter().filter_map(|file| streak.of_file(file));
    let between = between.map(|said| Line::indented(2, Role::Dim, said));
    std::iter::once(first).chain(between).collect()
}

pub(super) fn no_jobs(story: &RunStory, opened: bool, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = vec![Line::of(Role::Text, "No job of it was made.")];
    let Some(no_jobs) = &story.no_jobs else {
        return lines;
    };
    if !opened {
        let open = cx.key("list.open");
        lines.push(Line::of(Role::Dim, format!("{open} looks for why.")));
        return lines;
    }
    if let Some(cause) = no_jobs.cause() {
        let said = format!("{}. {}", cause.cause, cause.said);
        lines.push(Line::of(Role::Bad, "CAUSE ").behind(Role::Strong, said));
    }
    lines.push(Line::of(Role::Dim, format!("{}:", no_jobs.counted())));
    let cause = no_jobs.cause();
    let others = no_jobs.candidates.iter().filter(|one| Some(*one) != cause);
    lines.extend(others.flat_map(|one| {
        let (sign, role) = match one.looked {
            Looked::Found => ("x ", Role::Bad),
            Looked::NotIt => ("= ", Role::Dim),
            Looked::Open => ("? ", Role::Warn),
        };
        [
            Line::signed(sign, role, one.cause.as_str()),
            Line::indented(4, Role::Dim, one.said.as_str()),
        ]
    }));
    lines
}

/// What was named on the way to AWS and could not be read.
pub(super) fn unread(story: &RunStory) -> Vec<Line> {
    let unread = story.unread.iter().flat_map(|one| {
        [
            Line::signed("? ", Role::Warn, format!("{}: {}", one.what, one.why)),
            Line::indented(2, Role::Dim, one.hint.as_str()),
        ]
    });
    unread.collect()
}
