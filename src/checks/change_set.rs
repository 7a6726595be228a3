//! What would a change set do? Its changes by meaning, and what the gate's guards say
//! of it with the live roles as they were seen last.

use serde::{Deserialize, Serialize};

use super::{Check, Store};
use crate::{
    ask::{Ask, Question, cloudformation, iam},
    facts::{
        ChangeSet, ChangeSetId, EnvironmentName, Fault, FaultKind, Finding, PhysicalId, Reading,
        RoleName, Settings, Stack, StackName,
    },
    gate::{
        NestedState, RoleState, StackState,
        guards::{GuardRuling, Ruling},
        review,
    },
    rules::change_set::{self, ChangeSetReport, GuardWord},
};

/// Change sets that are read with one that is opened: its own and its nested ones.
const MOST_CHANGE_SETS: usize = 1 + NestedState::MOST;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChangeSetReview {
    environment: EnvironmentName,
    id: ChangeSetId,
}

impl ChangeSetReview {
    pub fn of(environment: &EnvironmentName, id: &ChangeSetId) -> Self {
        Self {
            environment: environment.clone(),
            id: id.clone(),
        }
    }
}

impl Check for ChangeSetReview {
    type Conclusion = ChangeSetReport;

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    /// The change set itself, the templates in force and proposed, the roles in it, and
    /// the same of the change sets of nested stacks.
    fn asks(&self, _: &Settings, store: &Store) -> Vec<Ask> {
        let mut wanted: Vec<Ask> = Vec::new();
        let (mut roles, mut sets, mut at) = (Vec::new(), vec![self.id.clone()], 0);
        while let Some(id) = sets.get(at).filter(|_| at < MOST_CHANGE_SETS).cloned() {
            at += 1;
            let set = cloudformation::ChangeSet(id.clone()).of(&self.environment);
            if let Some(found) = store.get(&set) {
                let stack = store.stack(&self.environment, &found.stack);
                let stack = stack.map_or_else(|| found.stack.as_name(), |stack| stack.name.clone());
                let template = cloudformation::Template { stack };
                wanted.push(template.of(&self.environment).into());
                roles.extend(Some(found.roles()).filter(|roles| !roles.is_empty()));
                let nested = found
                    .changes
                    .iter()
                    .filter_map(|change| change.nested.clone());
                let new: Vec<_> = nested.filter(|id| !sets.contains(id)).collect();
                sets.extend(new);
            }
            let proposed = cloudformation::Proposed(id).of(&self.environment);
            wanted.extend([set.into(), proposed.into()]);
        }
        let roles = roles.into_iter();
        wanted.extend(roles.map(|names| iam::Roles(names).of(&self.environment).into()));
        wanted
    }

    fn judge(&self, settings: &Settings, store: &Store) -> ChangeSetReport {
        let set = cloudformation::ChangeSet(self.id.clone());
        let Some(found) = store.get(&set.of(&self.environment)) else {
            return ChangeSetReport::default();
        };
        let mut report = change_set::judge(found);
        for ruling in self.guarded(found, settings, store) {
            match word(ruling) {
                Some(word) => report.words.push(word),
                None => report.passed += 1,
            }
        }
        report.words.sort_by_key(|word| !word.stops);
        report
    }

    /// It is a proposal: what it would do is shown row by row, and is no finding.
    fn findings(&self, _: &ChangeSetReport) -> Vec<Finding> {
        Vec::new()
    }
}

/// None: the guard passes it.
fn word(ruling: GuardRuling) -> Option<GuardWord> {
    let (stops, what) = match ruling.verdict {
        Ruling::Pass => return None,
        Ruling::Warn { what } => (false, what),
        Ruling::Stop { why, ask } => (true, vec![why, ask]),
    };
    Some(GuardWord {
        title: ruling.title.to_owned(),
        stops,
        what,
    })
}

impl ChangeSetReview {
    /// Empty while the stack or the caller is not known.
    fn guarded(&self, found: &ChangeSet, settings: &Settings, store: &Store) -> Vec<GuardRuling> {
        let environment = &self.environment;
        let caller = store.caller(environment);
        let Some(caller) = caller.filter(|_| self.stack(found, store).is_some()) else {
            return Vec::new();
        };
        let mut left = NestedState::MOST;
        let state = self.state(found, store, NestedState::DEEPEST, &mut left);
        review(state, found.id.clone(), caller, environment, settings)
    }

    /// What is known of the stack and its change set, and of the nested ones so many levels down.
    fn state(
        &self,
        found: &ChangeSet,
        store: &Store,
        levels: usize,
        left: &mut usize,
    ) -> StackState {
        let environment = &self.environment;
        let stack = self.stack(found, store).cloned();
        let name = stack
            .as_ref()
            .map_or_else(|| found.stack.as_name(), |stack| stack.name.clone());
        let mut state = StackState::of(name.clone(), read_or_not(stack));
        state.change_set = Some(Reading::Known(found.clone()));
        let template = cloudformation::Template { stack: name }.of(environment);
        let template = store.get(&template);
        state.template = template.map(|template| Reading::Known(template.body.clone()));
        let proposed = cloudformation::Proposed(found.id.clone()).of(environment);
        state.proposed = store.get(&proposed).cloned().map(Reading::Known);
        let roles = state.roles_to_read().into_iter();
        state.roles = roles
            .filter_map(|(role, _)| self.live(role, store))
            .collect();
        for change in &found.changes {
            let Some(id) = change.nested.clone() else {
                continue;
            };
            let is_within = levels > 0 && *left > 0;
            *left = left.saturating_sub(1);
            let set = cloudformation::ChangeSet(id.clone()).of(environment);
            let nested = match store.get(&set).filter(|_| is_within) {
                Some(set) => self.state(set, store, levels - 1, left),
                None => {
                    let name = change.physical_id.as_ref().map_or("", PhysicalId::raw);
                    let mut unread = StackState::of(StackName::from(name), read_or_not(None));
                    unread.change_set = Some(read_or_not(None));
                    unread
                }
            };
            state.nested.push(NestedState {
                logical_id: change.logical_id.clone(),
                change_set: id,
                state: nested,
            });
        }
        state
    }

    fn stack<'a>(&self, found: &ChangeSet, store: &'a Store) -> Option<&'a Stack> {
        let one = cloudformation::Stack(found.stack_name.clone()).of(&self.environment);
        store.get(&one).or_else(|| {
            let all = store.get(&cloudformation::Stacks.of(&self.environment))?;
            all.stacks.iter().find(|stack| stack.id == found.stack)
        })
    }

    /// The role as it was read last; None: it was not.
    fn live(&self, name: RoleName, store: &Store) -> Option<RoleState> {
        let known = store.authorization(&self.environment, Some(&name))?;
        let reading = known.roles.iter().find(|role| role.name == name)?;
        Some(RoleState {
            role: reading.role.clone(),
            name,
            managed: known.managed.clone(),
            versions: Vec::new(),
            also_attached_to: Vec::new(),
            owner: Reading::Known(None),
            asked: Vec::new(),
        })
    }
}

fn read_or_not<T>(found: Option<T>) -> Reading<T> {
    let what = "It was not read yet.";
    let not_read = || Fault::new(FaultKind::Missing, what, "Wait for it, or refresh.");
    found.map_or_else(|| Reading::Unknown(not_read()), Reading::Known)
}
