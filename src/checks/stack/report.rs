//! What is concluded of a stack's newest operation, as far as its story tells.

use serde::{Deserialize, Serialize};

use crate::{
    cause::{
        chain::{Confidence, Link, LinkKind, chain, refused},
        stack_story::{Culprit, Ending, StackStory, TemplateSearch, ToldFailure, naming},
    },
    checks::Outcome,
    facts::{Finding, Stack, Unknown},
    rules::stacks::{Ended, FailureSummary, StaleStack, Subject, judge},
};

const EVENTS: &str = "cloudformation:DescribeStackEvents";

/// The stack as it was known then, and what its events tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationReport {
    pub stack: Option<Stack>,
    pub story: StackStory,
    /// The repository is ahead of it, and another stack failed for that.
    #[serde(default)]
    pub stale: Option<StaleStack>,
}

impl OperationReport {
    pub fn findings(&self) -> Vec<Finding> {
        let Some(stack) = &self.stack else {
            return Vec::new();
        };
        let [forward, back] = self.failures();
        judge(&Subject {
            forward: forward.as_ref(),
            back: back.as_ref(),
            ended: self.ended().as_ref(),
            stale: self.stale.as_ref(),
            ..Subject::of(stack)
        })
    }

    /// What could not be read of what the story rests on, nested stacks included.
    pub fn unknown(&self) -> Vec<Unknown> {
        let nested = self.story.unread.iter().map(|(name, fault)| Unknown {
            what: format!("nested stack {}", name.raw()),
            why: fault.what.clone(),
            hint: fault.hint.clone(),
        });
        nested
            .chain(self.story.unknown().into_iter().cloned())
            .collect()
    }

    /// A stack that neither failed nor is stale is no finding; one that could not be
    /// read is unknown.
    pub fn status(&self, faults: usize) -> Outcome {
        let turned_down = matches!(self.story.ending, Some(Ending::TurnedDown(_)));
        match &self.stack {
            Some(stack) if stack.status.is_failed() || turned_down => Outcome::Findings,
            Some(_) if self.stale.is_some() => Outcome::Findings,
            // It says why something was not done, and its events do not say what.
            Some(stack) if stack.tells_of_failure() && self.story.left_behind == 0 => {
                Outcome::Unknown
            }
            Some(_) if faults == 0 => Outcome::Well,
            _ => Outcome::Unknown,
        }
    }

    /// From the symptom to the cause.
    pub fn chain(&self) -> Vec<Link> {
        let stack = self.stack.as_ref();
        let mut links = stack.map_or_else(Vec::new, |stack| chain(stack, &self.story, EVENTS));
        links.extend(self.stale.iter().flat_map(of_stale));
        links
    }

    /// The lines that name the template which nobody named, for the project's file.
    pub fn naming(&self) -> Vec<String> {
        let searches = self.story.to_be_named().into_iter();
        let mut lines: Vec<String> = searches.flat_map(TemplateSearch::lines).collect();
        let found = self.stale.as_ref().filter(|stale| stale.is_found);
        if let (Some(stale), true) = (found, lines.is_empty()) {
            lines.extend(naming(stale.stack.raw(), &stale.file));
        }
        lines
    }

    /// The first failure of the way forward, and the one that stopped the way back.
    pub fn failures(&self) -> [Option<FailureSummary>; 2] {
        [&self.story.root, &self.story.rollback_root].map(|failure| self.failure(failure.as_ref()?))
    }

    fn failure(&self, failure: &ToldFailure) -> Option<FailureSummary> {
        let event = self.story.told(failure)?;
        Some(FailureSummary {
            root: event.logical_id.raw().to_owned(),
            status: event.outcome(),
            reason: event.said().map(|reason| reason.raw().to_owned()),
            at: event.at,
            refused: failure.denied.as_ref().map(refused),
            denied: failure.denied.clone(),
            cause: failure.culprit.as_ref().and_then(Culprit::cause),
        })
    }

    /// What ended an operation in which nothing had to fail.
    pub fn ended(&self) -> Option<Ended> {
        let ending = self.story.ending?;
        Some(Ended {
            turned_down: matches!(ending, Ending::TurnedDown(_)),
            what: self.story.ended()?,
            at: self.story.events.get(ending.event())?.event.at,
        })
    }
}

/// From what another stack was refused to the cause, which is this one.
fn of_stale(stale: &StaleStack) -> [Link; 3] {
    let link = |kind, subject: &str, what: String, evidence: &str| Link {
        confidence: Confidence::Certain,
        kind,
        subject: subject.to_owned(),
        at: None,
        what,
        evidence: evidence.to_owned(),
    };
    let refused = format!("stack {}: {}", stale.failed.raw(), stale.refused);
    let denied = Link {
        at: Some(stale.at),
        ..link(LinkKind::Denied, stale.failed.raw(), refused, EVENTS)
    };
    let (role, granted) = (stale.role.raw(), stale.granted.clone());
    let cause = format!("stack {} is stale", stale.stack.raw());
    [
        denied,
        link(LinkKind::Repository, role, granted, &stale.file),
        link(
            LinkKind::Cause,
            stale.stack.raw(),
            cause,
            "the policies above",
        ),
    ]
}
