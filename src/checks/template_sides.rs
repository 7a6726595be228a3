//! What the Store knows of the template stacks of an environment, as the rules take it.

use super::Store;
use crate::{
    ask::{Answer, Ask, CfnAsk, Load},
    facts::{EnvironmentName, Fault, FaultKind, Reading, RoleName, Settings, Stack},
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
    let ask = |ask: CfnAsk| ask.of(environment);
    let side = |source: &crate::facts::TemplateSource| {
        let mut files = templates.files.iter();
        let file = files.find(|file| file.path == source.path() && file.stack == source.stack)?;
        let stack = source.stack.clone();
        let resources = store.answer(&ask(CfnAsk::Resources(stack.clone())));
        Some(TemplateSide {
            source: source.clone(),
            file: file.clone(),
            account: caller.account.clone(),
            region: caller.region.clone(),
            stack: self::stack(&ask(CfnAsk::Stack(stack.clone())), store)?,
            deployed: reading(
                &ask(CfnAsk::Template { stack }),
                store,
                |answer| match answer {
                    Answer::StackTemplate(template) => Some(template.clone()),
                    _ => None,
                },
            ),
            resources: match resources.map(AsRef::as_ref) {
                Some(Answer::StackResources(resources)) => Some(resources.clone()),
                _ => None,
            },
        })
    };
    sources.filter_map(side).collect()
}

/// The stack, or why it is not known; None: nobody has answered yet.
pub fn stack(ask: &Ask, store: &Store) -> Option<Reading<Stack>> {
    reading(ask, store, |answer| match answer {
        Answer::Stack(stack) => Some((**stack).clone()),
        _ => None,
    })
}

/// The last good answer, unless the thing is gone since.
fn reading<T>(ask: &Ask, store: &Store, of: impl Fn(&Answer) -> Option<T>) -> Option<Reading<T>> {
    let load: &Load<Answer> = store.load(ask)?;
    let fault = load.fault.as_ref().map(|(fault, _)| fault);
    let gone = |fault: &&Fault| fault.kind == FaultKind::Missing;
    if let Some(fault) = fault.filter(gone) {
        return Some(Reading::Unknown(fault.clone()));
    }
    let known = load.ready().and_then(|answer| of(answer));
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
