//! What the rules across panes are given of the Store, and the logs that they read for it: of
//! few functions, one page of each.

use jiff::{SignedDuration, Timestamp, TimestampRound, Unit};

use super::Watch;
use crate::{
    ask::{Ask, AskOf, Load, Question, cloudwatch, lambda, logs},
    cause::{
        across::{self, Deployment, Function, Seen, Service},
        chain::Link,
    },
    checks::{
        Conclusion, Store,
        health::Health,
        registry::{Registry, RegistryReport},
    },
    facts::{EnvironmentName, Finding, LogEvent, LogGroupName, Remote, ResourceName, Settings},
};

/// Functions whose logs are read.
const MOST_LOGS: usize = 3;
/// Lines that tell why something failed or waited.
const PATTERN: &str = "?ERROR ?Exception ?Traceback ?panic ?timeout ?Timeout ?\"timed out\"";
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// An alarm looks back over some minutes before it goes off.
const BEFORE_ALARM: SignedDuration = SignedDuration::from_mins(15);

/// A function that a finding leads to, and since when its log is read.
struct Case {
    function: ResourceName,
    from: Timestamp,
}

impl Case {
    fn log(&self, of: &EnvironmentName) -> AskOf<logs::Events> {
        let hour = TimestampRound::new()
            .smallest(Unit::Hour)
            .mode(jiff::RoundMode::Floor);
        let events = logs::Events {
            group: LogGroupName::new(format!("/aws/lambda/{}", self.function.raw())),
            streams: Vec::new(),
            // The same ask until the hour is over.
            from: self.from.round(hour).unwrap_or(self.from),
            to: None,
            pattern: Some(PATTERN.to_owned()),
            newest_first: false,
            token: None,
        };
        events.of(of)
    }
}

impl Watch {
    /// The logs of the functions that time out beside stale entries, and of those that an
    /// alarm measures.
    pub(super) fn asks_across(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = Vec::new();
        for of in self.environments(settings, store) {
            let Some(report) = store.conclusion(&Health::of(of)) else {
                continue;
            };
            let rows = report.rows.iter();
            let cases = rows.filter_map(|row| case(&row.rule, row.name.raw(), of, store));
            for case in cases.take(MOST_LOGS) {
                asks.push(case.log(of).into());
                asks.push(lambda::Function(case.function).of(of).into());
            }
        }
        asks
    }
}

fn case(rule: &str, name: &str, of: &EnvironmentName, store: &Store) -> Option<Case> {
    let name = ResourceName::from(name);
    match rule {
        "function-runs" => {
            let runs = cloudwatch::Runs(name.clone()).of(of);
            let state = store.get(&lambda::Function(name.clone()).of(of))?;
            store.get(&runs)?.ended_by(state)?;
            has_stale(registry(of, store)?).then_some(())?;
            let at = store.load(&runs).and_then(Load::at)?;
            Some(Case {
                function: name,
                from: at.checked_sub(DAY).ok()?,
            })
        }
        "alarm" => {
            let alarm = store.get(&cloudwatch::Alarm(name).of(of))?;
            (alarm.state == "ALARM").then_some(())?;
            Some(Case {
                function: alarm.function.clone()?,
                from: alarm.since?.checked_sub(BEFORE_ALARM).ok()?,
            })
        }
        _ => None,
    }
}

fn registry<'s>(of: &EnvironmentName, store: &'s Store) -> Option<&'s RegistryReport> {
    store.conclusion(&Registry::of(of)).map(AsRef::as_ref)
}

fn has_stale(report: &RegistryReport) -> bool {
    let mut entries = report
        .services
        .iter()
        .flat_map(|one| one.entries.iter().flatten());
    entries.any(|one| one.verdict().is_stale())
}

/// The chain of a finding of the registry or of the health audit.
pub(super) fn chain(finding: &Finding, of: &EnvironmentName, store: &Store) -> Vec<Link> {
    let name = finding.subject.name.as_str();
    let case = case(&finding.rule, name, of, store);
    let asked_alarm = cloudwatch::Alarm(ResourceName::from(name)).of(of);
    let (runs, state) = match &case {
        Some(case) => (
            store.get(&cloudwatch::Runs(case.function.clone()).of(of)),
            store.get(&lambda::Function(case.function.clone()).of(of)),
        ),
        None => (None, None),
    };
    let function = case.as_ref().map(|case| Function {
        name: case.function.raw(),
        runs,
        state,
        lines: lines(case, of, store),
    });
    let report = registry(of, store);
    let services = report.into_iter().flat_map(|report| &report.services);
    let seen = Seen {
        services: services
            .map(|one| Service {
                name: one.service.name.raw(),
                namespace: one.namespace.name.raw(),
                entries: one.entries.as_deref().unwrap_or_default(),
            })
            .collect(),
        groups: report.map_or(&[], |report| &report.groups),
        alarm: store.get(&asked_alarm),
        function,
        deployments: deployments(store),
    };
    across::chain(finding, &seen)
}

fn lines<'s>(
    case: &Case,
    of: &EnvironmentName,
    store: &'s Store,
) -> Result<Vec<&'s LogEvent>, String> {
    match store.read(&case.log(of)) {
        Some(Ok(found)) => Ok(found.events.iter().collect()),
        Some(Err(fault)) => Err(format!("{} {}", fault.what, fault.hint)),
        None => Err("It was not read yet.".to_owned()),
    }
}

fn deployments(store: &Store) -> Vec<Deployment<'_>> {
    let known = store.conclusions.values().find_map(|(_, of)| match of {
        Conclusion::Deployed(report) => Some(report),
        _ => None,
    });
    let all = known.into_iter().flat_map(|report| &report.environments);
    let all = all.filter_map(|one| {
        Some(Deployment {
            environment: one.name.raw(),
            commit: one.sha.as_ref().map(Remote::raw)?,
            at: one.at?,
        })
    });
    all.collect()
}
