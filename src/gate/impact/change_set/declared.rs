//! What a change set or a template says of one IAM resource, on either side.
//!
//! AWS's own account of all properties is taken where it came whole; else the
//! template is resolved with the change set's parameters.

use serde_json::Value;

use super::{
    properties,
    templates::{Templates, When},
};
use crate::{
    facts::{Arn, Reason, ResourceChange, RoleName},
    gate::StackState,
    template::{TemplatePolicy, TemplateRole, Text},
};

#[derive(Clone, Debug, Default)]
pub(super) struct DeclaredPolicies {
    /// By name, in the order given.
    pub(super) policies: Vec<(String, String)>,
    pub(super) managed: Vec<String>,
    pub(super) trust: Option<String>,
    pub(super) boundary: Option<String>,
}

impl DeclaredPolicies {
    pub(super) fn after(state: &Templates<'_>, change: &ResourceChange) -> Result<Self, Reason> {
        Self::on_side(state, change, When::After)
    }

    pub(super) fn before(state: &Templates<'_>, change: &ResourceChange) -> Result<Self, Reason> {
        Self::on_side(state, change, When::Before)
    }

    fn on_side(state: &Templates<'_>, change: &ResourceChange, when: When) -> Result<Self, Reason> {
        match properties::in_context(properties::context(change, when)) {
            Some(properties) => Ok(Self::of_properties(&properties, change)),
            None => in_template(state, change, when),
        }
    }

    pub(super) fn of_properties(properties: &Value, change: &ResourceChange) -> Self {
        let text = |name: &str| {
            let value = properties.get(name)?.as_str()?;
            Some(value.to_owned())
        };
        let mut said = Self {
            trust: properties.get("AssumeRolePolicyDocument").map(document),
            boundary: text("PermissionsBoundary"),
            ..Self::default()
        };
        let listed = |name: &str| properties.get(name).and_then(Value::as_array);
        for policy in listed("Policies").into_iter().flatten() {
            let name = policy.get("PolicyName").and_then(Value::as_str);
            let text = policy.get("PolicyDocument").map(document);
            let name = name.unwrap_or_default().to_owned();
            said.policies.push((name, text.unwrap_or_default()));
        }
        if let Some(text) = properties.get("PolicyDocument") {
            let name = change.logical_id.raw().to_owned();
            said.policies.push((name, document(text)));
        }
        let arns = listed("ManagedPolicyArns").into_iter().flatten();
        let arns = arns.map(|arn| arn.as_str().map_or_else(|| arn.to_string(), str::to_owned));
        said.managed = arns.collect();
        said
    }
}

/// More roles in one change set are not looked up; they are judged by the
/// templates and contexts alone.
const MOST_ROLES: usize = 16;

impl StackState {
    /// Live roles that its own change set would change, with managed policies that
    /// it names for them: what has to be read to judge it.
    pub fn roles_to_read(&self) -> Vec<(RoleName, Vec<Arn>)> {
        let templates = Templates::of(self);
        let roles = self.own_changes().iter();
        let roles = roles.filter_map(|change| Some((change.role()?, change)));
        let named = roles.take(MOST_ROLES).map(|(role, change)| {
            let after = DeclaredPolicies::after(&templates, change).map(|said| said.managed);
            let named = after.unwrap_or_default();
            let named = named.into_iter().filter(|name| name.starts_with("arn:"));
            (role, named.map(Arn::new).collect())
        });
        named.collect()
    }
}

/// A document is given as JSON, or as text that holds JSON.
pub(super) fn document(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}

fn policy(policy: &TemplatePolicy) -> Result<(String, String), Reason> {
    let name = policy.name.with_tokens();
    let text = policy.document.clone();
    let text = text.map_err(|malformed| malformed.fault(&name).what)?;
    Ok((name, text))
}

pub(super) fn of_template_role(role: &TemplateRole) -> Result<DeclaredPolicies, Reason> {
    if let Some(why) = role.unexpanded.first() {
        return Err(format!(
            "More may be granted to role {} than its template says: {why}.",
            role.logical_id
        )
        .into());
    }
    let trust = role.trust.as_ref().map(policy).transpose()?;
    Ok(DeclaredPolicies {
        policies: role.policies.iter().map(policy).collect::<Result<_, _>>()?,
        managed: role.managed.iter().map(Text::with_tokens).collect(),
        trust: trust.map(|(_, text)| text),
        boundary: role.boundary.as_ref().map(Text::with_tokens),
    })
}

fn in_template(
    state: &Templates<'_>,
    change: &ResourceChange,
    when: When,
) -> Result<DeclaredPolicies, Reason> {
    let id = change.logical_id.raw();
    let found = state.text(when)?.roles();
    if let Some(role) = found.role(id) {
        return of_template_role(role);
    }
    let (mut managed, mut foreign) = (found.managed.iter(), found.foreign.iter());
    let alone = managed.find(|one| one.logical_id == id);
    let foreign = foreign.find(|one| one.logical_id == id);
    match alone
        .map(|one| &one.policy)
        .or(foreign.map(|one| &one.policy))
    {
        Some(one) => Ok(DeclaredPolicies {
            policies: vec![policy(one)?],
            ..DeclaredPolicies::default()
        }),
        // For a role of the same template, for users and groups, or one of those.
        None => {
            let properties = properties::in_template(state, change, when)?;
            Ok(DeclaredPolicies::of_properties(&properties, change))
        }
    }
}
