//! Whether the pipeline runs one of several tools, where, and whether a failure of it
//! stops anything. A tool is known by its command or its action; a workflow of another
//! repository that is called is not read, and may have it.

use std::collections::BTreeSet;

use super::{
    commands,
    repository::Repository,
    row::{Mark, State},
    source::Source,
    uses::Uses,
    workflow::{Step, Workflow},
};
use crate::policy::Place;

/// How the tools of one kind are called.
#[derive(Debug)]
pub(super) struct Tools {
    /// Commands by their first words.
    pub(super) commands: &'static [&'static str],
    /// Actions: `owner/name`.
    pub(super) actions: &'static [&'static str],
}

/// A step that runs one.
#[derive(Debug)]
pub(super) struct Ran<'a> {
    pub(super) source: &'a Source,
    pub(super) place: Place,
    pub(super) tool: &'static str,
    /// A failure of it stops nothing.
    pub(super) is_tolerated: bool,
    /// It runs before a change is merged.
    pub(super) gates: bool,
    pub(super) step: Step<'a>,
}

impl Tools {
    /// Every step of every workflow that runs one of them.
    pub(super) fn ran<'a>(&self, repository: &'a Repository) -> Vec<Ran<'a>> {
        let workflows = repository.workflows.iter();
        let called = called_before_merges(repository);
        let of = |workflow: &'a Workflow| {
            let is_called = called.contains(workflow.source.path.as_str());
            let gates = workflow.gates_merges() || is_called;
            let steps = workflow.steps();
            steps.filter_map(move |step| self.ran_in(step, gates, repository))
        };
        let mut found: Vec<Ran<'a>> = workflows.flat_map(of).collect();
        let of_actions = repository.own_steps();
        found.extend(of_actions.filter_map(|step| self.ran_in(step, true, repository)));
        found
    }

    pub(super) fn ran_in<'a>(
        &self,
        step: Step<'a>,
        gates: bool,
        repository: &Repository,
    ) -> Option<Ran<'a>> {
        let ran = |place, tool, is_tolerated: bool| Ran {
            source: step.source,
            place,
            tool,
            is_tolerated: is_tolerated || step.is_tolerated(),
            gates,
            step,
        };
        if let Some((uses, node)) = step.uses() {
            let tool = self.actions.iter().find(|action| uses.is_of(action))?;
            return Some(ran(node.span.place, tool, false));
        }
        commands::of_step(&step, repository)
            .iter()
            .find_map(|command| {
                let tool = self.commands.iter().find(|tool| command.is(tool))?;
                Some(ran(command.place, tool, command.is_tolerated))
            })
    }
}

/// The workflows of this repository that others call before a merge.
fn called_before_merges(repository: &Repository) -> BTreeSet<&str> {
    let gating = repository.workflows.iter().filter(|it| it.gates_merges());
    let jobs = gating.flat_map(Workflow::jobs);
    let called = jobs.filter_map(|job| match job.calls() {
        Some((Uses::Local(path) | Uses::Own(path), _)) => Some(path),
        _ => None,
    });
    called.collect()
}

impl Ran<'_> {
    pub(super) fn mark(&self, state: State, what: impl Into<String>) -> Mark {
        Mark::at(state, self.source, self.place, what)
    }
}

/// The workflows of other repositories that are called: what they do is not known.
pub(super) fn not_read(repository: &Repository) -> Vec<Mark> {
    let jobs = repository.jobs();
    jobs.filter_map(|job| {
        let (uses, node) = job.calls()?;
        let of = uses.repository()?;
        let what = format!("a workflow of {of} is called and not read: it may do this");
        Some(Mark::at(
            State::Unknown,
            job.source(),
            node.span.place,
            what,
        ))
    })
    .collect()
}

/// What a rule says whose tools have to run and stop what is bad: none, some that stop
/// nothing, or well.
pub(super) fn judged(
    repository: &Repository,
    tools: &Tools,
    (lacking, missing): (State, &str),
) -> Option<Vec<Mark>> {
    if repository.workflows.is_empty() {
        return None;
    }
    let ran = tools.ran(repository);
    let stops = |one: &&Ran<'_>| !one.is_tolerated;
    if let Some(well) = ran.iter().filter(stops).max_by_key(|one| one.gates) {
        let when = match well.gates {
            true => "before a change is merged",
            false => "but not before a change is merged",
        };
        let state = match well.gates {
            true => State::Green,
            false => State::Amber,
        };
        return Some(vec![
            well.mark(state, format!("{} runs, {when}", well.tool)),
        ]);
    }
    if let Some(tolerated) = ran.first() {
        let what = format!("{} runs, and its failure stops nothing", tolerated.tool);
        return Some(vec![tolerated.mark(State::Amber, what)]);
    }
    let mut unread = not_read(repository);
    if unread.is_empty() {
        unread.push(Mark::of(lacking, missing));
    }
    Some(unread)
}
