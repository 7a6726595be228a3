//! What did a stack's newest operation do, and whose fault is its failure?

mod report;
mod search;
mod story;

use serde::{Deserialize, Serialize};

use super::{Check, Outcome, Store};
use crate::{
    ask::{Ask, AskOf, Question, cloudformation, iam, repo},
    cause::stack_story::StackStory,
    facts::{EnvironmentName, EventExtent, Finding, RoleName, Settings, Stack, StackName, Unknown},
};

pub use report::OperationReport;

/// Sources of templates that are looked through for a role.
const MOST_SOURCES: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LastOperation {
    environment: EnvironmentName,
    stack: StackName,
}

impl Store {
    /// The newest operation of a stack, told from its cause.
    pub fn story(&self, environment: &EnvironmentName, stack: &StackName) -> Option<&StackStory> {
        let report = self.conclusion(&LastOperation::of(environment, stack))?;
        Some(&report.story)
    }
}

impl LastOperation {
    pub fn of(environment: &EnvironmentName, stack: &StackName) -> Self {
        Self {
            environment: environment.clone(),
            stack: stack.clone(),
        }
    }

    fn stack<'a>(&self, store: &'a Store) -> Option<&'a Stack> {
        store.stack_named(&self.environment, &self.stack)
    }

    /// The ways to ask for its events: the newest page, what failed, the operation.
    pub fn events(&self) -> [AskOf<cloudformation::Events>; 3] {
        use EventExtent::{Failures, FirstPage, Operation};
        [FirstPage, Failures, Operation].map(|extent| {
            let stack = self.stack.clone();
            cloudformation::Events { stack, extent }.of(&self.environment)
        })
    }

    /// The stack's events, and, once they tell of a refusal, whose fault that is.
    /// `opened`: a person looks at all that it did.
    pub fn asks_when(&self, opened: bool, settings: &Settings, store: &Store) -> Vec<Ask> {
        let stack = self.stack(store);
        let Some(extent) = stack.and_then(|stack| extent(stack, opened)) else {
            return Vec::new();
        };
        let [page, failures, whole] = self.events();
        // Of ten thousand events the newest page comes first, in one call.
        let goes_on = store.load(&whole).is_some()
            || [&page, &failures]
                .iter()
                .any(|ask| store.answer(ask).is_some());
        let events = match extent {
            EventExtent::Operation if goes_on => whole,
            EventExtent::Failures => failures,
            EventExtent::FirstPage | EventExtent::Operation => page,
        };
        let mut asks = vec![events.into()];
        let roles = self.roles(store);
        if !roles.is_empty() {
            asks.push(iam::Roles(roles.clone()).of(&self.environment).into());
            asks.extend(self.declarations(settings, store));
            let unnamed = self.unnamed(&roles, settings, store);
            asks.extend(self.asks_of_search(&unnamed, store));
        }
        asks
    }

    /// The roles that the story says were refused something: another account's are
    /// not ours to read.
    fn roles(&self, store: &Store) -> Vec<RoleName> {
        let story = store.story(&self.environment, &self.stack);
        let known = story.zip(store.caller(&self.environment));
        known.map_or_else(Vec::new, |(story, caller)| story.roles(&caller.account))
    }

    /// What says what the roles should be.
    fn declarations(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let Some(drift) = &settings.drift else {
            return Vec::new();
        };
        let mut asks: Vec<Ask> = Vec::new();
        if drift.describes(&self.environment) {
            asks.push(repo::Codified.here().into());
        }
        let listed = store.stacks(&self.environment);
        let here = |name: &&StackName| listed.iter().any(|stack| stack.name == **name);
        let sources = drift.template.iter().map(|source| &source.stack);
        let environment = &self.environment;
        let of_source = |name: &StackName| -> [Ask; 2] {
            let resources = cloudformation::Resources(name.clone());
            [
                cloudformation::Stack(name.clone()).of(environment).into(),
                resources.of(environment).into(),
            ]
        };
        let sources = sources.filter(here).take(MOST_SOURCES);
        asks.extend(sources.flat_map(of_source));
        if !drift.template.is_empty() {
            asks.push(repo::Templates.here().into());
        }
        asks
    }
}

/// How far the events of a stack are read: what failed, or all that it did.
fn extent(stack: &Stack, opened: bool) -> Option<EventExtent> {
    match () {
        () if opened || stack.status.in_progress() => Some(EventExtent::Operation),
        () if stack.status.is_failed() => Some(EventExtent::Failures),
        // Its events say what was not done; none of them need be a failure.
        () if stack.tells_of_failure() => Some(EventExtent::Operation),
        () => None,
    }
}

impl Check for LastOperation {
    type Conclusion = OperationReport;

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        self.asks_when(false, settings, store)
    }

    fn judge(&self, settings: &Settings, store: &Store) -> OperationReport {
        OperationReport {
            stack: self.stack(store).cloned(),
            story: self.tell(settings, store),
            stale: store.stale_stack(&self.environment, &self.stack),
        }
    }

    fn findings(&self, report: &OperationReport) -> Vec<Finding> {
        report.findings()
    }

    fn unknown(&self, report: &OperationReport) -> Vec<Unknown> {
        report.unknown()
    }

    fn status(&self, report: &OperationReport, _: usize, _: usize, faults: usize) -> Outcome {
        report.status(faults)
    }
}
