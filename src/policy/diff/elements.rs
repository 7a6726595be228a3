//! The elements of one pair of statements, value by value.

use std::collections::HashSet;

use super::{ElementDiff, ElementName, Side, ValueDiff};
use crate::{
    facts::Remote,
    policy::{
        Condition, PrincipalType, Statement, Text,
        canonical::{OperatorForm, fold_key, fold_principal},
    },
};

/// An element with its values as written, each beside the form it is compared by.
pub(super) struct Element {
    pub(super) name: ElementName,
    /// Equal for elements that are about the same thing.
    pub(super) subject: String,
    pub(super) values: Vec<(String, String)>,
}

pub(super) fn diff(codified: Option<&Statement>, live: Option<&Statement>) -> Vec<ElementDiff> {
    let left = codified.map(elements).unwrap_or_default();
    let mut right = live.map(elements).unwrap_or_default();
    let mut found = Vec::new();
    for element in left {
        let twin = right
            .iter()
            .position(|other| other.subject == element.subject)
            .map(|at| right.remove(at));
        found.push(merge(Some(element), twin));
    }
    found.extend(right.into_iter().map(|element| merge(None, Some(element))));
    let mut found: Vec<ElementDiff> = found.into_iter().flatten().collect();
    found.sort_by_key(|element| rank(&element.name));
    found
}

fn merge(codified: Option<Element>, live: Option<Element>) -> Option<ElementDiff> {
    let side = Side::of(codified.is_some(), live.is_some());
    let name = codified.as_ref().or(live.as_ref())?.name.clone();
    let codified = codified.map(|element| element.values).unwrap_or_default();
    let live = live.map(|element| element.values).unwrap_or_default();
    let in_codified: HashSet<&str> = codified.iter().map(|(_, form)| form.as_str()).collect();
    let in_live: HashSet<&str> = live.iter().map(|(_, form)| form.as_str()).collect();
    let mut listed = HashSet::new();
    let mut values = Vec::new();
    for (text, form) in codified.iter().chain(&live) {
        if listed.insert(form.as_str()) {
            values.push(ValueDiff {
                text: Remote::new(text.as_str()),
                side: Side::of(
                    in_codified.contains(form.as_str()),
                    in_live.contains(form.as_str()),
                ),
            });
        }
    }
    Some(ElementDiff { name, side, values })
}

fn rank(name: &ElementName) -> u8 {
    match name {
        ElementName::Effect => 0,
        ElementName::Principal(_) => 1,
        ElementName::NotPrincipal(_) => 2,
        ElementName::Action => 3,
        ElementName::NotAction => 4,
        ElementName::Resource => 5,
        ElementName::NotResource => 6,
        ElementName::Condition { .. } => 7,
    }
}

pub(super) fn elements(statement: &Statement) -> Vec<Element> {
    let effect = statement.effect.name().to_owned();
    let mut elements = vec![Element {
        name: ElementName::Effect,
        subject: "effect".into(),
        values: vec![(effect.clone(), effect)],
    }];
    elements.extend(principals(statement));
    let action = &statement.action;
    elements.push(Element {
        name: match action.negated {
            true => ElementName::NotAction,
            false => ElementName::Action,
        },
        subject: format!("action {}", action.negated),
        values: with_forms(&action.patterns, str::to_ascii_lowercase),
    });
    elements.extend(statement.resource.as_ref().map(|resource| Element {
        name: match resource.negated {
            true => ElementName::NotResource,
            false => ElementName::Resource,
        },
        subject: format!("resource {}", resource.negated),
        values: with_forms(&resource.patterns, str::to_owned),
    }));
    elements.extend(conditions(statement));
    elements
}

fn with_forms(texts: &[Text], form: fn(&str) -> String) -> Vec<(String, String)> {
    let values = texts.iter().map(|text| text.value.clone());
    values.map(|value| (value.clone(), form(&value))).collect()
}

fn principals(statement: &Statement) -> Vec<Element> {
    let Some(principals) = &statement.principals else {
        return Vec::new();
    };
    let of_type = |kind: PrincipalType| {
        let listed = principals.listed.iter();
        let values = listed.filter_map(|one| {
            let (folded, form) = fold_principal(one);
            (folded == kind).then(|| (one.name.value.clone(), form))
        });
        let values: Vec<_> = values.collect();
        let name = kind.name().to_owned();
        (!values.is_empty()).then(|| Element {
            subject: format!("principal {} {name}", principals.negated),
            name: if principals.negated {
                ElementName::NotPrincipal(name)
            } else {
                ElementName::Principal(name)
            },
            values,
        })
    };
    let types = PrincipalType::ALL.into_iter();
    types.filter_map(of_type).collect()
}

fn conditions(statement: &Statement) -> Vec<Element> {
    let element = |condition: &Condition| {
        let written = &condition.written.value;
        let key = &condition.key.value;
        Element {
            name: ElementName::Condition {
                operator: Remote::new(written.as_str()),
                key: Remote::new(key.as_str()),
            },
            subject: format!(
                "condition {:?} {}",
                OperatorForm::of(condition.operator, written),
                fold_key(key)
            ),
            values: with_forms(&condition.values, str::to_owned),
        }
    };
    statement.conditions.iter().map(element).collect()
}
