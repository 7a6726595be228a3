//! Why a run has no jobs: every cause that is known for how it ended, each with what was
//! looked at and what could not be.
//!
//! The API does not say the cause. So none is blamed because it comes first or fits: a cause
//! is named only where it alone was found, and what could not be looked at is said.

mod allowed;
mod text;

use serde::{Deserialize, Serialize};

use super::{
    queue::{Ahead, Queue, Replaced},
    workflow::WorkflowText,
};
use crate::facts::{
    Fault, Repository,
    actions::{ActionsPermissions, FileText, Run, RunState, SelectedActions},
};

/// What was read for it, or why it was not; None: nobody has asked yet.
pub type Read<'a, T> = Option<Result<&'a T, &'a Fault>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    StartupFailure,
    Failure,
    ActionRequired,
    /// It is queued, and nothing of it was made yet.
    Pending,
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Looked {
    Found,
    NotIt,
    /// It could not be looked at, or what was seen leaves it open.
    Open,
}

/// A cause that is known, and what came of looking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// `an action that may not run`.
    pub cause: String,
    pub looked: Looked,
    /// What was seen, or why nothing was.
    pub said: String,
    /// Where it was looked for.
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoJobs {
    pub shape: Shape,
    pub candidates: Vec<Candidate>,
}

/// What the causes are looked for in.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    pub run: &'a Run,
    pub repository: &'a Repository,
    pub workflow: Read<'a, FileText>,
    /// Workflows of this repository that it calls, by their paths.
    pub called: &'a [(String, Read<'a, FileText>)],
    pub permissions: Read<'a, ActionsPermissions>,
    pub selected: Read<'a, SelectedActions>,
    pub queue: &'a Queue,
    pub replaced: Option<&'a Replaced>,
}

impl Shape {
    pub fn of(run: &Run) -> Option<Self> {
        Some(match run.state()? {
            RunState::StartupFailure => Self::StartupFailure,
            RunState::Failure | RunState::TimedOut => Self::Failure,
            RunState::ActionRequired => Self::ActionRequired,
            RunState::Pending | RunState::Queued | RunState::Requested => Self::Pending,
            RunState::Cancelled => Self::Cancelled,
            _ => return None,
        })
    }

    /// Who is ahead in its concurrency group, or took its place, has it.
    pub fn is_of_queue(self) -> bool {
        matches!(self, Self::Pending | Self::Cancelled)
    }

    /// The workflow's text can have it.
    pub fn rests_on_text(self) -> bool {
        matches!(self, Self::StartupFailure | Self::Failure)
    }
}

impl Candidate {
    fn of(cause: &str, source: &str, (looked, said): (Looked, String)) -> Self {
        Self {
            cause: cause.to_owned(),
            looked,
            said,
            source: source.to_owned(),
        }
    }
}

/// What could not be read.
fn unread<T>(read: Read<'_, T>) -> (Looked, String) {
    let said = match read {
        Some(Err(fault)) => format!("{} {}", fault.what, fault.hint),
        _ => "It was not read.".to_owned(),
    };
    (Looked::Open, said)
}

impl NoJobs {
    /// None: nothing is odd about it.
    pub fn of(inputs: &Inputs<'_>) -> Option<Self> {
        let shape = Shape::of(inputs.run)?;
        let candidates = match shape {
            Shape::StartupFailure | Shape::Failure => of_failure(inputs),
            Shape::ActionRequired => vec![of_fork(inputs), of_bot(inputs)],
            Shape::Pending => vec![
                of_queue(inputs),
                elsewhere("no runner or service took it up"),
            ],
            Shape::Cancelled => vec![
                of_replaced(inputs),
                elsewhere("a person or an app cancelled it before it began"),
            ],
        };
        Some(Self { shape, candidates })
    }

    pub fn all(&self, looked: Looked) -> impl Iterator<Item = &Candidate> {
        self.candidates
            .iter()
            .filter(move |one| one.looked == looked)
    }

