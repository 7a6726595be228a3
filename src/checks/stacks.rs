//! Which stacks failed, from what, which are stale and which drifted? The listing, and
//! the stories of those that failed.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::{
    Check, Command, Only, Outcome, Registered, Store, Topic,
    stack::{LastOperation, OperationReport},
};
use crate::{
    ask::{Ask, Question, cloudformation, sts},
    facts::{
        EnvironmentName, Finding, Reason, Settings, Stack, StackName, Unknown, WatchedStack,
        numbered,
    },
    policy::like,
    rules::stacks::{Subject, judge},
};

/// Failed stacks whose events are read: each costs a few calls.
const MOST: usize = 50;
/// Those whose events are read where one stack that is well was asked for: they may
/// have failed for it.
const OTHERS: usize = 10;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stacks {
    environment: EnvironmentName,
    /// Only this stack, by its name or ARN, whatever the project watches or ignores.
    only: Option<StackName>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StacksReport {
    pub operations: Vec<OperationReport>,
    /// Watched by name and not there: known for certain only when everything was read.
    pub missing: Vec<StackName>,
    /// Others' stacks, by `stacks.ignore`: counted, and no finding.
    #[serde(default)]
    pub ignored: Vec<StackName>,
}

impl StacksReport {
    fn ignores(&self, operation: &OperationReport) -> bool {
        let stack = operation.stack.as_ref();
        stack.is_some_and(|stack| self.ignored.contains(&stack.name))
    }
}

const COMMAND: Command = Command {
    name: "stacks",
    doc: "Look for stacks that failed, were rolled back, are stale or drifted, and what failed first",
    only: Only {
        option: "stack",
        value: "STACK",
        doc: "Only this stack",
    },
    topic: |environment, only| {
        let only = only.map(StackName::from);
        Topic::Stacks(Stacks { environment, only })
    },
    rules: || {
        crate::rules::stacks::RULES
            .iter()
            .map(|rule| rule.id)
            .collect()
    },
    heading: "Stacks",
    well: "well",
    found: "failed, stale or drifted",
};

impl Stacks {
    pub fn of(environment: &EnvironmentName) -> Self {
        Self {
            environment: environment.clone(),
            only: None,
        }
    }

    pub fn only(environment: &EnvironmentName, stack: &str) -> Self {
        Self {
            environment: environment.clone(),
            only: Some(StackName::from(stack)),
        }
    }

    /// The stacks that somebody names, of the watched ones those that are wanted: read
    /// one by one where the list is denied.
    fn named<'a>(
        &'a self,
        settings: &'a Settings,
        wanted: impl Fn(&WatchedStack) -> bool,
    ) -> Vec<&'a StackName> {
        if let Some(only) = &self.only {
            return vec![only];
        }
        let watched = settings.stacks.watched_in(&self.environment);
        let watched = watched.filter(|one| wanted(one));
        watched.map(|one| &one.stack).collect()
    }

    /// Those of them that must be there. A name without an environment may be of another
    /// one, where there is another.
    fn required<'a>(&'a self, settings: &'a Settings) -> Vec<&'a StackName> {
        let alone = settings.environments.len() == 1;
        self.named(settings, |one| alone || one.environment.is_some())
    }

    /// The list. Where the account's stacks may not be listed, the watched ones by name.
    pub fn listing(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let identity = sts::CallerIdentity.of(&self.environment).into();
        if store.caller(&self.environment).is_none() {
            return vec![identity];
        }
        let all = cloudformation::Stacks.of(&self.environment);
        let denied = store.is_denied(&all);
        let mut asks = vec![identity, all.into()];
        if denied {
            asks.extend(self.by_name(settings));
        }
        asks
    }

    fn by_name(&self, settings: &Settings) -> Vec<Ask> {
        let names = self.named(settings, |_| true).into_iter();
        let ask = |name: &StackName| cloudformation::Stack(name.clone()).of(&self.environment);
        names.map(|name| ask(name).into()).collect()
    }

    /// Every stack there is, or the one that was asked for.
    fn wanted<'a>(&self, store: &'a Store) -> Vec<&'a Stack> {
        let mut stacks = store.stacks(&self.environment);
        if let Some(only) = &self.only {
            stacks.retain(|stack| is_called(stack, only));
        }
        stacks
    }

    /// Whose stories are told: those that failed, of all or of the one.
    fn failed<'a>(&self, store: &'a Store) -> impl Iterator<Item = &'a Stack> {
        let failed = |stack: &&Stack| stack.tells_of_failure();
        self.wanted(store).into_iter().filter(failed).take(MOST)
    }

    /// The one that was asked for is well: others may have failed for it, the newest first.
    fn failed_beside<'a>(&self, store: &'a Store) -> Vec<&'a Stack> {
        if self.only.is_none() || self.failed(store).next().is_some() {
            return Vec::new();
        }
        let mut others = store.stacks(&self.environment);
        others.retain(|stack| stack.tells_of_failure());
        others.sort_by_key(|stack| Reverse(stack.written()));
        others.truncate(OTHERS);
        others
    }

    fn operation(&self, stack: &Stack) -> LastOperation {
        LastOperation::of(&self.environment, &stack.name)
    }

    /// What the wanted ones need: what others did is looked at, and leaves nothing open.
    fn asks_of_wanted(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = self.listing(settings, store);
        let failed = self.failed(store);
        asks.extend(failed.flat_map(|stack| self.operation(stack).asks(settings, store)));
        asks
    }

    /// Every page of the list was read, and all else that is needed.
    fn is_whole(&self, settings: &Settings, store: &Store) -> bool {
        let all = store.get(&cloudformation::Stacks.of(&self.environment));
        let complete = all.is_some_and(|all| all.complete);
        let needed = self.needed(settings, store);
        complete && store.faults(&needed).next().is_none()
    }
}

