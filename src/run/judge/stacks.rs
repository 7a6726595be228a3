//! What the story of a stack rests on.

use std::sync::Arc;

use super::authorization;
use crate::{
    ask::{Answer, Ask, AwsAsk, CfnAsk, IamAsk, RepoAsk},
    cause::stack_story::{self, Declared, Inputs, StackStory, TemplateDocument},
    facts::{
        Authorization, EnvironmentName, EventExtent, Fault, Remote, RoleName, Settings,
        StackEvents, StackName,
    },
    flow::{Store, template_sides},
    rules::drift,
    template,
};

const ROLE: &str = "AWS::IAM::Role";

pub(super) fn cloudformation(environment: &EnvironmentName, ask: CfnAsk) -> Ask {
    Ask::Aws(environment.clone(), AwsAsk::CloudFormation(ask))
}

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
    let codified = match store
        .answer(&Ask::Repo(RepoAsk::Codified))
        .map(AsRef::as_ref)
    {
        Some(Answer::Codified(codified)) => Some(Arc::new(codified.clone())),
        _ => None,
    };
    stack_story::tell(&Inputs {
        events,
        live: live(environment, &roles, store),
        live_fault: live_fault(environment, &roles, store),
        codified,
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
    let extents = [
        EventExtent::FirstPage,
        EventExtent::Failures,
        EventExtent::Operation,
    ];
    let loads = extents.into_iter().filter_map(|extent| {
        let stack = stack.clone();
        let load = store.load(&cloudformation(
            environment,
            CfnAsk::Events { stack, extent },
        ))?;
        let (answer, at) = load.value.as_ref()?;
        match &**answer {
            Answer::StackEvents(events) => Some((at, events)),
            _ => None,
        }
    });
    let (_, events) = loads.max_by_key(|(at, _)| **at)?;
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
    let ask = Ask::Aws(
        environment.clone(),
        AwsAsk::Iam(IamAsk::Roles(roles.to_vec())),
    );
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
        let ask = cloudformation(environment, CfnAsk::Resources(source.stack.clone()));
        let Some(Answer::StackResources(all)) = store.answer(&ask).map(AsRef::as_ref) else {
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
    let ask = cloudformation(environment, CfnAsk::Stacks);
    let Some(Answer::Stacks(all)) = store.answer(&ask).map(AsRef::as_ref) else {
        return None;
    };
    all.stacks.iter().find(|one| one.name == *stack)?.written()
}
