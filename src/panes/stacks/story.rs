//! The story of a stack: what failed first, what was refused, and whose fault it is.

use super::{concern::Concern, naming, stale, view, words};
use crate::{
    cause::{
        chain::who,
        stack_story::{Culprit, StackStory, ToldFailure},
    },
    checks::stack::LastOperation,
    facts::{Denied, RoleName, Stack, StackEvent, StackName, StackStatus},
    panes::Cx,
    ui::{Destination, Line, Role},
};

/// Below the list there is little room: the answers then, and no quotations.
pub(super) fn lines(stack: &Stack, compact: bool, opened: bool, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = heading(stack, opened, cx);
    if let Some(of_stale) = cx.store.stale_stack(cx.environment, &stack.name) {
        lines.extend(stale::lines(&of_stale, cx));
    }
    let operation = LastOperation::of(cx.environment, &stack.name);
    let story = cx.store.story(cx.environment, &stack.name);
    let out = way_out(stack, cx);
    match out.is_empty() && !story.is_some_and(tells_what_is_next) {
        true => lines.extend(remedy(&operation, cx)),
        false => lines.extend(out),
    }
    let asks = operation.asks_when(opened, cx.settings, cx.store);
    let unread = asks
        .iter()
        .take(1)
        .any(|ask| cx.store.answer(ask).is_none());
    match story {
        Some(story) if !story.events.is_empty() => lines.extend(of_story(story, compact, cx)),
        _ if unread => lines.extend(cx.unread(&asks, &view::unread(cx))),
        _ => {}
    }
    // Where nothing is told of it, there is room for what it is.
    if !compact || lines.len() < 2 {
        lines.extend(facts(stack, cx));
    }
    lines
}

/// The header of an opened stack says it already.
fn heading(stack: &Stack, opened: bool, cx: &Cx<'_>) -> Vec<Line> {
    let (letter, role) = words::of_stack(&stack.status, Concern::of(stack, cx));
    let name = stack.name.raw().to_owned();
    let mut lines = Vec::new();
    if !opened {
        lines.push(
            Line::of(role, format!("{letter} "))
                .then(Role::Strong, name)
                .then(role, format!("   {}", stack.status.raw()))
                .hanging(2),
        );
    }
    lines
}

fn of_story(story: &StackStory, compact: bool, cx: &Cx<'_>) -> Vec<Line> {
    let mut roots = [("ROOT", &story.root), ("ROLLBACK", &story.rollback_root)];
    if compact {
        // Where there is no room for both, what the stack is stuck in comes first.
        roots.reverse();
    }
    let mut lines = Vec::new();
    for (title, root) in roots {
        let root = root.iter();
        lines.extend(root.flat_map(|root| failure(title, story, root, compact, cx)));
    }
    if let Some(said) = story.ended() {
        lines.push(Line::of(Role::Bad, format!("{:<10}", "ENDED")).behind(Role::Strong, said));
    }
    lines.extend(consequences(story));
    for (nested, fault) in &story.unread {
        let said = format!("{} was not read: {}", nested.raw(), fault.what);
        lines.push(words::label("Nested").then(Role::Warn, said));
    }
    if story.root.is_none() && story.rollback_root.is_none() {
        lines.extend(no_root(story, cx));
    }
    lines
}

/// What leads out of a state that CloudFormation stays in by itself.
fn way_out(stack: &Stack, cx: &Cx<'_>) -> Vec<Line> {
    let (command, said) = match stack.status {
        StackStatus::UpdateRollbackFailed => (
            "stacks.roll-back",
            "continues the roll back, once what stopped it is removed",
        ),
        StackStatus::CreateFailed | StackStatus::UpdateFailed => ("stacks.roll-back", "rolls back"),
        StackStatus::RollbackComplete => (
            "stacks.delete",
            "deletes the stack that failed to be created; the next deploy creates it again",
        ),
        StackStatus::RollbackFailed => (
            "stacks.delete",
            "deletes what never came to be, with what the roll back left of it",
        ),
        StackStatus::DeleteFailed => ("stacks.delete", "deletes it again"),
        _ => return Vec::new(),
    };
    let mut lines = vec![next(command, &stack.name, &format!(": {said}"), cx)];
    if stack.status == StackStatus::DeleteFailed {
        let keeps = ": deletes the rest, and keeps what failed";
        lines.push(next("stacks.delete-keeping", &stack.name, keeps, cx));
        let said = format!(
            "{} keeps only what it marks among the resources ({}).",
            cx.key("stacks.skip"),
            cx.key("stacks.resources")
        );
        lines.push(words::label("").then(Role::Dim, said));
    }
    if stack.status == StackStatus::UpdateRollbackFailed {
        let said = format!(
            "In the resources view ({1}), {0} leaves a stuck resource out.",
            cx.key("stacks.skip"),
            cx.key("stacks.resources")
        );
        lines.push(words::label("").then(Role::Dim, said));
    }
    lines
}

