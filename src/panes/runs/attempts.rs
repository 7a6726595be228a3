//! The attempts of a run: each with how it ended, and the jobs that failed in it.

use super::words;
use crate::{
    checks::run::{EarlierAttempt, OneRun},
    facts::{Remote, actions::Run},
    panes::Cx,
    ui::{Line, Role},
};

pub(super) fn lines(run: &Run, cx: &Cx<'_>) -> Vec<Line> {
    let title = format!("Attempts of run {}", run.id.0);
    let mut lines = vec![Line::of(Role::Strong, title)];
    let story = cx.store.conclusion(&OneRun::of(cx.environment, run.id));
    let earlier = story.map_or(&[][..], |story| &story.earlier);
    lines.extend(of_attempt(run, cx));
    if run.attempt() == 1 {
        lines.push(Line::of(Role::Dim, "It was not run again."));
    }
    lines.extend(earlier.iter().flat_map(|one| of_earlier(one, cx)));
    let known = u32::try_from(earlier.len()).unwrap_or(u32::MAX);
    let unread = run.attempt().saturating_sub(1).saturating_sub(known);
    if unread > 0 {
        let said = format!("{unread} earlier were not read.");
        lines.push(Line::of(Role::Dim, said));
    }
    lines
}

fn of_earlier(one: &EarlierAttempt, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = of_attempt(&one.run, cx);
    let failed = one.failed.iter().flatten();
    lines.extend(failed.map(|said| Line::indented(4, Role::Text, said.as_str())));
    lines
}

fn of_attempt(run: &Run, cx: &Cx<'_>) -> Vec<Line> {
    let (letter, role) = words::of_state(run.state());
    let actor = run.triggering_actor.as_ref();
    let actor = actor
        .and_then(|actor| actor.login.as_ref())
        .map(Remote::raw);
    let actor = actor.map_or(String::new(), |login| format!(" by {login}"));
    let began = run.began().map_or(String::new(), |at| cx.dated(at));
    vec![
        Line::empty(),
        Line::of(role, format!("{letter} "))
            .then(Role::Text, format!("attempt {}   ", run.attempt()))
            .then(role, words::word(run.state()))
            .then(Role::Dim, format!("   {began}{actor}")),
    ]
}
