//! What the drift pane needs to know, in the order in which it becomes askable.

use super::{Drift, evidence, rows::Key};
use crate::{
    ask::{Ask, AwsAsk, CloudTrailAsk, IamAsk, MemoryAsk, RepoAsk, StsAsk},
    facts::{EnvironmentName, FaultKind, RoleName, Settings},
    flow::Store,
    panes::Cx,
};

fn caller_identity(environment: &EnvironmentName) -> Ask {
    Ask::Aws(environment.clone(), AwsAsk::Sts(StsAsk::CallerIdentity))
}

fn iam(environment: &EnvironmentName, ask: IamAsk) -> Ask {
    Ask::Aws(environment.clone(), AwsAsk::Iam(ask))
}

/// Whether the codified policies speak of this environment.
fn is_codified_for(settings: &Settings, environment: &EnvironmentName) -> bool {
    settings.drift.as_ref().is_some_and(|drift| {
        !drift.policies.is_empty()
            && (drift.environments.is_empty() || drift.environments.contains(environment))
    })
}

/// The asks that the environment's report rests on. Identity comes first: nothing
/// else is asked of an account before STS said which one it is.
pub(crate) fn basis(settings: &Settings, environment: &EnvironmentName, store: &Store) -> Vec<Ask> {
    let mut asks = vec![caller_identity(environment)];
    if is_codified_for(settings, environment) {
        asks.push(Ask::Repo(RepoAsk::Codified));
        if store.caller(environment).is_some() {
            asks.extend(live(settings, environment, store));
        }
    }
    asks.extend(siblings_basis(settings, store));
    asks.dedup();
    asks
}

/// The account-wide read, and the roles by name where that is denied.
fn live(settings: &Settings, environment: &EnvironmentName, store: &Store) -> Vec<Ask> {
    let all = iam(environment, IamAsk::Authorization);
    let denied = store.load(&all).and_then(|load| load.fault.as_ref());
    let denied = denied.is_some_and(|(fault, _)| matches!(fault.kind, FaultKind::Denied { .. }));
    let mut asks = vec![all];
    if denied && let Some(codified) = store.codified() {
        let mut names: Vec<RoleName> = codified.roles.iter().map(|r| r.name.clone()).collect();
        names.extend(compared_here(settings, environment));
        names.sort();
        names.dedup();
        asks.push(iam(environment, IamAsk::Roles(names)));
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
pub(crate) fn siblings_basis(settings: &Settings, store: &Store) -> Vec<Ask> {
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
        asks.push(caller_identity(environment));
        if store.caller(environment).is_some() {
            let mut roles: Vec<RoleName> = compared_here(settings, environment).collect();
            roles.sort();
            roles.dedup();
            asks.push(iam(environment, IamAsk::Roles(roles)));
        }
    }
    asks
}

/// The basis, and the evidence beside the row whose detail is open.
pub(super) fn wants(pane: &Drift, cx: &Cx<'_>) -> Vec<Ask> {
    let mut asks = basis(cx.settings, cx.environment, cx.store);
    if let Some(caller) = cx.store.caller(cx.environment) {
        asks.push(Ask::Memory(MemoryAsk::InSync(
            cx.environment.clone(),
            caller.account.clone(),
        )));
    }
    if let Some(Key::Item(..)) = &pane.detail_of
        && let Some(item) = evidence::item(pane.detail_of.as_ref(), cx)
        && evidence::matters(item)
    {
        if !item.uses.is_empty() {
            asks.push(Ask::Repo(RepoAsk::Uses(item.uses.clone())));
        }
        asks.push(Ask::Aws(
            cx.environment.clone(),
            AwsAsk::CloudTrail(CloudTrailAsk::LastWrites(item.role.clone())),
        ));
    }
    asks
}
