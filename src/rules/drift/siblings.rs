//! Two roles in two environments that should be alike: `[[drift.compare]]`.
//!
//! Account ids, regions and the environments' suffixes are made neutral on each
//! side before comparing, each side's own only: a dev policy that names the prod
//! account stays different.

mod neutral;

use std::collections::BTreeMap;

use neutral::Neutral;
pub use neutral::translated;

use super::{
    DriftKind, SiblingItem, SiblingReport, SiblingSide, SiblingState,
    documents::{Kind, actions_granted, same_live_meaning},
    log_delivery,
};
use crate::facts::{
    Arn, Compare, Fault, FaultKind, InlinePolicy, PolicyName, Reading, Remote, Role, RoleName,
};

pub(super) fn compare(pair: &Compare, left: &SiblingSide, right: &SiblingSide) -> SiblingReport {
    let (left_neutral, right_neutral) = Neutral::pair(pair, left, right);
    let items = match (role(left, &pair.left.role), role(right, &pair.right.role)) {
        (Ok(l), Ok(r)) => parts((l, &left_neutral), (r, &right_neutral)),
        (l, r) => {
            let faults = [(&pair.left, l.err()), (&pair.right, r.err())];
            let why = faults.into_iter().filter_map(|(side, fault)| {
                Some(format!("{}: {}", side.environment.raw(), fault?.what))
            });
            let why = why.collect::<Vec<_>>().join(" ");
            vec![item(DriftKind::Role, None, SiblingState::Unknown, why)]
        }
    };
    SiblingReport {
        left: (pair.left.environment.clone(), pair.left.role.clone()),
        right: (pair.right.environment.clone(), pair.right.role.clone()),
        items,
    }
}

fn role<'a>(side: &'a SiblingSide, name: &RoleName) -> Result<&'a Role, Fault> {
    let Some(live) = &side.live else {
        let what = "The role has not been read yet.";
        let not_yet = Fault::new(FaultKind::Missing, what, "Wait for the answer, or refresh.");
        return Err(side.fault.clone().unwrap_or(not_yet));
    };
    let reading = live.roles.iter().find(|reading| reading.name == *name);
    let reading = reading.ok_or_else(|| {
        let what = format!("The account has no role {}.", name.raw());
        let hint = "Correct [[drift.compare]] in watchkeeper.toml.";
        Fault::new(FaultKind::Missing, what, hint)
    })?;
    reading.role.read().map_err(Clone::clone)
}

fn item(
    kind: DriftKind,
    policy: Option<&PolicyName>,
    state: SiblingState,
    why: impl Into<String>,
) -> SiblingItem {
    SiblingItem {
        kind,
        policy: policy.cloned(),
        state,
        left: None,
        right: None,
        why: why.into(),
        actions: Vec::new(),
        question: None,
    }
}

/// A role with what makes it neutral.
type Side<'a> = (&'a Role, &'a Neutral);

fn parts(left: Side<'_>, right: Side<'_>) -> Vec<SiblingItem> {
    let mut items = inline(left, right);
    items.push(trust(left, right));
    items.extend(attachments(left, right));
    items.sort_by(|a, b| (a.state, a.kind, &a.policy).cmp(&(b.state, b.kind, &b.policy)));
    items
}

/// What both sides say of a part; an item that is unknown where one could not be read.
fn known<'a, T>(
    kind: DriftKind,
    name: Option<&PolicyName>,
    sides: [&'a Reading<T>; 2],
) -> Result<[&'a T; 2], SiblingItem> {
    match sides {
        [Reading::Known(left), Reading::Known(right)] => Ok([left, right]),
        [Reading::Unknown(fault), _] | [_, Reading::Unknown(fault)] => {
            Err(item(kind, name, SiblingState::Unknown, &fault.what))
        }
    }
}

