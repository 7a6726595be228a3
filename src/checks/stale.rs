//! Which stacks are stale, by what those that failed were refused: the cause is shown
//! where it is, and not only where it hurts.

use super::{Conclusion, Store, Topic, stack::OperationReport};
use crate::{
    cause::{chain::refused, stack_story::ToldFailure},
    facts::{EnvironmentName, Stack, StackName},
    rules::stacks::StaleStack,
};

impl Store {
    /// Each once, by its name: as far as the stories that were told know of it.
    pub fn stale_stacks(&self, environment: &EnvironmentName) -> Vec<StaleStack> {
        let told = self.conclusions.iter().filter_map(|(topic, (_, of))| {
            let here = matches!(topic, Topic::Stack(_)) && topic.environment() == environment;
            match of {
                Conclusion::Stack(report) if here => Some(report.as_ref()),
                _ => None,
            }
        });
        let mut found: Vec<StaleStack> = told.flat_map(stale).collect();
        found.retain(|stale| self.is_as_it_was(environment, stale));
        // Of one that several failed for, the newest failure speaks.
        found.sort_by(|a, b| (&a.stack, b.at, &a.failed).cmp(&(&b.stack, a.at, &b.failed)));
        found.dedup_by(|a, b| a.stack == b.stack);
        found
    }

    pub fn stale_stack(
        &self,
        environment: &EnvironmentName,
        stack: &StackName,
    ) -> Option<StaleStack> {
        let mut all = self.stale_stacks(environment).into_iter();
        all.find(|stale| stale.stack == *stack)
    }

    /// A stack that was updated since may be stale no more: whoever looks at the failure
    /// again learns it.
    fn is_as_it_was(&self, environment: &EnvironmentName, stale: &StaleStack) -> bool {
        let known = stale.written.unwrap_or(stale.at);
        let is_newer = |stack: &Stack| {
            let written = stack.written();
            stack.status.in_progress() || written.is_some_and(|written| written > known)
        };
        let stack = self.stack_named(environment, &stale.stack);
        stack.is_none_or(|stack| !is_newer(stack))
    }
}

/// The stacks that the failures of this one are laid at the door of.
fn stale(report: &OperationReport) -> Vec<StaleStack> {
    let Some(stack) = &report.stack else {
        return Vec::new();
    };
    let roots = [&report.story.root, &report.story.rollback_root];
    let of_failure = |failure: &ToldFailure| {
        let culprit = failure.culprit.as_ref()?;
        let event = report.story.told(failure)?;
        Some(StaleStack {
            stack: culprit.stale.clone()?,
            failed: stack.name.clone(),
            at: event.at,
            role: culprit.role.clone()?,
            refused: refused(failure.denied.as_ref()?),
            granted: culprit.granted()?,
            file: culprit.file.clone()?,
            is_found: culprit.is_found(),
            written: culprit.declared.as_ref().and_then(|of| of.written),
        })
    };
    let roots = roots.into_iter().flatten();
    roots.filter_map(of_failure).collect()
}
