//! A run is run again at the same commit: what failed of it, all of it, or one job.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Change, GitHubPart, Subject, Write,
    github::{ACTIONS, of_run, run, standing, with_run},
};
use crate::{
    facts::{
        Reason, Remote, Repository, StackName,
        actions::{Job, JobId, Run, RunId, RunState},
        numbered,
    },
    gate::{
        GitHubCall, Observed, Step, TargetState,
        field::{Field, Misfilled},
        workflow,
    },
};

/// GitHub runs nothing more often; reruns of single jobs count.
pub(in crate::gate) const MOST_ATTEMPTS: u32 = 50;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RerunRun {
    pub repository: Repository,
    pub run: RunId,
    pub what: Rerun,
    /// With all that the runner and its steps can say.
    pub debug: bool,
    /// The stack that the run's log names as the one that it deploys.
    pub stack: Option<StackName>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rerun {
    /// The failed jobs, and those that need them.
    Failed,
    All,
    /// This job, and those that need it.
    Job(JobId),
    /// One of these, and which a person has yet to say.
    OneOf(Vec<JobChoice>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobChoice {
    pub id: JobId,
    pub name: Remote,
}

impl RerunRun {
    fn call(&self) -> Result<GitHubCall, Reason> {
        let id = self.run.0.to_string();
        let at = &self.repository;
        let call = match &self.what {
            Rerun::Failed => {
                let path = ["actions", "runs", &id, "rerun-failed-jobs"];
                GitHubCall::post(at, &path, ACTIONS)
            }
            Rerun::All => GitHubCall::post(at, &["actions", "runs", &id, "rerun"], ACTIONS),
            Rerun::Job(job) => {
                let job = job.0.to_string();
                GitHubCall::post(at, &["actions", "jobs", &job, "rerun"], ACTIONS)
            }
            Rerun::OneOf(_) => return Err("Which job is run again was not said.".into()),
        };
        Ok(match self.debug {
            true => call.with(&json!({ "enable_debug_logging": true })),
            false => call,
        })
    }

    /// The jobs that it names, as they ended.
    fn jobs<'s>(&self, target: &'s TargetState) -> Result<Vec<&'s Job>, Reason> {
        let jobs = of_run(target)?.jobs.as_ref();
        let jobs = jobs.ok_or("The run's jobs were not read.")?.read()?;
        let is_meant = |job: &&Job| match &self.what {
            Rerun::All => true,
            Rerun::OneOf(_) => false,
            Rerun::Failed => !matches!(
                job.state(),
                Some(RunState::Success | RunState::Skipped | RunState::Neutral)
            ),
            Rerun::Job(id) => job.id == *id,
        };
        Ok(jobs.iter().filter(is_meant).collect())
    }
}

fn again(run: &Run) -> u32 {
    run.attempt().saturating_add(1)
}

impl Change for RerunRun {
    fn subject(&self) -> Subject<'_> {
        Subject::GitHub(
            &self.repository,
            GitHubPart::Rerun(self.run, self.stack.as_ref()),
        )
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let run = run(&seen.target)?;
        let (id, attempt) = (self.run.0, run.attempt());
        if !run.is_over() {
            let state = standing(run);
            return Err(format!(
                "Run {id} is {}: only what is over is run again.",
                state.raw()
            )
            .into());
        }
        if attempt >= MOST_ATTEMPTS {
            return Err(format!(
                "Run {id} is at attempt {attempt}, and GitHub runs nothing more than {MOST_ATTEMPTS} times: start its workflow anew."
            )
            .into());
        }
        let call = self.call()?;
        if self.jobs(&seen.target)?.is_empty() && self.what != Rerun::All {
            return Err(match self.what {
                Rerun::Job(_) | Rerun::OneOf(_) => {
                    format!("The job is not one of attempt {attempt} of run {id}.")
                }
                Rerun::Failed | Rerun::All => format!("No job of run {id} failed."),
            }
            .into());
        }
        Ok(vec![Step::GitHub(call)])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_run(seen, |run| run.run_attempt = Some(again(run)))
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        let run = run(target).ok()?;
        Some(Remote::new(format!("attempt {}", run.attempt())))
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err("a run that began again goes on; cancel it".into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, seen: &Observed) -> String {
        let attempt = run(&seen.target).map_or(0, again);
        let jobs = self.jobs(&seen.target).unwrap_or_default();
        let names: Vec<&str> = jobs
            .iter()
            .filter_map(|job| job.name.as_ref().map(Remote::raw))
            .collect();
        let what = match self.what {
            Rerun::All => "all jobs".to_owned(),
            Rerun::Failed => numbered(jobs.len(), "failed job"),
            Rerun::Job(_) | Rerun::OneOf(_) => "one job".to_owned(),
        };
        let debug = match self.debug {
            true => " With debug logging.",
            false => "",
        };
        let needing = match self.what {
            Rerun::All => "",
            Rerun::Failed => ", and the jobs that need them",
            Rerun::Job(_) | Rerun::OneOf(_) => ", and the jobs that need it",
        };
        let names = match names.is_empty() {
            true => String::new(),
            false => format!(": {}", names.join(", ")),
        };
        format!(
            "Runs {what} again{names}{needing}. It will be attempt {attempt} of {MOST_ATTEMPTS} at most.{debug}"
        )
    }

    fn fields(&self) -> Vec<Field> {
        let Rerun::OneOf(jobs) = &self.what else {
            return Vec::new();
        };
        let names: Vec<&str> = jobs.iter().map(|job| job.name.raw()).collect();
        vec![Field {
            label: "job".into(),
            note: Remote::new(format!("one of {}", names.join(", "))),
            value: Remote::default(),
        }]
    }

    fn filled(&self, values: &[String]) -> Result<Write, Misfilled> {
        let Rerun::OneOf(jobs) = &self.what else {
            return Ok(self.clone().into());
        };
        let typed = values.first().map_or("", |text| text.trim());
        let named: Vec<&JobChoice> = jobs.iter().filter(|job| job.name.raw() == typed).collect();
        let [job] = named.as_slice() else {
            let why = "It must be the name of one of the jobs.".into();
            return Err(Misfilled { field: 0, why });
        };
        let what = Rerun::Job(job.id);
        Ok(Self {
            what,
            ..self.clone()
        }
        .into())
    }

    fn touches_only_checks(&self, seen: &Observed) -> bool {
        let text = seen.github().and_then(|state| state.workflow_text());
        text.is_some_and(workflow::only_checks)
    }
}
