//! What guards and the judgement have to know of what is written to. A subject that is
//! new answers here, or nothing compiles.

use super::{Item, StackOperation, Subject};
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
        match self {
            Self::InlinePolicy { policy, .. } => Some(CodifiedPart::Policy((*policy).clone())),
            Self::ManagedPolicy { policy, .. } => {
                let name = PolicyName::new(policy.last_segment());
                Some(CodifiedPart::Policy(name))
            }
            Self::Trust { .. } => Some(CodifiedPart::Trust),
            Self::Attachment { .. } => Some(CodifiedPart::Attachments),
            Self::PolicyFile { item, .. } => Some(item.part()),
            Self::TemplateFile(_)
            | Self::Stack { .. }
            | Self::NewChangeSet(_)
            | Self::ChangeSet { .. } => None,
        }
    }

    /// What settings may protect it by, beside its role: the policy, by name or by ARN,
    /// and the stack that a template is deployed as.
    pub(in crate::gate) fn protected_names(&self) -> Vec<&'a str> {
        match *self {
            Self::InlinePolicy { policy, .. } => vec![policy.raw()],
            Self::TemplateFile(file) => vec![file.policy.raw(), file.stack.short()],
            Self::Attachment { policy, .. } | Self::ManagedPolicy { policy, .. } => {
                vec![policy.raw(), policy.last_segment()]
            }
            Self::PolicyFile { item, .. } => match item {
                Item::Inline(name) | Item::Managed(name) => vec![name.raw()],
                Item::Trust | Item::Attachments | Item::Boundary => Vec::new(),
            },
            Self::Trust { .. }
            | Self::Stack { .. }
            | Self::NewChangeSet(_)
            | Self::ChangeSet { .. } => Vec::new(),
        }
    }

    /// Whether the repository's file says what the change would make.
    pub(in crate::gate) fn is_as_in(&self, file: Option<&Remote>, after: Option<&Remote>) -> bool {
        match self {
            Self::Attachment {
                policy, attaches, ..
            } => {
                let arns = file.and_then(|text| serde_json::from_str::<Vec<Arn>>(text.raw()).ok());
                arns.is_some_and(|arns| arns.contains(policy) == *attaches)
            }
            // The repository has no such policy: no file, and none is to be left.
            Self::InlinePolicy { deletes: true, .. } => file.is_none(),
            Self::InlinePolicy { deletes: false, .. }
            | Self::ManagedPolicy { .. }
            | Self::Trust { .. }
            | Self::PolicyFile { .. }
            | Self::TemplateFile(_)
            | Self::Stack { .. }
            | Self::NewChangeSet(_)
            | Self::ChangeSet { .. } => file.is_some() && same(file, after),
        }
    }

    /// Which of IAM's quotas limits the document that is written; None: no document is
    /// written to IAM.
    pub(in crate::gate) fn quota(&self) -> Option<Quota> {
        match self {
            Self::InlinePolicy { .. } => Some(Quota::AllInline),
            Self::ManagedPolicy { .. } => Some(Quota::Managed),
            Self::Trust { .. } => Some(Quota::Trust),
            Self::Attachment { .. }
            | Self::PolicyFile { .. }
            | Self::TemplateFile(_)
            | Self::Stack { .. }
            | Self::NewChangeSet(_)
            | Self::ChangeSet { .. } => None,
        }
    }

    /// Whether it may be said to take back what an earlier change did. Of what is done
    /// to what runs in a stack, nothing else can be.
    pub(in crate::gate) fn may_take_back(&self) -> bool {
        match self {
            Self::Stack { operation, .. } => match operation {
                StackOperation::Protect => true,
                StackOperation::RollBack
                | StackOperation::ContinueRollBack { .. }
                | StackOperation::Delete => false,
            },
            Self::ChangeSet { .. } => false,
            Self::NewChangeSet(_)
            | Self::InlinePolicy { .. }
            | Self::Attachment { .. }
            | Self::ManagedPolicy { .. }
            | Self::Trust { .. }
            | Self::PolicyFile { .. }
            | Self::TemplateFile(_) => true,
        }
    }

    pub(in crate::gate) fn inline_policy(&self) -> Option<&'a PolicyName> {
        match *self {
            Self::InlinePolicy { policy, .. } => Some(policy),
            Self::Attachment { .. }
            | Self::ManagedPolicy { .. }
            | Self::Trust { .. }
            | Self::PolicyFile { .. }
            | Self::TemplateFile(_)
            | Self::Stack { .. }
            | Self::NewChangeSet(_)
            | Self::ChangeSet { .. } => None,
        }
    }

    /// The managed policy that is attached, detached, or changes itself.
    pub fn managed_policy(&self) -> Option<&'a Arn> {
        match *self {
            Self::Attachment { policy, .. } | Self::ManagedPolicy { policy, .. } => Some(policy),
            Self::InlinePolicy { .. }
            | Self::Trust { .. }
            | Self::PolicyFile { .. }
            | Self::TemplateFile(_)
            | Self::Stack { .. }
            | Self::NewChangeSet(_)
            | Self::ChangeSet { .. } => None,
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
