//! A stack with what a write to it rests on: its state, the change set in full,
//! both templates, the live roles that a change set would change, and the same
//! of every nested stack in it.

use serde::{Deserialize, Serialize};

use super::{Remains, RoleState};
use crate::facts::{
    ChangeSet, ChangeSetId, LogicalId, Reading, Remote, ResourceChange, RoleName, Stack, StackName,
    stack::{ChangeAction, ClientToken},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackState {
    /// As it was asked for: a name, or an ARN.
    pub name: StackName,
    pub stack: Reading<Stack>,
    /// All pages of it; None: the write is about no change set.
    pub change_set: Option<Reading<ChangeSet>>,
    /// As last deployed, where that matters.
    pub template: Option<Reading<Remote>>,
    /// The change set's own.
    pub proposed: Option<Reading<Remote>>,
    /// The live roles that the change set would change, nested stacks' aside.
    pub roles: Vec<RoleState>,
    /// Live roles that something is to run as, nested stacks' aside.
    pub given: Vec<RoleState>,
    /// Live instance profiles that something is to run with.
    pub profiles: Vec<ProfileState>,
    /// The nested stacks whose own change sets come with this one.
    pub nested: Vec<NestedState>,
    /// Resources that stand in the way, where the write is about those.
    pub stuck: Option<Reading<Vec<LogicalId>>>,
    /// What failed first in the last operation, where it was looked for.
    pub failure: Option<Remote>,
    /// What whoever began that operation named it by.
    pub begun_by: Option<ClientToken>,
    /// What there is still to delete, where the write is about that.
    pub remains: Option<Reading<Remains>>,
}

/// An instance profile, by its name, and the roles that are in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileState {
    pub name: Remote,
    pub roles: Reading<Vec<RoleName>>,
}

/// A nested stack with its own change set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NestedState {
    /// What its parent's template calls it.
    pub logical_id: LogicalId,
    /// As its parent's change set names it.
    pub change_set: ChangeSetId,
    pub state: StackState,
}

impl NestedState {
    /// So many levels below the stack itself are read.
    pub const DEEPEST: usize = 3;
    /// So many nested change sets of one are read, however deep.
    pub const MOST: usize = 20;
}

impl StackState {
    pub fn of(name: StackName, stack: Reading<Stack>) -> Self {
        Self {
            name,
            stack,
            change_set: None,
            template: None,
            proposed: None,
            roles: Vec::new(),
            given: Vec::new(),
            profiles: Vec::new(),
            nested: Vec::new(),
            stuck: None,
            failure: None,
            begun_by: None,
            remains: None,
        }
    }

    /// The partition that the stack and all of its documents live in.
    pub fn partition(&self) -> Option<&str> {
        self.stack.known()?.id.partition()
    }

    pub fn remains(&self) -> Option<&Remains> {
        self.remains.as_ref().and_then(Reading::known)
    }

    pub fn change_set(&self) -> Option<&ChangeSet> {
        self.change_set.as_ref().and_then(Reading::known)
    }

    /// What its own change set would change, nested stacks' aside.
    pub fn own_changes(&self) -> &[ResourceChange] {
        self.change_set().map_or(&[], |set| &set.changes)
    }

    /// The change of the resource with this logical id.
    pub fn change_of(&self, id: &str) -> Option<&ResourceChange> {
        let mut changes = self.own_changes().iter();
        changes.find(|change| change.logical_id.raw() == id)
    }

    /// The live role behind a change of an `AWS::IAM::Role`.
    pub fn live_role(&self, change: &ResourceChange) -> Option<&RoleState> {
        let name = change.role()?;
        self.roles.iter().find(|role| role.name == name)
    }

    /// A live role as it was read, be it changed or run as.
    pub fn reading_of(&self, name: &RoleName) -> Option<&RoleState> {
        let mut all = self.given.iter().chain(&self.roles);
        all.find(|role| role.name == *name)
    }
}

pub(in crate::gate) fn is_iam(change: &ResourceChange) -> bool {
    change.resource_type.raw().starts_with("AWS::IAM::")
}

/// The resource goes, whatever the change is called.
pub(in crate::gate) fn removes(change: &ResourceChange) -> bool {
    use crate::facts::stack::PolicyAction;
    change.action == ChangeAction::Remove
        || matches!(
            change.policy_action,
            Some(PolicyAction::Delete | PolicyAction::Snapshot)
        )
}

/// Another resource takes its place, or may.
pub(in crate::gate) fn replaces(change: &ResourceChange) -> bool {
    change.replaced().is_some()
}
