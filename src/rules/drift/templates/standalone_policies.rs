//! Policies that a template declares by themselves, each against its live one:
//! inline ones for roles that it does not declare, and managed ones.
//!
//! What the repository declares elsewhere too is compared once, and that is said.

use super::{DeclaredRole, TemplateSide, finish};
use crate::{
    facts::{Arn, Authorization, PolicyName, Reading, RoleName},
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

/// What could not be told: where, why, and what to do.
type Say<'a> = dyn FnMut(String, String, &str) + 'a;

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
        let place = place(side, &foreign.policy);
        let id = &foreign.logical_id;
        let Some(role) = foreign.role.known() else {
            let of = foreign.role.with_tokens();
            let why = format!("The role that policy {id} is put into is not known: {of}.");
            say(place, why, NAMES);
            continue;
        };
        let Some(name) = foreign.policy.name.known() else {
            say(
                place,
                format!("The name of policy {id} is not known."),
                NAMES,
            );
            continue;
        };
        let before = deployed.map(|deployed| {
            let mut all = deployed.foreign.iter();
            let is = |one: &&template::ForeignPolicy| {
                one.logical_id == *id && one.role.known() == Some(role)
            };
            all.find(is).map(|one| one.policy.clone())
        });
        let alone = Alone {
            side,
            id,
            policy: &foreign.policy,
            condition: foreign.condition.as_ref(),
            deployed: before,
            rewritten: found.rewritten.as_ref(),
        };
        beside.push(StandalonePolicies {
            role: RoleName::new(role),
            name: PolicyName::new(name),
            arn: None,
            held_by: 0,
            declared: alone.declared(role, name),
        });
    }
    for managed in &found.managed {
        beside.extend(managed_policies(side, managed, found, deployed, live, say));
    }
    beside
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
            None => say(
                place.clone(),
                format!(
                    "A role that policy {id} is attached to is not known: {}.",
                    role.with_tokens()
                ),
                NAMES,
            ),
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
        all.find(|one| one.logical_id == *id)
            .map(|one| one.policy.clone())
    });
    roles.sort();
    roles.dedup();
    let policies = roles.into_iter().map(|role| {
        let alone = Alone {
            side,
            id,
            policy: &managed.policy,
            condition: managed.condition.as_ref(),
            deployed: before.clone(),
            rewritten: found.rewritten.as_ref(),
        };
        StandalonePolicies {
            declared: alone.declared(role.raw(), &name),
            role,
            name: PolicyName::new(name.as_str()),
            arn: Some(arn.clone()),
            held_by,
        }
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
    let has = |reading: &&crate::facts::RoleReading| {
        reading.role.known().is_some_and(|role| {
            let attached = role.attached.known();
            attached.is_some_and(|arns| arns.contains(arn))
                || role.boundary.known() == Some(&Some(arn.clone()))
        })
    };
    let roles = live.roles.iter().filter(has);
    roles.map(|reading| reading.name.clone()).collect()
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
            let document = crate::facts::Remote::new(document.as_str());
            if same_meaning(&document, text, Kind::Identity, [None; 2]) == Ok(true) {
                return;
            }
            format!("Policy {arn} is attached to no role, and live it is not what stands here.")
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
    side: &'a TemplateSide,
    id: &'a str,
    policy: &'a TemplatePolicy,
    condition: Option<&'a String>,
    deployed: Option<Option<TemplatePolicy>>,
    rewritten: Option<&'a String>,
}

impl Alone<'_> {
    fn declared(self, role: &str, name: &str) -> DeclaredRole {
        let named = |policy: TemplatePolicy| TemplatePolicy {
            name: Text::literal(name),
            ..policy
        };
        let role = |policies: Vec<TemplatePolicy>| TemplateRole {
            logical_id: self.id.to_owned(),
            name: Some(Text::literal(role)),
            policies,
            managed: Vec::new(),
            trust: None,
            boundary: None,
            condition: self.condition.cloned(),
            unexpanded: Vec::new(),
            rewritten: self.rewritten.cloned(),
            span: self.policy.span,
        };
        let deployed = self.deployed.map(|deployed| {
            let policy = deployed.map(named);
            policy.map(|policy| role(vec![policy]))
        });
        let own = role(vec![named(self.policy.clone())]);
        DeclaredRole::of_policy(self.side, &own, deployed)
    }
}

