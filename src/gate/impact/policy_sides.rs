//! The documents on both sides of a change, and those beside it that stay.

use super::{
    Impact,
    effective::{nothing, parsed},
};
use crate::{
    facts::{Arn, Fault, Reading, Reason, Remote, Role},
    gate::{
        Observed, RoleState,
        writes::{Change, FilePart, Item, RolePart, Subject},
    },
    policy::{Access, Document, Kind, parse},
};

#[derive(Debug)]
pub(super) struct PolicySides {
    /// What changes: as a rule one document on each side.
    pub(super) before: Vec<Document>,
    pub(super) after: Vec<Document>,
    /// The role's other policies that could be read, by name.
    pub(super) others: Vec<(Remote, Document)>,
    pub(super) boundary: Option<Document>,
    /// Others have the policy too, or it is also the role's own boundary: beside
    /// it stands there what is not here.
    pub(super) is_shared: bool,
    /// What is not among the others, a sentence each.
    pub(super) notes: Vec<String>,
}

impl PolicySides {
    /// An error says why there is nothing to compare.
    pub(super) fn of(
        change: &dyn Change,
        seen: &Observed,
        impact: &Impact,
    ) -> Result<Self, Reason> {
        let mut sides = Self::as_written(change, seen, impact)?;
        let live = seen.role().and_then(|role| role.role.known());
        let trust = live.and_then(|role| role.trust.known());
        let trust = trust.and_then(|text| parse(text.raw(), Kind::Trust).ok());
        let shown = trust.unwrap_or_else(|| nothing(Kind::Trust));
        for document in sides.before.iter_mut().chain(&mut sides.after) {
            let read = document.clone().within(Some(&seen.partition));
            *document = read.knowing(&shown);
        }
        Ok(sides)
    }

    fn as_written(change: &dyn Change, seen: &Observed, impact: &Impact) -> Result<Self, Reason> {
        let role = seen.role().ok_or("The target is not a role.")?;
        let kind = change.document_kind().unwrap_or(Kind::Identity);
        let alone = || document_alone(kind, impact);
        let subject = change.subject();
        let mut sides = match subject {
            Subject::File(_, _, FilePart::Codified(item)) => {
                return codified(item, role, kind, impact);
            }
            // The file alone: what is deployed, and when, is not this change's doing.
            Subject::File(_, _, FilePart::Template(_)) | Subject::Role(_, RolePart::Trust) => {
                return alone();
            }
            Subject::Role(_, RolePart::Attachment { policy, attaches }) => {
                let (with, without) = ([managed(role, policy)?], [nothing(Kind::Identity)]);
                match attaches {
                    true => Self::new(without, with),
                    false => Self::new(with, without),
                }
            }
            Subject::Role(_, RolePart::Managed(policy)) => {
                let mut sides = alone()?;
                sides.is_shared = is_shared(role, policy);
                if !is_attached(role, policy) {
                    sides.notes.push(format!(
                        "Policy {} is not attached to the role: only its own text was compared.",
                        policy.raw()
                    ));
                    return Ok(sides);
                }
                sides
            }
            Subject::Role(_, RolePart::Inline { .. }) => alone()?,
            Subject::Stack(..) => return Err("A stack has no single policy.".into()),
            Subject::Entries(..) => return Err("A registry has no policy.".into()),
            Subject::GitHub(..) => return Err("GitHub has no policy.".into()),
        };
        sides.beside(&subject, role);
        Ok(sides.aligned())
    }

    /// An empty side must not make the versions differ.
    pub(super) fn aligned(mut self) -> Self {
        if let ([before], [after]) = (&mut self.before[..], &mut self.after[..]) {
            match (before.statements.is_empty(), after.statements.is_empty()) {
                (true, false) => before.version = after.version,
                (false, true) => after.version = before.version,
                (true, true) | (false, false) => {}
            }
        }
        self
    }

    pub(super) fn new(
        before: impl IntoIterator<Item = Document>,
        after: impl IntoIterator<Item = Document>,
    ) -> Self {
        Self {
            before: before.into_iter().collect(),
            after: after.into_iter().collect(),
            others: Vec::new(),
            boundary: None,
            is_shared: false,
            notes: Vec::new(),
        }
    }

    /// One side with all that stands beside it.
    pub(super) fn access(&self, part: &[Document]) -> Access {
        let others = self.others.iter().map(|(_, document)| document);
        Access {
            identity: part.iter().chain(others).cloned().collect(),
            boundary: self.boundary.clone(),
        }
    }

    /// Collects the role's other policies, and says which could not be read.
    fn beside(&mut self, subject: &Subject<'_>, state: &RoleState) {
        let Reading::Known(role) = &state.role else {
            self.notes.push("The role could not be read.".to_owned());
            return;
        };
        self.inline(subject, role);
        match &role.attached {
            Reading::Known(arns) => {
                let changes = subject.managed_policy();
                for arn in arns.iter().filter(|arn| Some(*arn) != changes) {
                    self.add(Remote::new(arn.raw()), managed(state, arn));
                }
            }
            Reading::Unknown(fault) => self.notes.push(fault.what.clone()),
        }
        match &role.boundary {
            Reading::Known(None) => {}
            Reading::Known(Some(arn)) => match managed(state, arn) {
                Ok(document) => self.boundary = Some(document),
                Err(why) => self.notes.push(why.to_string()),
            },
            Reading::Unknown(fault) => self.notes.push(fault.what.clone()),
        }
    }

