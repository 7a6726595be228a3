//! What is wrong with a stack that CloudFormation calls well: its row, its header and
//! the counts say so.

use std::collections::HashSet;

use crate::{
    cause::first_failure::Ending,
    facts::{Stack, StackName},
    panes::Cx,
    ui::Role,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concern {
    /// The repository is ahead of it, and another stack failed for that.
    Stale,
    /// Somebody wanted it deleted, and CloudFormation turned that down.
    NotDeleted,
    /// It says why something was not done, and its events were not read yet.
    Unexplained,
}

impl Concern {
    pub(super) fn of(stack: &Stack, cx: &Cx<'_>) -> Option<Self> {
        let is_stale = cx.store.stale_stack(cx.environment, &stack.name).is_some();
        Self::besides(stack, is_stale, cx)
    }

    /// The same, where the stale ones are known: finding them looks at every story.
    pub(super) fn among(stack: &Stack, stale: &HashSet<StackName>, cx: &Cx<'_>) -> Option<Self> {
        Self::besides(stack, stale.contains(&stack.name), cx)
    }

    fn besides(stack: &Stack, is_stale: bool, cx: &Cx<'_>) -> Option<Self> {
        if is_stale {
            return Some(Self::Stale);
        }
        if stack.status.is_failed() || !stack.tells_of_failure() {
            return None;
        }
        match cx.store.story(cx.environment, &stack.name) {
            Some(story) if matches!(story.ending, Some(Ending::TurnedDown(_))) => {
                Some(Self::NotDeleted)
            }
            Some(story) if !story.events.is_empty() => None,
            _ => Some(Self::Unexplained),
        }
    }

    pub(super) fn mark(self) -> (char, Role) {
        let letter = match self {
            Self::Stale => '~',
            Self::NotDeleted => '!',
            Self::Unexplained => '?',
        };
        (letter, Role::Warn)
    }

    /// Before the status; None: the mark says it.
    pub(super) fn words(self) -> Option<&'static str> {
        match self {
            Self::Stale => Some("stale"),
            Self::NotDeleted => Some("not deleted"),
            Self::Unexplained => None,
        }
    }

    /// The most urgent first, among what is well, failed, under way and unknown.
    pub(super) fn severity(self) -> u8 {
        match self {
            Self::Stale | Self::NotDeleted => 1,
            Self::Unexplained => 3,
        }
    }
}