impl StandalonePolicies {
    /// Judges the policy, in the place of a row that knew of no template.
    pub(in crate::rules::drift) fn judge(&self, items: &mut Vec<DriftItem>, sides: &RoleSides<'_>) {
        let mut item = match &self.arn {
            None => self.inline(sides),
            Some(arn) => self.attached(arn, sides),
        };
        let key = item.key();
        let found = items.iter_mut().find(|item| item.key() == key);
        if let Some(known) = found.filter(|known| known.state != DriftState::Uncodified) {
            known.why = format!(
                "{} {}:{} declares it too, and was not compared.",
                known.why, self.declared.codified.dir, self.declared.at.line
            );
            return;
        }
        items.retain(|item| item.key() != key);
        finish(std::slice::from_mut(&mut item), &self.declared, sides.live);
        items.push(item);
    }

    fn item(&self, kind: DriftKind, sides: &RoleSides<'_>) -> Result<DriftItem, DriftItem> {
        if let Some(broken) = self.declared.broken.first() {
            let mut item = inline::unreadable(sides, broken, &self.name);
            item.kind = kind;
            return Err(item);
        }
        let mut item = sides.item(kind, Some(&self.name));
        if let Some((_, file)) = self.declared.codified.policies.first() {
            item = item.with_codified(file);
        }
        match sides.live {
            Live::Present(_) => Ok(item),
            Live::Unknown(fault) => Err(item.unknown(fault)),
            Live::Missing => Err(item.because(
                DriftState::MissingLive,
                format!(
                    "The template puts this policy into role {}, and the account has none of that name.",
                    self.role.raw()
                ),
            )),
        }
    }

    fn inline(&self, sides: &RoleSides<'_>) -> DriftItem {
        let item = match self.item(DriftKind::Inline, sides) {
            Ok(item) => item,
            Err(item) => return item,
        };
        let (Live::Present(role), Some((name, file))) =
            (sides.live, self.declared.codified.policies.first())
        else {
            return item;
        };
        match &role.inline {
            Reading::Known(inline) => inline::one(sides, name, file, inline),
            Reading::Unknown(fault) => item.unknown(fault),
        }
    }

    fn attached(&self, arn: &Arn, sides: &RoleSides<'_>) -> DriftItem {
        let item = match self.item(DriftKind::Managed, sides) {
            Ok(item) => item,
            Err(item) => return item,
        };
        let Live::Present(role) = sides.live else {
            return item;
        };
        let attached = role.attached.known();
        let attached = attached.map(|arns| arns.contains(arn));
        let is_boundary = role.boundary.known() == Some(&Some(arn.clone()));
        let Some(policy) = sides.managed.get(arn) else {
            let why = match attached {
                Some(false) if !is_boundary => format!(
                    "The template attaches {} to the role, and live it is not attached.",
                    arn.raw()
                ),
                _ => {
                    let mut item = item;
                    item.short = "not read".into();
                    let why = format!("The document of {} was not read.", arn.raw());
                    return item.because(DriftState::Unknown, why);
                }
            };
            return item.because(DriftState::MissingLive, why);
        };
        let mut item = match item.with_live(&policy.document) {
            Ok(item) => compare(item, Kind::Identity),
            Err(unknown) => return unknown,
        };
        item.why = format!("{} It is version {}.", item.why, policy.default_version);
        match self.held_by {
            0 | 1 => {}
            2 => item.why = format!("{} 1 more role has it.", item.why),
            all => item.why = format!("{} {} more roles have it.", item.why, all - 1),
        }
        if attached == Some(false) && !is_boundary {
            item.why = format!("{} It is not attached to the role.", item.why);
            if matches!(item.state, DriftState::InSync | DriftState::Cosmetic) {
                item.state = DriftState::MissingLive;
            }
        }
        item
    }
}
