//! What a change gives, grant by grant: one action (or all but some) on one
//! resource (or all but some), or to one principal, that was not allowed before.
//!
//! Each is held against all that was allowed: what was there already is no gain.
//! Where that cannot be proved the grant is listed, and marked as not certain.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{OPEN, bare, effective::every, policy_sides::PolicySides};
use crate::{
    facts::{Remote, Verdict},
    policy::{
        Action, Canonical, Document, Effect, Place, Principals, Resource, Statement, Text, compare,
        explain::{self, Named},
    },
};

/// An element narrowed to one of its values; negated, all that it excludes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub negated: bool,
    pub values: Vec<Remote>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A statement allows it.
    Allowed,
    /// A statement denied it and no longer does, and another allows it.
    NoLongerDenied,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub cause: Cause,
    pub sid: Option<Remote>,
    pub principal: Option<Part>,
    pub action: Part,
    pub resource: Option<Part>,
    /// `StringEquals aws:SourceAccount = 111122223333`.
    pub conditions: Vec<Remote>,
    /// It is proved that requests are allowed that were not.
    pub certain: bool,
}

/// More than this are listed without proof.
const MOST_COMPARED: usize = 64;
/// After so many that were too intricate no further one is tried.
const MOST_UNDECIDED: usize = 3;
/// A statement of more combinations keeps its resources together.
const MOST_NARROWED: usize = 512;

/// `whole`: all policies of the role before and after, as one document each.
pub(super) fn gained(sides: &PolicySides, whole: &[Document; 2]) -> Vec<Grant> {
    let mut search = Search {
        before: &whole[0],
        after: &whole[1],
        compared: 0,
        undecided: 0,
    };
    let mut gains = search.allowed(&sides.after);
    gains.extend(search.undenied(&sides.before));
    gains
}

struct Search<'a> {
    before: &'a Document,
    after: &'a Document,
    compared: usize,
    undecided: usize,
}

impl Search<'_> {
    /// Grants of the new content.
    fn allowed(&mut self, part: &[Document]) -> Vec<Grant> {
        let known = forms(self.before, Effect::Allow);
        let mut gains = Vec::new();
        for document in part {
            for narrow in narrowed(document, Effect::Allow) {
                if known.contains(&form(document, &narrow)) {
                    // What a lifted denial gives is told by the denial.
                    continue;
                }
                // The same denials on both sides: only what is allowed differs.
                let mut before = only(self.before, Effect::Allow);
                before
                    .statements
                    .extend(only(self.after, Effect::Deny).statements);
                let mut after = only(self.after, Effect::Deny);
                after.statements.push(narrow.clone());
                if let Some(certain) = self.gives_more(&before, &after) {
                    gains.push(grant(&narrow, Cause::Allowed, certain));
                }
            }
        }
        gains
    }

    /// What was denied, is not any more, and is allowed.
    fn undenied(&mut self, part: &[Document]) -> Vec<Grant> {
        let kept = forms(self.after, Effect::Deny);
        let mut gains = Vec::new();
        for document in part {
            for narrow in narrowed(document, Effect::Deny) {
                if kept.contains(&form(document, &narrow)) {
                    continue;
                }
                let certain = match outside(&narrow) {
                    // Who is outside a principal is not said in a policy.
                    None => Some(false),
                    Some(outside) => self.within(&outside),
                };
                if let Some(certain) = certain {
                    gains.push(grant(&narrow, Cause::NoLongerDenied, certain));
                }
            }
        }
        gains
    }

    /// Of what is not `outside`: whether some is allowed now, and more than was.
    fn within(&mut self, outside: &[Statement]) -> Option<bool> {
        let with = |mut document: Document| {
            document.statements.extend_from_slice(outside);
            document
        };
        let denials = with(only(self.after, Effect::Deny));
        let (before, after) = (with(self.before.clone()), with(self.after.clone()));
        let allowed = self.gives_more(&denials, &after)?;
        let more = self.gives_more(&before, &after)?;
        Some(allowed && more)
    }

    /// None: it is proved that nothing more is allowed. Else whether that is certain.
    fn gives_more(&mut self, before: &Document, after: &Document) -> Option<bool> {
        if self.compared >= MOST_COMPARED || self.undecided >= MOST_UNDECIDED {
            return Some(false);
        }
        self.compared += 1;
        match compare(before, after).verdict {
            Verdict::Equal | Verdict::Narrower => None,
            Verdict::Broader | Verdict::Different => Some(true),
            Verdict::Undecided => {
                self.undecided += 1;
                Some(false)
            }
        }
    }
}

fn only(document: &Document, effect: Effect) -> Document {
    let mut kept = document.clone();
    kept.statements.retain(|one| one.effect == effect);
    kept
}

/// Each statement of the effect, once for every combination of one value each.
fn narrowed(document: &Document, effect: Effect) -> Vec<Statement> {
    let mut all = Vec::new();
    let statements = document.statements.iter();
    for statement in statements.filter(|one| one.effect == effect) {
        let actions = each(statement.action.negated, &statement.action.patterns);
        for action in &actions {
            for resource in resources(statement, actions.len()) {
                for principals in each_principal(statement) {
                    let mut narrow = statement.clone();
                    narrow.action.patterns.clone_from(action);
                    narrow.resource.clone_from(&resource);
                    narrow.principals = principals;
                    all.push(narrow);
                }
            }
        }
    }
    all
}

