//! A resource that a stack could not create because one of that name exists: whether the
//! stack itself kept it when it let go of it, and what takes it back in.

use super::{Confidence, Link, LinkKind};
use crate::{
    cause::stack_story::{StackStory, ToldEvent},
    facts::{PhysicalId, Remote, StackEvent},
};

/// What services answer to a creation of what is there.
const EXISTS: &[&str] = &["already exists", "AlreadyExists", "already being used"];
/// What the stack said when it kept it.
const KEPT: &str = "DELETE_SKIPPED";

pub(super) fn links(story: &StackStory, event: &StackEvent, source: &str) -> Vec<Link> {
    let said = event.said().map_or("", Remote::raw);
    let is_creation = event.outcome().contains("CREATE_FAILED");
    if !is_creation || !EXISTS.iter().any(|words| said.contains(words)) {
        return Vec::new();
    }
    let name = event.logical_id.raw();
    let link = |kind, what: String, evidence: &str| Link {
        confidence: Confidence::Certain,
        kind,
        subject: name.to_owned(),
        at: None,
        what,
        evidence: evidence.to_owned(),
    };
    match kept(story, event) {
        Some(kept) => {
            let at = kept.event.at;
            let what = format!(
                "an earlier update kept it ({KEPT}), and it still exists: a change set of type IMPORT takes it back into the stack"
            );
            vec![Link {
                at: Some(at),
                ..link(LinkKind::Cause, what, source)
            }]
        }
        None => {
            let what = format!(
                "who made what exists: `aws cloudformation describe-stack-resources --physical-resource-id {}` names the stack that owns it. If none does, a change set of type IMPORT takes it in",
                physical(event).unwrap_or("NAME")
            );
            vec![link(
                LinkKind::Needed,
                what,
                "cloudformation:DescribeStackResources",
            )]
        }
    }
}

/// The event that says the stack kept just this one: the same thing, and no other of the
/// same type.
fn kept<'s>(story: &'s StackStory, failed: &StackEvent) -> Option<&'s ToldEvent> {
    let is_it = |told: &&ToldEvent| {
        let event = &told.event;
        let same = match (physical(event), physical(failed)) {
            (Some(one), Some(other)) => one == other,
            _ => event.logical_id == failed.logical_id,
        };
        event.outcome().contains(KEPT) && event.at < failed.at && same
    };
    story.events.iter().find(is_it)
}

/// What failed before it had a name has an empty one.
fn physical(event: &StackEvent) -> Option<&str> {
    let id = event.physical_id.as_ref().map(PhysicalId::raw);
    id.filter(|id| !id.is_empty())
}
