//! `github` of each kind of file: in the project's a table that names the repository, in
//! yours a list of the repositories that may be written to.

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor, value},
};
use toml::Spanned;

use super::Text;
use crate::facts::{EnvironmentName, HostedName, Repository};

/// What a file of any kind says.
#[derive(Debug, Default)]
pub(in crate::config) struct GitHubSays {
    /// `[github]`.
    pub named: NamedSays,
    /// `[[github]]`.
    pub writable: Vec<WritableSays>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::config) struct NamedSays {
    pub repository: Option<Text<Repository>>,
}

/// What the vetting complained of is missing here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::config) struct WritableSays {
    pub repository: Option<Spanned<Text<HostedName>>>,
    pub environment: Option<Spanned<EnvironmentName>>,
    pub allow_writes: bool,
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
