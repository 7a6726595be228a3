//! A failed job: its step, what was noted and logged, and the way from there to the stack
//! that it deploys, to the role, and to the cause.

use super::words;
use crate::{
    cause::{
        chain::{Link, LinkKind, refused},
        token_subject::is_refused_token,
    },
    checks::{
        run::{Deploy, JobFailure, RunStory},
        stack::OperationReport,
    },
    facts::{Arn, Denied, Remote, RoleName},
    panes::Cx,
    ui::{Destination, Line, Role},
};

pub(super) fn lines(failure: &JobFailure, story: &RunStory, cx: &Cx<'_>) -> Vec<Line> {
    let job = &failure.job;
    let step = failure.step.as_ref().map(|step| {
        let name = step.name.as_ref();
        format!(" / {}", name.map_or("a step without a name", Remote::raw))
    });
    let took = words::took(job.started_at, job.completed_at);
    let title = format!("{}{}", failure.name(), step.unwrap_or_default());
    let mut lines = vec![
        Line::of(Role::Bad, "x ")
            .then(Role::Strong, title)
            .then(Role::Dim, format!("   {took}"))
            .leading_to(to_log(failure)),
    ];
    lines.extend(without_step(failure));
    let noted = failure.noted();
    lines.extend(noted.map(|said| Line::indented(2, Role::Text, said.raw())));
    lines.extend(failure.denied.iter().map(denied));
    let deploy = story.deploy.as_ref();
    if let Some(deploy) = deploy.filter(|deploy| deploy.job == failure.name()) {
        lines.extend(of_deploy(deploy, &failure.denied));
    }
    if failure.denied.iter().any(is_refused_token) {
        lines.extend(of_token(story));
    }
    lines.extend(log(failure, cx));
    lines
}

/// Its whole log, where the step that failed ended.
pub(in crate::panes) fn to_log(failure: &JobFailure) -> Destination {
    let step = failure.step.as_ref();
    Destination::JobLog {
        job: failure.job.id,
        name: failure.name().to_owned(),
        at: step.and_then(|step| step.completed_at),
    }
}

fn without_step(failure: &JobFailure) -> Option<Line> {
    if failure.step.is_some() {
        return None;
    }
    let said = match (&failure.lost, failure.open()) {
        (Some(_), _) => "CAUSE its runner was lost: no step of it failed.".to_owned(),
        (None, Some(open)) => return Some(Line::signed("? ", Role::Warn, open)),
        (None, None) if failure.noted().next().is_some() => {
            "No step of it failed. What was noted:".to_owned()
        }
        (None, None) => "No step of it failed, and nothing was noted that says why.".to_owned(),
    };
    Some(Line::indented(2, Role::Text, said))
}

/// A refusal, which leads to the role that was refused.
fn denied(denied: &Denied) -> Line {
    let line = Line::indented(2, Role::Bad, refused(denied));
    match denied.role() {
        Some(role) => line.leading_to(Destination::Role(role, None)),
        None => line,
    }
}

fn log(failure: &JobFailure, cx: &Cx<'_>) -> Vec<Line> {
    let excerpt = failure.excerpt.iter();
    let mut lines: Vec<Line> = excerpt
        .map(|line| Line::indented(4, Role::Dim, line.raw()))
        .collect();
    match (lines.is_empty(), failure.log_state.said()) {
        (true, Some(said)) => lines.push(Line::indented(2, Role::Text, said)),
        (true, None) => {
            let open = cx.key("list.open");
            let said = format!("Its log was not read yet: {open} reads it.");
            lines.push(Line::indented(4, Role::Dim, said));
        }
        (false, _) => {}
    }
    lines
}

