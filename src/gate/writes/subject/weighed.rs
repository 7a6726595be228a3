//! What guards and the judgement have to know of what is written to. A subject that is
//! new answers here, or nothing compiles.

use super::{EntriesPart, FilePart, Item, RolePart, StackPart, Subject};
use crate::facts::{Arn, CodifiedPart, PolicyName, Remote};

/// Which of IAM's quotas a document falls under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gate) enum Quota {
    /// All inline policies of the role together.
    AllInline,
    Managed,
    Trust,
}

impl<'a> Subject<'a> {
    /// The part of a role that a codified file must stand for; None: no such file
    /// is about this.
    pub(in crate::gate) fn codified_part(&self) -> Option<CodifiedPart> {
        Some(match self {
            Self::Role(_, part) => match part {
                RolePart::Inline { policy, .. } => CodifiedPart::Policy((*policy).clone()),
                RolePart::Managed(policy) => {
                    CodifiedPart::Policy(PolicyName::new(policy.last_segment()))
                }
                RolePart::Trust => CodifiedPart::Trust,
                RolePart::Attachment { .. } => CodifiedPart::Attachments,
            },
            Self::File(_, _, FilePart::Codified(item)) => item.part(),
            Self::File(_, _, FilePart::Template(_))
            | Self::Stack(..)
            | Self::Entries(..)
            | Self::GitHub(..) => {
                return None;
            }
        })
    }

    /// What settings may protect it by, beside its role: the policy, by name or by ARN,
    /// and the stack that a template is deployed as.
    pub(in crate::gate) fn protected_names(&self) -> Vec<&'a str> {
        match *self {
            Self::Role(_, part) => match part {
                RolePart::Inline { policy, .. } => vec![policy.raw()],
                RolePart::Attachment { policy, .. } | RolePart::Managed(policy) => {
                    vec![policy.raw(), policy.last_segment()]
                }
                RolePart::Trust => Vec::new(),
            },
            Self::File(_, _, FilePart::Template(file)) => {
                vec![file.policy.raw(), file.stack.short()]
            }
            Self::File(_, _, FilePart::Codified(item)) => match item {
                Item::Inline(name) | Item::Managed(name) => vec![name.raw()],
                Item::Trust | Item::Attachments | Item::Boundary => Vec::new(),
            },
            Self::Stack(..) | Self::Entries(..) => Vec::new(),
            Self::GitHub(repository, _) => vec![repository.name()],
        }
    }

    /// Whether the repository's file says what the change would make.
    pub(in crate::gate) fn is_as_in(&self, file: Option<&Remote>, after: Option<&Remote>) -> bool {
        match self {
            Self::Role(_, RolePart::Attachment { policy, attaches }) => {
                let arns = file.and_then(|text| serde_json::from_str::<Vec<Arn>>(text.raw()).ok());
                arns.is_some_and(|arns| arns.contains(policy) == *attaches)
            }
            // The repository has no such policy: no file, and none is to be left.
            Self::Role(_, RolePart::Inline { deletes: true, .. }) => file.is_none(),
            Self::Role(
                _,
                RolePart::Inline { deletes: false, .. } | RolePart::Managed(_) | RolePart::Trust,
            )
            | Self::File(..)
            | Self::Stack(..)
            | Self::Entries(..)
            | Self::GitHub(..) => file.is_some() && same(file, after),
        }
    }

    /// Which of IAM's quotas limits the document that is written; None: no document is
    /// written to IAM.
    pub(in crate::gate) fn quota(&self) -> Option<Quota> {
        match self {
            Self::Role(_, part) => match part {
                RolePart::Inline { .. } => Some(Quota::AllInline),
                RolePart::Managed(_) => Some(Quota::Managed),
                RolePart::Trust => Some(Quota::Trust),
                RolePart::Attachment { .. } => None,
            },
            Self::File(..) | Self::Stack(..) | Self::Entries(..) | Self::GitHub(..) => None,
        }
    }

    /// Whether it may be said to take back what an earlier change did. Of what is done
    /// to what runs in a stack, nothing else can be.
    pub(in crate::gate) fn may_take_back(&self) -> bool {
        match self {
            Self::Role(..) | Self::File(..) => true,
            Self::GitHub(..) => false,
            Self::Stack(_, part) => match part {
                StackPart::Protect | StackPart::NewChangeSet(_) => true,
                StackPart::RollBack
                | StackPart::ContinueRollBack(_)
                | StackPart::Delete
                | StackPart::FinishDeletion(_)
                | StackPart::Execute(_)
                | StackPart::DeleteChangeSet(_) => false,
            },
            Self::Entries(_, part) => match part {
                EntriesPart::Register(_) => true,
                EntriesPart::Deregister(_) => false,
            },
        }
    }

    pub(in crate::gate) fn inline_policy(&self) -> Option<&'a PolicyName> {
        match *self {
            Self::Role(_, RolePart::Inline { policy, .. }) => Some(policy),
            Self::Role(..)
            | Self::File(..)
            | Self::Stack(..)
            | Self::Entries(..)
            | Self::GitHub(..) => None,
        }
    }

    /// The managed policy that is attached, detached, or changes itself.
    pub fn managed_policy(&self) -> Option<&'a Arn> {
        match *self {
            Self::Role(_, RolePart::Attachment { policy, .. } | RolePart::Managed(policy)) => {
                Some(policy)
            }
            Self::Role(..)
            | Self::File(..)
            | Self::Stack(..)
            | Self::Entries(..)
            | Self::GitHub(..) => None,
        }
    }
}

/// The same text, or the same JSON value: services may lay a document out in their own way.
pub(in crate::gate) fn same(one: Option<&Remote>, other: Option<&Remote>) -> bool {
    let value = |text: &Remote| serde_json::from_str::<serde_json::Value>(text.raw()).ok();
    match (one, other) {
        (Some(one), Some(other)) => {
            one == other || value(one).is_some_and(|one| Some(one) == value(other))
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}
