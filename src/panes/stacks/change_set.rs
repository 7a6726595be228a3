//! One change set, read: its state, then every change, the dangerous first.

mod properties;

use super::{change_sets, words};
use crate::{
    ask::{Question, cloudformation},
    checks::change_set::ChangeSetReview,
    facts::{
        ChangeSet, PhysicalId, Remote, ResourceChange, StackEvent, Verdict,
        stack::{ChangeAction, Replacement, ResourceAttribute},
    },
    panes::Cx,
    rules::change_set::{Alarm, ChangeRow, ChangeSetReport, PolicyChange},
    ui::{Destination, Line, Role},
};

pub(super) fn lines(found: &ChangeSet, cx: &Cx<'_>) -> Vec<Line> {
    let report = cx
        .store
        .conclusion(&ChangeSetReview::of(cx.environment, &found.id));
    let mut lines = heading(found, cx);
    lines.extend(
        report
            .map(|report| words_of_guards(report))
            .unwrap_or_default(),
    );
    lines.extend(state(found));
    lines.extend(failures(found, cx));
    lines.push(Line::empty());
    let Some(report) = report else {
        lines.push(Line::of(Role::Dim, "Its changes are being compared."));
        return lines;
    };
    if let Some(line) = summary(found, report) {
        lines.push(line);
        lines.push(Line::empty());
    }
    for row in &report.rows {
        if let Some(change) = found.changes.get(row.at) {
            lines.extend(of_change(change, row, cx));
            lines.push(Line::empty());
        }
    }
    if found.other_changes > 0 {
        lines.push(Line::of(
            Role::Bad,
            format!(
                "! {} more changes are of a kind that this version does not know.",
                found.other_changes
            ),
        ));
    }
    lines.extend(given(found));
    lines
}

/// What the gate's guards say, on top: what stops it first.
fn words_of_guards(report: &ChangeSetReport) -> Vec<Line> {
    let mut lines = Vec::new();
    let said = |sign: &str, role: Role, what: &str| {
        Line::of(role, sign.to_owned())
            .then(role, what.to_owned())
            .hanging(2)
    };
    for word in &report.words {
        let (sign, role) = match word.stops {
            true => ("x ", Role::Bad),
            false => ("! ", Role::Warn),
        };
        for (at, what) in word.what.iter().enumerate() {
            // After the reason for a stop comes whom to ask.
            lines.push(match word.stops && at > 0 {
                true => said("  ", Role::Text, what),
                false => said(sign, role, what),
            });
        }
    }
    if report.passed > 0 {
        let passed = format!("{} guards found nothing wrong", report.passed);
        lines.push(said("= ", Role::Good, &passed));
    }
    lines
}

fn heading(found: &ChangeSet, cx: &Cx<'_>) -> Vec<Line> {
    let word = change_sets::word_of_guards(&found.id, cx);
    let (letter, role) = change_sets::of_status(&found.status, &found.execution, word);
    let created = found.created;
    let created = created.map_or(String::new(), |at| format!("   created {}", cx.dated(at)));
    vec![
        Line::of(role, format!("{letter} "))
            .then(Role::Dim, "change set ")
            .then(Role::Strong, found.name.raw().to_owned())
            .hanging(2),
        Line::of(
            role,
            format!("  {}   {}", found.status.raw(), found.execution.raw()),
        )
        .then(Role::Dim, created),
    ]
}

fn state(found: &ChangeSet) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut say = |role: Role, said: String| lines.push(Line::indented(2, role, said));
    if let Some(said) = change_sets::meaning(&found.execution) {
        say(Role::Warn, said.into());
    }
    if found.is_empty() {
        say(Role::Good, "It would change nothing.".into());
    }
    if let Some(reason) = &found.reason {
        say(Role::Text, reason.raw().to_owned());
    }
    if found.is_truncated() {
        say(
            Role::Bad,
            "! CloudFormation cut some values that were too long: they are not shown in full."
                .into(),
        );
    }
    if let Some(mode) = &found.deployment_mode {
        say(
            Role::Warn,
            format!(
                "It also reverts what was changed outside CloudFormation ({}).",
                mode.raw()
            ),
        );
    }
    if found.includes_nested {
        say(
            Role::Text,
            "Nested stacks have change sets of their own.".into(),
        );
    }
    if found.imports_existing {
        say(
            Role::Warn,
            "Existing resources are imported into the stack.".into(),
        );
    }
    if let Some(on_failure) = &found.on_failure {
        say(Role::Text, format!("On failure: {}", on_failure.raw()));
    }
    if let Some(description) = &found.description {
        say(Role::Dim, description.raw().to_owned());
    }
    lines
}