/// From the stack to the cause, a line for each link.
fn of_deploy(deploy: &Deploy, said: &[Denied]) -> Vec<Line> {
    let stack = &deploy.named.stack;
    let line = format!(
        "deploys stack {} (named by {})",
        stack.raw(),
        deploy.named.by
    );
    let to = Destination::Stack(stack.clone());
    let mut lines = vec![Line::indented(2, Role::Text, line).leading_to(to)];
    if let Some(role) = &deploy.role {
        let name = role.last_segment();
        let to = Destination::Role(RoleName::new(name), None);
        lines.push(Line::indented(2, Role::Text, format!("as role {name}")).leading_to(to));
    }
    lines.extend(accepting(deploy));
    if let Some(open) = &deploy.open {
        lines.push(Line::signed("? ", Role::Warn, open.as_str()));
        return lines;
    }
    let chain = deploy.operation.as_ref();
    let mut chain = chain.map_or_else(Vec::new, OperationReport::chain);
    // The log said it already, in the lines above.
    let said: Vec<String> = said.iter().map(refused).collect();
    chain.retain(|link| link.kind != LinkKind::Denied || !said.contains(&link.what));
    lines.extend(chain.iter().map(of_link));
    lines
}

/// Its role is a secret: whose trust policies accept the job's token.
fn accepting(deploy: &Deploy) -> Vec<Line> {
    let Some(roles) = deploy
        .accepting
        .as_deref()
        .filter(|_| deploy.role.is_none())
    else {
        return Vec::new();
    };
    if roles.is_empty() {
        let said = "Its role is a secret, and no role that was read accepts its token.";
        return vec![Line::indented(2, Role::Text, said)];
    }
    let of = |role: &Arn| {
        let name = role.last_segment();
        let said = format!("as a role that is a secret: {name} accepts its token");
        let to = Destination::Role(RoleName::new(name), None);
        Line::indented(2, Role::Text, said).leading_to(to)
    };
    roles.iter().map(of).collect()
}

fn of_link(link: &Link) -> Line {
    let (role, said) = match link.kind {
        LinkKind::Cause => (Role::Strong, format!("CAUSE {}", link.what)),
        LinkKind::Denied => (Role::Bad, link.what.clone()),
        // Its reason is as long as a page, and is told by what was refused.
        LinkKind::Resource => {
            let what = link.what.split_once("): ");
            let what = what.map_or(link.what.clone(), |(state, _)| format!("{state})"));
            (Role::Text, format!("{} {what}", link.subject))
        }
        _ => (Role::Text, format!("{} {}", link.subject, link.what)),
    };
    let line = Line::indented(4, role, said);
    match of_chain(link) {
        Some(to) => line.leading_to(to),
        None => line,
    }
}

/// Where a link of a stack's chain is shown.
pub(in crate::panes) fn of_chain(link: &Link) -> Option<Destination> {
    let subject = link.subject.as_str();
    Some(match link.kind {
        LinkKind::Stack => Destination::Stack(subject.into()),
        LinkKind::Cause if link.what.starts_with("stack ") => Destination::Stack(subject.into()),
        LinkKind::Live | LinkKind::Denied | LinkKind::Cause => {
            Destination::Role(RoleName::new(subject), None)
        }
        LinkKind::Repository => Destination::File {
            path: link.evidence.clone(),
            line: None,
        },
        _ => return None,
    })
}

/// The subject, and what the role's trust policy makes of it.
fn of_token(story: &RunStory) -> Vec<Line> {
    let Some(token) = &story.token else {
        return Vec::new();
    };
    let trust = token.trust.as_ref();
    let role = trust.map(|trust| RoleName::new(trust.role.last_segment()));
    let to = |line: Line| match &role {
        Some(role) => line.leading_to(Destination::Role(role.clone(), None)),
        None => line,
    };
    let sentences = token.sentences();
    let said = sentences.into_iter();
    let mut lines: Vec<Line> = said
        .map(|said| to(Line::indented(2, Role::Text, said)))
        .collect();
    let cause = token.cause();
    lines.extend(cause.map(|said| to(Line::indented(2, Role::Strong, format!("CAUSE {said}")))));
    lines
}