/// The story itself ends in what there is to do.
fn tells_what_is_next(story: &StackStory) -> bool {
    let failures = story.root.iter().chain(&story.rollback_root);
    let mut culprits = failures.filter_map(|failure| failure.culprit.as_ref());
    culprits.any(|culprit| culprit.stale.is_some() || culprit.remedied().is_some())
}

/// What the check says of it, where no key here does it.
fn remedy(operation: &LastOperation, cx: &Cx<'_>) -> Option<Line> {
    let report = cx.store.conclusion(operation)?;
    let finding = report.findings().into_iter().next()?;
    let title = Line::of(Role::Info, format!("{:<10}", "NEXT"));
    Some(title.behind(Role::Text, finding.remedy))
}

/// A key and its target: a person can go there from here.
fn next(command: &'static str, stack: &StackName, said: &str, cx: &Cx<'_>) -> Line {
    let said = format!("{} on {}{said}", cx.key(command), stack.raw());
    Line::of(Role::Info, format!("{:<10}", "NEXT"))
        .behind(Role::Text, said)
        .leading_to(Destination::Proposal(stack.clone(), command))
}

fn no_root(story: &StackStory, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(from) = story.from {
        let until = story.until.map_or_else(
            || "is under way".to_owned(),
            |until| format!("took {}", words::duration(until.duration_since(from))),
        );
        let failed = match (story.followers, story.ending) {
            (0, None) => "; nothing failed",
            (0, Some(_)) => "",
            // All that failed says that something else did.
            (_, None) => "; no event says what failed first",
            (_, Some(_)) => "; what failed followed from that",
        };
        let began = cx.with_age(cx.times().second(from), from);
        let said = format!("began {began}; {until}{failed}");
        lines.push(words::label("Operation").then(Role::Text, said));
    }
    if !story.reached_start {
        let said = "The start of the operation was not read.";
        lines.push(words::label("").then(Role::Dim, said));
    }
    lines
}

fn failure(
    title: &str,
    story: &StackStory,
    failure: &ToldFailure,
    compact: bool,
    cx: &Cx<'_>,
) -> Vec<Line> {
    let Some(event) = story.told(failure) else {
        return Vec::new();
    };
    let status = event.outcome();
    let (times, at) = (cx.times(), event.at);
    let name = event.logical_id.raw();
    let title = Line::of(Role::Bad, format!("{title:<10}")).hanging(10);
    let mut lines = match compact {
        true => vec![
            title
                .then(Role::Strong, format!("{name}   "))
                .then(Role::Bad, format!("{status} {}", times.clock(at))),
        ],
        false => vec![
            title.then(Role::Strong, name.to_owned()),
            words::label("")
                .then(
                    Role::Bad,
                    format!("{status} {}   ", cx.with_age(times.second(at), at)),
                )
                .then(Role::Dim, event.resource_type.raw().to_owned()),
        ],
    };
    let refused = failure.denied.as_ref();
    lines.extend(refused.map(refusal).unwrap_or_default());
    if let Some(culprit) = &failure.culprit {
        lines.extend(blamed(culprit, compact, cx));
    }
    // Where it is told in better words, the quotation comes last, or waits for more room.
    if !compact || refused.is_none() {
        lines.extend(reason(event));
    }
    if failure.nested_unread {
        let said = "The nested stack's own events were not read: its first failure is there.";
        lines.push(words::label("").then(Role::Warn, said));
    }
    lines
}

fn reason(event: &StackEvent) -> Option<Line> {
    let reason = event.said()?;
    Some(words::label("Reason").then(Role::Text, reason.raw().to_owned()))
}

