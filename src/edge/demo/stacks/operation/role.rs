//! A live role after its stack was updated: what the template no longer has goes,
//! what it has is as it says, and what somebody added by hand stays.

use super::super::made::inputs;
use crate::{
    facts::{Arn, ChangeSet, InlinePolicy, PolicyName, Reading, Remote, Role, Stack},
    template::{self, TemplatePolicy, TemplateRole, TemplateRoles, Text},
};

/// The roles of both templates.
pub(super) struct Change {
    before: TemplateRoles,
    after: TemplateRoles,
}

impl Change {
    pub(super) fn of(
        stack: &Stack,
        set: &ChangeSet,
        deployed: &str,
        proposed: &str,
    ) -> Result<Self, String> {
        let roles = |text: &str, parameters| {
            let template = template::parse(text);
            let template = template.map_err(|malformed| malformed.fault("the template").what)?;
            Ok::<_, String>(template::roles(&template, &inputs(stack, parameters)))
        };
        Ok(Self {
            before: roles(deployed, &stack.parameters)?,
            after: roles(proposed, &set.parameters)?,
        })
    }

    pub(super) fn made_of(&self, live: &Role, id: &str) -> Result<Role, String> {
        let missing = || format!("The template declares no role {id}.");
        let before = self.before.role(id).ok_or_else(missing)?;
        let after = self.after.role(id).ok_or_else(missing)?;
        let mut role = live.clone();
        let says = |role: &TemplateRole| role.trust.as_ref().map(document).transpose();
        if says(before)? != says(after)?
            && let Some(trust) = says(after)?
        {
            role.trust = Reading::Known(trust);
        }
        role.inline = Reading::Known(inline(live, before, after)?);
        role.attached = Reading::Known(attached(live, before, after)?);
        if before.boundary != after.boundary {
            let boundary = after.boundary.as_ref().map(arn).transpose()?;
            role.boundary = Reading::Known(boundary);
        }
        Ok(role)
    }
}

fn inline(
    live: &Role,
    before: &TemplateRole,
    after: &TemplateRole,
) -> Result<Vec<InlinePolicy>, String> {
    let mut policies = live.inline.known().cloned().unwrap_or_default();
    let name = |policy: &TemplatePolicy| policy.name.with_tokens();
    let ours: Vec<String> = before.policies.iter().map(name).collect();
    let stays: Vec<String> = after.policies.iter().map(name).collect();
    policies.retain(|policy| {
        let name = policy.name.raw();
        let is = |one: &String| one == name;
        !ours.iter().any(is) || stays.iter().any(is)
    });
    for policy in &after.policies {
        let (name, document) = (PolicyName::new(name(policy)), document(policy)?);
        let document = Reading::Known(document);
        match policies.iter_mut().find(|known| known.name == name) {
            Some(known) => known.document = document,
            None => policies.push(InlinePolicy { name, document }),
        }
    }
    Ok(policies)
}

fn attached(live: &Role, before: &TemplateRole, after: &TemplateRole) -> Result<Vec<Arn>, String> {
    let mut arns = live.attached.known().cloned().unwrap_or_default();
    let listed = |role: &TemplateRole| role.managed.iter().map(arn).collect::<Result<Vec<_>, _>>();
    let (ours, stays) = (listed(before)?, listed(after)?);
    arns.retain(|arn| !ours.contains(arn) || stays.contains(arn));
    for arn in stays {
        if !arns.contains(&arn) {
            arns.push(arn);
        }
    }
    Ok(arns)
}

fn arn(text: &Text) -> Result<Arn, String> {
    text.known()
        .map(Arn::new)
        .ok_or_else(|| format!("{} is not known.", text.with_tokens()))
}

fn document(policy: &TemplatePolicy) -> Result<Remote, String> {
    match &policy.document {
        Ok(text) => Ok(Remote::new(text.as_str())),
        Err(malformed) => Err(malformed.fault(&policy.name.with_tokens()).what),
    }
}
