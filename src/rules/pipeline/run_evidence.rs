//! The newest runs of each workflow, as evidence that the pipeline is what it says.

use std::collections::BTreeMap;

use super::{
    online::told,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::{
    ask::github::endpoint::RUNS,
    facts::{
        Reading, Remote,
        actions::{Run, RunsPage, abbreviated},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "run-evidence",
    number: "CP-801",
    area: Area::Operations,
    title: "Runs of each workflow are on record",
    accepted: "The newest runs are archived as evidence",
    risk: Risk::Low,
    confidence: Confidence::High,
    effort: 30,
    needs: Needs::GitHub,
    why: "Who reviews the pipeline later has to see that it ran, on which commit and for whom; GitHub keeps logs for 90 days unless it is set otherwise.",
    fix: "Keep this audit's Markdown with the review, and set how long logs are kept (Settings, Actions, General).",
    check,
};

/// Of each workflow.
const SUCCEEDED: usize = 5;
const FAILED: usize = 2;

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.workflows.is_empty() {
        return None;
    }
    let mut marks = Vec::new();
    let online = &repository.online;
    for (page, most, how) in [
        (&online.succeeded, SUCCEEDED, "succeeded"),
        (&online.failed, FAILED, "failed"),
    ] {
        match told(page, &format!("which runs {how}"), RUNS) {
            Ok(page) => marks.extend(newest(&page.workflow_runs, most, how)),
            Err(mark) => marks.push(mark),
        }
    }
    let count = |page: &Option<Reading<RunsPage>>| {
        let page = page.as_ref().and_then(Reading::known);
        page.map(|page| page.workflow_runs.len())
    };
    match (count(&online.succeeded), count(&online.failed)) {
        (Some(0), Some(0)) => marks.push(Mark::of(State::Unknown, "no run is on record")),
        (Some(0), Some(_)) => marks.push(Mark::of(State::Amber, "no run on record succeeded")),
        _ => {}
    }
    Some(marks)
}

fn newest<'a>(runs: &'a [Run], most: usize, how: &'a str) -> impl Iterator<Item = Mark> + 'a {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let wanted = runs.iter().filter(move |run| {
        let of = run.path.as_ref().map_or("", Remote::raw);
        let count = seen.entry(of).or_default();
        *count += 1;
        *count <= most
    });
    wanted.map(move |run| Mark::of(State::Green, said(run, how)))
}

/// `CI: run 17 of 4f1c2ab succeeded in 4 min, started by anna`.
fn said(run: &Run, how: &str) -> String {
    let workflow = run.workflow().unwrap_or("a workflow");
    let commit = run
        .head_sha
        .as_ref()
        .map_or("?", |sha| abbreviated(sha.raw()));
    let took = run.run_started_at.zip(run.updated_at);
    let took = took.map_or(String::new(), |(from, to)| {
        format!(" in {} min", (to.as_second() - from.as_second()) / 60)
    });
    let actor = run.triggering_actor.as_ref().or(run.actor.as_ref());
    let actor = actor.and_then(|actor| actor.login.as_ref());
    let actor = actor.map_or(String::new(), |name| format!(", started by {}", name.raw()));
    format!(
        "{workflow}: run {} of {commit} {how}{took}{actor}",
        run.id.0
    )
}
