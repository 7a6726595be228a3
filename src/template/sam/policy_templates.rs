//! SAM's policy templates by name: the statements each stands for.
//!
//! The data file holds the facts; a name that is not in it is unknown, and said to be.

use std::{collections::BTreeMap, sync::OnceLock};

use super::build::At;
use crate::template::{
    Node,
    sections::{Words, sections},
};

const DATA: &str = include_str!("policy_templates.txt");

#[derive(Debug)]
pub(super) struct Expansion {
    parameters: Vec<&'static str>,
    statements: Vec<Statement>,
}

#[derive(Debug, Default)]
struct Statement {
    sid: Option<&'static str>,
    actions: Vec<&'static str>,
    resources: Vec<&'static str>,
    condition: Option<(&'static str, &'static str, &'static str)>,
}

/// The names of all policy templates known here.
pub fn known() -> impl Iterator<Item = &'static str> {
    table().keys().copied()
}

pub(super) fn find(name: &str) -> Option<&'static Expansion> {
    table().get(name)
}

fn table() -> &'static BTreeMap<&'static str, Expansion> {
    static TABLE: OnceLock<BTreeMap<&'static str, Expansion>> = OnceLock::new();
    TABLE.get_or_init(expansions)
}

fn expansions() -> BTreeMap<&'static str, Expansion> {
    let expansion = |(heading, lines): (Words, Vec<Words>)| {
        let (name, parameters) = heading.split_first()?;
        let mut expansion = Expansion {
            parameters: parameters.to_vec(),
            statements: Vec::new(),
        };
        for line in lines {
            let (word, rest) = line.split_first()?;
            expansion.take(word, rest);
        }
        Some((*name, expansion))
    };
    sections(DATA).filter_map(expansion).collect()
}

impl Expansion {
    fn take(&mut self, word: &str, rest: &[&'static str]) {
        let last = self.statements.last();
        let begins = last.is_none_or(|it| !it.resources.is_empty());
        if begins && word != "if" {
            self.statements.push(Statement::default());
        }
        let Some(statement) = self.statements.last_mut() else {
            return;
        };
        match (word, rest) {
            ("sid", [sid]) => statement.sid = Some(sid),
            ("do", _) => statement.actions = rest.to_vec(),
            ("on", _) => statement.resources = rest.to_vec(),
            ("if", [operator, key, value]) => statement.condition = Some((operator, key, value)),
            _ => {}
        }
    }

    /// The document that SAM makes of it: without a `Version`, as SAM's own. An
    /// error names the parameters that it needs and `given` lacks.
    pub(super) fn document(&self, at: At, given: &Node) -> Result<Node, Vec<&'static str>> {
        let lacks = |name: &&&str| given.get(name).is_none();
        let missing: Vec<&str> = self.parameters.iter().filter(lacks).copied().collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let filled = |form: &str| -> Node {
            let names = self.parameters.iter();
            let names = names.filter_map(|name| Some((*name, given.get(name)?.clone())));
            at.sub_with(form, names)
        };
        let statements = self.statements.iter().map(|statement| {
            let mut entries = Vec::new();
            if let Some(sid) = statement.sid {
                entries.push(("Sid", at.text(sid)));
            }
            let resources = statement.resources.iter().map(|form| filled(form));
            entries.push(("Effect", at.text("Allow")));
            entries.push(("Action", at.texts(&statement.actions)));
            entries.push(("Resource", at.list(resources.collect())));
            if let Some((operator, key, value)) = statement.condition {
                let test = at.map([(key, filled(value))]);
                entries.push(("Condition", at.map([(operator, test)])));
            }
            at.map(entries)
        });
        Ok(at.document(statements.collect()))
    }
}
