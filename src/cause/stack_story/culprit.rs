//! Whose fault a refusal is: the live policies, the repository's, or nobody's yet.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Inputs;
use crate::{
    cause::permission::{self, NamedDocument, Origin, PermissionCause, PermissionVerdict, Side},
    facts::{
        Authorization, Denied, Fault, LogicalId, Reading, Remote, Role, RoleName, StackName,
        Unknown, to_the_second,
    },
    policy::{self, Document, Kind},
};

/// A policy of a role as a template of the repository declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateDocument {
    pub role: RoleName,
    pub policy: String,
    /// The document as JSON, resolved as far as the stack's parameters allow.
    pub document: Remote,
    /// The stack that brings it to AWS, and the template's file.
    pub stack: StackName,
    pub file: String,
}

/// A stack that declares a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaringStack {
    pub role: RoleName,
    pub stack: StackName,
    pub logical_id: LogicalId,
    /// When the stack was last written.
    pub written: Option<Timestamp>,
}

/// What is known of why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Culprit {
    pub role: Option<RoleName>,
    pub permission: PermissionCause,
    /// The stack whose update would bring the permission.
    pub stale: Option<StackName>,
    /// The stack that declares the role.
    pub declared: Option<DeclaringStack>,
    /// When that stack was updated after the refusal, and the role may do it now.
    pub allowed_since: Option<Timestamp>,
    /// The file of the repository that speaks of the role.
    pub file: Option<String>,
    /// What was not read, and what would let it be: with it the answer may be another.
    pub unread: Vec<Unknown>,
}

impl Culprit {
    /// The cause in one sentence; None while what is known does not decide.
    pub fn cause(&self) -> Option<String> {
        if !self.unread.is_empty() {
            return None;
        }
        if let Some(said) = self.remedied() {
            return Some(said.to_owned());
        }
        let owner = self.declared.as_ref().map(|declared| &declared.stack);
        match (self.permission.verdict, self.stale.as_ref().or(owner)) {
            (PermissionVerdict::StaleStack, Some(stack)) => {
                Some(format!("stack {} is stale", stack.raw()))
            }
            (PermissionVerdict::Undecided, _) => None,
            _ => self.permission.sentences.last().cloned(),
        }
    }
}

impl Culprit {
    /// Where the cause is gone: what is left to do.
    pub fn remedied(&self) -> Option<&'static str> {
        let known = self.unread.is_empty() && self.allowed_since.is_some();
        known.then_some("the live role allows it now: run the deploy again")
    }

    /// What the live side is called: policies that were not read may say otherwise.
    pub(in crate::cause) fn live(&self) -> &'static str {
        match self.unread.is_empty() {
            true => "the live policy",
            false => "what was read of the live policies",
        }
    }

    /// What either side says, in a few words each.
    pub fn in_short(&self) -> Vec<String> {
        let sides = [
            side(self.live(), &self.permission.live),
            side("the repository", &self.permission.codified),
        ];
        sides.into_iter().flatten().collect()
    }

    /// The sentences after the first, which says again what was refused.
    pub fn in_full(&self) -> Vec<String> {
        let mut said: Vec<String> = self.permission.sentences.iter().skip(1).cloned().collect();
        let one_sided = matches!(
            (&self.permission.live, &self.permission.codified),
            (Side::Silent { .. }, Side::Unknown)
        );
        if one_sided && self.permission.verdict == PermissionVerdict::Undecided {
            said.pop();
            said.push(
                "Nothing in the repository describes this role, so it is not known whether it would grant it."
                    .into(),
            );
        }
        let rests_on_live = !matches!(
            self.permission.verdict,
            PermissionVerdict::Elsewhere(_)
                | PermissionVerdict::Trust
                | PermissionVerdict::Undecided
        );
        if rests_on_live && !self.unread.is_empty() {
            said.pop();
            said.push("Not everything that decides was read, so the cause is not known.".into());
            return said;
        }
        if let (Some(since), Some(declared)) = (self.allowed_since, &self.declared) {
            said.pop();
            said.push(format!(
                "Both grant it: stack {} was updated after the refusal, {}.",
                declared.stack.raw(),
                to_the_second(since)
            ));
        }
        said
    }
}

/// `the repository grants it (EventBridgeDataOpsRules of dataops-v1-deploy)`.
pub(in crate::cause) fn side(whose: &str, side: &Side) -> Option<String> {
    Some(match side {
        Side::Grants { by, .. } => format!("{whose} grants it ({})", by.words()),
        Side::Denies(by) => format!("{whose} denies it ({})", by.words()),
        Side::MayGrant(by) => format!("{whose} may grant it ({})", by.words()),
        Side::Silent { .. } => format!("{whose} does not grant it"),
        Side::Unknown => return None,
    })
}

/// A document that could be parsed, and where it is from.
struct Read {
    name: String,
    document: Document,
    origin: Origin,
    stack: Option<StackName>,
    file: Option<String>,
}

