//! A workflow is started by hand, on a branch, with the inputs that it declares.
//!
//! The new run is the one that GitHub's answer names. After a lost answer nobody can say
//! which run is ours: that stays in doubt, and is never guessed as "the newest".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Change, GitHubPart, ReadBack, Subject, Write,
    github::{ACTIONS, state, workflow},
};
use crate::{
    facts::{
        Reason, Remote, Repository, StackName,
        actions::{RunId, WorkflowId},
    },
    gate::{
        GitHubCall, GitHubFound, Observed, Step, TargetState,
        field::{Field, Misfilled},
        workflow::{DeclaredInput, InputKind, declared},
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispatchWorkflow {
    pub repository: Repository,
    /// `.github/workflows/deploy.yml`.
    pub workflow: Remote,
    pub id: WorkflowId,
    /// The branch that it is started on.
    pub branch: Remote,
    /// As the pane read them; the plan holds them against the text as it is now.
    #[serde(default)]
    pub declared: Vec<DeclaredInput>,
    /// One for each that is declared; empty texts are not sent.
    pub inputs: Option<Vec<Remote>>,
    pub stack: Option<StackName>,
}

impl DispatchWorkflow {
    fn given(&self) -> impl Iterator<Item = (&DeclaredInput, &Remote)> {
        let inputs = self.inputs.iter().flatten();
        self.declared.iter().zip(inputs)
    }

    fn body(&self) -> serde_json::Value {
        let given = self.given().filter(|(_, value)| !value.raw().is_empty());
        let inputs: BTreeMap<&str, &str> = given
            .map(|(input, value)| (input.name.raw(), value.raw()))
            .collect();
        json!({
            "ref": self.branch.raw(),
            "inputs": inputs,
            "return_run_details": true,
        })
    }

    fn file(&self) -> &str {
        let path = self.workflow.raw();
        path.rsplit('/').next().unwrap_or(path)
    }
}

impl Change for DispatchWorkflow {
    fn subject(&self) -> Subject<'_> {
        let part = GitHubPart::Dispatch {
            workflow: self.workflow.raw(),
            branch: self.branch.raw(),
            id: self.id,
            stack: self.stack.as_ref(),
        };
        Subject::GitHub(&self.repository, part)
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let state = workflow(&seen.target)?;
        if declared(state.text.read()?.raw())? != self.declared {
            return Err("The workflow declares other inputs now: propose it again.".into());
        }
        if self.inputs.as_ref().map_or(0, Vec::len) != self.declared.len() {
            return Err("Not all of the workflow's inputs were asked for.".into());
        }
        for (input, value) in self.given() {
            let name = input.name.raw();
            let why = |why: Reason| Reason::from(format!("Input {name}: {why}"));
            input.takes(value.raw()).map_err(why)?;
        }
        let path = ["actions", "workflows", self.file(), "dispatches"];
        let call = GitHubCall::post(&self.repository, &path, ACTIONS);
        Ok(vec![Step::GitHub(call.with(&self.body()))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        let mut after = state(&seen.target)?.clone();
        if let GitHubFound::Workflow(found) = &mut after.found {
            found.and_one = true;
        }
        Ok(TargetState::GitHub(Box::new(after)))
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        let state = workflow(target).ok()?;
        let ids = state.started.known()?.iter().map(|run| run.0.to_string());
        let runs = ids.collect::<Vec<_>>().join(", ");
        let one = if state.and_one { " and a new one" } else { "" };
        Some(Remote::new(format!(
            "runs that were started by hand: {runs}{one}"
        )))
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err("a run that began goes on; cancel it".into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, _: &Observed) -> String {
        format!(
            "Starts workflow {} on branch {}.",
            self.file(),
            self.branch.raw()
        )
    }

    fn tells(&self, before: &Observed, now: &TargetState) -> Option<ReadBack> {
        let known = workflow(&before.target).ok()?.started.known()?;
        let now = workflow(now).ok()?.started.known()?;
        let new = now.iter().find(|run| !known.contains(run));
        Some(match new {
            None => ReadBack::Before,
            Some(run) => ReadBack::Other(format!(
                "run {} was started by hand since, and whether from here nobody can tell",
                run.0
            )),
        })
    }

    fn shows(&self, now: &TargetState, made: &Remote) -> bool {
        let started = workflow(now).ok().and_then(|state| state.started.known());
        let made = made.raw().parse().ok().map(RunId);
        made.is_some_and(|made| started.is_some_and(|all| all.contains(&made)))
    }

    fn fields(&self) -> Vec<Field> {
        match &self.inputs {
            None => self.declared.iter().map(field).collect(),
            Some(_) => Vec::new(),
        }
    }

    fn filled(&self, values: &[String]) -> Result<Write, Misfilled> {
        for (at, (input, value)) in self.declared.iter().zip(values).enumerate() {
            let wrong = |why| Misfilled { field: at, why };
            input.takes(value).map_err(wrong)?;
        }
        let values = values.iter().map(|value| Remote::new(value.as_str()));
        Ok(Self {
            inputs: Some(values.collect()),
            ..self.clone()
        }
        .into())
    }
}

fn field(input: &DeclaredInput) -> Field {
    let kind = match &input.kind {
        InputKind::Text => "a text".to_owned(),
        InputKind::Number => "a number".to_owned(),
        InputKind::Boolean => "true or false".to_owned(),
        InputKind::Environment => "the name of an environment".to_owned(),
        InputKind::Choice(options) => {
            let words: Vec<&str> = options.iter().map(Remote::raw).collect();
            format!("one of {}", words.join(", "))
        }
    };
    let required = if input.required { ", required" } else { "" };
    let description = input.description.as_ref().map_or("", Remote::raw);
    let note = match description {
        "" => format!("{kind}{required}"),
        text => format!("{text} ({kind}{required})"),
    };
    Field {
        label: input.name.clone(),
        note: Remote::new(note),
        value: input.default.clone().unwrap_or_default(),
    }
}
