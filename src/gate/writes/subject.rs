//! What a write is about: all that guards, the preview and the journal may know of
//! its kind. No other file asks a write which one it is.

mod github;
mod weighed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use github::{GitHubPart, ReviewedEnvironment};
pub(in crate::gate) use weighed::{Quota, same};

use super::{
    parameters::{self, EffectiveParameter, ExpectedValue},
    role, stack,
};
use crate::{
    facts::{
        Arn, BucketName, ChangeSetId, CodifiedPart, Fault, LogicalId, NamespaceId, PolicyName,
        Reason, Remote, Repository, Role, RoleName, ServiceId, StackName, stack::ChangeSetName,
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
    /// Of a batch, how many things change within it.
    pub count: Option<usize>,
}

/// Every match on it names all, and of what it weighs all parts, so that a new subject
/// has to be weighed everywhere.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A part of a live role.
    Role(&'a RoleName, RolePart<'a>),
    /// A file of the working tree, by its path, that writes a role down.
    File(&'a RoleName, &'a str, FilePart<'a>),
    Stack(&'a StackName, StackPart<'a>),
    /// Entries of the service registry, by the name of their namespace.
    Entries(&'a Remote, EntriesPart<'a>),
    GitHub(&'a Repository, GitHubPart<'a>),
}

#[derive(Clone, Copy, Debug)]
pub enum RolePart<'a> {
    Inline {
        policy: &'a PolicyName,
        deletes: bool,
    },
    Attachment {
        policy: &'a Arn,
        attaches: bool,
    },
    /// The policy itself, which was found by the role.
    Managed(&'a Arn),
    Trust,
}

#[derive(Clone, Copy, Debug)]
pub enum FilePart<'a> {
    Codified(&'a Item),
    Template(TemplateFile<'a>),
}

#[derive(Clone, Copy, Debug)]
pub enum EntriesPart<'a> {
    Deregister(&'a dyn EntriesBatch),
    Register(&'a dyn EntriesBatch),
}

/// Several entries at once.
pub trait EntriesBatch: std::fmt::Debug + Send + Sync {
    fn count(&self) -> usize;
    /// The namespace, and the service of each entry.
    fn place(&self) -> (&NamespaceId, Vec<&ServiceId>);
    /// Every reason for which it may not be done as a whole.
    fn objections(&self, seen: &Observed) -> Vec<String>;
    /// A line for each of them.
    fn reasons(&self, seen: &Observed) -> Vec<String>;
    /// What stays of each service, and what caches still say.
    fn leaves(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }
}

/// What is done to a stack, or to one of its change sets.
#[derive(Clone, Copy, Debug)]
pub enum StackPart<'a> {
    RollBack,
    /// Goes on with a roll back, and leaves these out.
    ContinueRollBack(&'a [LogicalId]),
    Delete,
    /// Ends a deletion that failed, and leaves these.
    FinishDeletion(&'a [LogicalId]),
    Protect,
    NewChangeSet(NewChangeSet<'a>),
    Execute(&'a ChangeSetId),
    DeleteChangeSet(&'a ChangeSetId),
}

/// One policy in a template that declares its role.
#[derive(Clone, Copy, Debug)]
pub struct TemplateFile<'a> {
    pub policy: &'a PolicyName,
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

/// A change set that is to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewChangeSet<'a> {
    pub name: &'a ChangeSetName,
    pub template: &'a Remote,
    pub expected: &'a [ExpectedValue],
    /// It puts back what somebody changed by hand.
    pub reverts_drift: bool,
    /// Where its template is put first: it is too large to be sent as text.
    pub through: Option<&'a BucketName>,
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
            Self::Role(role, _) | Self::File(role, ..) => Some(role),
            Self::Stack(..) | Self::Entries(..) | Self::GitHub(..) => None,
        }
    }

    /// The stack that is written to; a template's is only named.
    pub fn stack(&self) -> Option<&'a StackName> {
        match *self {
            Self::Stack(stack, _) => Some(stack),
            Self::Role(..) | Self::File(..) | Self::Entries(..) | Self::GitHub(..) => None,
        }
    }

    /// What is done on GitHub; None: it is done elsewhere.
    pub fn github(&self) -> Option<(&'a Repository, GitHubPart<'a>)> {
        match *self {
            Self::GitHub(repository, part) => Some((repository, part)),
            Self::Role(..) | Self::File(..) | Self::Stack(..) | Self::Entries(..) => None,
        }
    }

    /// The file of the working tree that changes; None: something else does.
    pub fn file(&self) -> Option<&'a str> {
        match *self {
            Self::File(_, path, _) => Some(path),
            Self::Role(..) | Self::Stack(..) | Self::Entries(..) | Self::GitHub(..) => None,
        }
    }

    /// The change set that is executed; None: something else is done.
    pub fn executed(&self) -> Option<&'a ChangeSetId> {
        match *self {
            Self::Stack(_, StackPart::Execute(id)) => Some(id),
            Self::Role(..)
            | Self::File(..)
            | Self::Stack(..)
            | Self::Entries(..)
            | Self::GitHub(..) => None,
        }
    }

    /// The change set that is there and that it is about.
    pub fn change_set(&self) -> Option<&'a ChangeSetId> {
        match *self {
            Self::Stack(_, StackPart::Execute(id) | StackPart::DeleteChangeSet(id)) => Some(id),
            Self::Role(..)
            | Self::File(..)
            | Self::Stack(..)
            | Self::Entries(..)
            | Self::GitHub(..) => None,
        }
    }

    pub fn target(&self) -> Target {
        let (kind, name, part) = match *self {
            Self::GitHub(repository, part) => return part.target(repository),
            Self::Role(role, part) => match part {
                RolePart::Inline { policy, .. } => {
                    ("role", role.raw(), Some(("policy", policy.raw())))
                }
                RolePart::Attachment { policy, .. } => {
                    ("role", role.raw(), Some(("attached policy", policy.raw())))
                }
                RolePart::Managed(policy) => {
                    ("policy", policy.last_segment(), Some(("ARN", policy.raw())))
                }
                RolePart::Trust => ("role", role.raw(), Some(("part", "trust policy"))),
            },
            Self::File(role, path, FilePart::Codified(_)) => {
                ("file", path, Some(("of role", role.raw())))
            }
            Self::File(_, path, FilePart::Template(file)) => {
                ("file", path, Some(("policy", file.policy.raw())))
            }
            // A stack is typed by its name alone, where the draft may have an ARN.
            Self::Stack(stack, part) => {
                let set = match part {
                    StackPart::NewChangeSet(new) => Some(new.name.raw()),
                    StackPart::Execute(id) | StackPart::DeleteChangeSet(id) => Some(id.raw()),
                    StackPart::RollBack
                    | StackPart::ContinueRollBack(_)
                    | StackPart::Delete
                    | StackPart::FinishDeletion(_)
                    | StackPart::Protect => None,
                };
                ("stack", stack.short(), set.map(|set| ("change set", set)))
            }
            Self::Entries(namespace, _) => ("namespace", namespace.raw(), None),
        };
        Target {
            kind,
            name: Remote::new(name),
            part: part.map(|(kind, name)| (kind, Remote::new(name))),
            count: self.entries(),
        }
    }

    /// How many entries of the registry change; None: something else does.
    pub fn entries(&self) -> Option<usize> {
        match *self {
            Self::Entries(_, EntriesPart::Deregister(batch) | EntriesPart::Register(batch)) => {
                Some(batch.count())
            }
            Self::Role(..) | Self::File(..) | Self::Stack(..) | Self::GitHub(..) => None,
        }
    }

    /// The kind of policy document that changes; None: it is a list or another thing.
    pub fn document_kind(&self) -> Option<Kind> {
        match self {
            Self::Role(_, part) => match part {
                RolePart::Inline { .. } | RolePart::Managed(_) => Some(Kind::Identity),
                RolePart::Trust => Some(Kind::Trust),
                RolePart::Attachment { .. } => None,
            },
            Self::File(_, _, FilePart::Template(_)) => Some(Kind::Identity),
            Self::File(_, _, FilePart::Codified(item)) => match item {
                Item::Inline(_) | Item::Managed(_) => Some(Kind::Identity),
                Item::Trust => Some(Kind::Trust),
                Item::Attachments | Item::Boundary => None,
            },
            Self::Stack(..) | Self::Entries(..) | Self::GitHub(..) => None,
        }
    }

    /// Why what is to be replaced or removed of a live role could not be read.
    pub(in crate::gate) fn unreadable<'s>(&self, state: &'s RoleState) -> Option<&'s Fault> {
        let Self::Role(_, part) = self else {
            return None;
        };
        match part {
            RolePart::Inline { policy, .. } => part_of_role(state, |role| {
                let policies = role.inline.read()?;
                let mut all = policies.iter();
                match all.find(|one| one.name == **policy) {
                    Some(policy) => policy.document.read().map(drop),
                    None => Ok(()),
                }
            }),
            RolePart::Attachment { .. } => {
                part_of_role(state, |role| role.attached.read().map(drop))
            }
            RolePart::Trust => part_of_role(state, |role| role.trust.read().map(drop)),
            RolePart::Managed(policy) => state.managed(policy)?.document.read().err(),
        }
    }

    /// Whether what changes can be told at all: what could not be read is neither
    /// there nor gone. An error says what could not.
    pub fn readable(&self, target: &TargetState) -> Result<(), Reason> {
        match self {
            Self::File(..) => match target {
                TargetState::File { .. } => Ok(()),
                TargetState::Role(_)
                | TargetState::Stack(_)
                | TargetState::Registry(_)
                | TargetState::GitHub(_) => Err("The file was not read.".into()),
            },
            // How far an operation came its progress says; here only that the stack was read.
            Self::Stack(..) => match target {
                TargetState::Stack(state) => Ok(state.stack.read().map(drop)?),
                TargetState::Role(_)
                | TargetState::File { .. }
                | TargetState::Registry(_)
                | TargetState::GitHub(_) => Err("The target is not a stack.".into()),
            },
            // Whether entries are there is told by their lists alone.
            Self::Entries(..) => match target.registry() {
                None => Err("The registry was not read.".into()),
                Some(state) => {
                    let mut services = state.services.iter();
                    let unread = services.find_map(|one| one.entries.read().err());
                    unread.map_or(Ok(()), |fault| Err(fault.into()))
                }
            },
            Self::GitHub(..) => match target.github() {
                Some(state) => Ok(state.readable()?),
                None => Err("What is on GitHub was not read.".into()),
            },
            Self::Role(_, RolePart::Managed(policy))
                if role::state(target)?.managed(policy).is_none() =>
            {
                Err(format!("Policy {} was not read.", policy.raw()).into())
            }
            Self::Role(..) => match self.unreadable(role::state(target)?) {
                Some(fault) => Err(fault.into()),
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