/// What CloudFormation found wrong before it touched anything.
fn failures(found: &ChangeSet, cx: &Cx<'_>) -> Vec<Line> {
    let ask = cloudformation::ChangeSetFailures(found.id.clone()).of(cx.environment);
    let Some(load) = cx.store.load(&ask) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    let mut say = |role: Role, said: String| {
        lines.push(Line::of(role, "x ").behind(Role::Text, said));
    };
    if let Some((fault, _)) = &load.fault {
        say(
            Role::Warn,
            format!("What is wrong with it could not be read: {}", fault.what),
        );
    }
    if let Some(failures) = load.of::<cloudformation::ChangeSetFailures>() {
        for event in &failures.events {
            say(Role::Bad, failure(event));
        }
        if failures.cut {
            say(
                Role::Warn,
                "More problems were reported than were read.".into(),
            );
        }
    }
    lines
}

/// `Queue (AWS::SQS::Queue) at /Resources/Queue/Properties/Nme: not a property`.
fn failure(event: &StackEvent) -> String {
    let (id, kind) = (event.logical_id.raw(), event.resource_type.raw());
    let validation = event.validation.as_deref();
    let path = validation.and_then(|found| found.path.as_ref());
    let path = path.map_or(String::new(), |path| format!(" at {}", path.raw()));
    let hook = event.hook.as_deref().and_then(|hook| hook.name.as_ref());
    let hook = hook.map_or(String::new(), |hook| format!(" by hook {}", hook.raw()));
    let reasons = [
        validation.and_then(|found| found.reason.as_ref()),
        event.hook.as_deref().and_then(|hook| hook.reason.as_ref()),
        event.reason.as_ref(),
    ];
    let reason = reasons.into_iter().flatten().next();
    let reason = reason.map_or("no reason is given", Remote::raw);
    format!("{id} ({kind}){path}{hook}: {reason}")
}

/// `2 changes: 1 removes, 1 replaces`.
fn summary(found: &ChangeSet, report: &ChangeSetReport) -> Option<Line> {
    let all = found.changes.len();
    if all == 0 {
        return None;
    }
    let of = |alarm: Alarm| report.rows.iter().filter(|row| row.alarm == alarm).count();
    let loud: Vec<String> = [
        (Alarm::Removes, "removed"),
        (Alarm::Replaces, "replaced"),
        (Alarm::MayReplace, "maybe replaced"),
        (Alarm::Access, "of access"),
        (Alarm::Unknown, "not known beforehand"),
    ]
    .into_iter()
    .filter(|(alarm, _)| of(*alarm) > 0)
    .map(|(alarm, word)| format!("{} {word}", of(alarm)))
    .collect();
    let s = if all == 1 { "" } else { "s" };
    let loud = match loud.len() {
        0 => String::new(),
        _ => format!(": {}", loud.join(", ")),
    };
    Some(Line::of(Role::Strong, format!("{all} change{s}{loud}")))
}

/// The sign, the loud word, and the colour.
fn alarm(alarm: Alarm) -> (&'static str, &'static str, Role) {
    match alarm {
        Alarm::Removes => ("x", "REMOVES", Role::Bad),
        Alarm::Replaces => ("!", "REPLACES", Role::Bad),
        Alarm::MayReplace => ("!", "MAY REPLACE", Role::Warn),
        Alarm::Access => ("!", "ACCESS", Role::Warn),
        Alarm::Unknown => ("?", "UNKNOWN", Role::Warn),
        Alarm::Quiet => ("~", "", Role::Info),
    }
}

