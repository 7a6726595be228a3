//! Which stacks failed, from what, and which drifted? The listing, and the stories of
//! those that failed.

use serde::{Deserialize, Serialize};

use super::{
    Check, Command, Only, Outcome, Registered, Store, Topic,
    stack::{LastOperation, OperationReport},
};
use crate::{
    ask::{Ask, Question, cloudformation, sts},
    facts::{EnvironmentName, Finding, Reason, Settings, Stack, StackName, Unknown, numbered},
    rules::stacks::{Subject, judge},
};

/// Failed stacks whose events are read: each costs a few calls.
const MOST: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stacks {
    environment: EnvironmentName,
    /// Only this stack, by its name or ARN, whatever the project watches.
    only: Option<StackName>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StacksReport {
    pub operations: Vec<OperationReport>,
    /// Watched by name and not there: known for certain only when everything was read.
    pub missing: Vec<StackName>,
}

const COMMAND: Command = Command {
    name: "stacks",
    doc: "Look for stacks that failed, were rolled back or drifted, and what failed first",
    only: Only {
        option: "stack",
        value: "STACK",
        doc: "Only this stack",
    },
    topic: |environment, only| {
        let only = only.map(StackName::from);
        Topic::Stacks(Stacks { environment, only })
    },
    heading: "Stacks",
    well: "well",
    found: "failed or drifted",
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

    /// The stacks by name that somebody wants looked at; none: all are.
    fn names<'a>(&'a self, settings: &'a Settings) -> &'a [StackName] {
        match &self.only {
            Some(only) => std::slice::from_ref(only),
            None => &settings.stacks.watch,
        }
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

    fn by_name<'a>(&'a self, settings: &'a Settings) -> impl Iterator<Item = Ask> + 'a {
        let names = self.names(settings).iter();
        names.map(|name| {
            let stack = cloudformation::Stack(name.clone());
            stack.of(&self.environment).into()
        })
    }

    fn watched<'a>(&self, settings: &Settings, store: &'a Store) -> Vec<&'a Stack> {
        let names = self.names(settings);
        let is_named = |stack: &Stack| {
            let mut names = names.iter();
            names.any(|name| name.raw() == stack.id.raw() || name.raw() == stack.name.short())
        };
        let mut stacks = store.stacks(&self.environment);
        stacks.retain(|stack| names.is_empty() || is_named(stack));
        stacks
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
        let mut asks = self.listing(settings, store);
        let stacks = self.watched(settings, store).into_iter();
        let failed = stacks.filter(|stack| stack.tells_of_failure());
        asks.extend(failed.take(MOST).flat_map(|stack| {
            LastOperation::of(&self.environment, &stack.name).asks(settings, store)
        }));
        asks
    }

    /// What was read of every watched stack by name makes up for a list that is denied.
    fn needed(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = self.asks(settings, store);
        let names = self.names(settings);
        let mut by_name = self.by_name(settings);
        if !names.is_empty() && by_name.all(|ask| store.answer(&ask).is_some()) {
            let all = cloudformation::Stacks.of(&self.environment);
            asks.retain(|ask| ask != &*all);
        }
        asks
    }

    fn first(&self, settings: &Settings, store: &Store) -> Vec<Topic> {
        let stacks = self.watched(settings, store).into_iter();
        stacks
            .map(|stack| LastOperation::of(&self.environment, &stack.name).topic())
            .collect()
    }

    fn judge(&self, settings: &Settings, store: &Store) -> StacksReport {
        let stacks = self.watched(settings, store);
        let is_there = |name: &StackName| {
            let mut stacks = stacks.iter();
            stacks.any(|stack| stack.name == *name || stack.id.raw() == name.raw())
        };
        let missing = match self.is_whole(settings, store) {
            true => self.names(settings).iter(),
            false => [].iter(),
        };
        let operation = |stack: &&Stack| OperationReport {
            stack: Some((*stack).clone()),
            story: store
                .story(&self.environment, &stack.name)
                .cloned()
                .unwrap_or_default(),
        };
        StacksReport {
            missing: missing.filter(|name| !is_there(name)).cloned().collect(),
            operations: stacks.iter().map(operation).collect(),
        }
    }

    /// The most urgent first.
    fn findings(&self, report: &StacksReport) -> Vec<Finding> {
        let missing = report.missing.iter().map(Subject::missing);
        let mut found: Vec<Finding> = missing.flat_map(|subject| judge(&subject)).collect();
        found.extend(report.operations.iter().flat_map(OperationReport::findings));
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
        vec![numbered(report.operations.len(), "stack")]
    }
}

/// A stack that was asked for by its name.
pub fn not_there(stack: &str, environment: &EnvironmentName) -> Reason {
    format!(
        "There is no stack {stack} in {}. Look at its spelling, and at the region.",
        environment.raw()
    )
    .into()
}