fn refusal(denied: &Denied) -> Vec<Line> {
    let action = match denied.action.as_str() {
        "" => "a call that the message does not name",
        action => action,
    };
    let said = words::label("Denied").then(Role::Strong, who(denied));
    let said = match denied.role() {
        Some(role) => said.leading_to(Destination::Role(role, None)),
        None => said,
    };
    let mut lines = vec![said.then(Role::Bad, format!(" may not call {action}"))];
    if let Some(resource) = &denied.resource {
        lines.push(words::label("").then(Role::Text, format!("on {}", resource.raw())));
    }
    lines
}

fn blamed(culprit: &Culprit, compact: bool, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut label = "Why";
    let sentences = match compact {
        true => culprit.in_short(),
        false => culprit.in_full(),
    };
    for sentence in sentences {
        let label = std::mem::take(&mut label);
        lines.push(words::label(label).then(Role::Text, sentence));
    }
    for unread in &culprit.unread {
        let said = format!("{} {}", unread.why, unread.hint);
        lines.push(words::label("").then(Role::Warn, said));
    }
    if let Some(stack) = &culprit.stale {
        let said = format!("stack {} is stale", stack.raw());
        lines.push(
            Line::of(Role::Bad, format!("{:<10}", "CAUSE"))
                .behind(Role::Strong, said)
                .leading_to(Destination::Stack(stack.clone())),
        );
        if !culprit.is_found() {
            let command = "stacks.create-change-set";
            lines.push(next(command, stack, " makes a change set", cx));
        }
    }
    lines.extend(naming::of_culprit(culprit, cx));
    if let Some(said) = culprit.remedied() {
        lines.push(Line::of(Role::Good, format!("{:<10}", "NOW")).then(Role::Strong, said));
    }
    if let Some(declared) = &culprit.declared {
        let written = declared.written.map_or(String::new(), |at| {
            format!(", last written {}", cx.dated(at))
        });
        let said = format!(
            "{} of stack {}{written}",
            declared.logical_id.raw(),
            declared.stack.raw()
        );
        let to = Destination::Stack(declared.stack.clone());
        lines.push(
            words::label("Declared")
                .then(Role::Text, said)
                .leading_to(to),
        );
    }
    lines
}

fn consequences(story: &StackStory) -> Vec<Line> {
    let mut lines = Vec::new();
    let are = |count: usize| if count == 1 { "" } else { "s" };
    let count = story.followed();
    if count > 0 {
        let said = format!("{count} more failure{} only followed from it", are(count));
        lines.push(words::label("").then(Role::Dim, said));
    }
    if story.left_behind > 0 {
        let count = story.left_behind;
        let said = format!("{count} old resource{} could not be deleted", are(count));
        lines.push(words::label("Left").then(Role::Warn, said));
    }
    lines
}

/// What the stack is, besides its story.
fn facts(stack: &Stack, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = vec![Line::empty()];
    let fact = |name: &str, value: String| words::label(name).then(Role::Text, value);
    if let Some(reason) = &stack.reason {
        lines.push(fact("Status", reason.raw().to_owned()));
    }
    if let Some(created) = stack.created {
        lines.push(fact("Created", cx.dated(created)));
    }
    if let Some(updated) = stack.updated {
        lines.push(fact("Updated", cx.dated(updated)));
    }
    let (_, drift, _) = words::of_drift(stack.drift.as_ref());
    let checked = stack.drift_checked.map(|at| cx.dated(at));
    lines.push(fact(
        "Drift",
        checked.map_or(drift.clone(), |at| format!("{drift}, {at}")),
    ));
    lines.push(fact(
        "Protected",
        if stack.termination_protection {
            "yes: termination protection is on".into()
        } else {
            "no: termination protection is off".into()
        },
    ));
    if let Some(role) = &stack.role {
        let to = Destination::Role(RoleName::new(role.last_segment()), None);
        let line = words::label("Works as").then(Role::Text, role.raw());
        lines.push(line.leading_to(to));
    }
    if stack.disable_rollback {
        lines.push(fact(
            "Rollback",
            "disabled: after a failure, what was created stays".into(),
        ));
    }
    if let Some(description) = &stack.description {
        lines.push(fact("About", description.raw().to_owned()));
    }
    lines
}
