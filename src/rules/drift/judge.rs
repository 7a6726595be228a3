//! All checks over all roles, from snapshots of the facts.

use std::collections::{BTreeMap, HashMap};

use super::{
    DriftItem, DriftKind, DriftReport, DriftState, Inputs, RULES, RoleSides, findings,
    ignore::{ignores_part, ignores_role},
    role_sides::Live,
    siblings,
    templates::{self, DeclaredRole, Found, StandalonePolicies},
};
use crate::{
    facts::{
        Authorization, BrokenFile, Codified, CodifiedRole, DriftSettings, Fault, FaultKind,
        Reading, RoleName, RoleReading,
    },
    rules::rule::found,
};

/// Roles of AWS itself: they can't be changed, so they can't drift.
const AWS_OWNED_PATHS: [&str; 2] = ["/aws-service-role/", "/aws-reserved/"];

/// The whole judgement: pure, and the slow part of a refresh, so it runs off the drawing task.
pub fn judge(inputs: &Inputs) -> DriftReport {
    let mut report = DriftReport::default();
    if let Some(live) = &inputs.live {
        let declared = declared(inputs, live, &mut report);
        let codified = inputs.codified.as_deref();
        if codified.is_some() || !declared.roles.is_empty() || !declared.beside.is_empty() {
            report.items = items(&inputs.settings, codified, &declared, live);
        }
    }
    report.siblings = inputs
        .siblings
        .iter()
        .map(|(pair, left, right)| siblings::compare(pair, left, right))
        .collect();
    findings::conclude(&mut report, inputs);
    report
}

/// What the templates whose stack is in this environment declare, each role once.
fn declared(inputs: &Inputs, live: &Authorization, report: &mut DriftReport) -> Found {
    let mut found = Found::default();
    for side in inputs.stacks.iter().filter(|side| side.is_here()) {
        let of_side = templates::all(side, live, &mut report.unknown);
        report.warnings.extend(of_side.warnings);
        for declared in of_side.roles {
            let name = &declared.codified.name;
            if !found.roles.iter().any(|known| known.codified.name == *name) {
                found.roles.push(declared);
            }
        }
        found.beside.extend(of_side.beside);
    }
    found
}

/// What each side has of one role.
#[derive(Default)]
struct Known<'a> {
    codified: Option<&'a CodifiedRole>,
    declared: Option<&'a DeclaredRole>,
    /// Policies of the role that a template declares by themselves.
    beside: Vec<&'a StandalonePolicies>,
    live: Option<&'a RoleReading>,
}

fn items(
    settings: &DriftSettings,
    codified: Option<&Codified>,
    declared: &Found,
    live: &Authorization,
) -> Vec<DriftItem> {
    let managed: HashMap<_, _> = live.managed.iter().map(|p| (&p.arn, p)).collect();
    let mut roles: BTreeMap<&RoleName, Known<'_>> = BTreeMap::new();
    for role in codified.iter().flat_map(|codified| &codified.roles) {
        roles.entry(&role.name).or_default().codified = Some(role);
    }
    for role in &declared.roles {
        roles.entry(&role.codified.name).or_default().declared = Some(role);
    }
    for beside in &declared.beside {
        roles.entry(&beside.role).or_default().beside.push(beside);
    }
    for reading in &live.roles {
        // Where no files speak of the environment, its other roles are nobody's concern.
        match roles.get_mut(&reading.name) {
            Some(known) => known.live = Some(reading),
            None if codified.is_none() => {}
            None => roles.entry(&reading.name).or_default().live = Some(reading),
        }
    }
    let templates_alone = codified.is_none();
    let broken = codified.map_or(&[][..], |codified| &codified.broken);
    let not_read = Fault::new(
        FaultKind::Missing,
        "This role was not among those that could be read.",
        "Allow iam:GetRole on it, or iam:GetAccountAuthorizationDetails.",
    );
    let mut groups: Vec<Vec<DriftItem>> = roles
        .into_iter()
        .filter(|(name, _)| !ignores_role(&settings.ignore, name.raw()))
        .filter_map(|(role, known)| {
            let live = side(known.live, live.complete, &not_read);
            let declared = known.declared;
            let codified = known
                .codified
                .or(declared.map(|declared| &declared.codified));
            if codified.is_none() && is_aws_owned(live) {
                return None;
            }
            let own = |file: &&BrokenFile| file.role.as_ref() == Some(role);
            let mut broken: Vec<&BrokenFile> = broken.iter().filter(own).collect();
            if let (None, Some(declared)) = (known.codified, declared) {
                broken.extend(&declared.broken);
            }
            let sides = RoleSides {
                role,
                codified,
                live,
                broken,
                managed: &managed,
            };
            let mut items = found(RULES, &sides);
            match (known.codified, declared) {
                (None, Some(declared)) => templates::finish(&mut items, declared, live),
                (Some(_), Some(declared)) => templates::declared_too(&mut items, declared),
                // Only the policies that a template puts into it are looked at.
                (None, None) if templates_alone => items.clear(),
                (_, None) => {}
            }
            for beside in &known.beside {
                beside.judge(&mut items, &sides);
            }
            items.retain(|item| !is_ignored(settings, item));
            items.sort_by(|a, b| (a.state, a.kind, &a.policy).cmp(&(b.state, b.kind, &b.policy)));
            (!items.is_empty()).then_some(items)
        })
        .collect();
    groups.sort_by_key(|items| items.iter().map(|item| item.state).min());
    groups.into_iter().flatten().collect()
}

fn side<'a>(reading: Option<&'a RoleReading>, complete: bool, not_read: &'a Fault) -> Live<'a> {
    match reading.map(|reading| &reading.role) {
        Some(Reading::Known(role)) => Live::Present(role),
        Some(Reading::Unknown(fault)) if fault.kind == FaultKind::Missing => Live::Missing,
        Some(Reading::Unknown(fault)) => Live::Unknown(fault),
        None if complete => Live::Missing,
        None => Live::Unknown(not_read),
    }
}

fn is_aws_owned(live: Live<'_>) -> bool {
    matches!(live, Live::Present(role) if AWS_OWNED_PATHS.iter().any(|p| role.path.starts_with(p)))
}

fn is_ignored(settings: &DriftSettings, item: &DriftItem) -> bool {
    let part = item.part();
    item.kind != DriftKind::Role && ignores_part(&settings.ignore, item.role.raw(), part)
}

impl DriftState {
    /// The words of the state, as the rows and the sentences use them.
    pub fn words(self) -> &'static str {
        match self {
            Self::Drifted => "drifted",
            Self::MissingLive => "missing live",
            Self::RoleMissing => "role missing",
            Self::Unknown => "unknown",
            Self::Uncodified => "not in repository",
            Self::Cosmetic => "cosmetic",
            Self::InSync => "in sync",
        }
    }
}
