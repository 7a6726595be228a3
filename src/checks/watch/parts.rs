//! The checks that the watch is made of, and how each is judged: not again while its
//! answers are the same.

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Open, Trouble, Watch, WatchReport, causes};
use crate::{
    ask::{Ask, Load, Question, sts},
    checks::{
        COMMANDS, Command, Conclusion, Registered, Store, Topic, Weighed, run::OneRun, runs,
        runs::Runs, weigh,
    },
    facts::{Arn, EnvironmentName, Fault, InSync, Settings, Unknown, actions::Run},
};

/// Failed runs whose stories are told: each costs some calls, and a log.
const MOST_RUNS: usize = 3;
/// Later than any round of judging.
const HERE: u64 = u64::MAX;

/// A check, what it concluded, and from which answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub topic: Topic,
    pub conclusion: Conclusion,
    from: u64,
    /// It was judged in this round, and not taken over from an earlier one.
    is_fresh: bool,
}

impl Watch {
    /// Each check where there is something for it to look at; what is of the repository
    /// once, and the stories of the runs that failed.
    pub(super) fn topics(&self, settings: &Settings, store: &Store) -> Vec<Topic> {
        let mut topics = Vec::new();
        for environment in self.environments(settings, store) {
            let here = *environment == self.environment;
            let commands = COMMANDS.iter().flatten();
            let checks = commands.map(|command| (command.topic)(environment.clone(), None));
            let wanted = |topic: &Topic| {
                let itself = matches!(topic, Topic::Watch(_));
                !itself && (here || !topic.is_of_repository()) && topic.has_something(settings)
            };
            topics.extend(checks.filter(wanted));
        }
        topics.extend(self.failed_runs(settings, store));
        topics
    }

    /// The stories of the runs that failed: where the person is, and in the account whose
    /// role the run assumed.
    fn failed_runs(&self, settings: &Settings, store: &Store) -> Vec<Topic> {
        let Some(report) = store.conclusion(&Runs::of(&self.environment)) else {
            return Vec::new();
        };
        let all: Vec<&Run> = report.runs.iter().map(|one| &one.run).collect();
        let failed = runs::newest(&all);
        let failed = failed.into_iter().filter(|run| run.is_failure());
        let mut topics = Vec::new();
        for run in failed.take(MOST_RUNS) {
            let here = OneRun::of(&self.environment, run.id);
            let role = store.conclusion(&here).and_then(|story| story.role());
            let account = role.and_then(Arn::account);
            let others = self.environments(settings, store).skip(1);
            let there = others.filter(|name| {
                let caller = store.caller(name).map(|caller| &caller.account);
                account.is_some() && caller == account.as_ref()
            });
            topics.extend(there.map(|name| OneRun::of(name, run.id).topic()));
            topics.push(here.topic());
        }
        topics
    }

    /// Every part, with what it rests on before it.
    pub(super) fn judged_parts(&self, settings: &Settings, store: &mut Store) -> Vec<Part> {
        let before = store.conclusion(self).cloned();
        let known = before.as_ref().map_or(&[][..], |report| &report.parts);
        let mut parts: Vec<Part> = Vec::new();
        // What the first ones conclude may name further ones.
        loop {
            let next = self.topics(settings, store);
            let is_judged = |topic: &Topic| parts.iter().any(|part| part.topic == *topic);
            let Some(topic) = next.into_iter().find(|topic| !is_judged(topic)) else {
                return parts;
            };
            let first = topic.first(settings, store).into_iter();
            let first: Vec<Topic> = first
                .filter(|one| *one != topic && !is_judged(one))
                .collect();
            for topic in first.into_iter().chain([topic]) {
                let part = Part::judge(topic, known, settings, store);
                store.judged(HERE, part.topic.clone(), part.conclusion.clone());
                parts.push(part);
            }
        }
    }
}