fn inline((left, ln): Side<'_>, (right, rn): Side<'_>) -> Vec<SiblingItem> {
    let lists = match known(DriftKind::Inline, None, [&left.inline, &right.inline]) {
        Ok(lists) => lists,
        Err(unknown) => return vec![unknown],
    };
    let mut names: BTreeMap<String, [Option<&InlinePolicy>; 2]> = BTreeMap::new();
    for (side, (policies, neutral)) in lists.into_iter().zip([ln, rn]).enumerate() {
        for policy in policies {
            let sides = names.entry(neutral.apply(policy.name.raw())).or_default();
            sides[side] = Some(policy);
        }
    }
    let pairs = names.into_values();
    let items = pairs.filter_map(|pair| match pair {
        [Some(left), None] => Some(only(left, SiblingState::OnlyLeft)),
        [None, Some(right)] => Some(only(right, SiblingState::OnlyRight)),
        [Some(left), Some(right)] => Some(both(
            DriftKind::Inline,
            Some(&left.name),
            [(&left.document, ln), (&right.document, rn)],
            [None; 2],
        )),
        [None, None] => None,
    });
    items.collect()
}

/// A policy that one side has alone: what it grants, action by action.
fn only(policy: &InlinePolicy, state: SiblingState) -> SiblingItem {
    let why = "Only one side has this policy.";
    let mut item = item(DriftKind::Inline, Some(&policy.name), state, why);
    let Reading::Known(text) = &policy.document else {
        return item;
    };
    let actions = actions_granted(text);
    let names: Vec<&str> = actions.iter().map(String::as_str).collect();
    item.question = log_delivery::question(&names);
    item.actions = names
        .iter()
        .map(|a| ((*a).to_owned(), log_delivery::purpose(a).map(str::to_owned)))
        .collect();
    if state == SiblingState::OnlyLeft {
        item.left = Some(text.clone());
    } else {
        item.right = Some(text.clone());
    }
    item
}

fn both(
    kind: DriftKind,
    name: Option<&PolicyName>,
    [(left, ln), (right, rn)]: [(&Reading<Remote>, &Neutral); 2],
    partitions: [Option<&str>; 2],
) -> SiblingItem {
    let [left, right] = match known(kind, name, [left, right]) {
        Ok(texts) => texts,
        Err(unknown) => return unknown,
    };
    let (l, r) = (
        Remote::new(ln.apply(left.raw())),
        Remote::new(rn.apply(right.raw())),
    );
    let document = match kind {
        DriftKind::Trust => Kind::Trust,
        _ => Kind::Identity,
    };
    let (state, why) = match same_live_meaning(&l, &r, document, partitions) {
        Ok(true) => (
            SiblingState::Same,
            "The same but for account, region and environment.".into(),
        ),
        Ok(false) => (
            SiblingState::Differs,
            "They differ in more than account, region and environment.".into(),
        ),
        Err(why) => (SiblingState::Unknown, why),
    };
    SiblingItem {
        left: Some(left.clone()),
        right: Some(right.clone()),
        ..item(kind, name, state, why.as_str())
    }
}

fn trust((left, ln): Side<'_>, (right, rn): Side<'_>) -> SiblingItem {
    both(
        DriftKind::Trust,
        None,
        [(&left.trust, ln), (&right.trust, rn)],
        [left.arn.partition(), right.arn.partition()],
    )
}

fn attachments((left, ln): Side<'_>, (right, rn): Side<'_>) -> Vec<SiblingItem> {
    let lists = match known(
        DriftKind::Attachments,
        None,
        [&left.attached, &right.attached],
    ) {
        Ok(lists) => lists,
        Err(unknown) => return vec![unknown],
    };
    let mut arns: BTreeMap<String, [bool; 2]> = BTreeMap::new();
    for (side, (attached, neutral)) in lists.into_iter().zip([ln, rn]).enumerate() {
        for arn in attached {
            arns.entry(neutral.apply(arn.raw())).or_default()[side] = true;
        }
    }
    let list = |wanted: [bool; 2]| -> Vec<&str> {
        let found = arns.iter().filter(|(_, sides)| **sides == wanted);
        found.map(|(arn, _)| arn.as_str()).collect()
    };
    let one = |state, arns: Vec<&str>| {
        let name = (arns.len() == 1).then(|| Arn::new(arns[0]).last_segment().to_owned());
        let name = name.map(PolicyName::new);
        let why = format!("Attached on one side only: {}.", arns.join(", "));
        (!arns.is_empty()).then(|| item(DriftKind::Attachments, name.as_ref(), state, why))
    };
    let left = one(SiblingState::OnlyLeft, list([true, false]));
    let right = one(SiblingState::OnlyRight, list([false, true]));
    left.into_iter().chain(right).collect()
}
