//! What a change set gives and takes: for every IAM resource in it, and for every
//! resource with a policy of its own, the access after against the access before. Judged by the policy engine, offline.
//!
//! What cannot be judged says so; a guard then stops. Nothing is taken for equal.

mod declared;
mod exposed;
mod open;
mod people;
mod properties;
mod resource;
mod role;
mod runs_as;
mod tags;
mod templates;
mod written;

pub(in crate::gate) use open::{OPEN, bare};
pub(in crate::gate) use people::holders;
pub use runs_as::Wanted;
pub(in crate::gate) use templates::{Templates, Tree};

use serde::{Deserialize, Serialize};

use self::declared::DeclaredPolicies;
use super::{
    effective::{merged, nothing},
    grant::{self, Grant},
    passed::{self, CodeAs},
    policy_sides::PolicySides,
    trusted,
};
use crate::{
    facts::{
        LogicalId, Reason, Remote, ResourceChange, ResourceType, RoleName,
        stack::{ChangeAction, PolicyAction, ResourceAttribute},
    },
    gate::{
        StackNode, StackState,
        observed::{is_iam, place},
    },
    policy::{
        Document, Judgement, Kind, explain,
        strangers::{self, Passage},
    },
};

/// One IAM resource of a change set, the trust of one, or a resource's own policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactedResource {
    /// The nested stacks that it is in, the outermost first; as a rule none.
    pub within: Vec<LogicalId>,
    pub logical_id: LogicalId,
    pub resource_type: ResourceType,
    /// The live role; None: it does not exist yet, or it is no role.
    pub role: Option<RoleName>,
    /// Who may assume the role, not what it may do.
    pub is_trust: bool,
    /// Of a resource's own policy the property that says who gets at the resource;
    /// its gains are then everybody's who is named, and of nobody's role.
    pub opens: Option<String>,
    /// Principals among the gains that are not known to be of the stack's account.
    pub strangers: Vec<Remote>,
    /// Strangers who pass that did not: nobody named them.
    pub open_to: Vec<Passage>,
    /// What somebody whom it trusts has to meet no longer, a sentence each.
    pub given_up: Vec<Remote>,
    /// Roles as which code can be run that could not.
    pub code_as: Vec<CodeAs>,
    /// What it gives that no policy document says, a sentence each.
    pub gives: Vec<String>,
    /// What it does that gives nobody more and that a person must know, a sentence each.
    pub says: Vec<String>,
    pub access: Option<Judgement>,
    /// Why it could not be judged: nothing then says what it gives.
    pub unjudged: Option<String>,
    /// What was left out of the judgement, a sentence each.
    pub notes: Vec<String>,
    pub gains: Vec<Grant>,
    /// The role's policies as they are to be, by name: what is read back later.
    pub expected: Vec<(Remote, Remote)>,
}

pub(super) fn impacted(state: &StackState) -> Vec<ImpactedResource> {
    let changes = state.changes();
    let changes = changes.into_iter().filter(|change| changes_access(change));
    let mut tree = Tree::default();
    let found = changes.flat_map(|changed| {
        let within = changed.level.ids();
        let mut resources = of_change(&tree.of(changed.level.state), changed.change());
        for resource in &mut resources {
            resource.within.clone_from(&within);
        }
        resources
    });
    found.collect()
}

impl ImpactedResource {
    /// `Role`, or `Child/Role` of a nested stack, raw.
    pub fn name(&self) -> String {
        place(&self.within, &self.logical_id)
    }

    /// Whether it is of this stack of the tree.
    pub fn is_of(&self, level: &StackNode<'_>) -> bool {
        self.within == level.ids()
    }
}

/// A resource of which properties change that give access. IAM resources that
/// are removed are not offered at all.
fn changes_access(change: &ResourceChange) -> bool {
    let beside = [
        ResourceAttribute::Metadata,
        ResourceAttribute::Tags,
        ResourceAttribute::CreationPolicy,
        ResourceAttribute::UpdatePolicy,
        ResourceAttribute::DeletionPolicy,
        ResourceAttribute::UpdateReplacePolicy,
    ];
    let only_beside = !change.scope.is_empty()
        && change.scope.iter().all(|scope| beside.contains(scope))
        && !tags::is_of_somebody(change);
    let untouched = match change.action {
        ChangeAction::SyncWithActual => true,
        ChangeAction::Remove => {
            is_iam(change) || change.policy_action == Some(PolicyAction::Retain)
        }
        ChangeAction::Add
        | ChangeAction::Modify
        | ChangeAction::Import
        | ChangeAction::Dynamic
        | ChangeAction::Unknown(_) => false,
    };
    !(untouched || only_beside && change.action == ChangeAction::Modify)
}

