//! `.github/workflows/actions.lock`: which commit each action of a workflow is at.
//!
//! A machine writes it, and nobody else may. Version 0.0.2 is known; what another one
//! means is not.

use super::{source::Source, uses::Uses, workflow::Workflow};
use crate::{policy::Place, template::Node};

#[derive(Clone, Copy, Debug)]
pub(super) struct Lock<'a> {
    pub(super) source: &'a Source,
}

const KNOWN: &str = "0.0.2";

impl<'a> Lock<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        Self { source }
    }

    /// What it is written in, and where that is said.
    pub(super) fn version(&self) -> Option<(&'a str, Place)> {
        let version = self.source.root().get("version")?;
        let text = version.text()?;
        Some((text.trim_start_matches('v'), version.span.place))
    }

    pub(super) fn is_known(&self) -> bool {
        self.version().is_some_and(|(version, _)| version == KNOWN)
    }

    /// What it has of a workflow; None: it does not list it.
    pub(super) fn listed(&self, workflow: &Workflow) -> Option<&'a Node> {
        self.source
            .root()
            .get("workflows")?
            .get(&workflow.source.path)
    }

    /// It is of a version that is known, and has every action of the workflow.
    pub(super) fn covers(&self, workflow: &Workflow) -> bool {
        let listed = self.listed(workflow);
        self.is_known() && listed.is_some_and(|listed| lacking(workflow, listed).is_empty())
    }
}

/// What the workflow uses and its entry lacks, each with its place.
pub(super) fn lacking<'a>(workflow: &'a Workflow, listed: &Node) -> Vec<(&'a str, Place)> {
    let has = |wanted: &str| {
        let mut items = listed.items().iter().filter_map(Node::text);
        items.any(|item| item == wanted)
    };
    let called = workflow.jobs().filter_map(|job| job.calls());
    let used = workflow.steps().filter_map(|step| step.uses());
    let all = called.chain(used).filter_map(|(uses, node)| {
        let name = node.text()?;
        let needs = matches!(uses, Uses::Remote { .. });
        let listed = || {
            Some(format!(
                "{}@{}",
                uses.repository()?,
                name.split_once('@')?.1
            ))
        };
        let is_there = has(name) || listed().is_some_and(|it| has(&it));
        (needs && !is_there).then_some((name, node.span.place))
    });
    all.collect()
}
