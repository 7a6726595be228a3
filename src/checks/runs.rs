//! Which workflow runs failed, and which wait for a person? The newest runs and whatever
//! waits or runs, whatever its age; of those that failed their jobs.

use serde::{Deserialize, Serialize};

use super::{
    Check, Command, Only, Outcome, Store, Topic,
    known_runs::{asks_repository, lists, repository},
};
use crate::{
    ask::{Ask, Question, github::actions, github::deployments, sts},
    cause::queue::{Replaced, replaced},
    facts::{
        EnvironmentName, Finding, Reason, Repository, Settings, Unknown,
        actions::{Job, PendingDeployment, Run, RunState},
        numbered,
    },
    rules::runs::{Subject, judge},
};

/// Runs whose jobs or approvals are read: each costs a call.
const MOST: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Runs {
    environment: EnvironmentName,
    /// Only of this workflow, by its name or its file.
    only: Option<String>,
}

/// A run, and what was read of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunReport {
    pub run: Run,
    /// It is the newest of its workflow and branch that is over.
    pub is_newest: bool,
    pub jobs: Option<Vec<Job>>,
    pub pending: Vec<PendingDeployment>,
    /// It was cancelled because another one took its place in the queue.
    #[serde(default)]
    pub replaced: Option<Replaced>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunsReport {
    /// None: nothing says which one it is.
    pub repository: Option<Repository>,
    /// Newest first.
    pub runs: Vec<RunReport>,
}

const COMMAND: Command = Command {
    name: "runs",
    doc: "Look for workflow runs that failed or wait for a person",
    only: Only {
        option: "workflow",
        value: "WORKFLOW",
        doc: "Only this workflow, by its name or its file",
    },
    topic: |environment, only| {
        let only = only.map(str::to_owned);
        Topic::Runs(Runs { environment, only })
    },
    rules: || {
        crate::rules::runs::RULES
            .iter()
            .map(|rule| rule.id)
            .collect()
    },
    heading: "Workflow runs",
    well: "well",
    found: "failed or waiting",
};

impl Runs {
    pub fn of(environment: &EnvironmentName) -> Self {
        Self {
            environment: environment.clone(),
            only: None,
        }
    }

    fn is_wanted(&self, run: &Run) -> bool {
        self.only.as_ref().is_none_or(|only| is_of(run, only))
    }

    fn runs<'a>(&self, settings: &Settings, store: &'a Store) -> Vec<&'a Run> {
        let Some(repository) = repository(settings, store) else {
            return Vec::new();
        };
        let mut runs = store.runs(&repository);
        runs.retain(|run| self.is_wanted(run));
        runs
    }
}

/// By the workflow's name, or by its file with or without its folder.
fn is_of(run: &Run, workflow: &str) -> bool {
    let path = run.path.as_ref().map_or("", |path| path.raw());
    let path = path.split('@').next().unwrap_or(path);
    let file = path.rsplit('/').next().unwrap_or(path);
    run.workflow() == Some(workflow) || path == workflow || file == workflow
}

/// Which of the runs, newest first, are the newest of their workflow and branch that say
/// how these are: what was cancelled or skipped says nothing.
pub fn newest<'a>(runs: &[&'a Run]) -> Vec<&'a Run> {
    let mut seen = std::collections::HashSet::new();
    let tells = |run: &&&Run| {
        let state = run.conclusion.as_ref();
        state.is_some_and(|state| state.is_failure() || *state == RunState::Success)
    };
    let of = |run: &Run| {
        (
            run.workflow_id,
            run.workflow().map(str::to_owned),
            run.head_branch.clone(),
        )
    };
    let runs = runs.iter().filter(tells);
    runs.filter(|run| seen.insert(of(run))).copied().collect()
}

impl Check for Runs {
    type Conclusion = RunsReport;
    const COMMAND: Option<&'static Command> = Some(&COMMAND);

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn is_of_repository(&self) -> bool {
        true
    }

