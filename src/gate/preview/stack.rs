//! A stack and what a change set would do to it, line by line: what goes or is
//! replaced first, then IAM, then the rest. Nothing of a change is left out.

use super::{Section, fact};
use crate::{
    facts::{
        Arn, ChangeSet, Reading, Remote, numbered,
        stack::{ChangeDetail, Replaced, ResourceAttribute, Word},
    },
    gate::{
        Changed, Fingerprint, Grant, ImpactedResource, NestedState, Plan, StackNode,
        observed::{is_iam, removes},
        writes::{StackPart, Subject},
    },
};

/// A longer value stands in the texts at the end, not in its line.
const LONGEST: usize = 120;

/// DescribeChangeSet has no role.
const UNTOLD: &str = "A change set may bring another service role, which the stack then keeps, and AWS does not tell which: it is read again afterwards.";

pub(super) fn target(plan: &Plan, to: &mut Vec<Section>) {
    let Some(state) = plan.assessment().observed.stack() else {
        return;
    };
    let executed = executes(plan);
    match &state.stack {
        Reading::Known(stack) => {
            to.push(fact("stack id", stack.id.raw()));
            let status = stack.status.raw();
            let state = match stack.reason.as_ref().map_or("", Remote::raw) {
                "" => status.to_owned(),
                reason => format!("{status}: {reason}"),
            };
            to.push(fact("state", state));
            let role = stack.role.as_ref().map(Arn::raw);
            let role = role.unwrap_or("the caller: the stack has no service role");
            to.push(fact("works as", role));
            if executed {
                to.push(Section::Note(UNTOLD.to_owned()));
            }
            if stack.termination_protection {
                to.push(fact("protection", "it is protected against deletion"));
            }
        }
        Reading::Unknown(fault) => to.push(fact("state", format!("unknown: {}", fault.what))),
    }
    if let Some(Reading::Known(stuck)) = &state.stuck {
        to.extend(stuck.iter().map(|id| fact("failed", id.raw())));
    }
    super::remains::all(plan, state, to);
    for level in state.levels() {
        if let Some(nested) = level.nested() {
            nested_stack(&level, nested, to);
        }
        if let Some(set) = level.state.change_set() {
            change_set(set, executed, to);
        }
    }
    if let Subject::Stack(_, StackPart::NewChangeSet(new)) = plan.write().change().subject() {
        if let Some(bucket) = new.through {
            let bytes = new.template.raw().len();
            let way = format!(
                "{bytes} bytes, too many to be sent as text: put into bucket {} first, where it stays",
                bucket.raw()
            );
            to.push(fact("template", way));
        }
        let standing = new.parameters(&plan.assessment().observed);
        for one in standing.unwrap_or_default() {
            to.push(fact("parameter", one.words()));
        }
    }
}

/// What follows is of a nested stack.
fn nested_stack(level: &StackNode<'_>, nested: &NestedState, to: &mut Vec<Section>) {
    to.push(fact("nested stack", level.state.name.raw()));
    let state = match &level.state.stack {
        Reading::Known(stack) => stack.status.raw().to_owned(),
        Reading::Unknown(fault) => format!("unknown: {}", fault.what),
    };
    to.push(fact("its state", state));
    to.push(fact("change set", nested.change_set.raw()));
}

fn change_set(set: &ChangeSet, executed: bool, to: &mut Vec<Section>) {
    let bytes = serde_json::to_vec(set).unwrap_or_default();
    to.push(fact("change set is", set.status.raw()));
    to.push(fact("to execute", set.execution.raw()));
    let hash = Fingerprint::of(&bytes).hex();
    to.push(fact("pages", format!("{}, SHA-256 {hash}", set.pages)));
    if let Some(mode) = &set.deployment_mode {
        to.push(fact("deployment", mode.raw()));
    }
    if !executed {
        return;
    }
    let capabilities: Vec<&str> = set.capabilities.iter().map(Word::raw).collect();
    if !capabilities.is_empty() {
        to.push(fact("may", capabilities.join(", ")));
    }
    for topic in &set.notifications {
        to.push(fact("tells", topic.raw()));
    }
    for alarm in &set.triggers {
        let minutes = set.monitored_minutes.unwrap_or_default();
        let line = format!("{}, until {minutes} minutes after", alarm.raw());
        to.push(fact("back by", line));
    }
    for parameter in &set.parameters {
        let value = parameter.value.as_ref().map_or("(as it is)", Remote::raw);
        let mut line = format!("{} = {value}", parameter.key.raw());
        if let Some(resolved) = &parameter.resolved {
            line.push_str(&format!(", which resolves to {}", resolved.raw()));
        }
        to.push(fact("parameter", line));
    }
    for tag in &set.tags {
        let line = format!("{} = {}", tag.key.raw(), tag.value.raw());
        to.push(fact("tag", line));
    }
}

