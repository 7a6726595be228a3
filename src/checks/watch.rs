//! What is wrong, over all checks and all environments that were looked at, and why: the
//! findings of each check, the gravest first, and one row for all that have one cause.
//!
//! It judges nothing itself: its parts are the other checks, and their conclusions go into
//! the Store as if each had been judged alone. A part whose answers are the same as at the
//! last judgement is not judged again.

mod acknowledged;
mod across;
mod causes;
mod parts;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use acknowledged::Acknowledged;
pub use parts::Part;

use super::{Check, Command, Conclusion, Only, Registered, Store, Topic};
use crate::{
    ask::{Ask, Question, sts},
    cause::chain::Link,
    facts::{
        Acceptance, EnvironmentName, Finding, InSync, Priority, Reason, Settings, Unknown, numbered,
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Watch {
    /// Where the person is: what is looked at first.
    environment: EnvironmentName,
    /// Only what is found of the thing of this name.
    only: Option<String>,
}

/// Something that is wrong, with all that was found of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// That of the finding; where it is of an environment, behind that one's name.
    pub id: String,
    /// Where it is, or where the way to its cause leads through.
    pub environment: EnvironmentName,
    /// The check that found it: `stacks`.
    pub check: String,
    pub finding: Finding,
    /// From the symptom to the cause; empty: nothing more is known than the finding says.
    pub chain: Vec<Link>,
    /// What else was found that has the same cause, and by which check.
    pub also: Vec<(String, Finding)>,
    /// When the first of what was seen of it happened. None: nothing says since when.
    pub since: Option<Timestamp>,
    /// What a person noted of it; None: nobody did.
    pub acknowledged: Option<Acknowledged>,
}

impl Trouble {
    /// Of all that has this cause the gravest.
    pub fn priority(&self) -> Priority {
        let also = self.also.iter().map(|(_, finding)| finding.priority);
        also.fold(self.finding.priority, Priority::min)
    }

    /// What all that was found of it follows from, where that is known.
    pub fn cause(&self) -> Option<&Link> {
        causes::cause(&self.chain)
    }

    /// The finding that is about the cause itself, else about what was seen first: what
    /// it says to do mends all of it.
    pub fn to_mend(&self) -> (&str, &Finding) {
        let first = (self.check.as_str(), &self.finding);
        let Some(cause) = self.cause() else {
            return first;
        };
        let also = self
            .also
            .iter()
            .map(|(check, finding)| (check.as_str(), finding));
        let mut all = also.chain([first]);
        let of_cause = all.find(|(_, finding)| finding.subject.name == cause.subject);
        of_cause.unwrap_or(first)
    }

    fn is_of(&self, name: &str) -> bool {
        let mut found = std::iter::once(&self.finding).chain(self.also.iter().map(|(_, it)| it));
        found.any(|finding| {
            let subject = &finding.subject;
            subject.name == name || subject.parent.as_deref() == Some(name)
        })
    }
}

/// What a check could not tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub environment: EnvironmentName,
    pub check: String,
    /// What the check is called: `IAM drift`.
    pub heading: String,
    pub unknown: Vec<Unknown>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WatchReport {
    /// The gravest first.
    pub troubles: Vec<Trouble>,
    pub open: Vec<Open>,
    /// Findings that the project accepts.
    pub accepted: Vec<(Finding, Acceptance)>,
    /// Environments that nobody looked at.
    pub unlooked: Vec<EnvironmentName>,
    /// What was concluded to get there, for whoever shows one of the checks.
    pub parts: Vec<Part>,
}

const COMMAND: Command = Command {
    name: "all",
    doc: "Look for all that is wrong: every check, the gravest findings first, and why",
    only: Only {
        option: "name",
        value: "NAME",
        doc: "Only what is found of the thing of this name",
    },
    topic: |environment, only| {
        let only = only.map(str::to_owned);
        Topic::Watch(Watch { environment, only })
    },
    // Each acceptance is weighed with the check that it belongs to.
    rules: Vec::new,
    heading: "Everything",
    well: "well",
    found: "wrong",
};

impl Watch {
    pub fn of(environment: &EnvironmentName) -> Self {
        Self {
            environment: environment.clone(),
            only: None,
        }
    }

    /// Here, and wherever STS has said whose account it is: the person looked at it, or
    /// siblings are compared there.
    fn environments<'a>(
        &'a self,
        settings: &'a Settings,
        store: &'a Store,
    ) -> impl Iterator<Item = &'a EnvironmentName> {
        let others = settings.environments.iter().map(|one| &one.name);
        let others = others.filter(|name| **name != self.environment);
        let known = others.filter(|name| store.caller(name).is_some());
        std::iter::once(&self.environment).chain(known)
    }

    /// Environments that nobody looked at.
    pub fn unlooked(&self, settings: &Settings, store: &Store) -> Vec<EnvironmentName> {
        let looked: Vec<&EnvironmentName> = self.environments(settings, store).collect();
        let all = settings.environments.iter().map(|one| &one.name);
        all.filter(|name| !looked.contains(name)).cloned().collect()
    }
}

