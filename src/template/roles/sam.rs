//! SAM's policy templates by name: the statements each stands for.
//!
//! The data file holds the facts; a name that is not in it is unknown, and said to be.

use std::{collections::BTreeMap, sync::OnceLock};

use crate::template::{Node, Resolved, Resolver, Text};

const DATA: &str = include_str!("sam_policies.txt");

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
    TABLE.get_or_init(read)
}

fn read() -> BTreeMap<&'static str, Expansion> {
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

    /// Parameters that the template needs and `given` lacks.
    pub(super) fn missing(&self, given: &Resolved) -> Vec<&'static str> {
        let lacks = |name: &&&str| given.get(name).is_none();
        self.parameters.iter().filter(lacks).copied().collect()
    }

    /// The document SAM makes of it: without a `Version`, as SAM's own.
    pub(super) fn document(
        &self,
        resolver: &Resolver<'_>,
        at: &Node,
        given: &Resolved,
    ) -> Resolved {
        let filled =
            |form: &str| -> Text { resolver.filled(form, at, |name| given.get(name).cloned()) };
        let statements = self.statements.iter().map(|statement| {
            let mut entries = Vec::new();
            let mut put = |key: &str, value: Resolved| entries.push((key.to_owned(), value));
            if let Some(sid) = statement.sid {
                put("Sid", Resolved::literal(sid));
            }
            put("Effect", Resolved::literal("Allow"));
            let actions = statement.actions.iter().map(|it| Resolved::literal(it));
            put("Action", Resolved::List(actions.collect()));
            let resources = statement
                .resources
                .iter()
                .map(|it| Resolved::Text(filled(it)));
            put("Resource", Resolved::List(resources.collect()));
            if let Some((operator, key, value)) = statement.condition {
                let test = vec![(key.to_owned(), Resolved::Text(filled(value)))];
                let test = vec![(operator.to_owned(), Resolved::Map(test))];
                put("Condition", Resolved::Map(test));
            }
            Resolved::Map(entries)
        });
        Resolved::Map(vec![(
            "Statement".to_owned(),
            Resolved::List(statements.collect()),
        )])
    }
}
