//! Codify into a template: one policy of a role, in the SAM or CloudFormation file
//! that declares the role.
//!
//! The content is the live document, or a sibling's rewritten; only what differs is
//! touched. The file is the target: AWS is not written to, and nothing is deployed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Change, EditsTemplate, FilePart, Subject, TemplateFile, Write,
    role::{inline_document, known},
};
use crate::{
    facts::{LogicalId, PolicyName, Reading, Reason, Region, Remote, RoleName, StackName},
    gate::{FileWrite, Observed, Owner, Step, TargetState},
    template::{
        self, ForeignPolicy, Inputs, Physical, Surroundings, TemplateRole, Text,
        edit::{self, PolicyEdit},
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodifyTemplate {
    pub role: RoleName,
    /// In the template: the role's, or that of a policy which is put into the role.
    pub logical_id: LogicalId,
    pub policy: PolicyName,
    /// Relative to the repository's root.
    pub path: String,
    /// The stack that is deployed from it, and what it is resolved with.
    pub stack: StackName,
    pub region: Region,
    pub parameters: BTreeMap<String, String>,
    /// What the stack has by logical id, so that a reference to it stays a reference.
    #[serde(default)]
    pub physical: BTreeMap<String, Physical>,
    /// None: the live document of the role's policy.
    pub document: Option<Remote>,
}

/// CloudFormation lets a stack have so many.
const MOST_RESOURCES: usize = 500;

/// Where the policy stands in the template.
enum In {
    Role(TemplateRole),
    /// A policy of its own, for a role that the template does not declare.
    Policy(ForeignPolicy),
}

impl Change for CodifyTemplate {
    fn subject(&self) -> Subject<'_> {
        let file = TemplateFile {
            policy: &self.policy,
            stack: &self.stack,
            parameters: &self.parameters,
            is_live: self.document.is_none(),
            edit: self,
        };
        Subject::File(&self.role, &self.path, FilePart::Template(file))
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        Ok(vec![Step::File(FileWrite {
            path: self.path.clone(),
            before: Some(self.template(&seen.target)?.clone()),
            after: self.text(seen)?,
        })])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        Ok(seen.target.with_text(self.text(seen)?))
    }

    /// The policy's document as the template comes to it.
    fn part(&self, state: &TargetState) -> Option<Remote> {
        let policies = match self.declared(state).ok()? {
            In::Role(role) => role.policies,
            In::Policy(policy) => vec![policy.policy],
        };
        let mut policies = policies.into_iter();
        let policy = policies.find(|it| it.name.known() == Some(self.policy.raw()))?;
        Some(Remote::new(policy.document.ok()?))
    }

    fn undo(&self, seen: &Observed) -> Result<Write, Reason> {
        let file = seen.file().ok_or("The file was not read.")?;
        Err(file.way_back().into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}
}

impl EditsTemplate for CodifyTemplate {
    /// The smallest edit that brings the policy to the content: of single statements
    /// where that is enough, all else to the byte as it is.
    fn edit(&self, seen: &Observed) -> Result<PolicyEdit, Reason> {
        self.belongs(seen)?;
        let document = match &self.document {
            Some(document) => document.clone(),
            None => inline_document(&seen.target, &self.policy)?.ok_or_else(|| {
                let (role, policy) = (self.role.raw(), self.policy.raw());
                format!("Role {role} has no policy {policy}.")
            })?,
        };
        let text = self.template(&seen.target)?.raw();
        let (id, name) = (self.logical_id.raw(), self.policy.raw());
        let edit = edit::codify_policy(text, &self.inputs(&seen.target), id, name, document.raw());
        edit.map_err(|error| {
            let fault = error.fault(&self.path);
            format!("{} {}", fault.what, fault.hint).into()
        })
    }
}

impl CodifyTemplate {
    fn text(&self, seen: &Observed) -> Result<Remote, Reason> {
        self.edit(seen).map(|edit| Remote::new(edit.text))
    }

    /// A draft may come from anywhere: one role's policy must not become another's.
    fn belongs(&self, seen: &Observed) -> Result<(), Reason> {
        if self.physical.len() > MOST_RESOURCES {
            return Err(format!(
                "The draft names {} resources of stack {}, and no stack has more than {MOST_RESOURCES}.",
                self.physical.len(),
                self.stack.short()
            ).into());
        }
        let owner = seen.role().map(|role| &role.owner);
        let is_of_stack = matches!(owner, Some(Reading::Known(Some(Owner::Stack { name, .. })))
            if name.raw() == self.stack.short());
        let (name, is_of_stack) = match self.declared(&seen.target)? {
            In::Role(role) => (role.name, is_of_stack),
            // The stack that makes the policy need not make its role. Where it does, the
            // draft's own word for the role's name is not enough.
            In::Policy(_) if self.names_the_role() && !is_of_stack => (None, false),
            In::Policy(policy) => (Some(policy.role), false),
        };
        let (id, role) = (self.logical_id.raw(), self.role.raw());
        let is_it = match name.as_ref() {
            // CloudFormation made its name up: then it alone knows whose the role is.
            None => is_of_stack && self.is_named(&self.role),
            Some(name) => match name.known() {
                Some(name) => name == role,
                None => Text::may_be(name, role) && is_of_stack,
            },
        };
        match is_it {
            true => Ok(()),
            false => Err(format!("{id} of {} is not the role {role}.", self.path).into()),
        }
    }

    /// Whether the role is among what the stack is said to have.
    fn names_the_role(&self) -> bool {
        let mut all = self.physical.values();
        all.any(|it| it.id == self.role.raw())
    }

    /// What the stack is said to have under the logical id, if anything, is the role.
    fn is_named(&self, role: &RoleName) -> bool {
        let physical = self.physical.get(self.logical_id.raw());
        physical.is_none_or(|it| it.id == role.raw())
    }

    fn declared(&self, state: &TargetState) -> Result<In, Reason> {
        let text = self.template(state)?;
        let template =
            template::parse(text.raw()).map_err(|malformed| malformed.fault(&self.path).what)?;
        let found = template::roles(&template, &self.inputs(state));
        let id = self.logical_id.raw();
        if let Some(role) = found.role(id) {
            return Ok(In::Role(role.clone()));
        }
        // One policy may be put into several roles: this role's, if it is one of them.
        let mut foreign = found.foreign;
        foreign.retain(|policy| policy.logical_id == id);
        foreign.sort_by_key(|policy| policy.role.known() != Some(self.role.raw()));
        let policy = foreign.into_iter().next().map(In::Policy);
        policy.ok_or_else(|| format!("{} declares no role {id}.", self.path).into())
    }

    fn inputs(&self, state: &TargetState) -> Inputs {
        let role = known(state).ok();
        let account = role.and_then(|role| role.arn.raw().split(':').nth(4));
        Inputs {
            parameters: self.parameters.clone(),
            surroundings: Surroundings {
                account: account.map(str::to_owned),
                region: Some(self.region.raw().to_owned()),
                stack_name: Some(self.stack.short().to_owned()),
                ..Surroundings::default()
            },
            physical: self.physical.clone(),
        }
    }

    fn template<'a>(&self, state: &'a TargetState) -> Result<&'a Remote, Reason> {
        let text = state.file().and_then(|file| file.text.as_ref());
        text.ok_or_else(|| format!("There is no template {}.", self.path).into())
    }
}
