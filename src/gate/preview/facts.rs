//! Who would write, where, and to what.

use super::{Section, fact, moment};
use crate::{
    facts::{Caller, ChangeSetId, Reading, Region, Server, Through, numbered, regions_of},
    gate::{
        GitState, Holder, Origin, Owner, Plan, RoleState,
        writes::{FilePart, Subject},
    },
    template::edit::Extent,
};

/// The services that a write asks.
const ASKED: &[&str] = &["sts", "iam", "cloudformation", "servicediscovery"];

/// Whose account it is, and who signs.
pub(super) fn identity(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    let environment = plan.environment();
    let world = &plan.session_id().world;
    let world = match world.as_str() {
        "aws" => String::new(),
        other => format!(", world {other}"),
    };
    if let Some(github) = seen.github() {
        return super::github::identity(plan, github, to);
    }
    let Some(caller) = &seen.caller else {
        let nobody = "no AWS caller: only the working tree changes";
        to.push(fact("caller", format!("{nobody}{world}")));
        return;
    };
    let mut account = caller.account.raw().to_owned();
    if let Some(alias) = &environment.alias {
        account.push_str(&format!(" \"{alias}\""));
    }
    if environment.production {
        account.push_str(" PRODUCTION");
    }
    let region = caller.region.raw();
    to.push(fact("account", format!("{account}, {region}{world}")));
    to.push(fact("caller", caller.arn.raw()));
    ways(caller, &seen.hosts, to);
}

/// What lies between here and AWS's own servers.
fn ways(caller: &Caller, hosts: &[Server], to: &mut Vec<Section>) {
    let mut way = |label: &'static str, value: String| to.push(Section::Way { label, value });
    for endpoint in &caller.endpoints {
        let service = endpoint.service.as_deref().unwrap_or("every service");
        way("endpoint", format!("{service} at {}", endpoint.url));
    }
    let mut hosts: Vec<&Server> = hosts.iter().collect();
    hosts.dedup();
    for host in hosts.into_iter().filter(|host| !host.is_aws_for(ASKED)) {
        way("host", format!("{host}, which is not AWS's own"));
    }
    for through in &caller.through {
        match through {
            Through::Proxy(_) | Through::Ambiguous(_) => way("proxy", through.name()),
            Through::Trust { path, sha256 } => {
                way("trust store", format!("{path}, SHA-256 {sha256}"));
            }
        }
    }
}

/// When and where it was looked at, and until when that counts.
pub(super) fn checked(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    let environment = plan.environment().name.raw();
    match &seen.caller {
        Some(caller) => {
            let region = caller.region.raw();
            let partition = &seen.partition;
            let place = format!("environment {environment}, partition {partition}, {region}");
            let by = format!("by STS at {}", moment(caller.checked_at));
            to.extend([fact("where", place), fact("checked", by)]);
        }
        None => to.push(fact("where", format!("environment {environment}"))),
    }
    to.push(fact("read", moment(seen.at)));
    to.push(fact("expires", moment(plan.expires_at())));
}

pub(super) fn target(plan: &Plan, to: &mut Vec<Section>) {
    let target = plan.target();
    to.push(fact(target.kind, target.name.raw()));
    if let Some((kind, name)) = &target.part {
        let subject = plan.write().change().subject();
        // The ARN of a change set begins with what is on this page: its name is enough here.
        to.push(fact(
            kind,
            subject.change_set().map_or(name.raw(), ChangeSetId::name),
        ));
    }
    let Some(role) = plan.write().change().role() else {
        return;
    };
    let is_named = target
        .part
        .is_some_and(|(_, name)| name.raw() == role.raw());
    if target.kind != "role" && !is_named {
        to.push(fact("of role", role.raw()));
    }
}

/// What the target is like, and where the new content comes from.
pub(super) fn state(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    if let Some(github) = seen.github() {
        return super::github::state(plan, github, to);
    }
    let Some(state) = seen.role() else {
        super::stack::state(plan, to);
        return;
    };
    if plan.write().file().is_none() {
        let caller = plan.assessment().observed.caller.as_ref();
        let region = caller.map(|caller| caller.region.raw());
        to.push(fact("owner", owner(state, &seen.partition, region)));
    }
    if !state.also_attached_to.is_empty() {
        let others: Vec<String> = state.also_attached_to.iter().map(Holder::words).collect();
        to.push(Section::Warning(format!(
            "also attached to {}: for them the same changes, and for them the policy was judged alone, without what else they have",
            others.join(", ")
        )));
    }
    to.push(fact("content", origin(plan)));
    if let Subject::File(_, _, FilePart::Template(file)) = plan.write().change().subject()
        && let Ok(edit) = file.edit.edit(seen)
    {
        to.push(fact("touches", extent(&edit.extent)));
    }
}

