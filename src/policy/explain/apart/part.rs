//! A statement cut down, and what of its patterns is left out.
//!
//! And which statements decide alike what a draft speaks of. Asks nobody what they decide.

use super::{
    Draft,
    patterned::{Patterned, may_meet},
};
use crate::policy::{Document, Effect, Statement, Text, compare::Documents, compiled::Rule};

/// A statement, and what is excepted of its patterns.
pub(super) struct Part {
    pub(super) statement: Statement,
    pub(super) pieces: Vec<String>,
    pub(super) except: Except,
    /// Conditions under which the other side allows it too.
    pub(super) unless: Vec<String>,
    /// A denial of what its own side does not allow.
    pub(super) only_denied: bool,
}

impl Part {
    /// The words of its statement are all that there is to say.
    pub(super) fn is_plain(&self) -> bool {
        self.except.is_empty() && self.unless.is_empty() && !self.only_denied
    }

    /// What the draft's own statement leaves out of the value that it speaks of.
    pub(super) fn except_own(&mut self, draft: &Draft) {
        let Some((element, left_out)) = &draft.left_out else {
            return;
        };
        let wide = element.patterns(&self.statement);
        let inside = |one: &&Text| wide.iter().any(|wide| element.covers(wide, one));
        let more = left_out.iter().filter(inside).cloned();
        let all = self.except.of(*element).iter().cloned().chain(more);
        self.except = self.except.with(*element, element.widest(all.collect()));
    }
}

/// No statement of the side that does not deny it can allow any of it.
pub(super) fn is_granted_nowhere(narrow: &Statement, allowing: &Documents<'_>) -> bool {
    if narrow.effect == Effect::Allow || narrow.action.negated {
        return false;
    }
    let identity = allowing.identity.iter();
    let mut grants = identity
        .flat_map(|document| &document.statements)
        .filter(|one| one.effect == Effect::Allow);
    grants.all(|grant| {
        let meets = |one: &Text| {
            let mut granted = grant.action.patterns.iter();
            granted.any(|other| may_meet(one, other))
        };
        !grant.action.negated && !narrow.action.patterns.iter().any(meets)
    })
}

#[derive(Clone, Default)]
pub(super) struct Except {
    pub(super) actions: Vec<Text>,
    pub(super) resources: Vec<Text>,
}

impl Except {
    pub(super) fn is_empty(&self) -> bool {
        self.actions.is_empty() && self.resources.is_empty()
    }

    pub(super) fn with(&self, element: Patterned, values: Vec<Text>) -> Self {
        let mut except = self.clone();
        match element {
            Patterned::Action => except.actions = values,
            Patterned::Resource => except.resources = values,
        }
        except
    }

    fn of(&self, element: Patterned) -> &[Text] {
        match element {
            Patterned::Action => &self.actions,
            Patterned::Resource => &self.resources,
        }
    }

    pub(super) fn rules(&self, statement: &Statement, draft: &Draft) -> [Option<Rule>; 2] {
        let rule = |element: Patterned, values: &Vec<Text>| {
            let statement = element.only(statement, values.clone());
            (!values.is_empty()).then(|| Rule::compile(&statement, draft.version))
        };
        [
            rule(Patterned::Action, &self.actions),
            rule(Patterned::Resource, &self.resources),
        ]
    }
}

/// Statements by which both sides can decide alike what the draft speaks of: of a
/// grant, what the granting side denies and the other allows too; of a denial, what
/// the other side denies too.
pub(super) fn levelling<'a>(
    draft: &Draft,
    allowing: &Documents<'a>,
    other: &Documents<'a>,
) -> impl Iterator<Item = &'a Statement> + use<'a> {
    let is_grant = draft.statement.effect == Effect::Allow;
    let denied = statements(allowing).filter(|one| one.effect == Effect::Deny);
    let allowed = statements(other).filter(move |one| is_grant && one.effect == Effect::Allow);
    denied.chain(allowed)
}

fn statements<'a>(side: &Documents<'a>) -> impl Iterator<Item = &'a Statement> + use<'a> {
    let documents: Vec<&'a Document> = side
        .identity
        .iter()
        .chain(&side.boundary)
        .copied()
        .collect();
    documents
        .into_iter()
        .flat_map(|document| &document.statements)
}
