//! Who would write, where, and to what.

use super::{Section, fact, moment};
use crate::{
    facts::{Reading, Region, Server, Through, numbered, regions_of},
    gate::{
        GitState, Holder, Origin, Owner, Plan, RoleState,
        writes::{FilePart, Subject},
    },
    template::edit::Extent,
};

/// The services that a write asks.
const ASKED: &[&str] = &["sts", "iam", "cloudformation"];

pub(super) fn identity(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    let environment = plan.environment();
    if plan.session_id().world != "aws" {
        to.push(fact("world", plan.session_id().world.clone()));
    }
    match &seen.caller {
        Some(caller) => {
            let mut account = caller.account.raw().to_owned();
            if let Some(alias) = &environment.alias {
                account.push_str(&format!(" \"{alias}\""));
            }
            if environment.production {
                account.push_str(" PRODUCTION");
            }
            to.push(fact("account", account));
            let place = format!(
                "environment {}, partition {}, {}",
                environment.name.raw(),
                seen.partition,
                caller.region.raw()
            );
            to.push(fact("where", place));
            to.push(fact("caller", caller.arn.raw()));
            let checked = format!("by STS at {}", moment(caller.checked_at));
            to.push(fact("checked", checked));
            for endpoint in &caller.endpoints {
                let service = endpoint.service.as_deref().unwrap_or("every service");
                to.push(fact("endpoint", format!("{service} at {}", endpoint.url)));
            }
            let mut hosts: Vec<&Server> = seen.hosts.iter().collect();
            hosts.dedup();
            for host in hosts.into_iter().filter(|host| !host.is_aws_for(ASKED)) {
                to.push(fact("host", format!("{host}, which is not AWS's own")));
            }
            for way in &caller.through {
                to.push(match way {
                    Through::Proxy(_) | Through::Ambiguous(_) => fact("proxy", way.name()),
                    Through::Trust { path, sha256 } => {
                        fact("trust store", format!("{path}, SHA-256 {sha256}"))
                    }
                });
            }
        }
        None => {
            let place = format!("environment {}", environment.name.raw());
            let nobody = "no AWS caller: only the working tree changes";
            to.extend([fact("where", place), fact("caller", nobody)]);
        }
    }
    to.push(fact("read", moment(seen.at)));
}

pub(super) fn target(plan: &Plan, to: &mut Vec<Section>) {
    let target = plan.target();
    to.push(fact(target.kind, target.name.raw()));
    if let Some((kind, name)) = &target.part {
        to.push(fact(kind, name.raw()));
    }
    let seen = &plan.assessment().observed;
    let (Some(role), Some(state)) = (plan.write().change().role(), seen.role()) else {
        super::stack::target(plan, to);
        return;
    };
    let is_named = target
        .part
        .is_some_and(|(_, name)| name.raw() == role.raw());
    if target.kind != "role" && !is_named {
        to.push(fact("of role", role.raw()));
    }
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
                    "no stack of {} owns it; the stacks of {} were not asked, named last",
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