/// How much of the template is touched, in a sentence.
fn extent(extent: &Extent) -> String {
    match *extent {
        Extent::New => "the policy, which the template lacks".to_owned(),
        Extent::Policy => {
            "the policy as a whole: single statements would not come to the same".to_owned()
        }
        Extent::Statements { kept, of, now } => statements(kept, of, now),
    }
}

fn statements(kept: usize, of: usize, now: usize) -> String {
    let new = now.saturating_sub(of);
    let touched = match (of.saturating_sub(kept), new) {
        (0, 0) => "elements outside its statements".to_owned(),
        (0, new) => format!("{new} new of its {now} statements"),
        (changed, 0) => format!("{changed} of its {of} statements"),
        (changed, new) => format!("{changed} of its {of} statements, and {new} new"),
    };
    match kept {
        0 => touched,
        1 => format!("{touched}; 1 stays as it is written"),
        kept => format!("{touched}; {kept} stay as they are written"),
    }
}

fn owner(state: &RoleState, partition: &str, region: Option<&str>) -> String {
    match &state.owner {
        Reading::Known(None) => {
            let (asked, others) = regions(state, partition, region);
            match (asked.is_empty(), others.len()) {
                (true, _) => "no stack is known to own it".to_owned(),
                (false, 0) => format!("no stack of {} owns it", asked.join(", ")),
                (false, count) => format!(
                    "no stack of {} owns it; the stacks of {} were not asked",
                    asked.join(", "),
                    numbered(count, "other region")
                ),
            }
        }
        Reading::Known(Some(Owner::Stack { name, region })) => match region {
            Some(region) => format!("stack {} of {}", name.raw(), region.raw()),
            None => format!("stack {}", name.raw()),
        },
        Reading::Known(Some(Owner::Template { path, stack })) => {
            format!("template {path} of stack {stack}")
        }
        Reading::Unknown(fault) => format!("could not tell: {}", fault.what),
    }
}

/// The regions whose stacks were asked who owns the role, and those that were not.
fn regions<'a>(
    state: &'a RoleState,
    partition: &str,
    region: Option<&'a str>,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let asked: Vec<&str> = match state.asked.as_slice() {
        [] => region.into_iter().collect(),
        asked => asked.iter().map(Region::raw).collect(),
    };
    let others = regions_of(partition).iter().copied();
    let others = others.filter(|one| !asked.contains(one)).collect();
    (asked, others)
}

/// Where an owner may still be: many names that few need, so they come last.
pub(super) fn not_asked(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    let Some(state) = seen.role().filter(|_| plan.write().file().is_none()) else {
        return;
    };
    let caller = seen.caller.as_ref();
    let region = caller.map(|caller| caller.region.raw());
    let (asked, others) = regions(state, &seen.partition, region);
    if matches!(state.owner, Reading::Known(None)) && !asked.is_empty() && !others.is_empty() {
        to.push(fact("not asked", others.join(", ")));
    }
}

fn origin(plan: &Plan) -> String {
    match &plan.assessment().draft.origin {
        Origin::Live => "what is live".to_owned(),
        Origin::Stack => "the stack's own".to_owned(),
        Origin::GitHub => "GitHub's own".to_owned(),
        Origin::Sibling { environment, role } => {
            format!("role {} of environment {}", role.raw(), environment.raw())
        }
        Origin::Undo { change } => format!("what was there before change {change}"),
        Origin::Repository { path } => {
            let source = plan.assessment().observed.source.as_ref();
            let source = source.filter(|file| file.path == *path);
            let git = match source.map(|file| file.git) {
                Some(GitState::Clean) => "as committed",
                Some(GitState::Edited) => "with edits that no commit has",
                Some(GitState::Untracked) => "in no commit",
                Some(GitState::NoRepository) => "in no git repository",
                None => "not read",
            };
            format!("{path}, {git}")
        }
    }
}
