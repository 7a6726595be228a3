//! A change set, computed from the deployed template and a new one as
//! CloudFormation would: what differs once both are resolved.
//!
//! It knows roles that stay. Whatever else differs is a refusal that says so:
//! a change set must never leave a change out.

mod beside;
mod properties;
mod written;

use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Account;
use crate::{
    edge::demo::recorded::Recorded,
    facts::{
        ChangeSet, ChangeSetId, EnvironmentName, Fault, Remote, ResourceChange, ResourceType,
        Stack, StackName, StackResources,
        stack::{
            ChangeAction, ChangeSetName, ChangeSetStatus, ExecutionStatus, Parameter, PolicyAction,
            Replacement, RequiresRecreation, ResourceAttribute,
        },
    },
    template::{self, Inputs, Node, Resolver, Surroundings, Template},
};

pub(super) const ROLE: &str = "AWS::IAM::Role";

/// CloudFormation's own sentence.
const EMPTY: &str = "The submitted information didn't contain changes. Submit different information to create a change set.";

/// What somebody made in the console while the deployment was blocked: to be
/// looked at, and never to be executed.
const HAND_MADE: &str = "hand-made-20260518";
const HAND_MADE_AT: &str = "2026-05-18T13:58:40Z";
const HAND_MADE_TEMPLATE: &str = include_str!("../template.hand-made-20260518.yaml");

/// What a change set is asked for with.
pub(super) struct Asked<'a> {
    pub(super) stack: &'a Stack,
    pub(super) resources: &'a StackResources,
    pub(super) deployed: &'a str,
    pub(super) template: &'a str,
    pub(super) name: &'a ChangeSetName,
    pub(super) description: Option<&'a str>,
    /// Every one that the new template has.
    pub(super) parameters: Vec<Parameter>,
    pub(super) at: Timestamp,
}

/// A template under its parameters.
struct Side<'t> {
    template: &'t Template,
    resolver: Resolver<'t>,
}

impl Side<'_> {
    fn value(&self, node: &Node) -> Value {
        written::value(&self.resolver.resolve(node))
    }
}

pub(super) fn change_set(asked: Asked<'_>) -> Result<ChangeSet, String> {
    let parse = |text: &str| {
        template::parse(text).map_err(|malformed| malformed.fault("the template").what)
    };
    let (deployed, proposed) = (parse(asked.deployed)?, parse(asked.template)?);
    let inputs = |parameters: &[Parameter]| inputs(asked.stack, parameters);
    let (then, now) = (inputs(&asked.stack.parameters), inputs(&asked.parameters));
    let before = Side {
        template: &deployed,
        resolver: Resolver::new(&deployed, &then),
    };
    let after = Side {
        template: &proposed,
        resolver: Resolver::new(&proposed, &now),
    };
    beside::same(&before, &after)?;
    let changes = changes(&before, &after, asked.resources)?;
    Ok(of(asked, changes))
}

fn of(asked: Asked<'_>, changes: Vec<ResourceChange>) -> ChangeSet {
    let is_empty = changes.is_empty();
    let (status, execution) = match is_empty {
        true => (ChangeSetStatus::Failed, ExecutionStatus::Unavailable),
        false => (ChangeSetStatus::CreateComplete, ExecutionStatus::Available),
    };
    let stack = asked.stack;
    ChangeSet {
        id: id(stack, asked.name, asked.template, asked.at),
        name: asked.name.clone(),
        stack: stack.id.clone(),
        stack_name: stack.name.clone(),
        status,
        reason: is_empty.then(|| Remote::new(EMPTY)),
        execution,
        created: Some(asked.at),
        description: asked.description.map(Remote::new),
        parameters: asked.parameters,
        tags: stack.tags.clone(),
        capabilities: stack.capabilities.clone(),
        notifications: Vec::new(),
        triggers: Vec::new(),
        monitored_minutes: None,
        changes,
        other_changes: 0,
        deployment_mode: None,
        deployment_config: None,
        on_failure: None,
        drift: None,
        includes_nested: false,
        imports_existing: false,
        parent: None,
        root: None,
        pages: 1,
    }
}

/// `arn:aws:cloudformation:REGION:ACCOUNT:changeSet/NAME/UUID`, of the stack's account and region.
fn id(stack: &Stack, name: &ChangeSetName, template: &str, at: Timestamp) -> ChangeSetId {
    let home: Vec<&str> = stack.id.raw().split(':').take(5).collect();
    let uuid = uuid(&[name.raw(), template, &at.to_string()]);
    let name = name.raw();
    ChangeSetId::from(format!("{}:changeSet/{name}/{uuid}", home.join(":")).as_str())
}

