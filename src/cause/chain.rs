//! The chain from a symptom to its cause, link by link, as `why` tells it.

mod retained;

use std::collections::HashSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::token_subject::is_refused_token;
use super::{
    permission::PermissionVerdict,
    stack_story::{Culprit, EventMark, StackStory, TemplateSearch, ToldFailure, side},
};
use crate::facts::{Denied, DeniedWhy, Remote, Stack, StackEvent};

/// One step towards the cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub kind: LinkKind,
    pub subject: String,
    pub at: Option<Timestamp>,
    pub what: String,
    /// Where it was read: `cloudformation:DescribeStacks`.
    pub evidence: String,
    #[serde(default)]
    pub confidence: Confidence,
}

/// How far a link can be relied on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// What was read says it.
    #[default]
    Certain,
    /// Names or times agree, and nothing that was read says it.
    Likely,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// A workflow run, its job and step, and what its log says.
    Run,
    Job,
    Step,
    Log,
    /// Since when the workflow is red, and what changed meanwhile.
    Streak,
    /// What it waits behind, or what took its place.
    Queue,
    /// A known cause that was looked for.
    Candidate,
    /// The stack that a job deploys.
    Deploys,
    /// What a job's token presents, and what the role's trust policy makes of it.
    Token,
    Stack,
    Resource,
    /// What stopped the way back: a root of its own beside that of the way forward.
    Rollback,
    /// An old resource that could not be deleted after all else was done.
    LeftBehind,
    Denied,
    Live,
    Repository,
    /// An alarm, and the function that it measures or that was ended by its timeout.
    Alarm,
    Function,
    /// Entries of a service of Cloud Map, and the instances that they point at.
    Entries,
    Instances,
    /// What was deployed at the time.
    Deployment,
    /// What would be needed to know more: a permission, a command.
    Needed,
    Cause,
}

impl Link {
    /// The link as a line of its own: what it is, and what it did.
    pub fn said(&self) -> String {
        match self.confidence {
            Confidence::Certain => self.plainly(),
            Confidence::Likely => format!("{} (likely)", self.plainly()),
        }
    }

    fn plainly(&self) -> String {
        let (subject, what) = (&self.subject, &self.what);
        match self.kind {
            LinkKind::Cause => format!("CAUSE {what}"),
            LinkKind::Needed => format!("TO KNOW MORE {what}"),
            LinkKind::Denied
            | LinkKind::Streak
            | LinkKind::Token
            | LinkKind::Candidate
            | LinkKind::Queue => what.clone(),
            LinkKind::Rollback => format!("ROLL BACK {subject} {what}"),
            LinkKind::Job => format!("job {subject} {what}"),
            LinkKind::Step => format!("step {subject} {what}"),
            LinkKind::LeftBehind => format!("LEFT BEHIND {subject} {what}"),
            LinkKind::Deploys => format!("stack {subject} {what}"),
            _ => format!("{subject} {what}"),
        }
    }
}

/// How deep each link stands: beneath the one that it follows from.
pub fn depths(chain: &[Link]) -> Vec<usize> {
    use LinkKind::{
        Candidate, Cause, Denied, Deploys, Function, Job, LeftBehind, Log, Queue, Rollback, Run,
        Stack, Step, Streak, Token,
    };
    let (mut next, mut of_stack, mut before) = (0, 0, None);
    let depth = |link: &Link| {
        let depth = match (link.kind, before) {
            // What is known of the run stands side by side beneath it, and so do its jobs.
            (Streak | Queue | Candidate | Job, _) => 1,
            (Step, _) => 2,
            (Log, Some(Function)) => next,
            (Log | Deploys | Token, _) => 3,
            (Denied | Cause, Some(Log | Denied | Candidate | Queue | Cause)) => next - 1,
            // The way back, and what was left behind, are branches beneath the stack.
            (Rollback | LeftBehind, _) => of_stack + 1,
            _ => next,
        };
        if link.kind == Stack && before.is_none_or(|before| matches!(before, Run | Deploys)) {
            of_stack = depth;
        }
        next = depth + 1;
        before = Some(link.kind);
        depth
    };
    chain.iter().map(depth).collect()
}