/// One resource at a time, unless that makes too many combinations.
fn resources(statement: &Statement, actions: usize) -> Vec<Option<Resource>> {
    match &statement.resource {
        Some(all) if actions.saturating_mul(all.patterns.len()) <= MOST_NARROWED => {
            let negated = all.negated;
            let each = each(negated, &all.patterns).into_iter();
            each.map(|patterns| Some(Resource { negated, patterns }))
                .collect()
        }
        whole => vec![whole.clone()],
    }
}

fn each(negated: bool, patterns: &[Text]) -> Vec<Vec<Text>> {
    match negated {
        true => vec![patterns.to_vec()],
        false => patterns.iter().map(|one| vec![one.clone()]).collect(),
    }
}

fn each_principal(statement: &Statement) -> Vec<Option<Principals>> {
    match &statement.principals {
        Some(principals) if !principals.negated => {
            let listed = principals.listed.iter().map(|one| vec![one.clone()]);
            let negated = false;
            listed
                .map(|listed| Some(Principals { negated, listed }))
                .collect()
        }
        other => vec![other.clone()],
    }
}

/// Denials of everything but what the statement takes, its conditions aside.
fn outside(statement: &Statement) -> Option<Vec<Statement>> {
    if statement.principals.is_some() {
        return None;
    }
    let resource = statement.resource.clone()?;
    let denial = |action: Action, resource: Resource| Statement {
        place: Place::default(),
        sid: None,
        effect: Effect::Deny,
        principals: None,
        action,
        resource: Some(resource),
        conditions: Vec::new(),
    };
    let other_actions = Action {
        negated: !statement.action.negated,
        patterns: statement.action.patterns.clone(),
    };
    let other_resources = Resource {
        negated: !resource.negated,
        patterns: resource.patterns,
    };
    let (negated, patterns) = (false, every());
    let every_action = Action {
        negated,
        patterns: patterns.clone(),
    };
    let every_resource = Resource { negated, patterns };
    Some(vec![
        denial(other_actions, every_resource),
        denial(every_action, other_resources),
    ])
}

/// The canonical forms of a side's statements, narrowed.
fn forms(document: &Document, effect: Effect) -> BTreeSet<Canonical> {
    let all = narrowed(document, effect);
    all.iter().map(|one| form(document, one)).collect()
}

fn form(document: &Document, statement: &Statement) -> Canonical {
    let alone = Document {
        kind: document.kind,
        version: document.version,
        id: None,
        statements: vec![statement.clone()],
    };
    Canonical::of(&alone)
}

fn grant(statement: &Statement, cause: Cause, certain: bool) -> Grant {
    let text = |text: &Text| Remote::new(text.value.as_str());
    let part = |negated, values: &[Text]| Part {
        negated,
        values: values.iter().map(text).collect(),
    };
    let conditions = statement.conditions.iter().map(|condition| {
        let values: Vec<&str> = condition.values.iter().map(|v| v.value.as_str()).collect();
        Remote::new(format!(
            "{} {} = {}",
            condition.written.value,
            condition.key.value,
            values.join(", ")
        ))
    });
    Grant {
        cause,
        sid: statement.sid.as_ref().map(text),
        principal: statement.principals.as_ref().map(|principals| Part {
            negated: principals.negated,
            values: principals
                .listed
                .iter()
                .map(|one| text(&one.name))
                .collect(),
        }),
        action: part(statement.action.negated, &statement.action.patterns),
        resource: statement
            .resource
            .as_ref()
            .map(|resource| part(resource.negated, &resource.patterns)),
        conditions: conditions.collect(),
        certain,
    }
}

impl Part {
    /// `s3:GetObject`, or `all but s3:GetObject`.
    pub fn words(&self) -> String {
        self.named().words()
    }

    fn named(&self) -> Named<'_> {
        Named {
            negated: self.negated,
            values: self.values.iter().map(|one| bare(one.raw())).collect(),
            but: Vec::new(),
        }
    }
}

impl Grant {
    /// The grants in words; those that differ in the action only share a line.
    pub fn all_words<'a>(grants: impl IntoIterator<Item = &'a Self>) -> Vec<String> {
        let mut merged: Vec<Self> = Vec::new();
        for grant in grants {
            let alike = |other: &&mut Self| {
                let rest = |one: &Self| Self {
                    sid: None,
                    action: Part::default(),
                    ..one.clone()
                };
                !grant.action.negated && !other.action.negated && rest(other) == rest(grant)
            };
            match merged.iter_mut().find(alike) {
                Some(other) => other.action.values.extend_from_slice(&grant.action.values),
                None => merged.push(grant.clone()),
            }
        }
        merged.iter().map(Self::words).collect()
    }

    /// On a resource that is known only when a change set is executed.
    pub fn is_open(&self) -> bool {
        let mut resources = self.resource.iter().flat_map(|part| &part.values);
        resources.any(|value| value.raw().starts_with(OPEN))
    }

    /// `s3:* on * when ...`, raw.
    pub fn words(&self) -> String {
        let when = match self.cause {
            Cause::Allowed => "when",
            Cause::NoLongerDenied => "denied until now when",
        };

        let tests: Vec<&str> = self.conditions.iter().map(Remote::raw).collect();
        let mut words = explain::grant(
            &self.action.named(),
            self.resource.as_ref().map(Part::named).as_ref(),
            self.principal.as_ref().map(Part::named).as_ref(),
            (when, &tests),
        );
        if !self.certain {
            words.push_str(" (perhaps: it could not be proved)");
        }
        words
    }
}
