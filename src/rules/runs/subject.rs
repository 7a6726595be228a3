//! One run as the rules look at it, and how they put what they find into words.

use super::RULES;
use crate::{
    facts::{
        self, Evidence, Finding, Priority, Remote, Status,
        actions::{Job, PendingDeployment, Run},
    },
    rules::{self, Family, rule::found},
};

#[derive(Debug)]
pub struct Runs;

impl Family for Runs {
    type Subject<'a> = Subject<'a>;
    type Found = Finding;
}

pub type Rule = rules::Rule<Runs>;

/// One run, and what was read of it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub run: &'a Run,
    /// It is the newest of its workflow and branch that is over.
    pub is_newest: bool,
    /// None: its jobs were not read.
    pub jobs: Option<&'a [Job]>,
    /// What it waits for.
    pub pending: &'a [PendingDeployment],
    /// Runs of its workflow and branch that came later and are not over.
    pub behind: &'a [&'a Run],
    /// Runs that came later and were pushed out of its queue, and what is said of each.
    pub replaced: &'a [(&'a Run, String)],
}

/// The findings of one run.
pub fn judge(subject: &Subject<'_>) -> Vec<Finding> {
    found(RULES, subject)
}

impl Subject<'_> {
    /// `Deploy on main`.
    pub(super) fn name(&self) -> String {
        let workflow = self.run.workflow().unwrap_or("A workflow");
        match &self.run.head_branch {
            Some(branch) => format!("{workflow} on {}", branch.raw()),
            None => workflow.to_owned(),
        }
    }

    /// A red deploy branch stops everybody; another one its own people.
    pub(super) fn is_of_main(&self) -> bool {
        let branch = self.run.head_branch.as_ref().map(Remote::raw);
        matches!(branch, Some("main" | "master"))
    }

    pub(super) fn finding(
        &self,
        rule: &Rule,
        what: &str,
        (priority, status): (Priority, Status),
        title: &str,
        evidence: Vec<Evidence>,
    ) -> Finding {
        Finding {
            id: format!("runs/{}/{what}", self.run.id.0),
            rule: rule.id.into(),
            priority,
            status,
            subject: facts::Subject {
                kind: "workflow-run".into(),
                name: self.run.id.0.to_string(),
                parent: self.run.workflow().map(str::to_owned),
            },
            title: format!("{} {title}", self.name()),
            evidence,
            remedy: rule.fix.into(),
        }
    }

    /// What the run itself says.
    pub(super) fn said(&self) -> Evidence {
        let run = self.run;
        let state = run.state().map_or("unknown", |state| state.word());
        let title = run.display_title.as_ref();
        let title = title.map_or(String::new(), |title| format!(": {}", title.raw()));
        Evidence {
            what: format!("run {} attempt {}, {state}{title}", run.id.0, run.attempt()),
            source: "actions/runs".into(),
            at: run.updated_at.or(run.began()),
        }
    }
}
