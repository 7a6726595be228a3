//! A stack, and what a change set would do to it as a whole: how much goes or is
//! replaced, who gains and loses access, and what comes beside the changes.

use super::{Section, fact};
use crate::{
    facts::{
        Arn, ChangeSet, Reading, Remote, Stack, numbered,
        stack::{Parameter, Replaced, Tag, Word},
    },
    gate::{
        Fingerprint, Grant, ImpactedResource, NestedState, Plan, StackNode,
        observed::{is_iam, removes},
        writes::{EffectiveParameter, ParameterSource, StackPart, Subject},
    },
};

/// How the stack stands, and what the change set would do beside its changes.
pub(super) fn state(plan: &Plan, to: &mut Vec<Section>) {
    let Some(state) = plan.assessment().observed.stack() else {
        return;
    };
    match &state.stack {
        Reading::Known(stack) => standing(stack, to),
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
        if let Some(set) = level.state.change_set().filter(|_| executes(plan)) {
            beside(set, level.state.stack.known(), to);
        }
    }
    if let Subject::Stack(_, StackPart::NewChangeSet(new)) = plan.write().change().subject()
        && let Some(bucket) = new.through
    {
        let bytes = new.template.raw().len();
        let way = format!(
            "{bytes} bytes, too many to be sent as text: put into bucket {} first, where it stays",
            bucket.raw()
        );
        to.push(fact("template", way));
    }
    let parameters = parameters(plan).into_iter();
    to.extend(
        parameters
            .filter(|one| one.is != ParameterSource::Kept)
            .map(parameter),
    );
}

fn standing(stack: &Stack, to: &mut Vec<Section>) {
    let status = stack.status.raw();
    let state = match stack.reason.as_ref().map_or("", Remote::raw) {
        "" => status.to_owned(),
        reason => format!("{status}: {reason}"),
    };
    to.push(fact("state", state));
    let role = stack.role.as_ref().map(Arn::raw);
    let role = role.unwrap_or("none: CloudFormation acts as the caller");
    to.push(fact("service role", role));
    if stack.termination_protection {
        to.push(fact("protection", "it is protected against deletion"));
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
    to.push(fact("change set", nested.change_set.name()));
}

/// What a change set brings that is no change of a resource; what stays as it is on the
/// stack is folded.
fn beside(set: &ChangeSet, stack: Option<&Stack>, to: &mut Vec<Section>) {
    if let Some(mode) = &set.deployment_mode {
        to.push(fact("deployment", mode.raw()));
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
    let stack_has = Standing::of(stack);
    let parameters = set.parameters.iter();
    to.extend(
        parameters
            .filter(|one| !stack_has.parameter(one))
            .map(set_parameter),
    );
    let tags = set.tags.iter();
    to.extend(tags.filter(|one| !stack_has.tag(one)).map(tag));
}

/// What the stack has already, as far as that is known.
#[derive(Clone, Copy)]
struct Standing<'a>(&'a [Parameter], &'a [Tag]);

/// What AWS says in the place of a value that it shows to nobody.
const HIDDEN: &str = "****";

impl<'a> Standing<'a> {
    fn of(stack: Option<&'a Stack>) -> Self {
        stack.map_or(Self(&[], &[]), |stack| Self(&stack.parameters, &stack.tags))
    }

    /// Kept for certain: a value that is hidden may be another one.
    fn parameter(self, one: &Parameter) -> bool {
        let hidden = one
            .value
            .as_ref()
            .is_some_and(|value| value.raw() == HIDDEN);
        let same = |live: &&Parameter| {
            let same_value = one.use_previous || live.value == one.value;
            live.key == one.key && live.resolved == one.resolved && same_value
        };
        !hidden && self.0.iter().any(|live| same(&live))
    }

    fn tag(self, one: &Tag) -> bool {
        self.1.contains(one)
    }
}

fn set_parameter(parameter: &Parameter) -> Section {
    let value = parameter.value.as_ref().map_or("(as it is)", Remote::raw);
    let mut line = format!("{} = {value}", parameter.key.raw());
    if let Some(resolved) = &parameter.resolved {
        line.push_str(&format!(", which resolves to {}", resolved.raw()));
    }
    fact("parameter", line)
}

fn tag(tag: &Tag) -> Section {
    fact("tag", format!("{} = {}", tag.key.raw(), tag.value.raw()))
}

/// Of a change set that is to be made.
fn parameters(plan: &Plan) -> Vec<EffectiveParameter> {
    let Subject::Stack(_, StackPart::NewChangeSet(new)) = plan.write().change().subject() else {
        return Vec::new();
    };
    let standing = new.parameters(&plan.assessment().observed);
    standing.unwrap_or_default()
}

#[allow(clippy::needless_pass_by_value, reason = "an argument of map")]
fn parameter(one: EffectiveParameter) -> Section {
    fact("parameter", one.words())
}

/// ARNs, hashes, and what stays as it is. Says what there is of it, in a few words.
pub(super) fn ceremony(plan: &Plan, to: &mut Vec<Section>) -> Vec<String> {
    let Some(state) = plan.assessment().observed.stack() else {
        return Vec::new();
    };
    if let Some(stack) = state.stack.known() {
        to.push(fact("stack id", stack.id.raw()));
    }
    let mut kept: Vec<Section> = Vec::new();
    let standing = parameters(plan).into_iter();
    kept.extend(
        standing
            .filter(|one| one.is == ParameterSource::Kept)
            .map(parameter),
    );
    for level in state.levels() {
        let Some(set) = level.state.change_set() else {
            continue;
        };
        identified(set, to);
        if executes(plan) {
            let stack_has = Standing::of(level.state.stack.known());
            let parameters = set.parameters.iter();
            kept.extend(
                parameters
                    .filter(|one| stack_has.parameter(one))
                    .map(set_parameter),
            );
            let tags = set.tags.iter();
            kept.extend(tags.filter(|one| stack_has.tag(one)).map(tag));
        }
    }
    let what = match kept.len() {
        0 => Vec::new(),
        count => vec![format!("{count} kept parameters and tags")],
    };
    to.extend(kept);
    what
}

fn identified(set: &ChangeSet, to: &mut Vec<Section>) {
    let bytes = serde_json::to_vec(set).unwrap_or_default();
    to.push(fact("change set", set.id.raw()));
    to.push(fact("change set is", set.status.raw()));
    to.push(fact("to execute", set.execution.raw()));
    let hash = Fingerprint::of(&bytes).hex();
    to.push(fact("pages", format!("{}, SHA-256 {hash}", set.pages)));
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
        to.extend(super::changes::loss(change).map(Section::Loss));
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
