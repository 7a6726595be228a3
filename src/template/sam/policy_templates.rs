//! SAM's policy templates by name: the statements each stands for.
//!
//! The data file holds the facts; a name that is not in it is unknown, and said to be.

use std::{collections::BTreeMap, sync::OnceLock};

use super::build::At;
use crate::template::Node;

const DATA: &str = include_str!("policy_templates.txt");

#[derive(Debug, Default)]
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
    let mut table: BTreeMap<&'static str, Expansion> = BTreeMap::new();
    let mut current = "";
    for line in DATA.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        if !line.starts_with(' ') {
            current = words.next().unwrap_or("");
            let parameters = words.collect();
            let statements = Vec::new();
            table.insert(
                current,
                Expansion {
                    parameters,
                    statements,
                },
            );
            continue;
        }
        let Some(expansion) = table.get_mut(current) else {
            continue;
        };
        expansion.take(words.next().unwrap_or(""), words.collect());
    }
    table
}

impl Expansion {
    fn take(&mut self, word: &str, rest: Vec<&'static str>) {
        let begins = self
            .statements
            .last()
            .is_none_or(|it| !it.resources.is_empty());
        if begins && word != "if" {
            self.statements.push(Statement::default());
        }
        let Some(statement) = self.statements.last_mut() else {
            return;
        };
        match (word, rest.as_slice()) {
            ("sid", [sid]) => statement.sid = Some(sid),
            ("do", _) => statement.actions = rest,
            ("on", _) => statement.resources = rest,
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