fn of_change(state: &Templates<'_>, change: &ResourceChange) -> Vec<ImpactedResource> {
    if !is_iam(change) {
        let mut resources = resource::impacted(state, change);
        resources.extend(runs_as::impacted(state, change));
        resources.extend(exposed::impacted(state, change));
        return resources;
    }
    if change.resource_type.raw() == "AWS::IAM::InstanceProfile" {
        return runs_as::impacted(state, change);
    }
    let tags = tags::impacted(change);
    let mut scope = change.scope.iter();
    let beyond = scope.any(|scope| *scope != ResourceAttribute::Tags);
    let mut resources = match (&tags, beyond) {
        (Some(_), false) => Vec::new(),
        _ => of_iam(state, change),
    };
    resources.extend(tags);
    resources
}

fn of_iam(state: &Templates<'_>, change: &ResourceChange) -> Vec<ImpactedResource> {
    if let Some(resources) = people::impacted(state, change) {
        return resources;
    }
    let after = DeclaredPolicies::after(state, change);
    match (change.resource_type.raw(), after) {
        (_, Err(why)) => vec![unjudged(change, why)],
        ("AWS::IAM::Role", Ok(after)) => {
            let mut found = Vec::new();
            let identity = ["Policies", "ManagedPolicyArns", "PermissionsBoundary"];
            if identity.iter().any(|name| touches(change, name)) {
                found.push(role::identity(state, change, &after));
            }
            if touches(change, "AssumeRolePolicyDocument") {
                found.push(trust_of_role(state, change, &after));
            }
            found
        }
        (
            "AWS::IAM::Policy"
            | "AWS::IAM::RolePolicy"
            | "AWS::IAM::UserPolicy"
            | "AWS::IAM::GroupPolicy"
            | "AWS::IAM::ManagedPolicy",
            Ok(after),
        ) => {
            vec![document_alone(state, change, &after)]
        }
        (kind, Ok(_)) => vec![unjudged(
            change,
            format!("What a change of {kind} gives is not judged here."),
        )],
    }
}

/// Whether the property may change: so too where the details do not say.
fn touches(change: &ResourceChange, property: &str) -> bool {
    let properties = |attribute: &Option<ResourceAttribute>| {
        attribute.is_none() || *attribute == Some(ResourceAttribute::Properties)
    };
    change.action != ChangeAction::Modify
        || change.details.is_empty()
        || change.details.iter().any(|detail| {
            let name = detail.name.as_ref();
            properties(&detail.attribute) && name.is_none_or(|name| name.raw() == property)
        })
}

fn blank(change: &ResourceChange) -> ImpactedResource {
    ImpactedResource {
        within: Vec::new(),
        logical_id: change.logical_id.clone(),
        resource_type: change.resource_type.clone(),
        role: None,
        is_trust: false,
        opens: None,
        strangers: Vec::new(),
        open_to: Vec::new(),
        given_up: Vec::new(),
        code_as: Vec::new(),
        gives: Vec::new(),
        says: Vec::new(),
        access: None,
        unjudged: None,
        notes: Vec::new(),
        gains: Vec::new(),
        expected: Vec::new(),
    }
}

/// Nothing of the stack was there before.
fn is_new(change: &ResourceChange) -> bool {
    matches!(change.action, ChangeAction::Add | ChangeAction::Import)
}

fn unjudged(change: &ResourceChange, why: impl Into<Reason>) -> ImpactedResource {
    ImpactedResource {
        unjudged: Some(why.into().to_string()),
        ..blank(change)
    }
}

/// What comes of the sides; an error says why there are none.
fn weighed(mut resource: ImpactedResource, sides: Result<PolicySides, Reason>) -> ImpactedResource {
    let sides = match sides {
        Ok(sides) => sides,
        Err(why) => {
            resource.unjudged = Some(why.to_string());
            return resource;
        }
    };
    let (before, after) = (sides.access(&sides.before), sides.access(&sides.after));
    let (whole, left_out) = merged(&before, &after);
    resource.gains = grant::gained(&sides, &whole);
    if let ([before], [after]) = (sides.before.as_slice(), sides.after.as_slice()) {
        resource.open_to = strangers::opened(before, after);
        resource.given_up = trusted::given_up(before, after);
    }
    resource.code_as = passed::gained(&before.identity, &after.identity);
    resource.access = Some(explain::judge_effective(&before, &after));
    resource.notes.extend(sides.notes);
    resource.notes.extend(left_out);
    resource
}