/// The same for the same parts: the demo has no chance in it.
pub(super) fn uuid(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

pub(super) fn inputs(stack: &Stack, parameters: &[Parameter]) -> Inputs {
    let pairs = parameters.iter().filter_map(|parameter| {
        let value = parameter.resolved.as_ref().or(parameter.value.as_ref())?;
        Some((parameter.key.raw().to_owned(), value.raw().to_owned()))
    });
    let id = &stack.id;
    Inputs {
        parameters: pairs.collect(),
        surroundings: Surroundings {
            account: id.account().map(|account| account.raw().to_owned()),
            region: id.region().map(|region| region.raw().to_owned()),
            partition: id.raw().split(':').nth(1).map(str::to_owned),
            stack_name: Some(stack.name.raw().to_owned()),
            stack_id: Some(id.raw().to_owned()),
            url_suffix: None,
        },
        ..Inputs::default()
    }
}

fn changes(
    before: &Side<'_>,
    after: &Side<'_>,
    resources: &StackResources,
) -> Result<Vec<ResourceChange>, String> {
    let only = |id: &str, kind: &str, what: &str| {
        format!(
            "{id} ({kind}) would be {what}: the demo's CloudFormation only knows what becomes of roles that stay."
        )
    };
    for (id, _, kind) in after.template.resources() {
        if before.template.resource(id).is_none() {
            return Err(only(id, kind, "added"));
        }
    }
    let mut changes = Vec::new();
    for (id, was, kind) in before.template.resources() {
        let Some((then, other)) = after.template.resource(id) else {
            return Err(only(id, kind, "removed"));
        };
        if before.value(was) == after.value(then) {
            continue;
        }
        if kind != other || kind != ROLE {
            return Err(only(id, kind, "changed"));
        }
        let details = properties::details(id, (before, was), (after, then))?;
        changes.push(change(id, details, resources)?);
    }
    Ok(changes)
}

fn change(
    id: &str,
    found: properties::Found,
    resources: &StackResources,
) -> Result<ResourceChange, String> {
    let resource = resources.resources.iter();
    let resource = resource.clone().find(|one| one.logical_id.raw() == id);
    let resource = resource.ok_or_else(|| format!("The stack has no resource {id}."))?;
    let mut scope: Vec<ResourceAttribute> = Vec::new();
    for detail in &found.details {
        scope.extend(
            detail
                .attribute
                .clone()
                .filter(|attribute| !scope.contains(attribute)),
        );
    }
    let always = Some(RequiresRecreation::Always);
    let replaces = found
        .details
        .iter()
        .any(|detail| detail.requires_recreation == always);
    Ok(ResourceChange {
        action: ChangeAction::Modify,
        logical_id: resource.logical_id.clone(),
        physical_id: resource.physical_id.clone(),
        resource_type: ResourceType::from(ROLE),
        replacement: Some(match replaces {
            true => Replacement::Yes,
            false => Replacement::No,
        }),
        scope,
        details: found.details,
        before: Some(found.before),
        after: Some(found.after),
        previous_deployment: None,
        nested: None,
        policy_action: replaces.then_some(PolicyAction::ReplaceAndDelete),
        drift: None,
        drift_ignored: Vec::new(),
        module: None,
    })
}

/// Puts the console's change set into the list of the stack that it is for.
pub(in crate::edge::demo) fn hand_made(
    recorded: &Recorded,
    environment: &EnvironmentName,
    stack: &StackName,
) -> Result<(), Fault> {
    let account = Account {
        recorded,
        environment,
    };
    let (known, deployed) = (account.stack(stack)?, account.template(stack)?);
    let set = change_set(Asked {
        stack: &known,
        resources: &account.resources(stack)?,
        deployed: deployed.body.raw(),
        template: HAND_MADE_TEMPLATE,
        name: &ChangeSetName::from(HAND_MADE),
        description: Some("quick fix so that the deploy goes through"),
        parameters: known.parameters.clone(),
        at: HAND_MADE_AT.parse().map_err(broken)?,
    });
    let set = set.map_err(broken)?;
    recorded.propose(&set.id, Remote::new(HAND_MADE_TEMPLATE));
    account.put_change_set(&set);
    Ok(())
}

#[allow(clippy::needless_pass_by_value, reason = "an argument of map_err")]
fn broken(why: impl ToString) -> Fault {
    Fault::new(
        crate::facts::FaultKind::Bug,
        "The embedded change set cannot be made.",
        "Report it with the version of the program.",
    )
    .caused_by(why.to_string())
}