    /// Who we are at AWS decides nothing here, and is said with the answer.
    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = vec![sts::CallerIdentity.of(&self.environment).into()];
        asks.extend(self.needed(settings, store));
        asks
    }

    fn needed(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = asks_repository(settings).into_iter().collect();
        let Some(repository) = repository(settings, store) else {
            return asks;
        };
        asks.extend(lists(&repository).into_iter().map(Ask::from));
        let runs = self.runs(settings, store);
        let failed = newest(&runs).into_iter().filter(|run| run.is_failure());
        asks.extend(failed.take(MOST).map(|run| jobs(run, &repository)));
        let waiting = runs.iter().filter(|run| run.waits_for_somebody());
        asks.extend(waiting.take(MOST).map(|run| pending(run, &repository)));
        asks
    }

    fn judge(&self, settings: &Settings, store: &Store) -> RunsReport {
        let repository = repository(settings, store);
        let runs = self.runs(settings, store);
        let newest = newest(&runs);
        let report = |run: &&Run| {
            let of = repository.as_ref();
            let read = of.and_then(|of| store.get(&jobs_of(run).in_repository(of)));
            let pending =
                of.and_then(|of| store.get(&deployments::Pending(run.id).in_repository(of)));
            RunReport {
                run: (*run).clone(),
                is_newest: newest.iter().any(|one| one.id == run.id),
                jobs: read.map(|jobs| jobs.items.clone()),
                pending: pending.cloned().unwrap_or_default(),
                replaced: replaced(run, &[], None, &runs),
            }
        };
        RunsReport {
            runs: runs.iter().map(report).collect(),
            repository,
        }
    }

    /// The most urgent first.
    fn findings(&self, report: &RunsReport) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        for one in &report.runs {
            let behind: Vec<&Run> = report.behind(&one.run).collect();
            let replaced: Vec<(&Run, String)> = report.pushed_out_by(&one.run).collect();
            found.extend(judge(&Subject {
                run: &one.run,
                is_newest: one.is_newest,
                jobs: one.jobs.as_deref(),
                pending: &one.pending,
                behind: &behind,
                replaced: &replaced,
            }));
        }
        found.sort_by_key(|finding| finding.priority);
        found
    }

    fn unknown(&self, report: &RunsReport) -> Vec<Unknown> {
        let none = report.repository.is_none();
        let unknown = none.then(|| Unknown {
            what: "the workflow runs".into(),
            why: "no repository on GitHub is known.".into(),
            hint: "Write `[github] repository = \"OWNER/NAME\"` in watchkeeper.toml, or start in a clone of it.".into(),
        });
        unknown.into_iter().collect()
    }

    fn status(&self, _: &RunsReport, findings: usize, unknown: usize, faults: usize) -> Outcome {
        Outcome::of(findings, unknown + faults)
    }

    fn narrowed(&self, report: &RunsReport, whole: bool) -> Result<Option<RunsReport>, Reason> {
        match (&self.only, report.runs.is_empty() && whole && report.repository.is_some()) {
            (Some(only), true) => Err(format!(
                "No run of a workflow {only} is among the newest. Look at its spelling: its name, or its file."
            )
            .into()),
            _ => Ok(None),
        }
    }

    fn counts(&self, report: &RunsReport) -> Vec<String> {
        vec![numbered(report.runs.len(), "run")]
    }
}

impl RunsReport {
    /// Runs of the same workflow and branch that came later and are not over.
    fn behind<'a>(&'a self, run: &'a Run) -> impl Iterator<Item = &'a Run> {
        let later = self.later(run).map(|one| &one.run);
        later.filter(|other| !other.is_over())
    }

    /// Those of them that were replaced while it waits.
    fn pushed_out_by<'a>(&'a self, run: &'a Run) -> impl Iterator<Item = (&'a Run, String)> {
        let later = self.later(run);
        later.filter_map(|one| Some((&one.run, one.replaced?.said())))
    }

    fn later<'a>(&'a self, run: &'a Run) -> impl Iterator<Item = &'a RunReport> {
        self.runs.iter().filter(move |one| {
            let other = &one.run;
            let same = other.workflow_id == run.workflow_id
                && other.workflow() == run.workflow()
                && other.head_branch == run.head_branch;
            same && (other.created_at, other.id) > (run.created_at, run.id)
        })
    }
}

fn jobs_of(run: &Run) -> actions::Jobs {
    actions::Jobs {
        run: run.id,
        attempt: run.attempt(),
    }
}

fn jobs(run: &Run, repository: &Repository) -> Ask {
    jobs_of(run).in_repository(repository).into()
}

fn pending(run: &Run, repository: &Repository) -> Ask {
    deployments::Pending(run.id)
        .in_repository(repository)
        .into()
}