/// Two documents and nothing beside them.
fn alone(before: Document, after: Document) -> PolicySides {
    PolicySides::new([before], [after]).aligned()
}

fn trust_of_role(
    state: &Templates<'_>,
    change: &ResourceChange,
    after: &DeclaredPolicies,
) -> ImpactedResource {
    let live = state.live_role(change).and_then(|role| role.role.known());
    let resource = ImpactedResource {
        is_trust: true,
        role: live.map(|role| role.name.clone()),
        ..blank(change)
    };
    let read_live = live.and_then(|role| role.trust.known());
    let before = match read_live {
        Some(text) => Ok(Some(text.raw().to_owned())),
        None if change.action == ChangeAction::Add => Ok(None),
        None => DeclaredPolicies::before(state, change).map(|said| said.trust),
    };
    let sides = before.and_then(|before| {
        let one = |whose: &str, text: Option<&str>, read: Read| match text {
            Some(text) => read(whose, text, Kind::Trust),
            None => Ok(nothing(Kind::Trust)),
        };
        let (as_is, to_be) = (
            "the trust policy as it is",
            "the trust policy as it would be",
        );
        let before = one(as_is, before.as_deref(), open::before)?;
        let after = one(to_be, after.trust.as_deref(), open::after)?;
        let shown = match read_live {
            Some(_) => before.clone(),
            None => nothing(Kind::Trust),
        };
        let known = |one: Document| one.within(state.partition()).knowing(&shown);
        Ok(alone(known(before), known(after)))
    });
    weighed(resource, sides)
}

fn document_alone(
    state: &Templates<'_>,
    change: &ResourceChange,
    after: &DeclaredPolicies,
) -> ImpactedResource {
    let one = |said: &DeclaredPolicies, read: Read| match said.policies.as_slice() {
        [(name, text)] => read(name, text, Kind::Identity),
        _ => Err("Its document could not be read.".into()),
    };
    let before = match is_new(change) {
        true => Ok(nothing(Kind::Identity)),
        false => DeclaredPolicies::before(state, change).and_then(|said| one(&said, open::before)),
    };
    // Without what was there, all of the new content counts as gained; so it does
    // for whoever has not had it.
    let (before, notes) = match before {
        Ok(_) if people::more_have_it(state, change) => (
            nothing(Kind::Identity),
            vec!["More may have it than now: all of it counts as gained.".to_owned()],
        ),
        Ok(before) => (before, Vec::new()),
        Err(why) => (
            nothing(Kind::Identity),
            vec![format!("What is there now could not be read: {why}")],
        ),
    };
    let sides = one(after, open::after).map(|after| {
        let mut sides = alone(before, after);
        sides.notes = notes;
        sides.notes.push(format!(
            "Only the text of {} was compared, not the other policies of whoever has it.",
            change.logical_id.raw()
        ));
        sides
    });
    weighed(blank(change), sides)
}

/// How a document is read: as what is, or as what is to be.
type Read = fn(&str, &str, Kind) -> Result<Document, Reason>;

/// Named documents of a role, inline and managed.
type Named = Vec<(Remote, Document)>;

/// What differs on each side, and beside it what stays.
fn apart(
    before: &[(Remote, Document)],
    after: &[(Remote, Document)],
    boundary: Option<Document>,
    notes: Vec<String>,
) -> PolicySides {
    let stays = |one: &(Remote, Document), all: &[(Remote, Document)]| all.contains(one);
    let others = before.iter().filter(|one| stays(one, after)).cloned();
    let only = |these: &[(Remote, Document)], those: &[(Remote, Document)]| -> Vec<Document> {
        let only = these.iter().filter(|one| !stays(one, those));
        only.map(|(_, document)| document.clone()).collect()
    };
    let mut sides = PolicySides::new(only(before, after), only(after, before));
    sides.others = others.collect();
    sides.boundary = boundary;
    sides.notes = notes;
    if let ([], [after]) = (&sides.before[..], &sides.after[..]) {
        let mut none = nothing(Kind::Identity);
        none.version = after.version;
        sides.before.push(none);
    }
    sides
}
