//! Workflows and actions as GitHub reads them: triggers, permissions, jobs and steps.
//!
//! Each is a view of the tree, so that whatever is said of it has its place. An alias
//! has the place where it is written. Judges nothing.

use super::{source::Source, uses::Uses};
use crate::{
    policy::Place,
    template::{Entry, Node},
};

#[derive(Clone, Debug)]
pub(super) struct Workflow {
    pub(super) source: Source,
}

/// An `action.yml` of this repository.
#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) source: Source,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Job<'a> {
    pub(super) workflow: &'a Workflow,
    pub(super) id: &'a str,
    pub(super) place: Place,
    pub(super) node: &'a Node,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) source: &'a Source,
    /// None: it is of a composite action.
    pub(super) job: Option<Job<'a>>,
    pub(super) node: &'a Node,
}

impl Workflow {
    /// The events that start it, each with what is said of it.
    pub(super) fn triggers(&self) -> Vec<(&str, &Node)> {
        let Some(on) = self.source.root().get("on") else {
            return Vec::new();
        };
        let named = on.items().iter().filter_map(|it| Some((it.text()?, it)));
        let told = on.entries().iter();
        let told = told.map(|entry| (entry.key.text.as_str(), &entry.value));
        let single = on.text().map(|name| (name, on));
        single.into_iter().chain(named).chain(told).collect()
    }

    pub(super) fn trigger(&self, name: &str) -> Option<&Node> {
        let triggers = self.triggers();
        triggers.iter().find(|one| one.0 == name).map(|one| one.1)
    }

    pub(super) fn is_started_by(&self, names: &[&str]) -> bool {
        self.triggers().iter().any(|(name, _)| names.contains(name))
    }

    /// What it says holds back a change before it is merged.
    pub(super) fn gates_merges(&self) -> bool {
        self.is_started_by(&["pull_request", "merge_group", "pull_request_target"])
    }

    pub(super) fn permissions(&self) -> Option<&Node> {
        self.source.root().get("permissions")
    }

    pub(super) fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
        let jobs = self
            .source
            .root()
            .get("jobs")
            .map_or(&[][..], Node::entries);
        jobs.iter().map(|entry: &Entry| Job {
            workflow: self,
            id: &entry.key.text,
            place: entry.key_span.place,
            node: &entry.value,
        })
    }

    pub(super) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        self.jobs().flat_map(Job::steps)
    }
}

impl Action {
    pub(super) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let runs = self.source.root().get("runs");
        let steps = runs.and_then(|runs| runs.get("steps"));
        let steps = steps.map_or(&[][..], Node::items);
        steps.iter().map(|node| Step {
            source: &self.source,
            job: None,
            node,
        })
    }
}

impl<'a> Job<'a> {
    pub(super) fn source(&self) -> &'a Source {
        &self.workflow.source
    }

    pub(super) fn steps(self) -> impl Iterator<Item = Step<'a>> {
        let steps = self.node.get("steps").map_or(&[][..], Node::items);
        steps.iter().map(move |node| Step {
            source: &self.workflow.source,
            job: Some(self),
            node,
        })
    }

    /// The reusable workflow that it calls.
    pub(super) fn calls(&self) -> Option<(Uses<'a>, &'a Node)> {
        let node = self.node.get("uses")?;
        Some((Uses::of(node.text()?), node))
    }

    /// Its own, else the workflow's: never both.
    pub(super) fn permissions(&self) -> Option<&'a Node> {
        let own = self.node.get("permissions");
        own.or_else(|| self.workflow.permissions())
    }

    /// Whether its token may write this: what is not given is not known.
    pub(super) fn may_write(&self, scope: &str) -> Option<bool> {
        let given = self.permissions()?;
        Some(match given.text() {
            Some(all) => all == "write-all",
            None => given.get(scope).and_then(Node::text) == Some("write"),
        })
    }

    /// The token can get credentials of AWS, or a secret is named in it.
    pub(super) fn has_power(&self) -> bool {
        let written = self.source().written(self.node.span);
        let secrets = written.contains("secrets.") || written.contains("secrets: inherit");
        secrets || self.may_write("id-token") == Some(true) || self.writes_anything()
    }

    pub(super) fn writes_anything(&self) -> bool {
        self.permissions().is_some_and(|given| {
            let mut entries = given.entries().iter();
            given.text() == Some("write-all")
                || entries.any(|entry| entry.value.text() == Some("write"))
        })
    }

    /// The deployment environment's name and where it stands.
    pub(super) fn environment(&self) -> Option<(&'a str, Place)> {
        let node = self.node.get("environment")?;
        let name = node.text().or_else(|| node.get("name")?.text())?;
        Some((name, node.span.place))
    }

    pub(super) fn condition(&self) -> &'a str {
        self.node.get("if").and_then(Node::text).unwrap_or_default()
    }
}

impl<'a> Step<'a> {
    pub(super) fn uses(&self) -> Option<(Uses<'a>, &'a Node)> {
        let node = self.node.get("uses")?;
        Some((Uses::of(node.text()?), node))
    }

    /// It uses this action, whichever version.
    pub(super) fn is_of(&self, action: &str) -> bool {
        self.uses().is_some_and(|(uses, _)| uses.is_of(action))
    }

    pub(super) fn run(&self) -> Option<&'a Node> {
        self.node.get("run").filter(|run| run.text().is_some())
    }

    pub(super) fn with(&self, input: &str) -> Option<&'a Node> {
        self.node.get("with")?.get(input)
    }

    /// Nothing fails when it does.
    pub(super) fn is_tolerated(&self) -> bool {
        let of = |node: &Node| node.get("continue-on-error").and_then(Node::boolean) == Some(true);
        of(self.node) || self.job.is_some_and(|job| of(job.node))
    }

    pub(super) fn place(&self) -> Place {
        let first = self.node.entries().first();
        first.map_or(self.node.span.place, |entry| entry.key_span.place)
    }
}