fn of_change(change: &ResourceChange, row: &ChangeRow, cx: &Cx<'_>) -> Vec<Line> {
    let (sign, loud, role) = alarm(row.alarm);
    let sign = match (&change.action, row.alarm) {
        (ChangeAction::Add | ChangeAction::Import, Alarm::Quiet) => "+",
        _ => sign,
    };
    let mut lines = vec![
        Line::of(role, format!("{sign} "))
            .then(role, format!("{:<12}", change.action.raw()))
            .then(Role::Strong, change.logical_id.raw().to_owned())
            .then(role, format!("   {loud}"))
            .hanging(4),
    ];
    let physical = change.physical_id.as_ref().map(PhysicalId::raw);
    let physical = physical.map_or(String::new(), |id| format!("   {id}"));
    let kind = format!("{}{physical}", change.resource_type.raw());
    let kind = Line::indented(4, Role::Dim, kind);
    lines.push(match change.role() {
        Some(role) => kind.leading_to(Destination::Role(role, None)),
        None => kind,
    });
    let mut note = |role: Role, said: String| {
        lines.push(Line::indented(4, role, said));
    };
    if let Some(said) = action(change) {
        note(role, said);
    }
    if !change.scope.is_empty() {
        let scope: Vec<&str> = change.scope.iter().map(ResourceAttribute::raw).collect();
        note(Role::Dim, format!("changes {}", scope.join(", ")));
    }
    if let Some(drift) = &change.drift {
        note(
            Role::Warn,
            format!("drift of the resource: {}", drift.raw()),
        );
    }
    if let Some(module) = &change.module {
        note(Role::Dim, format!("from module {}", module.raw()));
    }
    if let Some(nested) = &change.nested {
        note(Role::Text, format!("its own change set: {}", nested.raw()));
    }
    lines.extend(row.policies.iter().flat_map(policy));
    lines.extend(properties::lines(change, cx.area.width));
    lines
}

/// What an action means where its word does not say.
fn action(change: &ResourceChange) -> Option<String> {
    let policy = change.policy_action.as_ref();
    let after = policy.map_or(String::new(), |policy| format!(" ({})", policy.raw()));
    Some(match (&change.action, &change.replacement) {
        (ChangeAction::Remove, _) => format!("it leaves the stack{after}"),
        (_, Some(Replacement::Yes)) => format!("it is replaced by a new one{after}"),
        (_, Some(Replacement::Conditional)) => {
            format!("it may be replaced by a new one: known only at execution{after}")
        }
        (_, Some(Replacement::Unknown(word))) => format!("replacement: {}", word.raw()),
        (ChangeAction::Import, _) => "an existing resource is imported into the stack".into(),
        (ChangeAction::Dynamic, _) => "what happens to it is known only at execution".into(),
        (ChangeAction::SyncWithActual, _) => {
            "only CloudFormation's record changes; the resource is not touched".into()
        }
        (ChangeAction::Unknown(_), _) => "an action that this version does not know".into(),
        (ChangeAction::Add | ChangeAction::Modify, _) => return None,
    })
}

/// A policy before and after, by meaning: `gains events:DescribeRule on ...; loses nothing`.
fn policy(change: &PolicyChange) -> Vec<Line> {
    let verdict = match change.verdict {
        Verdict::Equal => "the same meaning",
        Verdict::Broader => "BROADER",
        Verdict::Narrower => "NARROWER",
        Verdict::Different => "DIFFERENT",
        Verdict::Undecided => "undecided",
    };
    let role = match change.verdict {
        Verdict::Equal => Role::Good,
        Verdict::Narrower => Role::Warn,
        _ => Role::Bad,
    };
    let mut lines = vec![
        Line::of(Role::Text, "    ")
            .then(Role::Text, format!("{}   ", change.name))
            .then(role, verdict),
    ];
    let sides = [
        ("gains", "+ ", Role::Added, &change.gained),
        ("loses", "- ", Role::Removed, &change.lost),
    ];
    for (word, gutter, role, requests) in sides {
        if requests.is_empty() && change.verdict != Verdict::Undecided {
            let said = format!("{word} nothing");
            lines.push(Line::of(Role::Dim, "      ").then(Role::Dim, said));
        }
        for (request, reason) in requests {
            lines.push(
                Line::of(role, format!("    {gutter}"))
                    .then(role, format!("{word} {request}"))
                    .hanging(8),
            );
            if let Some(reason) = reason {
                lines.push(Line::indented(8, Role::Dim, reason.clone()));
            }
        }
    }
    if let Some(why) = &change.why {
        lines.push(Line::of(Role::Warn, "      ? ").behind(Role::Text, why.clone()));
    }
    lines
}

/// The parameters it brings along.
fn given(found: &ChangeSet) -> Vec<Line> {
    if found.parameters.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::of(Role::Strong, "Parameters")];
    lines.extend(found.parameters.iter().map(|parameter| {
        let value = match (&parameter.value, parameter.use_previous) {
            (_, true) => "as before".to_owned(),
            (Some(value), _) => value.raw().to_owned(),
            (None, _) => String::new(),
        };
        Line::of(
            Role::Dim,
            format!("  {}  ", words::cell(parameter.key.raw(), 26)),
        )
        .then(Role::Text, value)
        .hanging(6)
    }));
    lines
}
