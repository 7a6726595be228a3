//! What the drift pane needs to know, in the order in which it becomes askable.

use std::collections::HashSet;

use super::{Drift, evidence, rows::Key};
use crate::{
    ask::{Ask, Question, cloudformation, cloudtrail, iam, memory, repo, sts},
    facts::{EnvironmentName, FaultKind, Reading, RoleName, Settings, StackName},
    flow::{Store, template_sides},
    panes::Cx,
};

/// The asks that the environment's report rests on. Identity comes first: nothing
/// else is asked of an account before STS said which one it is.
pub fn basis(settings: &Settings, environment: &EnvironmentName, store: &Store) -> Vec<Ask> {
    let mut asks = vec![sts::CallerIdentity.of(environment).into()];
    if describes(settings, environment) {
        asks.push(repo::Codified.here().into());
        if store.caller(environment).is_some() {
            asks.extend(live(settings, environment, store));
        }
    }
    asks.extend(templates_basis(settings, environment, store));
    asks.extend(siblings_basis(settings, store));
    let mut known = HashSet::new();
    asks.retain(|ask| known.insert(ask.clone()));
    asks
}

/// The templates, and what AWS knows of their stacks. A stack that this environment
/// lacks says nothing of it, and its template asks nothing more.
fn templates_basis(settings: &Settings, environment: &EnvironmentName, store: &Store) -> Vec<Ask> {
    let mut stacks = template_stacks(settings).peekable();
    if stacks.peek().is_none() {
        return Vec::new();
    }
    let mut asks = vec![repo::Templates.here().into()];
    if store.caller(environment).is_none() {
        return asks;
    }
    for stack in stacks {
        let described = cloudformation::Stack(stack.clone()).of(environment);
        match template_sides::reading(&described, store) {
            Some(Reading::Unknown(fault)) if fault.kind == FaultKind::Missing => {}
            None => asks.push(described.into()),
            Some(_) => {
                let deployed = cloudformation::Template {
                    stack: stack.clone(),
                };
                asks.push(described.into());
                asks.push(deployed.of(environment).into());
                asks.push(cloudformation::Resources(stack).of(environment).into());
                asks.extend(live(settings, environment, store));
            }
        }
    }
    asks
}

/// Whether the stacks of the templates are in the environment: asked again by a refresh.
fn stacks_described(settings: &Settings, environment: &EnvironmentName) -> Vec<Ask> {
    let stacks = template_stacks(settings);
    stacks
        .map(|stack| cloudformation::Stack(stack).of(environment).into())
        .collect()
}

fn template_stacks(settings: &Settings) -> impl Iterator<Item = StackName> + '_ {
    let sources = settings.drift.iter().flat_map(|drift| &drift.template);
    sources.map(|source| source.stack.clone())
}

fn describes(settings: &Settings, environment: &EnvironmentName) -> bool {
    let drift = settings.drift.as_ref();
    drift.is_some_and(|drift| drift.describes(environment))
}

/// The account-wide read, and the roles by name where that is denied.
fn live(settings: &Settings, environment: &EnvironmentName, store: &Store) -> Vec<Ask> {
    let all = iam::Authorization.of(environment);
    let denied = store.load(&all).and_then(|load| load.fault.as_ref());
    let denied = denied.is_some_and(|(fault, _)| matches!(fault.kind, FaultKind::Denied { .. }));
    let mut asks = vec![all.into()];
    let codified = store
        .codified()
        .filter(|_| describes(settings, environment));
    let declared = match denied {
        true => template_sides::declared_roles(environment, settings, store),
        false => Vec::new(),
    };
    if denied && (codified.is_some() || !declared.is_empty()) {
        let codified = codified.iter().flat_map(|codified| &codified.roles);
        let mut names: Vec<RoleName> = codified.map(|role| role.name.clone()).collect();
        names.extend(declared);
        names.extend(compared_here(settings, environment));
        names.sort();
        names.dedup();
        asks.push(iam::Roles(names).of(environment).into());
    }
    asks
}

fn compared_here<'a>(
    settings: &'a Settings,
    environment: &'a EnvironmentName,
) -> impl Iterator<Item = RoleName> + 'a {
    let pairs = settings.drift.iter().flat_map(|drift| &drift.compare);
    pairs
        .flat_map(|pair| [&pair.left, &pair.right])
        .filter(move |side| side.environment == *environment)
        .map(|side| side.role.clone())
}

/// Both sides of every `[[drift.compare]]`: only the roles it names are read.
fn siblings_basis(settings: &Settings, store: &Store) -> Vec<Ask> {
    let mut environments: Vec<&EnvironmentName> = settings
        .drift
        .iter()
        .flat_map(|drift| &drift.compare)
        .flat_map(|pair| [&pair.left.environment, &pair.right.environment])
        .filter(|name| settings.environment(name).is_some())
        .collect();
    environments.sort();
    environments.dedup();
    let mut asks = Vec::new();
    for environment in environments {
        asks.push(sts::CallerIdentity.of(environment).into());
        if store.caller(environment).is_some() {
            let mut roles: Vec<RoleName> = compared_here(settings, environment).collect();
            roles.sort();
            roles.dedup();
            asks.push(iam::Roles(roles).of(environment).into());
        }
    }
    asks
}

/// The basis, and the evidence beside the row whose detail is open.
pub(super) fn wants(pane: &Drift, cx: &Cx<'_>) -> Vec<Ask> {
    let mut asks = basis(cx.settings, cx.environment, cx.store);
    if let Some(caller) = cx.store.caller(cx.environment) {
        for ask in stacks_described(cx.settings, cx.environment) {
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        }
        let seen = memory::InSync(cx.environment.clone(), caller.account.clone());
        asks.push(seen.here().into());
    }
    if let Some(Key::Item(..)) = pane.cursor.detail_of()
        && let Some(item) = evidence::item(pane.cursor.detail_of(), cx)
        && evidence::matters(item)
    {
        if !item.uses.is_empty() {
            asks.push(repo::Uses(item.uses.clone()).here().into());
        }
        let writes = cloudtrail::LastWrites(item.role.clone());
        asks.push(writes.of(cx.environment).into());
    }
    asks
}
