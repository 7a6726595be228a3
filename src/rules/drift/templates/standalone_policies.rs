//! Policies that a template declares by themselves, each against its live one:
//! inline ones for roles that it does not declare, and managed ones.
//!
//! What the repository declares elsewhere too is compared once, and that is said.

use super::{DeclaredRole, Say, TemplateSide, finish};
use crate::{
    facts::{Arn, Authorization, PolicyName, Reading, Remote, Role, RoleName},
    rules::drift::{
        DriftItem, DriftKind, DriftState, RoleSides,
        documents::{Kind, compare, same_meaning},
        inline,
        role_sides::Live,
    },
    template::{self, Symbol, TemplatePolicy, TemplateRole, TemplateRoles, Text},
};

/// One policy and the role that it is compared under.
#[derive(Clone, Debug)]
pub(in crate::rules::drift) struct StandalonePolicies {
    pub(in crate::rules::drift) role: RoleName,
    name: PolicyName,
    /// Of a managed policy.
    arn: Option<Arn>,
    /// The roles that have the managed policy, where the template names none.
    held_by: usize,
    declared: DeclaredRole,
}

const NAMES: &str = "Allow cloudformation:DescribeStacks and cloudformation:ListStackResources, or write its parameters under [[drift.template]].";

/// What the template declares beside its roles.
pub(super) fn standalone(
    side: &TemplateSide,
    found: &TemplateRoles,
    deployed: Option<&TemplateRoles>,
    live: &Authorization,
    say: &mut Say<'_>,
) -> Vec<StandalonePolicies> {
    let mut beside = Vec::new();
    for foreign in &found.foreign {
        let rewritten = found.rewritten.as_ref();
        match foreign_policy(side, foreign, deployed, rewritten) {
            Ok(policy) => beside.push(policy),
            Err(why) => say(place(side, &foreign.policy), why, NAMES),
        }
    }
    for managed in &found.managed {
        beside.extend(managed_policies(side, managed, found, deployed, live, say));
    }
    beside
}

/// An error says why it could not be told whose policy it is.
fn foreign_policy(
    side: &TemplateSide,
    foreign: &template::ForeignPolicy,
    deployed: Option<&TemplateRoles>,
    rewritten: Option<&String>,
) -> Result<StandalonePolicies, String> {
    let id = &foreign.logical_id;
    let role = foreign.role.known().ok_or_else(|| {
        let of = foreign.role.with_tokens();
        format!("The role that policy {id} belongs to is not known: {of}.")
    })?;
    let name = foreign.policy.name.known();
    let name = name.ok_or_else(|| format!("The name of policy {id} is not known."))?;
    let before = deployed.map(|deployed| {
        let mut all = deployed.foreign.iter();
        let found = all.find(|one| one.logical_id == *id && one.role.known() == Some(role));
        found.map(|one| &one.policy)
    });
    let alone = Alone {
        id,
        policy: &foreign.policy,
        condition: foreign.condition.as_ref(),
        rewritten,
    };
    Ok(StandalonePolicies {
        role: RoleName::new(role),
        name: PolicyName::new(name),
        arn: None,
        held_by: 0,
        declared: alone.declared(side, before, role, name),
    })
}

