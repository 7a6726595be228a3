//! A tree of stacks flattened: each stack with the way to it, each change with
//! the stack that it is of. Whoever looks at changes gets those of nested stacks
//! among them, and cannot leave them out by not thinking of them.

use std::ops::Deref;

use super::{
    NestedState, RoleState, StackState, is_iam,
    place::{joined, place},
    removes, replaces,
};
use crate::facts::{LogicalId, ResourceChange};

/// One stack of the tree.
#[derive(Clone, Debug)]
pub struct StackNode<'a> {
    pub state: &'a StackState,
    /// The stacks above it, the one that is written to first.
    pub above: Vec<&'a StackState>,
    /// Empty: the stack that is written to itself.
    pub path: Vec<&'a NestedState>,
}

/// A change, and the stack whose resource it is of.
#[derive(Clone, Debug)]
pub struct Changed<'a> {
    pub level: StackNode<'a>,
    change: &'a ResourceChange,
}

impl StackState {
    /// The stack itself and every nested one, parents first.
    pub fn levels(&self) -> Vec<StackNode<'_>> {
        StackNode::all(self)
    }

    /// Every change, nested stacks' included, those that need most attention
    /// first: what goes or is replaced, then IAM, then the rest by name.
    pub fn changes(&self) -> Vec<Changed<'_>> {
        let levels = self.levels();
        Changed::sorted(levels.iter().flat_map(StackNode::changes).collect())
    }

    /// The live roles that would change, nested stacks' included.
    pub fn live_roles(&self) -> impl Iterator<Item = &RoleState> {
        let levels = self.levels();
        levels.into_iter().flat_map(|level| &level.state.roles)
    }
}

impl<'a> StackNode<'a> {
    fn all(root: &'a StackState) -> Vec<Self> {
        let mut found = vec![Self {
            state: root,
            above: Vec::new(),
            path: Vec::new(),
        }];
        let mut at = 0;
        while let Some(parent) = found.get(at).cloned() {
            found.extend(parent.state.nested.iter().map(|nested| Self {
                state: &nested.state,
                above: [parent.above.as_slice(), &[parent.state]].concat(),
                path: [parent.path.as_slice(), &[nested]].concat(),
            }));
            at += 1;
        }
        found
    }

    /// Of this stack alone, those that need most attention first.
    pub fn changes(&self) -> Vec<Changed<'a>> {
        let changed = self.state.own_changes().iter().map(|change| Changed {
            level: self.clone(),
            change,
        });
        Changed::sorted(changed.collect())
    }

    pub fn nested(&self) -> Option<&'a NestedState> {
        self.path.last().copied()
    }

    pub fn ids(&self) -> Vec<LogicalId> {
        let ids = self.path.iter().map(|nested| nested.logical_id.clone());
        ids.collect()
    }

    /// ` of nested stack app-Child-1A2B (Child)`, raw; empty of the stack itself.
    pub fn words(&self) -> String {
        if self.path.is_empty() {
            return String::new();
        }
        format!(
            " of nested stack {} ({})",
            self.state.name.short(),
            joined(&self.ids())
        )
    }
}

impl<'a> Changed<'a> {
    /// What goes or is replaced, then IAM, then the rest by name.
    fn sorted(mut changes: Vec<Self>) -> Vec<Self> {
        changes.sort_by_cached_key(|change| {
            (
                !(removes(change) || replaces(change)),
                !is_iam(change),
                change.level.path.len(),
                change.name(),
            )
        });
        changes
    }

    pub fn change(&self) -> &'a ResourceChange {
        self.change
    }

    /// `Role`, or `Child/Role` of a nested stack, raw.
    pub fn name(&self) -> String {
        place(&self.level.ids(), &self.change.logical_id)
    }
}

impl Deref for Changed<'_> {
    type Target = ResourceChange;

    fn deref(&self) -> &ResourceChange {
        self.change
    }
}