/// From a stack that did not do what it was asked to. The last link is the cause
/// where one is known; else it is the last thing that is known for certain.
pub fn chain(stack: &Stack, story: &StackStory, source: &str) -> Vec<Link> {
    let mut links = vec![Link {
        confidence: Confidence::Certain,
        kind: LinkKind::Stack,
        subject: stack.name.raw().to_owned(),
        at: stack.written(),
        what: match &stack.reason {
            Some(reason) => format!("{}: {}", stack.status.raw(), reason.raw()),
            None => stack.status.raw().to_owned(),
        },
        evidence: "cloudformation:DescribeStacks".into(),
    }];
    // The way forward and the way back each have a root. An order that ended the way
    // forward is told where it came, before what stopped the way back.
    let order = ended(stack, story, source);
    let was_first = story.ordered_before_failing();
    links.extend(order.clone().filter(|_| was_first));
    links.extend(root(LinkKind::Resource, &story.root, story, source));
    links.extend(order.filter(|_| !was_first));
    links.extend(root(
        LinkKind::Rollback,
        &story.rollback_root,
        story,
        source,
    ));
    links.extend(left_behind(story, source));
    links
}

/// A failure that the others followed from, with whose fault it is.
fn root(
    kind: LinkKind,
    failure: &Option<ToldFailure>,
    story: &StackStory,
    source: &str,
) -> Vec<Link> {
    let told = failure.as_ref();
    let Some((failure, event)) = told.and_then(|one| Some((one, story.told(one)?))) else {
        return Vec::new();
    };
    let mut links = vec![Link {
        confidence: Confidence::Certain,
        kind,
        subject: event.logical_id.raw().to_owned(),
        at: Some(event.at),
        what: failed(event),
        evidence: source.to_owned(),
    }];
    links.extend(refusal(failure, event));
    links.extend(retained::links(story, event, source));
    links
}

/// Old resources that are still there though all else was done: where the stack says
/// that something could not be deleted, they say what and why.
fn left_behind(story: &StackStory, source: &str) -> Vec<Link> {
    let mut seen = HashSet::new();
    let left = story.events.iter().filter(|told| {
        let event = &told.event;
        // Each is tried three times before it is left: the last time is told.
        told.mark == EventMark::LeftBehind
            && seen.insert((&event.stack, &event.logical_id, &event.physical_id))
    });
    let links = left.map(|told| Link {
        confidence: Confidence::Certain,
        kind: LinkKind::LeftBehind,
        subject: told.event.logical_id.raw().to_owned(),
        at: Some(told.event.at),
        what: failed(&told.event),
        evidence: source.to_owned(),
    });
    links.collect()
}

/// What failed first in each branch of the chain that does not end in a cause.
pub fn unexplained(chain: &[Link]) -> Vec<&Link> {
    let back = chain
        .iter()
        .position(|link| link.kind == LinkKind::Rollback);
    let (forward, back) = chain.split_at(back.unwrap_or(chain.len()));
    let open = [forward, back].into_iter().filter(|links| {
        let mut kinds = links.iter().map(|link| link.kind);
        !kinds.any(|kind| kind == LinkKind::Cause)
    });
    let failed = |link: &&Link| matches!(link.kind, LinkKind::Resource | LinkKind::Rollback);
    open.filter_map(|links| links.iter().find(failed)).collect()
}

/// A person's order, or a deletion that was refused: the cause, where nothing failed.
fn ended(stack: &Stack, story: &StackStory, source: &str) -> Option<Link> {
    let event = story.events.get(story.ending?.event())?;
    Some(Link {
        confidence: Confidence::Certain,
        kind: match story.root {
            Some(_) => LinkKind::Stack,
            None => LinkKind::Cause,
        },
        subject: stack.name.raw().to_owned(),
        at: Some(event.event.at),
        what: story.ended()?,
        evidence: source.to_owned(),
    })
}