fn managed_policies(
    side: &TemplateSide,
    managed: &template::ManagedPolicy,
    found: &TemplateRoles,
    deployed: Option<&TemplateRoles>,
    live: &Authorization,
    say: &mut Say<'_>,
) -> Vec<StandalonePolicies> {
    let id = &managed.logical_id;
    let place = place(side, &managed.policy);
    let Some(arn) = arn_of(side, managed) else {
        let why = format!("The ARN of policy {id} is not known: CloudFormation names it.");
        say(place, why, NAMES);
        return Vec::new();
    };
    let mut roles: Vec<RoleName> = Vec::new();
    let own = found.roles.iter().filter(|role| holds(role, managed));
    roles.extend(own.filter_map(|role| super::declared::name(side, role)));
    for role in &managed.elsewhere {
        match role.known() {
            Some(role) => roles.push(RoleName::new(role)),
            None => {
                let of = role.with_tokens();
                let why = format!("A role that policy {id} is attached to is not known: {of}.");
                say(place.clone(), why, NAMES);
            }
        }
    }
    let mut held_by = 0;
    if roles.is_empty() {
        let mut holders = holders(live, &arn);
        holders.sort();
        held_by = holders.len();
        roles.extend(holders.into_iter().next());
    }
    if roles.is_empty() {
        unattached(place, managed, &arn, live, say);
        return Vec::new();
    }
    let name = arn.last_segment().to_owned();
    let before = deployed.map(|deployed| {
        let mut all = deployed.managed.iter();
        let found = all.find(|one| one.logical_id == *id);
        found.map(|one| &one.policy)
    });
    roles.sort();
    roles.dedup();
    let alone = Alone {
        id,
        policy: &managed.policy,
        condition: managed.condition.as_ref(),
        rewritten: found.rewritten.as_ref(),
    };
    let policies = roles.into_iter().map(|role| StandalonePolicies {
        declared: alone.declared(side, before, role.raw(), &name),
        role,
        name: PolicyName::new(name.as_str()),
        arn: Some(arn.clone()),
        held_by,
    });
    policies.collect()
}

fn place(side: &TemplateSide, policy: &TemplatePolicy) -> String {
    format!("{}:{}", side.file.path, policy.span.place.line)
}

/// As the template has it, else as CloudFormation named it.
pub(super) fn arn_of(side: &TemplateSide, managed: &template::ManagedPolicy) -> Option<Arn> {
    match managed.arn.known() {
        Some(known) => Some(Arn::new(known)),
        None => side.physical_arn(&managed.logical_id),
    }
}

/// Whether the template attaches the policy to the role, or bounds it by it.
fn holds(role: &TemplateRole, managed: &template::ManagedPolicy) -> bool {
    let attribute = Text::symbol(Symbol::Attribute {
        resource: managed.logical_id.clone(),
        attribute: "PolicyArn".to_owned(),
    });
    let mut all = role.managed.iter().chain(&role.boundary);
    all.any(|text| *text == managed.arn || *text == attribute)
}

/// The live roles that have the policy, be it as a boundary.
fn holders(live: &Authorization, arn: &Arn) -> Vec<RoleName> {
    let has = |role: &Role| {
        let attached = role.attached.known();
        attached.is_some_and(|arns| arns.contains(arn)) || is_bounded(role, arn)
    };
    let roles = live.roles.iter();
    let holding = roles.filter(|reading| reading.role.known().is_some_and(has));
    holding.map(|reading| reading.name.clone()).collect()
}

fn is_bounded(role: &Role, by: &Arn) -> bool {
    role.boundary.known() == Some(&Some(by.clone()))
}

/// No role has it, so no row is its own: it is said unless both mean the same.
fn unattached(
    place: String,
    managed: &template::ManagedPolicy,
    arn: &Arn,
    live: &Authorization,
    say: &mut Say<'_>,
) {
    let found = live.managed.iter().find(|policy| policy.arn == *arn);
    let arn = arn.raw();
    let why = match (
        found.map(|policy| &policy.document),
        &managed.policy.document,
    ) {
        (Some(Reading::Known(text)), Ok(document)) => {
            let document = Remote::new(document.as_str());
            if same_meaning(&document, text, Kind::Identity, [None; 2]) == Ok(true) {
                return;
            }
            format!(
                "Policy {arn} is attached to no role, and the live policy is not what this file says."
            )
        }
        (Some(Reading::Unknown(fault)), _) => fault.what.clone(),
        (_, Err(malformed)) => format!("Policy {arn} cannot be read: {}.", malformed.what),
        (None, _) if live.complete => format!("The account has no policy {arn}."),
        (None, _) => format!("Policy {arn} is attached to no role that was read."),
    };
    say(place, why, "Compare the policy by hand.");
}

/// What a [`DeclaredRole`] of one policy is made of.
struct Alone<'a> {
    id: &'a str,
    policy: &'a TemplatePolicy,
    condition: Option<&'a String>,
    rewritten: Option<&'a String>,
}

