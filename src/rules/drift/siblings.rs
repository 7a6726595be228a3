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
use crate::facts::{Arn, Compare, Fault, FaultKind, PolicyName, Reading, Remote, Role, RoleName};

pub(super) fn compare(pair: &Compare, left: &SiblingSide, right: &SiblingSide) -> SiblingReport {
    let (left_neutral, right_neutral) = Neutral::pair(pair, left, right);
    let items = match (role(left, &pair.left.role), role(right, &pair.right.role)) {
        (Ok(l), Ok(r)) => parts((l, &left_neutral), (r, &right_neutral)),
        (l, r) => {
            let why: Vec<String> = [(&pair.left, l.err()), (&pair.right, r.err())]
                .into_iter()
                .filter_map(|(side, fault)| {
                    fault.map(|f| format!("{}: {}", side.environment.raw(), f.what))
                })
                .collect();
            vec![item(
                DriftKind::Role,
                None,
                SiblingState::Unknown,
                why.join(" "),
            )]
        }
    };
    SiblingReport {
        left: (pair.left.environment.clone(), pair.left.role.clone()),
        right: (pair.right.environment.clone(), pair.right.role.clone()),
        items,
    }
}

fn role<'a>(side: &'a SiblingSide, name: &RoleName) -> Result<&'a Role, Fault> {
    let not_yet = || {
        Fault::new(
            FaultKind::Missing,
            "The role has not been read yet.",
            "Wait for the answer, or refresh.",
        )
    };
    let Some(live) = &side.live else {
        return Err(side.fault.clone().unwrap_or_else(not_yet));
    };
    match live.roles.iter().find(|r| r.name == *name) {
        Some(reading) => reading.role.read().map_err(Clone::clone),
        None => Err(Fault::new(
            FaultKind::Missing,
            format!("The account has no role {}.", name.raw()),
            "Correct [[drift.compare]] in watchkeeper.toml.",
        )),
    }
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

fn parts((left, ln): (&Role, &Neutral), (right, rn): (&Role, &Neutral)) -> Vec<SiblingItem> {
    let mut items = inline((left, ln), (right, rn));
    items.extend(trust((left, ln), (right, rn)));
    items.extend(attachments((left, ln), (right, rn)));
    items.sort_by(|a, b| (a.state, a.kind, &a.policy).cmp(&(b.state, b.kind, &b.policy)));
    items
}

type Pair<'a> = (
    Option<(&'a PolicyName, &'a Reading<Remote>)>,
    Option<(&'a PolicyName, &'a Reading<Remote>)>,
);

fn inline((left, ln): (&Role, &Neutral), (right, rn): (&Role, &Neutral)) -> Vec<SiblingItem> {
    let (lefts, rights) = match (&left.inline, &right.inline) {
        (Reading::Known(l), Reading::Known(r)) => (l, r),
        (Reading::Unknown(fault), _) | (_, Reading::Unknown(fault)) => {
            return vec![item(
                DriftKind::Inline,
                None,
                SiblingState::Unknown,
                &fault.what,
            )];
        }
    };
    let mut names: BTreeMap<String, Pair<'_>> = BTreeMap::new();
    for policy in lefts {
        names.entry(ln.apply(policy.name.raw())).or_default().0 =
            Some((&policy.name, &policy.document));
    }
    for policy in rights {
        names.entry(rn.apply(policy.name.raw())).or_default().1 =
            Some((&policy.name, &policy.document));
    }
    names
        .into_values()
        .filter_map(|(l, r)| match (l, r) {
            (Some((name, document)), None) => Some(only(name, document, SiblingState::OnlyLeft)),
            (None, Some((name, document))) => Some(only(name, document, SiblingState::OnlyRight)),
            (Some((name, l)), Some((_, r))) => Some(both(
                DriftKind::Inline,
                Some(name),
                (l, ln),
                (r, rn),
                [None; 2],
            )),
            (None, None) => None,
        })
        .collect()
}

/// A policy that one side has alone: what it grants, action by action.
fn only(name: &PolicyName, document: &Reading<Remote>, state: SiblingState) -> SiblingItem {
    let mut item = item(
        DriftKind::Inline,
        Some(name),
        state,
        "Only one side has this policy.",
    );
    let Reading::Known(text) = document else {
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
    (left, ln): (&Reading<Remote>, &Neutral),
    (right, rn): (&Reading<Remote>, &Neutral),
    partitions: [Option<&str>; 2],
) -> SiblingItem {
    let (left, right) = match (left, right) {
        (Reading::Known(l), Reading::Known(r)) => (l, r),
        (Reading::Unknown(fault), _) | (_, Reading::Unknown(fault)) => {
            return item(kind, name, SiblingState::Unknown, &fault.what);
        }
    };
    let (l, r) = (
        Remote::new(ln.apply(left.raw())),
        Remote::new(rn.apply(right.raw())),
    );
    let document = if kind == DriftKind::Trust {
        Kind::Trust
    } else {
        Kind::Identity
    };
    let (state, why) = match same_live_meaning(&l, &r, document, partitions) {
        Ok(true) => (
            SiblingState::Same,
            "The same but for account, region and environment.".to_owned(),
        ),
        Ok(false) => (
            SiblingState::Differs,
            "They differ in more than account, region and environment.".to_owned(),
        ),
        Err(why) => (SiblingState::Unknown, why.to_string()),
    };
    let mut item = item(kind, name, state, why);
    item.left = Some(left.clone());
    item.right = Some(right.clone());
    item
}

fn trust((left, ln): (&Role, &Neutral), (right, rn): (&Role, &Neutral)) -> Vec<SiblingItem> {
    vec![both(
        DriftKind::Trust,
        None,
        (&left.trust, ln),
        (&right.trust, rn),
        [left.arn.partition(), right.arn.partition()],
    )]
}

fn attachments((left, ln): (&Role, &Neutral), (right, rn): (&Role, &Neutral)) -> Vec<SiblingItem> {
    let (lefts, rights) = match (&left.attached, &right.attached) {
        (Reading::Known(l), Reading::Known(r)) => (l, r),
        (Reading::Unknown(fault), _) | (_, Reading::Unknown(fault)) => {
            return vec![item(
                DriftKind::Attachments,
                None,
                SiblingState::Unknown,
                &fault.what,
            )];
        }
    };
    let mut arns: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for arn in lefts {
        arns.entry(ln.apply(arn.raw())).or_default().0 = true;
    }
    for arn in rights {
        arns.entry(rn.apply(arn.raw())).or_default().1 = true;
    }
    let list = |wanted: (bool, bool)| -> Vec<&str> {
        let found = arns.iter().filter(|(_, sides)| **sides == wanted);
        found.map(|(arn, _)| arn.as_str()).collect()
    };
    let one = |state, arns: Vec<&str>| {
        let name = (arns.len() == 1).then(|| Arn::new(arns[0]).last_segment().to_owned());
        let name = name.map(PolicyName::new);
        let why = format!("Attached on one side only: {}.", arns.join(", "));
        (!arns.is_empty()).then(|| item(DriftKind::Attachments, name.as_ref(), state, why))
    };
    [
        one(SiblingState::OnlyLeft, list((true, false))),
        one(SiblingState::OnlyRight, list((false, true))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