    /// The one that was found, where no other was.
    pub fn cause(&self) -> Option<&Candidate> {
        let mut found = self.all(Looked::Found);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// `2 known causes were ruled out, 3 could not be looked at`.
    pub fn counted(&self) -> String {
        let [found, not, open] =
            [Looked::Found, Looked::NotIt, Looked::Open].map(|looked| self.all(looked).count());
        format!(
            "of {} known causes {found} found, {not} ruled out, {open} left open",
            self.candidates.len()
        )
    }
}

fn of_failure(inputs: &Inputs<'_>) -> Vec<Candidate> {
    let mut all = vec![text::readable(inputs)];
    let read = inputs.workflow.and_then(Result::ok);
    let text = read.and_then(|file| WorkflowText::read(file.text.as_ref()?.raw()).ok());
    match &text {
        Some(text) => {
            all.push(allowed::enabled(inputs));
            all.push(allowed::actions(inputs, text));
            all.push(allowed::pinned(inputs, text));
            all.push(text::inputs(inputs, text));
            all.push(text::scopes(text));
            all.push(text::needs(text));
        }
        None => {
            let why = || (Looked::Open, "The workflow's text is not known.".to_owned());
            let causes = [
                "an action that may not run",
                "an action without a commit's SHA, where one is demanded",
                "an input that a called workflow does not declare",
                "a permission that does not exist",
            ];
            all.push(allowed::enabled(inputs));
            all.extend(causes.map(|cause| Candidate::of(cause, "contents", why())));
        }
    }
    all
}

fn of_fork(inputs: &Inputs<'_>) -> Candidate {
    let run = inputs.run;
    let head = run.head_repository.as_ref();
    let name = head.and_then(|head| head.full_name.as_ref());
    let own = name.map(|name| {
        let mut parts = name.raw().splitn(2, '/');
        let (owner, repository) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        inputs.repository.is(owner, repository)
    });
    let looked = match (own, name) {
        (Some(false), Some(name)) => (
            Looked::Found,
            format!("The commit comes from {}.", name.raw()),
        ),
        (Some(true), _) => (
            Looked::NotIt,
            "The commit comes from this repository.".to_owned(),
        ),
        _ => (
            Looked::Open,
            "GitHub does not say where the commit comes from: a fork may be gone.".to_owned(),
        ),
    };
    let cause = "a fork's run, which a maintainer must allow";
    Candidate::of(cause, "actions/runs", looked)
}

fn of_bot(inputs: &Inputs<'_>) -> Candidate {
    let actor = inputs.run.triggering_actor.as_ref();
    let actor = actor.or(inputs.run.actor.as_ref());
    let looked = match actor {
        Some(actor) => {
            let name = actor.login.as_ref().map_or("?", |login| login.raw());
            match actor.is_bot() {
                true => (Looked::Found, format!("{name} is an app.")),
                false => (Looked::NotIt, format!("{name} started it, who is no app.")),
            }
        }
        None => (
            Looked::Open,
            "GitHub does not say who started it.".to_owned(),
        ),
    };
    let cause = "an app's run, which a maintainer must allow";
    Candidate::of(cause, "actions/runs", looked)
}

fn of_queue(inputs: &Inputs<'_>) -> Candidate {
    let queue = inputs.queue;
    let looked = match (queue.behind.as_slice(), &queue.unread) {
        ([], Some(why)) => (Looked::Open, why.clone()),
        ([], None) if queue.known => (
            Looked::NotIt,
            "Nothing is ahead of it in a concurrency group.".to_owned(),
        ),
        ([], None) => (Looked::Open, "Its groups were not read.".to_owned()),
        (behind, _) => {
            let said: Vec<String> = behind.iter().map(Ahead::said).collect();
            (Looked::Found, format!("It is {}.", said.join(", and ")))
        }
    };
    let cause = "its concurrency group is taken";
    Candidate::of(cause, "actions/concurrency_groups", looked)
}

fn of_replaced(inputs: &Inputs<'_>) -> Candidate {
    let text = inputs.workflow.and_then(Result::ok);
    let text = text.and_then(|file| WorkflowText::read(file.text.as_ref()?.raw()).ok());
    let has_group = text.map(|text| text.groups().next().is_some());
    let looked = match (inputs.replaced, has_group) {
        (_, Some(false)) => (
            Looked::NotIt,
            "The workflow has no concurrency group.".to_owned(),
        ),
        (Some(replaced), _) => (Looked::Found, replaced.said()),
        (None, _) => (
            Looked::Open,
            "No later run that is known came when it ended.".to_owned(),
        ),
    };
    let cause = "a later run took its place in the concurrency group";
    Candidate::of(cause, "actions/runs", looked)
}

/// What the API has nothing about.
fn elsewhere(cause: &str) -> Candidate {
    let said = "The API does not say it: the run's page and githubstatus.com may.";
    Candidate::of(cause, "", (Looked::Open, said.to_owned()))
}