    fn inline(&mut self, subject: &Subject<'_>, role: &Role) {
        match &role.inline {
            Reading::Known(policies) => {
                let changes = subject.inline_policy();
                for policy in policies.iter().filter(|one| Some(&one.name) != changes) {
                    let document = identity(policy.name.raw(), &policy.document);
                    self.add(Remote::new(policy.name.raw()), document);
                }
            }
            Reading::Unknown(fault) => self.notes.push(fault.what.clone()),
        }
    }

    fn add(&mut self, name: Remote, document: Result<Document, Reason>) {
        match document {
            Ok(document) => self.others.push((name, document)),
            Err(why) => self.notes.push(format!("Not weighed in: {why}")),
        }
    }
}

/// The changed document of both sides and nothing else.
fn document_alone(kind: Kind, impact: &Impact) -> Result<PolicySides, Reason> {
    let side = |text: Option<&Remote>, whose: &str| match text {
        Some(text) => parsed(whose, text.raw(), kind),
        None => Ok(nothing(kind)),
    };
    let before = side(impact.before.as_ref(), "the document as it is")?;
    let after = side(impact.after.as_ref(), "the document as it would be")?;
    Ok(PolicySides::new([before], [after]))
}

/// A file against what would be written into it. A file that says nothing
/// readable allowed nothing: all that comes in is then a gain.
fn codified(
    item: &Item,
    role: &RoleState,
    kind: Kind,
    impact: &Impact,
) -> Result<PolicySides, Reason> {
    let (before, after) = (impact.before.as_ref(), impact.after.as_ref());
    match item {
        Item::Inline(_) | Item::Managed(_) | Item::Trust => {
            document_alone(kind, impact).or_else(|why| {
                let text = after.ok_or_else(|| why.clone())?;
                let after = parse(text.raw(), kind).map_err(|_| why.clone())?;
                let mut sides = PolicySides::new([nothing(kind)], [after]);
                sides
                    .notes
                    .push(format!("The file is not a policy as it is: {why}"));
                Ok(sides)
            })
        }
        Item::Attachments => {
            let (before, after) = (arns(before)?, arns(after)?);
            let only = |these: &[Arn], those: &[Arn]| -> Result<Vec<Document>, Reason> {
                let moved = these.iter().filter(|arn| !those.contains(arn));
                moved.map(|arn| managed(role, arn)).collect()
            };
            let stay = before.iter().filter(|arn| after.contains(arn));
            let others =
                stay.filter_map(|arn| Some((Remote::new(arn.raw()), managed(role, arn).ok()?)));
            let mut sides = PolicySides::new(only(&before, &after)?, only(&after, &before)?);
            sides.others = others.collect();
            Ok(sides)
        }
        Item::Boundary => {
            let (Some(before), Some(after)) = (before, after) else {
                return Err("A boundary only limits, and no other was recorded.".into());
            };
            let document = |text: &Remote| managed(role, &boundary(text)?);
            Ok(PolicySides::new([document(before)?], [document(after)?]))
        }
    }
}

fn arns(text: Option<&Remote>) -> Result<Vec<Arn>, Reason> {
    let text = text.map_or("[]", Remote::raw);
    serde_json::from_str(text).map_err(|error| format!("It is not a list of ARNs: {error}.").into())
}

fn boundary(text: &Remote) -> Result<Arn, Reason> {
    let value: serde_json::Value = serde_json::from_str(text.raw())
        .map_err(|error| format!("The boundary's file is no JSON: {error}."))?;
    let arn = value.get("arn").and_then(serde_json::Value::as_str);
    arn.map(Arn::new)
        .ok_or_else(|| "The boundary's file names no `arn`.".into())
}

fn is_attached(state: &RoleState, policy: &Arn) -> bool {
    let attached = state.role.known().and_then(|role| role.attached.known());
    attached.is_some_and(|arns| arns.contains(policy))
}

fn is_shared(state: &RoleState, policy: &Arn) -> bool {
    let boundary = state.role.known().map(|role| &role.boundary);
    !state.also_attached_to.is_empty()
        || matches!(boundary, Some(Reading::Known(Some(arn))) if arn == policy)
}

fn managed(state: &RoleState, arn: &Arn) -> Result<Document, Reason> {
    let policy = state.managed(arn);
    let policy = policy.ok_or_else(|| format!("Policy {} was not read.", arn.raw()))?;
    identity(arn.raw(), &policy.document)
}

fn identity(whose: &str, document: &Reading<Remote>) -> Result<Document, Reason> {
    let unread =
        |fault: &Fault| format!("The document of {whose} could not be read: {}", fault.what);
    parsed(
        whose,
        document.read().map_err(unread)?.raw(),
        Kind::Identity,
    )
}
