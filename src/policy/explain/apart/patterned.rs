//! Actions and resources: the elements whose values are patterns, one within another.
//!
//! Compares two patterns by themselves. Knows nothing of what a document decides.

use crate::policy::{Action, Resource, Statement, Text, glob::Glob};

/// The elements whose values are patterns that can lie within one another.
#[derive(Clone, Copy)]
pub(in crate::policy::explain) enum Patterned {
    Action,
    Resource,
}

impl Patterned {
    pub(super) const BOTH: [Self; 2] = [Self::Action, Self::Resource];

    /// What is listed; nothing where it is what is left out.
    pub(super) fn patterns(self, statement: &Statement) -> Vec<Text> {
        match (self, &statement.resource) {
            (Self::Action, _) if !statement.action.negated => statement.action.patterns.clone(),
            (Self::Resource, Some(resource)) if !resource.negated => resource.patterns.clone(),
            _ => Vec::new(),
        }
    }

    /// What is left out, where the element says all but that.
    pub(in crate::policy::explain) fn left_out(self, statement: &Statement) -> Option<Vec<Text>> {
        match (self, &statement.resource) {
            (Self::Action, _) if statement.action.negated => {
                Some(statement.action.patterns.clone())
            }
            (Self::Resource, Some(resource)) if resource.negated => Some(resource.patterns.clone()),
            _ => None,
        }
    }

    /// The statement about these values alone.
    pub(super) fn only(self, statement: &Statement, values: Vec<Text>) -> Statement {
        let mut narrow = statement.clone();
        match (self, &mut narrow.resource) {
            (Self::Action, _) => {
                narrow.action = Action {
                    negated: false,
                    patterns: values,
                };
            }
            (Self::Resource, Some(resource)) => {
                *resource = Resource {
                    negated: false,
                    patterns: values,
                };
            }
            (Self::Resource, None) => {}
        }
        narrow
    }

    /// Each once, without those that another takes in.
    pub(super) fn widest(self, patterns: Vec<Text>) -> Vec<Text> {
        let mut all: Vec<Text> = Vec::new();
        for pattern in patterns {
            if !all.iter().any(|one| self.same(one, &pattern)) {
                all.push(pattern);
            }
        }
        let widest = |one: &Text| !all.iter().any(|other| self.covers(other, one));
        all.iter().filter(|one| widest(one)).cloned().collect()
    }

    fn glob(self, text: &str) -> Glob {
        match self {
            Self::Action => Glob::like_any_case(text),
            Self::Resource => Glob::like(text),
        }
    }

    pub(super) fn same(self, one: &Text, other: &Text) -> bool {
        match self {
            Self::Action => one.value.eq_ignore_ascii_case(&other.value),
            Self::Resource => one.value == other.value,
        }
    }

    /// Whether one pattern certainly takes all that another takes, and more. A
    /// wildcard of the inner one is a character that no `?` can stand for, and
    /// what a variable stands for is not known.
    pub(super) fn covers(self, wide: &Text, inner: &Text) -> bool {
        let is_plain = !wide.value.contains(['?', '$']) && !inner.value.contains('$');
        is_plain && !self.same(wide, inner) && self.glob(&wide.value).matches(&inner.value)
    }
}

/// Whether an action can be taken by both patterns: no for certain, or yes.
pub(super) fn may_meet(one: &Text, other: &Text) -> bool {
    let is_wild = |text: &Text| text.value.contains(['*', '?']);
    let of = |pattern: &Text, text: &Text| Glob::like_any_case(&pattern.value).matches(&text.value);
    match (is_wild(one), is_wild(other)) {
        (true, true) => {
            let head = |text: &Text| {
                let head = text.value.split(['*', '?']).next().unwrap_or_default();
                head.to_ascii_lowercase()
            };
            let (one, other) = (head(one), head(other));
            one.starts_with(&other) || other.starts_with(&one)
        }
        (_, true) => of(other, one),
        (true, false) => of(one, other),
        (false, false) => one.value.eq_ignore_ascii_case(&other.value),
    }
}