impl Check for Stacks {
    type Conclusion = StacksReport;
    const COMMAND: Option<&'static Command> = Some(&COMMAND);

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = self.asks_of_wanted(settings, store);
        let beside = self.failed_beside(store).into_iter();
        asks.extend(beside.flat_map(|stack| self.operation(stack).asks(settings, store)));
        asks
    }

    /// One stack that is read by its name needs no list; all stacks do.
    fn needed(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = self.asks_of_wanted(settings, store);
        let mut by_name = self.by_name(settings).into_iter();
        if self.only.is_some() && by_name.all(|ask| store.answer(&ask).is_some()) {
            let all = cloudformation::Stacks.of(&self.environment);
            asks.retain(|ask| ask != &*all);
        }
        asks
    }

    fn first(&self, _: &Settings, store: &Store) -> Vec<Topic> {
        let beside = self.failed_beside(store).into_iter();
        let stacks = self.wanted(store).into_iter().chain(beside);
        stacks.map(|stack| self.operation(stack).topic()).collect()
    }

    fn judge(&self, settings: &Settings, store: &Store) -> StacksReport {
        let stacks = self.wanted(store);
        let is_there = |name: &StackName| stacks.iter().any(|stack| is_called(stack, name));
        let missing = match self.is_whole(settings, store) {
            true => self.required(settings),
            false => Vec::new(),
        };
        let is_ignored = |stack: &&&Stack| {
            let mut globs = settings.stacks.ignore.iter();
            self.only.is_none() && globs.any(|glob| like(glob, stack.name.raw()))
        };
        let stale = store.stale_stacks(&self.environment);
        let operation = |stack: &&Stack| OperationReport {
            stack: Some((*stack).clone()),
            story: store
                .story(&self.environment, &stack.name)
                .cloned()
                .unwrap_or_default(),
            stale: stale.iter().find(|it| it.stack == stack.name).cloned(),
        };
        StacksReport {
            missing: missing
                .into_iter()
                .filter(|name| !is_there(name))
                .cloned()
                .collect(),
            ignored: stacks
                .iter()
                .filter(is_ignored)
                .map(|stack| stack.name.clone())
                .collect(),
            operations: stacks.iter().map(operation).collect(),
        }
    }

    /// The most urgent first.
    fn findings(&self, report: &StacksReport) -> Vec<Finding> {
        let missing = report.missing.iter().map(Subject::missing);
        let mut found: Vec<Finding> = missing.flat_map(|subject| judge(&subject)).collect();
        let operations = report.operations.iter();
        let ours = operations.filter(|operation| !report.ignores(operation));
        found.extend(ours.flat_map(OperationReport::findings));
        found.sort_by_key(|finding| finding.priority);
        found
    }

    /// What the stories rest on and could not be read, each once.
    fn unknown(&self, report: &StacksReport) -> Vec<Unknown> {
        let mut found: Vec<Unknown> = Vec::new();
        for unknown in report.operations.iter().flat_map(OperationReport::unknown) {
            if !found.contains(&unknown) {
                found.push(unknown);
            }
        }
        found
    }

    /// What a story leaves open says nothing of whether its stack is well.
    fn status(&self, _: &StacksReport, findings: usize, _: usize, faults: usize) -> Outcome {
        Outcome::of(findings, faults)
    }

    fn narrowed(&self, report: &StacksReport, _: bool) -> Result<Option<StacksReport>, Reason> {
        match (&self.only, report.missing.is_empty()) {
            (Some(only), false) => Err(not_there(only.raw(), &self.environment)),
            _ => Ok(None),
        }
    }

    fn counts(&self, report: &StacksReport) -> Vec<String> {
        let mut counts = vec![numbered(report.operations.len(), "stack")];
        if !report.ignored.is_empty() {
            counts.push(format!("{} of them ignored", report.ignored.len()));
        }
        counts
    }
}

/// By its name or its ARN.
fn is_called(stack: &Stack, name: &StackName) -> bool {
    name.raw() == stack.id.raw() || name.raw() == stack.name.short()
}

/// A stack that was asked for by its name.
pub fn not_there(stack: &str, environment: &EnvironmentName) -> Reason {
    format!(
        "There is no stack {stack} in {}. Look at its spelling, and at the region.",
        environment.raw()
    )
    .into()
}