pub(super) fn headline(plan: &Plan, to: &mut Vec<Section>) {
    let assessment = plan.assessment();
    let Some(state) = assessment.observed.stack() else {
        return;
    };
    let changes = state.changes();
    if !executes(plan) {
        let change = plan.write().change();
        to.push(Section::Headline(change.headline(&assessment.observed)));
        return;
    }
    let lost = changes.iter().filter(|change| removes(change)).count();
    let of = |how: Replaced| {
        let changes = changes.iter();
        let replaced = changes.filter(|change| change.replaced() == Some(how));
        replaced.count()
    };
    let replaced = of(Replaced::Surely);
    let perhaps = match of(Replaced::Perhaps) {
        0 => String::new(),
        perhaps => format!(", {perhaps} {}", Replaced::Perhaps.word()),
    };
    let iam = changes.iter().filter(|change| is_iam(change)).count();
    let nested = match state.levels().len() {
        1 => String::new(),
        2 => " One nested stack's are among them.".to_owned(),
        levels => format!(" Those of {} nested stacks are among them.", levels - 1),
    };
    to.push(Section::Headline(format!(
        "{}: {lost} DELETED, {replaced} REPLACED{perhaps}, {iam} of IAM.{nested}",
        numbered(changes.len(), "change")
    )));
    for resource in &assessment.impact.resources {
        access(resource, to);
    }
    for change in &changes {
        lines(change, to);
    }
}

fn executes(plan: &Plan) -> bool {
    plan.write().change().subject().executed().is_some()
}

/// `GitHubActionsDeployRole gains events:DescribeRule on ...; loses nothing`.
fn access(resource: &ImpactedResource, to: &mut Vec<Section>) {
    let id = resource.name();
    let what = match (resource.is_trust, &resource.opens) {
        (true, _) => "trust of ",
        (false, Some(_)) => "access to ",
        (false, None) => "",
    };
    if let Some(why) = &resource.unjudged {
        to.push(Section::Warning(format!("{what}{id}: not judged. {why}")));
        return;
    }
    let (gives, says) = (resource.gives.iter(), resource.says.iter());
    to.extend(gives.map(|words| Section::Gain(format!("{id} gives {words}"))));
    to.extend(says.map(|words| Section::Note(format!("{id}: {words}"))));
    if resource.access.is_none() {
        return;
    }
    let gains = Grant::all_words(&resource.gains);
    let lost = resource.access.iter().flat_map(|access| &access.lost);
    let lost: Vec<&str> = lost.map(|lost| lost.what.as_str()).collect();
    let or_nothing = |words: String| match words.is_empty() {
        true => "nothing".to_owned(),
        false => words,
    };
    let line = format!(
        "{what}{id} gains {}; loses {}",
        or_nothing(gains.join(", ")),
        or_nothing(lost.join(", "))
    );
    to.push(match (gains.is_empty(), lost.is_empty()) {
        (false, _) => Section::Gain(line),
        (true, false) => Section::Loss(line),
        (true, true) => Section::Note(line),
    });
    to.extend(resource.notes.iter().cloned().map(Section::Note));
}

fn lines(change: &Changed<'_>, to: &mut Vec<Section>) {
    let physical = change.physical_id.as_ref().map_or("", |id| id.raw());
    let mut line = format!(
        "{} {} ({}) {physical}{}",
        change.action.raw(),
        change.name(),
        change.resource_type.raw(),
        change.level.words()
    );
    if let Some(replacement) = &change.replacement {
        line.push_str(&format!(", replacement {}", replacement.raw()));
    }
    if let Some(action) = &change.policy_action {
        line.push_str(&format!(", {}", action.raw()));
    }
    let scope: Vec<&str> = change.scope.iter().map(ResourceAttribute::raw).collect();
    if !scope.is_empty() {
        line.push_str(&format!(", changes {}", scope.join(", ")));
    }
    to.push(match change.replaced() {
        _ if removes(change) => Section::Loss(format!("DELETED: {line}")),
        Some(replaced) => Section::Loss(format!("{}: {line}", replaced.word())),
        None => fact("change", line),
    });
    to.extend(change.details.iter().map(|one| Section::Note(detail(one))));
}

fn detail(detail: &ChangeDetail) -> String {
    let attribute = detail.attribute.as_ref().map_or("", |one| one.raw());
    let name = detail.path.as_ref().or(detail.name.as_ref());
    let mut line = format!("{attribute} {}", name.map_or("", Remote::raw));
    if let (Some(before), Some(after)) = (&detail.before, &detail.after) {
        let short = |text: &Remote| text.raw().chars().count() <= LONGEST;
        if short(&before.text) && short(&after.text) {
            let (before, after) = (before.text.raw(), after.text.raw());
            line.push_str(&format!(": {before} becomes {after}"));
        } else {
            line.push_str(": see the texts below");
        }
        if before.truncated || after.truncated {
            line.push_str(" (AWS cut the values)");
        }
    }
    if let Some(word) = &detail.requires_recreation {
        line.push_str(&format!(", recreation {}", word.raw()));
    }
    if let Some(source) = &detail.source {
        line.push_str(&format!(", because of {}", source.raw()));
    }
    if let Some(cause) = &detail.causing_entity {
        line.push_str(&format!(" of {}", cause.raw()));
    }
    if let Some(word) = &detail.evaluation {
        line.push_str(&format!(", {}", word.raw()));
    }
    line
}
