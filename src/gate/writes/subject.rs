//! What a write is about: all that guards, the preview and the journal may know of
//! its kind. No other file asks a write which one it is.

mod weighed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(in crate::gate) use weighed::{Quota, same};

use super::{
    parameters::{self, EffectiveParameter, ExpectedValue},
    role::{self, readable},
    stack,
};
use crate::{
    facts::{
        Arn, ChangeSetId, CodifiedPart, Fault, LogicalId, PolicyName, Reason, Remote, Role,
        RoleName, StackName, stack::ChangeSetName,
    },
    gate::{Observed, RoleState, TargetState},
    policy::Kind,
    template::edit::PolicyEdit,
};

/// The thing that changes, as a person names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What is typed to confirm, and what it is the name of: `role`.
    pub kind: &'static str,
    pub name: Remote,
    /// The part of it, when only a part changes: `policy` and its name.
    pub part: Option<(&'static str, Remote)>,
}

/// Every match on it names all, so that a new subject has to be weighed everywhere.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    InlinePolicy {
        role: &'a RoleName,
        policy: &'a PolicyName,
        deletes: bool,
    },
    Attachment {
        role: &'a RoleName,
        policy: &'a Arn,
        attaches: bool,
    },
    ManagedPolicy {
        /// The role by which the policy was found.
        role: &'a RoleName,
        policy: &'a Arn,
    },
    Trust {
        role: &'a RoleName,
    },
    PolicyFile {
        role: &'a RoleName,
        item: &'a Item,
        path: &'a str,
    },
    TemplateFile(TemplateFile<'a>),
    Stack {
        stack: &'a StackName,
        operation: StackOperation<'a>,
    },
    NewChangeSet(NewChangeSet<'a>),
    ChangeSet {
        stack: &'a StackName,
        change_set: &'a ChangeSetId,
        /// It is executed; else it is deleted.
        executes: bool,
    },
}

/// One policy in a template that declares its role.
#[derive(Clone, Copy, Debug)]
pub struct TemplateFile<'a> {
    pub role: &'a RoleName,
    pub policy: &'a PolicyName,
    pub path: &'a str,
    pub stack: &'a StackName,
    /// What the template is resolved with.
    pub parameters: &'a BTreeMap<String, String>,
    /// The content is the live document itself; else it comes from elsewhere.
    pub is_live: bool,
    pub edit: &'a dyn EditsTemplate,
}

pub trait EditsTemplate: std::fmt::Debug + Send + Sync {
    fn edit(&self, seen: &Observed) -> Result<PolicyEdit, Reason>;
}

/// What is done to a stack as a whole.
#[derive(Clone, Copy, Debug)]
pub enum StackOperation<'a> {
    RollBack,
    /// Goes on with a roll back, and leaves these out.
    ContinueRollBack {
        skip: &'a [LogicalId],
    },
    Delete,
    Protect,
}

/// A change set that is to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewChangeSet<'a> {
    pub stack: &'a StackName,
    pub name: &'a ChangeSetName,
    pub template: &'a Remote,
    pub expected: &'a [ExpectedValue],
    /// It puts back what somebody changed by hand.
    pub reverts_drift: bool,
}

impl NewChangeSet<'_> {
    /// Every parameter as it stands: kept, new, or not what is expected.
    pub fn parameters(&self, seen: &Observed) -> Result<Vec<EffectiveParameter>, Reason> {
        parameters::effective(self.template, self.expected, stack::known(&seen.target)?)
    }
}

/// Which part of a role is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    Inline(PolicyName),
    Managed(PolicyName),
    Trust,
    Attachments,
    Boundary,
}

impl Item {
    /// What its file is for. A managed policy is written down like an inline one.
    pub fn part(&self) -> CodifiedPart {
        match self {
            Self::Inline(name) | Self::Managed(name) => CodifiedPart::Policy(name.clone()),
            Self::Trust => CodifiedPart::Trust,
            Self::Attachments => CodifiedPart::Attachments,
            Self::Boundary => CodifiedPart::Boundary,
        }
    }
}