impl Alone<'_> {
    /// `deployed`: the policy in the deployed template, where that is known.
    fn declared(
        &self,
        side: &TemplateSide,
        deployed: Option<Option<&TemplatePolicy>>,
        role: &str,
        name: &str,
    ) -> DeclaredRole {
        let with = |policy: &TemplatePolicy| TemplateRole {
            logical_id: self.id.to_owned(),
            name: Some(Text::literal(role)),
            policies: vec![TemplatePolicy {
                name: Text::literal(name),
                ..policy.clone()
            }],
            condition: self.condition.cloned(),
            rewritten: self.rewritten.cloned(),
            span: self.policy.span,
            ..TemplateRole::default()
        };
        let deployed = deployed.map(|policy| policy.map(with));
        DeclaredRole::of_policy(side, &with(self.policy), deployed)
    }
}

impl StandalonePolicies {
    /// Judges the policy, in the place of a row that knew of no template.
    pub(in crate::rules::drift) fn judge(&self, items: &mut Vec<DriftItem>, sides: &RoleSides<'_>) {
        let mut item = match &self.arn {
            None => self.item(DriftKind::Inline, sides, |item, role| {
                self.inline(item, role, sides)
            }),
            Some(arn) => self.item(DriftKind::Managed, sides, |item, role| {
                self.attached(item, role, arn, sides)
            }),
        };
        let key = item.key();
        let found = items.iter_mut().find(|item| item.key() == key);
        if let Some(known) = found.filter(|known| known.state != DriftState::Uncodified) {
            let (file, line) = (&self.declared.codified.dir, self.declared.at.line);
            return known.add(&format!(
                "{file}:{line} declares it too, and was not compared."
            ));
        }
        items.retain(|item| item.key() != key);
        finish(std::slice::from_mut(&mut item), &self.declared, sides.live);
        items.push(item);
    }

    /// The policy's row: as `judged` has it where there is a live role to look at.
    fn item(
        &self,
        kind: DriftKind,
        sides: &RoleSides<'_>,
        judged: impl Fn(DriftItem, &Role) -> DriftItem,
    ) -> DriftItem {
        if let Some(broken) = self.declared.broken.first() {
            return DriftItem {
                kind,
                ..inline::unreadable(sides, broken, &self.name)
            };
        }
        let mut item = sides.item(kind, Some(&self.name));
        if let Some((_, file)) = self.declared.codified.policies.first() {
            item = item.with_codified(file);
        }
        match sides.live {
            Live::Present(role) => judged(item, role),
            Live::Unknown(fault) => item.unknown(fault),
            Live::Missing => item.because(
                DriftState::MissingLive,
                format!(
                    "The template puts this policy into role {}, and the account has none of that name.",
                    self.role.raw()
                ),
            ),
        }
    }

    fn inline(&self, item: DriftItem, role: &Role, sides: &RoleSides<'_>) -> DriftItem {
        match self.declared.codified.policies.first() {
            Some((name, file)) => inline::one(sides, name, file, &role.inline),
            None => item,
        }
    }

    fn attached(
        &self,
        item: DriftItem,
        role: &Role,
        arn: &Arn,
        sides: &RoleSides<'_>,
    ) -> DriftItem {
        let attached = role.attached.known();
        let attached = attached.map(|arns| arns.contains(arn));
        let is_detached = attached == Some(false) && !is_bounded(role, arn);
        let Some(policy) = sides.managed.get(arn) else {
            let arn = arn.raw();
            if is_detached {
                let why = format!(
                    "The template attaches {arn} to the role, and live it is not attached."
                );
                return item.because(DriftState::MissingLive, why);
            }
            let why = format!("The document of {arn} was not read.");
            return DriftItem {
                short: "not read".into(),
                ..item.because(DriftState::Unknown, why)
            };
        };
        item.with_live(&policy.document, |item| {
            let mut item = compare(item);
            item.add(&format!("It is version {}.", policy.default_version));
            match self.held_by {
                0 | 1 => {}
                2 => item.add("1 more role has it."),
                all => item.add(&format!("{} more roles have it.", all - 1)),
            }
            if is_detached {
                item.add("It is not attached to the role.");
                if matches!(item.state, DriftState::InSync | DriftState::Cosmetic) {
                    item.state = DriftState::MissingLive;
                }
            }
            item
        })
    }
}