/// `at`: when it was refused.
pub(super) fn culprit(denied: &Denied, at: Timestamp, inputs: &Inputs) -> Culprit {
    let role = denied.role();
    let mut unread = Vec::new();
    let live = live(role.as_ref(), inputs, &mut unread);
    let codified = codified(role.as_ref(), inputs, &mut unread);
    let permission = permission::explain(denied, &given(&live), &given(&codified));
    let source = match &permission.codified {
        Side::Grants { by, .. } | Side::MayGrant(by) | Side::Denies(by) => {
            codified.iter().find(|read| read.name == by.policy)
        }
        Side::Silent { .. } | Side::Unknown => codified.first(),
    };
    let is_stale = permission.verdict == PermissionVerdict::StaleStack && unread.is_empty();
    let stale = source
        .filter(|_| is_stale)
        .and_then(|read| read.stack.clone());
    let of_role = |declared: &&DeclaringStack| Some(&declared.role) == role.as_ref();
    let declared = inputs.declared.iter().find(of_role).cloned();
    let written = declared.as_ref().and_then(|declared| declared.written);
    let granted = permission.verdict == PermissionVerdict::BothGrant;
    Culprit {
        allowed_since: written.filter(|written| granted && *written > at),
        declared,
        stale,
        file: source.and_then(|read| read.file.clone()),
        role,
        permission,
        unread,
    }
}

fn given(read: &[Read]) -> Vec<NamedDocument<'_>> {
    read.iter()
        .map(|read| NamedDocument {
            name: &read.name,
            document: &read.document,
            origin: read.origin,
        })
        .collect()
}

fn live(role: Option<&RoleName>, inputs: &Inputs, unread: &mut Vec<Unknown>) -> Vec<Read> {
    let Some(role) = role else {
        return Vec::new();
    };
    let known = inputs.live.as_deref();
    let reading = known.and_then(|live| live.roles.iter().find(|reading| reading.name == *role));
    match (reading.map(|reading| &reading.role), &inputs.live_fault) {
        (Some(Reading::Known(found)), _) => documents(found, known, unread),
        (Some(Reading::Unknown(fault)), _) | (None, Some(fault)) => {
            unread.push(of_fault(format!("role {}", role.raw()), fault));
            Vec::new()
        }
        (None, None) => {
            unread.push(Unknown {
                what: format!("role {}", role.raw()),
                why: format!("Role {} has not been read.", role.raw()),
                hint: "Look at it with credentials of its own account.".into(),
            });
            Vec::new()
        }
    }
}

fn of_fault(what: String, fault: &Fault) -> Unknown {
    Unknown {
        what,
        why: fault.what.clone(),
        hint: fault.hint.clone(),
    }
}

/// The role's inline and attached documents; each that is missing is told.
fn documents(role: &Role, live: Option<&Authorization>, unread: &mut Vec<Unknown>) -> Vec<Read> {
    let mut found: Vec<(String, &Reading<Remote>)> = Vec::new();
    match &role.inline {
        Reading::Known(policies) => found.extend(
            policies
                .iter()
                .map(|policy| (policy.name.raw().to_owned(), &policy.document)),
        ),
        Reading::Unknown(fault) => {
            let what = format!("inline policies of role {}", role.name.raw());
            unread.push(of_fault(what, fault));
        }
    }
    match &role.attached {
        Reading::Known(arns) => {
            for arn in arns {
                let managed = live.and_then(|live| live.managed.iter().find(|m| m.arn == *arn));
                match managed {
                    Some(managed) => found.push((managed.name.raw().to_owned(), &managed.document)),
                    None => unread.push(Unknown {
                        what: format!("policy {}", arn.raw()),
                        why: format!("Policy {} was not read.", arn.raw()),
                        hint: "Allow iam:GetPolicy and iam:GetPolicyVersion on it.".into(),
                    }),
                }
            }
        }
        Reading::Unknown(fault) => {
            let what = format!("attached policies of role {}", role.name.raw());
            unread.push(of_fault(what, fault));
        }
    }
    let mut read = Vec::new();
    for (name, document) in found {
        match document {
            Reading::Known(text) => read.extend(parsed(name, text, Origin::Live, unread)),
            Reading::Unknown(fault) => unread.push(of_fault(format!("policy {name}"), fault)),
        }
    }
    // A role without any policy grants nothing, and that is known.
    if read.is_empty() && unread.is_empty() {
        let nothing = Remote::from(r#"{"Version":"2012-10-17","Statement":[]}"#);
        read.extend(parsed("no policy".into(), &nothing, Origin::Live, unread));
    }
    read
}

/// What the repository says of the role: its templates and its codified files.
fn codified(role: Option<&RoleName>, inputs: &Inputs, unread: &mut Vec<Unknown>) -> Vec<Read> {
    let mut read = Vec::new();
    for writ in inputs.templates.iter().filter(|w| Some(&w.role) == role) {
        if let Some(mut one) = parsed(
            writ.policy.clone(),
            &writ.document,
            Origin::Template,
            unread,
        ) {
            one.stack = Some(writ.stack.clone());
            one.file = Some(writ.file.clone());
            read.push(one);
        }
    }
    let of_role = inputs.codified.iter().flat_map(|codified| &codified.roles);
    for (name, file) in of_role
        .filter(|codified| Some(&codified.name) == role)
        .flat_map(|codified| &codified.policies)
    {
        let name = name.raw().to_owned();
        if let Some(mut one) = parsed(name, &file.text, Origin::File, unread) {
            one.file = Some(file.path.clone());
            read.push(one);
        }
    }
    read
}

fn parsed(name: String, text: &Remote, origin: Origin, unread: &mut Vec<Unknown>) -> Option<Read> {
    match policy::parse(text.raw(), Kind::Identity) {
        Ok(document) => Some(Read {
            name,
            document,
            origin,
            stack: None,
            file: None,
        }),
        Err(malformed) => {
            unread.push(of_fault(format!("policy {name}"), &malformed.fault(&name)));
            None
        }
    }
}
