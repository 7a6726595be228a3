//! What the Store knows of the template stacks of an environment, as the rules take it.

use super::Store;
use crate::{
    ask::{AskOf, Question, cloudformation},
    facts::{EnvironmentName, Fault, FaultKind, Reading, Settings, TemplateSource},
    rules::drift::TemplateSide,
};

impl Store {
    /// Each template file with its stack, once it is known whether the stack is there.
    pub fn template_sides(
        &self,
        environment: &EnvironmentName,
        settings: &Settings,
    ) -> Vec<TemplateSide> {
        let sources = settings.drift.iter().flat_map(|drift| &drift.template);
        sources
            .filter_map(|source| self.template_side(environment, source))
            .collect()
    }

    fn template_side(
        &self,
        environment: &EnvironmentName,
        source: &TemplateSource,
    ) -> Option<TemplateSide> {
        let (templates, caller) = (self.templates()?, self.caller(environment)?);
        let mut files = templates.files.iter();
        let file = files.find(|file| file.path == source.path() && file.stack == source.stack)?;
        let stack = source.stack.clone();
        let resources = cloudformation::Resources(stack.clone()).of(environment);
        Some(TemplateSide {
            source: source.clone(),
            file: file.clone(),
            account: caller.account.clone(),
            region: caller.region.clone(),
            stack: self.reading(&cloudformation::Stack(stack.clone()).of(environment))?,
            deployed: self.reading(&cloudformation::Template { stack }.of(environment)),
            resources: self.get(&resources).cloned(),
        })
    }

    /// The last good answer, unless the thing is gone since, or why it is not known;
    /// None: nobody has answered yet.
    pub fn reading<Q: Question<Answer: Clone>>(
        &self,
        asked: &AskOf<Q>,
    ) -> Option<Reading<Q::Answer>> {
        let fault = self.fault(asked);
        let gone = |fault: &&Fault| fault.kind == FaultKind::Missing;
        if let Some(fault) = fault.filter(gone) {
            return Some(Reading::Unknown(fault.clone()));
        }
        let known = self.get(asked).cloned().map(Reading::Known);
        known.or_else(|| fault.cloned().map(Reading::Unknown))
    }
}
