//! A stack with what a write to it rests on: its state, the change set in full,
//! both templates, the live roles that a change set would change, and the same
//! of every nested stack in it.

use serde::{Deserialize, Serialize};

use super::{Changed, NestedState, RoleState, StackNode};
use crate::facts::{
    Arn, ChangeSet, LogicalId, Reading, Remote, ResourceChange, RoleName, Stack, StackName,
    stack::ChangeAction,
};
use crate::gate::Wanted;

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
    #[serde(default)]
    pub given: Vec<RoleState>,
    /// Live instance profiles that something is to run with.
    #[serde(default)]
    pub profiles: Vec<ProfileState>,
    /// The nested stacks whose own change sets come with this one.
    #[serde(default)]
    pub nested: Vec<NestedState>,
    /// Resources that stand in the way, where the write is about those.
    pub stuck: Option<Reading<Vec<LogicalId>>>,
    /// What failed first in the last operation, where it was looked for.
    pub failure: Option<Remote>,
}

/// An instance profile, by its name, and the roles that are in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileState {
    pub name: Remote,
    pub roles: Reading<Vec<RoleName>>,
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
        }
    }

    /// The partition that the stack and all of its documents live in.
    pub fn partition(&self) -> Option<&str> {
        self.stack.known()?.id.partition()
    }

    pub fn change_set(&self) -> Option<&ChangeSet> {
        self.change_set.as_ref().and_then(Reading::known)
    }

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

    /// The roles and profiles that things are to run as by its own change set: what
    /// has to be read to say what they give.
    pub fn run_as(&self) -> Wanted {
        super::super::impact::wanted(self)
    }

    /// Live roles that its own change set would change, with managed policies that
    /// it names for them: what has to be read to judge it.
    pub fn roles_to_read(&self) -> Vec<(RoleName, Vec<Arn>)> {
        super::super::impact::managed_after(self, MOST_ROLES)
    }
}

/// More roles in one change set are not looked up; they are judged by the
/// templates and contexts alone.
const MOST_ROLES: usize = 16;

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