impl Check for Watch {
    type Conclusion = WatchReport;
    const COMMAND: Option<&'static Command> = Some(&COMMAND);

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn rests_on(&self, _: &EnvironmentName) -> bool {
        true
    }

    /// Each ask once, in the order of the checks. Nothing is asked of an account before STS
    /// said which one it is: nobody chose to look at just this.
    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = vec![sts::CallerIdentity.of(&self.environment).into()];
        let parts = self.topics(settings, store).into_iter();
        asks.extend(parts.flat_map(|topic| topic.asks(settings, store)));
        asks.extend(self.asks_across(settings, store));
        asks.extend(self.asks_acknowledged(settings, store));
        let is_open = |ask: &Ask| match ask.environment() {
            Some(of) => store.caller(of).is_some() || *ask == sts::CallerIdentity.of(of).into(),
            None => true,
        };
        let mut known = std::collections::HashSet::new();
        asks.retain(|ask| is_open(ask) && known.insert(ask.clone()));
        asks
    }

    /// Each part says itself what it could not read.
    fn needed(&self, _: &Settings, _: &Store) -> Vec<Ask> {
        vec![sts::CallerIdentity.of(&self.environment).into()]
    }

    /// What its parts conclude names what is read next.
    fn first(&self, _: &Settings, _: &Store) -> Vec<Topic> {
        vec![self.topic()]
    }

    fn judge(&self, settings: &Settings, store: &Store) -> WatchReport {
        let mut store = store.clone();
        let parts = self.judged_parts(settings, &mut store);
        let mut report = WatchReport {
            unlooked: self.unlooked(settings, &store),
            ..WatchReport::default()
        };
        for part in &parts {
            part.report_to(&mut report, settings, &store);
        }
        report.troubles = causes::joined(report.troubles);
        let asks = self.asks_acknowledged(settings, &store);
        let (known, unread) = acknowledged::read(&asks, &self.environment, &store);
        for trouble in &mut report.troubles {
            trouble.acknowledge(&known);
        }
        // What somebody knows of stands below what nobody does.
        report.troubles.sort_by_key(Trouble::is_acknowledged);
        report.open.extend(unread);
        report.parts = parts;
        report
    }

    fn findings(&self, report: &WatchReport) -> Vec<Finding> {
        let all = report.troubles.iter();
        all.map(|trouble| trouble.finding.clone()).collect()
    }

    fn unknown(&self, report: &WatchReport) -> Vec<Unknown> {
        let open = report.open.iter();
        open.flat_map(|one| one.unknown.iter().cloned()).collect()
    }

    fn narrowed(&self, report: &WatchReport, _: bool) -> Result<Option<WatchReport>, Reason> {
        let Some(only) = self.only.as_deref() else {
            return Ok(None);
        };
        let mut report = report.clone();
        report.troubles.retain(|trouble| trouble.is_of(only));
        Ok(Some(report))
    }

    fn brings(&self, report: &WatchReport) -> Vec<(Topic, Conclusion)> {
        let parts = report.parts.iter();
        parts
            .map(|part| (part.topic.clone(), part.conclusion.clone()))
            .collect()
    }

    fn in_sync(&self, report: &WatchReport, at: Timestamp) -> Vec<InSync> {
        let here = |part: &&Part| part.is_fresh() && *part.environment() == self.environment;
        let parts = report.parts.iter().filter(here);
        parts.flat_map(|part| part.in_sync(at)).collect()
    }

    fn counts(&self, report: &WatchReport) -> Vec<String> {
        let causes = report.troubles.iter().filter(|one| one.cause().is_some());
        let mut counts = vec![format!("{} with a known cause", causes.count())];
        let checks = report.parts.iter().filter(|part| part.command().is_some());
        counts.push(numbered(checks.count(), "check"));
        if !report.accepted.is_empty() {
            counts.push(format!("{} accepted", report.accepted.len()));
        }
        let known = report.troubles.iter();
        let known = known.filter(|one| one.is_acknowledged()).count();
        if known > 0 {
            counts.push(format!("{known} acknowledged"));
        }
        counts
    }
}