fn failed(event: &StackEvent) -> String {
    let status = event.outcome();
    let kind = event.resource_type.raw();
    match event.said() {
        Some(reason) => format!("{status} ({kind}): {}", reason.raw()),
        None => format!("{status} ({kind})"),
    }
}

fn refusal(failure: &ToldFailure, event: &StackEvent) -> Vec<Link> {
    let Some(denied) = &failure.denied else {
        return Vec::new();
    };
    let mut links = vec![Link {
        confidence: Confidence::Certain,
        kind: LinkKind::Denied,
        subject: who(denied),
        at: Some(event.at),
        what: refused(denied),
        evidence: "the event's reason".into(),
    }];
    if let Some(culprit) = &failure.culprit {
        links.extend(sides(culprit));
    }
    links
}

/// `dataops-github-actions-deploy may not call events:DescribeRule on arn:...`.
pub fn refused(denied: &Denied) -> String {
    let action = match denied.action.as_str() {
        "" => "make a call that the message does not name",
        action => action,
    };
    let on = denied.resource.as_ref().map(Remote::raw);
    let on = on.map_or(String::new(), |on| format!(" on {on}"));
    format!("{} may not call {action}{on}", who(denied))
}

/// The role behind a session, else whoever the message names.
pub fn who(denied: &Denied) -> String {
    match (denied.role(), &denied.principal) {
        (Some(role), _) => role.raw().to_owned(),
        (None, Some(principal)) => principal.raw().to_owned(),
        (None, None) if is_refused_token(denied) => "the job's token".to_owned(),
        // Whoever says that a role cannot be assumed is a service that was given it.
        (None, None) if denied.why == DeniedWhy::AssumeRole => "the service".to_owned(),
        (None, None) => "the caller".to_owned(),
    }
}

fn sides(culprit: &Culprit) -> Vec<Link> {
    let link = |kind, subject: &str, what: String, evidence: &str| Link {
        confidence: Confidence::Certain,
        kind,
        subject: subject.to_owned(),
        at: None,
        what,
        evidence: evidence.to_owned(),
    };
    let role = culprit
        .role
        .as_ref()
        .map_or("the caller", |role| role.raw());
    let mut links = Vec::new();
    if let Some(what) = side(culprit.live(), &culprit.permission.live) {
        links.push(link(LinkKind::Live, role, what, "iam:GetRolePolicy"));
    }
    let found = culprit.search.as_ref().map(TemplateSearch::said);
    let file = culprit.file.as_deref().unwrap_or("the repository");
    match (culprit.granted(), found) {
        (Some(what), Some(found)) if culprit.is_found() => {
            let what = format!("{what}: {found}");
            links.push(link(LinkKind::Repository, role, what, file));
        }
        (Some(what), _) => links.push(link(LinkKind::Repository, role, what, file)),
        (None, Some(found)) => links.push(link(LinkKind::Repository, role, found, file)),
        (None, None) => {}
    }
    if let Some(declared) = &culprit.declared {
        links.push(Link {
            confidence: Confidence::Certain,
            kind: LinkKind::Stack,
            subject: declared.stack.raw().to_owned(),
            at: declared.written,
            what: format!("declares the role as {}", declared.logical_id.raw()),
            evidence: "cloudformation:ListStackResources".into(),
        });
    }
    if let Some(cause) = culprit.cause() {
        let subject = match (
            culprit.permission.verdict,
            &culprit.stale,
            &culprit.declared,
        ) {
            (PermissionVerdict::StaleStack, Some(stack), _) => stack.raw(),
            (_, _, Some(declared)) => declared.stack.raw(),
            _ => role,
        };
        links.push(link(LinkKind::Cause, subject, cause, "the policies above"));
    }
    links
}
