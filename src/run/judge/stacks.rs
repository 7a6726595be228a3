//! What the story of a stack rests on.

use std::sync::Arc;

use super::authorization;
use crate::{
    ask::{Question, cloudformation, iam},
    cause::stack_story::{self, Declared, Inputs, StackStory, TemplateDocument},
    facts::{
        Authorization, EnvironmentName, Fault, Remote, RoleName, Settings, StackEvents, StackName,
    },
    flow::{Store, template_sides},
    rules::drift,
    template,
};

const ROLE: &str = "AWS::IAM::Role";

pub(super) fn story(
    environment: &EnvironmentName,
    stack: &StackName,
    settings: &Settings,
    store: &Store,
) -> StackStory {
    let events = newest(environment, stack, store);
    // Told once for the roles that were refused, and once more with their policies.
    let first = stack_story::tell(&Inputs {
        events: events.clone(),
        ..Inputs::default()
    });
    let account = store.caller(environment).map(|caller| &caller.account);
    let roles = account.map_or_else(Vec::new, |account| first.roles(account));
    if roles.is_empty() {
        return first;
    }
    stack_story::tell(&Inputs {
        events,
        live: live(environment, &roles, store),
        live_fault: live_fault(environment, &roles, store),
        codified: store.codified().cloned().map(Arc::new),
        templates: roles
            .iter()
            .flat_map(|role| template_documents(environment, settings, store, role))
            .collect(),
        declared: roles
            .iter()
            .flat_map(|role| declared(environment, settings, store, role))
            .collect(),
    })
}

/// The newest of the answers that can hold the newest operation.
fn newest(
    environment: &EnvironmentName,
    stack: &StackName,
    store: &Store,
) -> Option<Arc<StackEvents>> {
    let all = store.each_of::<cloudformation::Events>(environment);
    let of_stack = all.filter(|(asked, ..)| asked.stack == *stack);
    let (_, events, _) = of_stack.max_by_key(|(asked, _, at)| (*at, asked.extent))?;
    Some(Arc::new(events.clone()))
}

/// All of the roles that were read, though not in one answer.
fn live(
    environment: &EnvironmentName,
    roles: &[RoleName],
    store: &Store,
) -> Option<Arc<Authorization>> {
    let mut found: Option<Arc<Authorization>> = None;
    for role in roles {
        let Some(read) = authorization(environment, Some(role), store) else {
            continue;
        };
        let Some(known) = &mut found else {
            found = Some(read);
            continue;
        };
        if !known.roles.iter().any(|reading| reading.name == *role) {
            let all = Arc::make_mut(known);
            let reading = read.roles.iter().filter(|reading| reading.name == *role);
            all.roles.extend(reading.cloned());
            all.managed.extend(read.managed.iter().cloned());
        }
    }
    found
}

fn live_fault(environment: &EnvironmentName, roles: &[RoleName], store: &Store) -> Option<Fault> {
    let ask = iam::Roles(roles.to_vec()).of(environment);
    let (fault, _) = store.load(&ask)?.fault.as_ref()?;
    Some(fault.clone())
}

/// What the repository's template of the role's stack grants it.
fn template_documents(
    environment: &EnvironmentName,
    settings: &Settings,
    store: &Store,
    role: &RoleName,
) -> Vec<TemplateDocument> {
    let sides = template_sides::template_sides(environment, settings, store);
    let Some((side, logical_id)) = drift::declaring(&sides, role) else {
        return Vec::new();
    };
    let Ok(template) = template::parse(side.file.text.raw()) else {
        return Vec::new();
    };
    let roles = template::roles(&template, &side.inputs()).roles;
    let declared = roles
        .iter()
        .filter(|one| one.logical_id == logical_id.raw());
    let policies = declared.flat_map(|one| &one.policies);
    let writ = |policy: &template::TemplatePolicy| {
        Some(TemplateDocument {
            role: role.clone(),
            policy: policy.name.with_tokens(),
            document: Remote::new(policy.document.as_ref().ok()?.as_str()),
            stack: side.source.stack.clone(),
            file: side.file.path.clone(),
        })
    };
    policies.filter_map(writ).collect()
}

/// The stacks of `[[drift.template]]` that have the role among their resources.
fn declared(
    environment: &EnvironmentName,
    settings: &Settings,
    store: &Store,
    role: &RoleName,
) -> Vec<Declared> {
    let sources = settings.drift.iter().flat_map(|drift| &drift.template);
    let mut found = Vec::new();
    for source in sources {
        let resources = cloudformation::Resources(source.stack.clone()).of(environment);
        let Some(all) = store.get(&resources) else {
            continue;
        };
        let is_role = |physical: &str| physical == role.raw();
        let resource = all.resources.iter().find(|resource| {
            resource.resource_type.raw() == ROLE
                && resource
                    .physical_id
                    .as_ref()
                    .is_some_and(|id| is_role(id.raw()))
        });
        found.extend(resource.map(|resource| Declared {
            role: role.clone(),
            stack: source.stack.clone(),
            logical_id: resource.logical_id.clone(),
            written: written(environment, &source.stack, store),
        }));
    }
    found
}

fn written(
    environment: &EnvironmentName,
    stack: &StackName,
    store: &Store,
) -> Option<jiff::Timestamp> {
    let all = store.get(&cloudformation::Stacks.of(environment))?;
    all.stacks.iter().find(|one| one.name == *stack)?.written()
}