impl<'a> Subject<'a> {
    /// The one role that it is about; None: it is about a stack.
    pub fn role(&self) -> Option<&'a RoleName> {
        match *self {
            Self::InlinePolicy { role, .. }
            | Self::Attachment { role, .. }
            | Self::ManagedPolicy { role, .. }
            | Self::Trust { role }
            | Self::PolicyFile { role, .. }
            | Self::TemplateFile(TemplateFile { role, .. }) => Some(role),
            Self::Stack { .. } | Self::NewChangeSet(_) | Self::ChangeSet { .. } => None,
        }
    }

    /// The stack that is written to; a template's is only named.
    pub fn stack(&self) -> Option<&'a StackName> {
        match *self {
            Self::Stack { stack, .. }
            | Self::NewChangeSet(NewChangeSet { stack, .. })
            | Self::ChangeSet { stack, .. } => Some(stack),
            Self::InlinePolicy { .. }
            | Self::Attachment { .. }
            | Self::ManagedPolicy { .. }
            | Self::Trust { .. }
            | Self::PolicyFile { .. }
            | Self::TemplateFile(_) => None,
        }
    }

    /// The file of the working tree that changes; None: something else does.
    pub fn file(&self) -> Option<&'a str> {
        match *self {
            Self::PolicyFile { path, .. } | Self::TemplateFile(TemplateFile { path, .. }) => {
                Some(path)
            }
            Self::InlinePolicy { .. }
            | Self::Attachment { .. }
            | Self::ManagedPolicy { .. }
            | Self::Trust { .. }
            | Self::Stack { .. }
            | Self::NewChangeSet(_)
            | Self::ChangeSet { .. } => None,
        }
    }

    pub fn target(&self) -> Target {
        let of = |kind, name: &str, part: Option<(&'static str, &str)>| Target {
            kind,
            name: Remote::new(name),
            part: part.map(|(kind, name)| (kind, Remote::new(name))),
        };
        match self {
            Self::InlinePolicy { role, policy, .. } => {
                of("role", role.raw(), Some(("policy", policy.raw())))
            }
            Self::Attachment { role, policy, .. } => {
                of("role", role.raw(), Some(("attached policy", policy.raw())))
            }
            Self::ManagedPolicy { policy, .. } => {
                let name = policy.last_segment();
                of("policy", name, Some(("ARN", policy.raw())))
            }
            Self::Trust { role } => of("role", role.raw(), Some(("part", "trust policy"))),
            Self::PolicyFile { role, path, .. } => of("file", path, Some(("of role", role.raw()))),
            Self::TemplateFile(file) => of("file", file.path, Some(("policy", file.policy.raw()))),
            // A stack is typed by its name alone, where the draft may have an ARN.
            Self::Stack { stack, .. } => of("stack", stack.short(), None),
            Self::NewChangeSet(new) => {
                let part = ("change set", new.name.raw());
                of("stack", new.stack.short(), Some(part))
            }
            Self::ChangeSet {
                stack, change_set, ..
            } => of(
                "stack",
                stack.short(),
                Some(("change set", change_set.raw())),
            ),
        }
    }

    /// The kind of policy document that changes; None: it is a list or another thing.
    pub fn document_kind(&self) -> Option<Kind> {
        match self {
            Self::InlinePolicy { .. } | Self::ManagedPolicy { .. } | Self::TemplateFile(_) => {
                Some(Kind::Identity)
            }
            Self::Trust { .. } => Some(Kind::Trust),
            Self::PolicyFile { item, .. } => match item {
                Item::Inline(_) | Item::Managed(_) => Some(Kind::Identity),
                Item::Trust => Some(Kind::Trust),
                Item::Attachments | Item::Boundary => None,
            },
            Self::Attachment { .. }
            | Self::Stack { .. }
            | Self::NewChangeSet(_)
            | Self::ChangeSet { .. } => None,
        }
    }

    /// Why what is to be replaced or removed of a live role could not be read.
    pub(in crate::gate) fn unreadable<'s>(&self, state: &'s RoleState) -> Option<&'s Fault> {
        match self {
            Self::InlinePolicy { policy, .. } => part_of_role(state, |role| {
                let policies = role.inline.read()?;
                let mut all = policies.iter();
                match all.find(|one| one.name == **policy) {
                    Some(policy) => policy.document.read().map(drop),
                    None => Ok(()),
                }
            }),
            Self::Attachment { .. } => part_of_role(state, |role| role.attached.read().map(drop)),
            Self::Trust { .. } => part_of_role(state, |role| role.trust.read().map(drop)),
            Self::ManagedPolicy { policy, .. } => state.managed(policy)?.document.read().err(),
            Self::PolicyFile { .. }
            | Self::TemplateFile(_)
            | Self::Stack { .. }
            | Self::NewChangeSet(_)
            | Self::ChangeSet { .. } => None,
        }
    }

    /// Whether what changes can be told at all: what could not be read is neither
    /// there nor gone. An error says what could not.
    pub fn readable(&self, target: &TargetState) -> Result<(), Reason> {
        match self {
            Self::PolicyFile { .. } | Self::TemplateFile(_) => match target {
                TargetState::File { .. } => Ok(()),
                TargetState::Role(_) | TargetState::Stack(_) => {
                    Err("The file was not read.".into())
                }
            },
            // How far an operation came its progress says; here only that the stack was read.
            Self::Stack { .. } | Self::NewChangeSet(_) | Self::ChangeSet { .. } => match target {
                TargetState::Stack(state) => readable(&state.stack).map(drop),
                TargetState::Role(_) | TargetState::File { .. } => {
                    Err("The target is no stack.".into())
                }
            },
            Self::ManagedPolicy { policy, .. }
                if role::state(target)?.managed(policy).is_none() =>
            {
                Err(format!("Policy {} was not read.", policy.raw()).into())
            }
            Self::InlinePolicy { .. }
            | Self::Attachment { .. }
            | Self::ManagedPolicy { .. }
            | Self::Trust { .. } => match self.unreadable(role::state(target)?) {
                Some(fault) => Err(fault.what.as_str().into()),
                None => Ok(()),
            },
        }
    }
}

fn part_of_role<'s>(
    state: &'s RoleState,
    part: impl FnOnce(&'s Role) -> Result<(), &'s Fault>,
) -> Option<&'s Fault> {
    state.role.read().and_then(part).err()
}
