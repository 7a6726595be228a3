//! What a connector grants, by the types of its source and its destination.
//!
//! The data file holds the facts; a pair that is not in it is unknown, and said to be.

use std::{collections::HashMap, sync::OnceLock};

use crate::template::sections::{Words, sections};

const DATA: &str = include_str!("connectors.txt");

/// Whose role is granted something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Source,
    Destination,
    /// Neither's: the destination gets a policy of its own.
    Neither,
}

#[derive(Debug)]
pub(super) struct Profile {
    pub(super) side: Side,
    statements: Vec<Statement>,
}

#[derive(Debug)]
pub(super) struct Statement {
    permission: &'static str,
    pub(super) actions: Vec<&'static str>,
    pub(super) resources: Vec<&'static str>,
}

impl Profile {
    /// The statements of these permissions; None: one of them is not known.
    pub(super) fn of(&self, permissions: &[&str]) -> Option<Vec<&Statement>> {
        let knows = |wanted: &&str| self.statements.iter().any(|it| it.permission == *wanted);
        let chosen = |it: &&Statement| permissions.contains(&it.permission);
        let is_known = permissions.iter().all(knows);
        is_known.then(|| self.statements.iter().filter(chosen).collect())
    }
}

pub(super) fn find(source: &str, destination: &str) -> Option<&'static Profile> {
    static TABLE: OnceLock<HashMap<String, Profile>> = OnceLock::new();
    let table = TABLE.get_or_init(profiles);
    table.get(&format!("{source} {destination}"))
}

/// By source and destination, a space between them.
fn profiles() -> HashMap<String, Profile> {
    let profile = |(heading, lines): (Words, Vec<Words>)| {
        let [source, destination, side] = heading.as_slice() else {
            return None;
        };
        let side = match *side {
            "source" => Side::Source,
            "destination" => Side::Destination,
            _ => Side::Neither,
        };
        let statements = lines.iter().filter_map(|words| statement(words)).collect();
        Some((
            format!("{source} {destination}"),
            Profile { side, statements },
        ))
    };
    sections(DATA).filter_map(profile).collect()
}

fn statement(words: &[&'static str]) -> Option<Statement> {
    let (permission, rest) = words.split_first()?;
    let rest = rest.strip_prefix(&["do"])?;
    let on = rest.iter().position(|word| *word == "on")?;
    let (actions, resources) = rest.split_at(on);
    Some(Statement {
        permission,
        actions: actions.to_vec(),
        resources: resources.get(1..)?.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_that_grants_a_role_something_has_statements() {
        let table = profiles();
        assert!(table.len() > 25, "{}", table.len());
        for (pair, profile) in &table {
            let is_empty = profile.statements.is_empty();
            assert_eq!(is_empty, profile.side == Side::Neither, "{pair:?}");
            for statement in &profile.statements {
                assert!(!statement.resources.is_empty(), "{pair:?}");
                assert!(
                    statement.actions.iter().all(|it| it.contains(':')),
                    "{pair:?}"
                );
            }
        }
        let profile = &table["AWS::Lambda::Function AWS::SNS::Topic"];
        assert!(profile.of(&["Read"]).is_none());
        let writes = profile.of(&["Write"]).into_iter().flatten();
        let actions: Vec<&str> = writes.flat_map(|it| it.actions.clone()).collect();
        assert_eq!(actions, ["sns:Publish"]);
    }
}
