//! A run is cancelled; by force where a cancellation hangs.

use serde::{Deserialize, Serialize};

use super::{
    Change, GitHubPart, Progress, Subject, Write,
    github::{ACTIONS, run, standing, with_run},
};
use crate::{
    facts::{
        Reason, Remote, Repository,
        actions::{RunId, RunState},
    },
    gate::{GitHubCall, Observed, Step, TargetState, workflow},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelRun {
    pub repository: Repository,
    pub run: RunId,
    /// Steps that run whatever happens are not waited for.
    pub force: bool,
}

impl Change for CancelRun {
    fn subject(&self) -> Subject<'_> {
        let part = GitHubPart::Cancel {
            run: self.run,
            force: self.force,
        };
        Subject::GitHub(&self.repository, part)
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let run = run(&seen.target)?;
        let id = self.run.0.to_string();
        if run.is_over() {
            let state = standing(run);
            return Err(format!("Run {id} is {}: nothing of it goes on.", state.raw()).into());
        }
        let verb = if self.force { "force-cancel" } else { "cancel" };
        let path = ["actions", "runs", &id, verb];
        Ok(vec![Step::GitHub(GitHubCall::post(
            &self.repository,
            &path,
            ACTIONS,
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_run(seen, |run| {
            run.status = Some(RunState::Completed);
            run.conclusion = Some(RunState::Cancelled);
        })
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        Some(standing(run(target).ok()?))
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err("what was cancelled does not go on; run it again".into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, _: &Observed) -> String {
        match self.force {
            false => "CANCELS the run: what its jobs have not done yet is not done. Steps that run always still do.",
            true => "CANCELS the run BY FORCE: its jobs end where they are, and steps that run always do not.",
        }
        .to_owned()
    }

    fn touches_only_checks(&self, seen: &Observed) -> bool {
        let text = seen.github().and_then(|state| state.workflow_text());
        text.is_some_and(workflow::only_checks)
    }

    fn goes_on_after(&self, now: &TargetState) -> Option<String> {
        let run = run(now).ok().filter(|run| !run.is_over())?;
        Some(format!(
            "GitHub took the cancellation, and run {} is still {}: its jobs end first.",
            self.run.0,
            standing(run).raw()
        ))
    }

    /// Of a run that is over; while it goes on, only that it does is known.
    fn progress(&self, now: &TargetState) -> Option<Progress> {
        let run = run(now).ok().filter(|run| run.is_over())?;
        Some(match run.conclusion {
            Some(RunState::Cancelled) => Progress::Applied,
            _ => Progress::Failed(format!(
                "Run {} is {}: it ended before it was cancelled.",
                self.run.0,
                standing(run).raw()
            )),
        })
    }
}
