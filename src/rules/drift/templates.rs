//! Roles that a template of the repository declares, as the checks take codified roles.
//!
//! What the template leaves open stays open: a part that rests on it is unknown
//! unless both sides differ whatever it is. Nothing is guessed.

mod declared;
mod deployed;
mod found;
mod open;
mod standalone_policies;
mod unexpanded;

use std::collections::BTreeMap;

pub use declared::{DeclaredRole, declared_roles, declaring};
pub(super) use found::{Found, all};
pub(super) use standalone_policies::StandalonePolicies;

use super::{Deployed, DriftItem, DriftKind, DriftState, FromTemplate, role_sides::Live};
use crate::{
    facts::{
        AccountId, Arn, FaultKind, LogicalId, Reading, Region, Stack, StackResource,
        StackResources, StackTemplate, TemplateFile, TemplateSource,
    },
    template,
};

/// What could not be told: where, why, and what to do.
type Say<'a> = dyn FnMut(String, String, &str) + 'a;

/// What is known of the stack of one `[[drift.template]]` in the environment.
#[derive(Clone, Debug)]
pub struct TemplateSide {
    pub source: TemplateSource,
    pub file: TemplateFile,
    pub account: AccountId,
    pub region: Region,
    /// Missing: the stack is not in this environment, and neither are the template's roles.
    pub stack: Reading<Stack>,
    /// The template that it was last deployed from; None: not read yet.
    pub deployed: Option<Reading<StackTemplate>>,
    pub resources: Option<StackResources>,
}

impl TemplateSide {
    /// The stack may be in this environment.
    pub fn is_here(&self) -> bool {
        !matches!(&self.stack, Reading::Unknown(fault) if fault.kind == FaultKind::Missing)
    }

    /// What the repository's file is resolved with: the settings' own values, else
    /// the live stack's, else the template's defaults.
    pub fn inputs(&self) -> template::Inputs {
        let mut inputs = self.live_inputs();
        let own = self.source.parameters.clone();
        inputs.parameters.extend(own);
        inputs
    }

    /// What the deployed template was resolved with.
    pub(super) fn live_inputs(&self) -> template::Inputs {
        let stack = self.stack.known();
        let value = |parameter: &crate::facts::stack::Parameter| {
            let value = parameter.resolved.as_ref().or(parameter.value.as_ref())?;
            // A NoEcho parameter's value is not told.
            let hidden = value.raw().starts_with("****");
            (!hidden).then(|| (parameter.key.raw().to_owned(), value.raw().to_owned()))
        };
        let parameters = stack.into_iter().flat_map(|stack| &stack.parameters);
        let id = stack.map(|stack| stack.id.raw());
        let region = id.and_then(|id| id.split(':').nth(3));
        template::Inputs {
            parameters: parameters.filter_map(value).collect(),
            surroundings: template::Surroundings {
                account: Some(self.account.raw().to_owned()),
                region: Some(region.unwrap_or(self.region.raw()).to_owned()),
                partition: None,
                stack_name: Some(self.source.stack.short().to_owned()),
                stack_id: id.map(str::to_owned),
                url_suffix: None,
            },
            physical: self.physical(),
        }
    }

    /// What the stack says of a managed policy: its id is its ARN.
    pub(super) fn physical_arn(&self, logical_id: &str) -> Option<Arn> {
        let id = self.physical_id(logical_id)?;
        id.starts_with("arn:").then(|| Arn::new(id))
    }

    fn physical_id(&self, logical_id: &str) -> Option<&str> {
        let resources = self.resources.as_ref()?;
        let resource = resources.get(&LogicalId::from(logical_id))?;
        Some(resource.physical_id.as_ref()?.raw())
    }

    /// The roles of the repository's file; None: it is no template.
    pub fn roles(&self) -> Option<template::TemplateRoles> {
        let template = template::parse(self.file.text.raw()).ok()?;
        Some(template::roles(&template, &self.inputs()))
    }

    /// What the stack has, and the names that CloudFormation gave it.
    fn physical(&self) -> BTreeMap<String, template::Physical> {
        let resources = self.resources.iter().flat_map(|all| &all.resources);
        let there = resources.filter(|resource| is_there(resource));
        let known = there.filter_map(|resource| {
            let physical = template::Physical {
                kind: resource.resource_type.raw().to_owned(),
                id: resource.physical_id.as_ref()?.raw().to_owned(),
            };
            Some((resource.logical_id.raw().to_owned(), physical))
        });
        known.collect()
    }
}

/// Whether the resource is in the account, whatever became of its last update.
fn is_there(resource: &StackResource) -> bool {
    !matches!(
        resource.status.raw(),
        "CREATE_FAILED" | "DELETE_COMPLETE" | "DELETE_SKIPPED" | "IMPORT_FAILED"
    )
}

/// What the checks found of a role that a template declares, in the template's words.
pub(super) fn finish(items: &mut [DriftItem], declared: &DeclaredRole, live: Live<'_>) {
    open_names(items, declared);
    unexpanded::grants(items, declared, live);
    for item in items.iter_mut() {
        let rests_on = declared.open(item);
        if !rests_on.is_empty() {
            open::rest(item, &rests_on);
        }
        let deployed = match item.state {
            DriftState::Drifted
            | DriftState::MissingLive
            | DriftState::RoleMissing
            | DriftState::Uncodified => deployed::stands(item, declared, live),
            _ => Deployed::Unknown,
        };
        if let Some(said) = deployed::said(item, deployed, &declared.stack) {
            item.add(&said);
        }
        item.template = Some(FromTemplate {
            stack: declared.stack.clone(),
            file: declared.codified.dir.clone(),
            line: declared.line(item),
            logical_id: declared.logical_id.clone(),
            deployed,
            rests_on,
        });
        if let Some(condition) = &declared.condition {
            let makes = declared.makes;
            item.add(&format!(
                "Whether the template makes this {makes} rests on condition {condition}."
            ));
            let lacks = declared.makes == "policy" && item.state == DriftState::MissingLive;
            if lacks || matches!(live, Live::Missing) {
                item.state = DriftState::Unknown;
                item.short = format!("condition {condition}");
            }
        }
    }
}

/// A live policy may be the one whose name the template leaves open.
fn open_names(items: &mut [DriftItem], declared: &DeclaredRole) {
    let uncodified = items
        .iter_mut()
        .filter(|item| (item.state, item.kind) == (DriftState::Uncodified, DriftKind::Inline));
    for item in uncodified {
        let name = item.part();
        let mut open = declared.open_names.iter();
        if let Some(open) = open.find(|open| open.may_be(name)) {
            item.state = DriftState::Unknown;
            item.short = "name left open".into();
            item.why = format!(
                "It may be the policy that the template names {}, and that is not decided.",
                open.with_tokens()
            );
        }
    }
}

/// A role that files codify and a template declares: the files were compared.
pub(super) fn declared_too(items: &mut [DriftItem], declared: &DeclaredRole) {
    for item in items {
        let (file, line) = (&declared.codified.dir, declared.at.line);
        item.add(&format!(
            "{file}:{line} declares the role too: the JSON files were compared."
        ));
    }
}