impl Part {
    fn judge(topic: Topic, known: &[Self], settings: &Settings, store: &Store) -> Self {
        let from = basis(&topic, settings, store);
        let mut known = known.iter();
        match known.find(|part| part.topic == topic && part.from == from) {
            Some(same) => Self {
                is_fresh: false,
                ..same.clone()
            },
            None => Self {
                conclusion: topic.judge(settings, store),
                topic,
                from,
                is_fresh: true,
            },
        }
    }

    pub fn environment(&self) -> &EnvironmentName {
        self.topic.environment()
    }

    /// None: it is only what another part rests on.
    pub fn command(&self) -> Option<&'static Command> {
        self.topic.command()
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    pub(super) fn in_sync(&self, at: Timestamp) -> Vec<InSync> {
        self.topic.in_sync(&self.conclusion, at)
    }

    /// Adds what it found, and what it could not tell.
    pub(super) fn report_to(&self, report: &mut WatchReport, settings: &Settings, store: &Store) {
        let Some(command) = self.command() else {
            return;
        };
        let needed = self.topic.needed(settings, store);
        // Credentials that nobody has are no news of each ask that they were for.
        let identity: Ask = sts::CallerIdentity.of(self.environment()).into();
        let nobody = store.fault(&identity);
        let is_news = |(ask, fault): &(&Ask, &Fault)| {
            let same = |nobody: &Fault| (&nobody.what, &nobody.hint) == (&fault.what, &fault.hint);
            **ask == identity || !nobody.is_some_and(same)
        };
        let faults = store.faults(&needed).filter(is_news);
        let faults = faults.map(|(ask, fault)| Unknown {
            what: ask.in_words(),
            why: fault.what.clone(),
            hint: fault.hint.clone(),
        });
        let faults: Vec<Unknown> = faults.collect();
        let mut summary = self.topic.summary(&self.conclusion, faults.len());
        let whole = faults.is_empty() && summary.unknown.is_empty();
        let read = || needed.iter().filter_map(|ask| store.load(ask)?.at());
        let (first, last) = (read().min(), read().max());
        if let Some(last) = last {
            let today = last.to_zoned(TimeZone::UTC).date();
            let findings = std::mem::take(&mut summary.findings);
            let Weighed { open, accepted } =
                weigh(findings, &settings.accepted, command, today, whole);
            report.accepted.extend(accepted);
            summary.findings = open;
        }
        let environment = self.environment();
        let found = summary.findings.into_iter().map(|finding| {
            let of = (environment, &self.conclusion);
            let (chain, of) = causes::chain(&finding, of, store);
            let seen = finding.evidence.iter().filter_map(|one| one.at).min();
            let id = match self.topic.is_of_repository() {
                true => finding.id.clone(),
                false => format!("{}/{}", environment.raw(), finding.id),
            };
            Trouble {
                id,
                // That something is so at the time of reading does not say since when.
                since: seen.filter(|seen| first.is_none_or(|first| *seen < first)),
                environment: of.unwrap_or(environment).clone(),
                check: command.name.to_owned(),
                chain,
                finding,
                also: Vec::new(),
                acknowledged: None,
            }
        });
        report.troubles.extend(found);
        let mut unknown = faults;
        unknown.extend(summary.unknown);
        // What several checks need and could not read is said once.
        let told = |one: &Unknown| {
            let mut open = report.open.iter();
            open.any(|open| open.environment == *environment && open.unknown.contains(one))
        };
        unknown.retain(|one| !told(one));
        if !unknown.is_empty() {
            report.open.push(Open {
                environment: environment.clone(),
                check: command.name.to_owned(),
                heading: command.heading.to_owned(),
                unknown,
            });
        }
    }
}

/// What the answers were when it was judged.
fn basis(topic: &Topic, settings: &Settings, store: &Store) -> u64 {
    let mut basis = DefaultHasher::new();
    for ask in topic.asks(settings, store) {
        let load = store.load(&ask);
        let fault = load.and_then(|load| load.fault.as_ref());
        (load.and_then(Load::at), fault.map(|(_, at)| *at)).hash(&mut basis);
        ask.hash(&mut basis);
    }
    basis.finish()
}
