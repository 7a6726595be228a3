//! `github` of each kind of file: in the project's a table that names the repository, in
//! yours a list of the repositories that may be written to.

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor, value},
};
use toml::Spanned;

use super::{
    Problem,
    document::{Document, Text},
};
use crate::facts::{Environment, EnvironmentName, HostedName, Repository, WritableRepository};

/// What a file of any kind says.
#[derive(Debug, Default)]
pub(super) struct GitHubSays {
    /// `[github]`.
    pub named: NamedSays,
    /// `[[github]]`.
    pub writable: Vec<WritableSays>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NamedSays {
    pub repository: Option<Text<Repository>>,
}

/// What the vetting complained of is missing here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WritableSays {
    repository: Option<Spanned<Text<HostedName>>>,
    environment: Option<Spanned<EnvironmentName>>,
    allow_writes: bool,
}

impl<'de> Deserialize<'de> for GitHubSays {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Either)
    }
}

/// A table or a list of tables.
struct Either;

impl<'de> Visitor<'de> for Either {
    type Value = GitHubSays;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a table or a list of tables")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<GitHubSays, A::Error> {
        let named = NamedSays::deserialize(value::MapAccessDeserializer::new(map))?;
        Ok(GitHubSays {
            named,
            ..GitHubSays::default()
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> Result<GitHubSays, A::Error> {
        let writable = Vec::deserialize(value::SeqAccessDeserializer::new(rows))?;
        Ok(GitHubSays {
            writable,
            ..GitHubSays::default()
        })
    }
}

/// The entries of your own file, and those of the system's that it has none for. An entry
/// of the system's that does not allow writes is not taken back by your own.
pub(super) fn writable(
    own: Option<&Document>,
    system: Option<&Document>,
    environments: &[Environment],
    problems: &mut Vec<Problem>,
) -> Vec<WritableRepository> {
    let system = entries(system, environments, problems);
    let mut all = entries(own, environments, problems);
    for entry in &mut all {
        if let Some(below) = system.iter().find(|below| below.at == entry.at) {
            entry.environment = below.environment.clone();
            entry.allow_writes &= below.allow_writes;
        }
    }
    let own: Vec<HostedName> = all.iter().map(|entry| entry.at.clone()).collect();
    all.extend(system.into_iter().filter(|one| !own.contains(&one.at)));
    all
}

fn entries(
    file: Option<&Document>,
    environments: &[Environment],
    problems: &mut Vec<Problem>,
) -> Vec<WritableRepository> {
    let mut all: Vec<WritableRepository> = Vec::new();
    let Some(file) = file else { return all };
    for says in &file.says.github.writable {
        let (Some(at), Some(environment)) = (&says.repository, &says.environment) else {
            continue;
        };
        let (named, of) = (&at.get_ref().0, environment.get_ref());
        // One name on two hosts would leave open which of them is meant.
        if all.iter().any(|one| one.at.is_named(&named.repository)) {
            let what = format!("`{named}` has two entries: a repository has one");
            problems.push(file.problem(&at.span(), what));
            continue;
        }
        if !environments.iter().any(|one| one.name == *of) {
            let what = format!(
                "`github.environment` must be one of your environments, and `{}` is none",
                of.raw()
            );
            problems.push(file.problem(&environment.span(), what));
            continue;
        }
        all.push(WritableRepository {
            at: named.clone(),
            environment: of.clone(),
            allow_writes: says.allow_writes,
        });
    }
    all
}
