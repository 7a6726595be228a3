//! What the Store knows of the template stacks of an environment, as the rules take it.

use super::Store;
use crate::{
    ask::{AskOf, Question, cloudformation},
    facts::{EnvironmentName, Fault, FaultKind, Reading, RoleName, Settings},
    rules::drift::{TemplateSide, declared_roles as declared},
};

/// Each template file with its stack, once it is known whether the stack is there.
pub fn template_sides(
    environment: &EnvironmentName,
    settings: &Settings,
    store: &Store,
) -> Vec<TemplateSide> {
    let (Some(templates), Some(caller)) = (store.templates(), store.caller(environment)) else {
        return Vec::new();
    };
    let sources = settings.drift.iter().flat_map(|drift| &drift.template);
    let side = |source: &crate::facts::TemplateSource| {
        let mut files = templates.files.iter();
        let file = files.find(|file| file.path == source.path() && file.stack == source.stack)?;
        let stack = source.stack.clone();
        let resources = cloudformation::Resources(stack.clone()).of(environment);
        Some(TemplateSide {
            source: source.clone(),
            file: file.clone(),
            account: caller.account.clone(),
            region: caller.region.clone(),
            stack: reading(&cloudformation::Stack(stack.clone()).of(environment), store)?,
            deployed: reading(&cloudformation::Template { stack }.of(environment), store),
            resources: store.get(&resources).cloned(),
        })
    };
    sources.filter_map(side).collect()
}

/// The last good answer, unless the thing is gone since, or why it is not known; None:
/// nobody has answered yet.
pub fn reading<Q: Question<Answer: Clone>>(
    asked: &AskOf<Q>,
    store: &Store,
) -> Option<Reading<Q::Answer>> {
    let load = store.load(asked)?;
    let fault = load.fault.as_ref().map(|(fault, _)| fault);
    let gone = |fault: &&Fault| fault.kind == FaultKind::Missing;
    if let Some(fault) = fault.filter(gone) {
        return Some(Reading::Unknown(fault.clone()));
    }
    let known = load.of::<Q>().cloned();
    known
        .map(Reading::Known)
        .or_else(|| fault.map(|fault| Reading::Unknown(fault.clone())))
}

/// The roles that the templates declare here, by name: what is read one by one
/// where the account may not be listed.
pub fn declared_roles(
    environment: &EnvironmentName,
    settings: &Settings,
    store: &Store,
) -> Vec<RoleName> {
    declared(&template_sides(environment, settings, store))
}
