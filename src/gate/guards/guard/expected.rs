//! What the settings expect of a stack of the tree, and by whom: the project's
//! lists, which only add stops, and the person's own, which can let one pass.

use std::collections::BTreeMap;

use super::Case;
use crate::{
    facts::{Allowance, Expectation, ExpectedChange, ExpectedGain, Lapse, StackName},
    gate::{StackNode, StackState},
};

/// Where the person's own expectations come from, in a sentence.
pub(in crate::gate::guards) const OWN: &str = "your own config.toml";

/// One stack's. It exists where somebody expects something, of it or of a stack above.
#[derive(Debug)]
pub(in crate::gate::guards) struct Expected<'a, T> {
    project: &'a [T],
    own: Option<&'a Expectation<T>>,
    lapse: Option<Lapse>,
}

impl<'a, T> Expected<'a, T> {
    /// The project's and, while it is in force, the person's own.
    pub(in crate::gate::guards) fn all(&self) -> Vec<&'a T> {
        let own = self.own().into_iter().flat_map(|own| &own.what);
        self.project.iter().chain(own).collect()
    }

    /// The person's own, while it is in force: only this lets a stop pass.
    pub(in crate::gate::guards) fn own(&self) -> Option<&'a Expectation<T>> {
        self.own.filter(|_| self.lapse.is_none())
    }

    /// All that is expected in one sentence's words; `none` where that is nothing.
    pub(in crate::gate::guards) fn listed(
        &self,
        words: fn(&T) -> String,
        between: &str,
        none: &str,
    ) -> String {
        let all: Vec<String> = self.all().into_iter().map(words).collect();
        match all.is_empty() {
            true => none.to_owned(),
            false => all.join(between),
        }
    }

    /// The line that the preview pins of what the person's own file lets pass.
    pub(in crate::gate::guards) fn pin(
        &self,
        what: &str,
        words: fn(&T) -> String,
    ) -> Option<String> {
        let own = self.own()?;
        let all: Vec<String> = own.what.iter().map(words).collect();
        Some(format!("{what}, {}: {}.", by(own), all.join("; ")))
    }

    /// What to do about an own entry that lets nothing pass; empty without one.
    pub(in crate::gate::guards) fn lapsed(&self, key: &str) -> String {
        match self.lapse {
            None => String::new(),
            Some(Lapse::Over(until)) => format!(
                " What {OWN} expects of it by `{key}` was over after {until}: give it another `until` and `why`, or take it out."
            ),
            Some(Lapse::Closed) => format!(
                " What {OWN} expects of it by `{key}` lets nothing pass: the system's file has `own_may_loosen = false`. Ask whoever keeps that file."
            ),
        }
    }
}

impl<'a> Case<'a> {
    pub(in crate::gate::guards) fn expected_changes(
        &self,
        level: &StackNode<'_>,
    ) -> Option<Expected<'a, ExpectedChange>> {
        let project = &self.settings.stacks.expect_only;
        self.expected(project, &self.environment.expect_only, level)
    }

    pub(in crate::gate::guards) fn expected_gains(
        &self,
        level: &StackNode<'_>,
    ) -> Option<Expected<'a, ExpectedGain>> {
        let project = &self.settings.stacks.expect_gains;
        self.expected(project, &self.environment.expect_gains, level)
    }

    /// A nested stack has an entry of its own, by its own name; without one nothing
    /// in it is expected where something is of a stack above it.
    fn expected<T>(
        &self,
        project: &'a BTreeMap<StackName, Vec<T>>,
        own: &'a BTreeMap<StackName, Expectation<T>>,
        level: &StackNode<'_>,
    ) -> Option<Expected<'a, T>> {
        let name = level.state.name.as_short();
        let (listed, mine) = (project.get(&name), own.get(&name));
        let is_named = |state: &StackState| {
            let name = state.name.as_short();
            project.contains_key(&name) || own.contains_key(&name)
        };
        let above = || level.above.iter().any(|above| is_named(above));
        if listed.is_none() && mine.is_none() && !above() {
            return None;
        }
        Some(Expected {
            project: listed.map_or(&[], Vec::as_slice),
            lapse: mine.and_then(|mine| self.lapse(mine)),
            own: mine,
        })
    }

    fn lapse<T>(&self, own: &Expectation<T>) -> Option<Lapse> {
        if self.settings.gate.own_loosens_nothing {
            return Some(Lapse::Closed);
        }
        own.is_over(self.now).then_some(Lapse::Over(own.until))
    }

    /// The person's own expectations that are in force for what is executed.
    pub(in crate::gate) fn allowances(&self) -> Vec<Allowance> {
        let Some(state) = self.executed() else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for level in state.levels() {
            let stack = level.state.name.as_short();
            if let Some(own) = self.expected_changes(&level).and_then(|it| it.own()) {
                let what = own.what.iter().map(ExpectedChange::words).collect();
                all.push(allowance("expect_only", &stack, what, own));
            }
            if let Some(own) = self.expected_gains(&level).and_then(|it| it.own()) {
                let what = own.what.iter().map(ExpectedGain::words).collect();
                all.push(allowance("expect_gains", &stack, what, own));
            }
        }
        all
    }
}

fn allowance<T>(
    key: &str,
    stack: &StackName,
    what: Vec<String>,
    own: &Expectation<T>,
) -> Allowance {
    Allowance {
        key: key.to_owned(),
        stack: stack.clone(),
        what,
        why: own.why.clone(),
        until: own.until,
    }
}

/// "as your own config.toml expects until 2026-12-31 (the reason)".
pub(in crate::gate::guards) fn by<T>(own: &Expectation<T>) -> String {
    format!("as {OWN} expects until {} ({})", own.until, own.why)
}
