//! A repository on GitHub that the person's own file names for writing.
//!
//! A clone names a repository too, and must never choose where an approval goes: so the
//! entry names the host, and which environment's production and freezes apply.

use serde::{Deserialize, Serialize};

use super::{EnvironmentName, Repository, Server};

/// `[[github]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WritableRepository {
    pub at: HostedName,
    pub environment: EnvironmentName,
    pub allow_writes: bool,
}

/// `owner/name` on github.com, or `host[:port]/owner/name`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostedName {
    /// `github.com`, `ghe.example.com:8443`.
    pub host: String,
    pub repository: Repository,
}

const GITHUB: &str = "github.com";

impl HostedName {
    pub fn parse(text: &str) -> Option<Self> {
        let (host, path) = match text.matches('/').count() {
            1 => (GITHUB.to_owned(), text),
            2 => {
                let (host, path) = text.split_once('/')?;
                Server::named(host).filter(|_| !host.contains("://"))?;
                (host.to_ascii_lowercase(), path)
            }
            _ => return None,
        };
        let repository = Repository::parse(path).filter(|one| one.host().is_none())?;
        Some(Self { host, repository })
    }

    /// Whether it is this repository, on the host that is asked.
    pub fn is(&self, host: &str, repository: &Repository) -> bool {
        self.host.eq_ignore_ascii_case(host) && self.is_named(repository)
    }

    /// The same names, wherever the other one is.
    pub fn is_named(&self, repository: &Repository) -> bool {
        self.repository.is(repository.owner(), repository.name())
    }
}

/// As the entry is written.
impl std::fmt::Display for HostedName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.host.as_str() {
            GITHUB => write!(f, "{}", self.repository),
            host => write!(f, "{host}/{}", self.repository),
        }
    }
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test says what went wrong by panicking")]
mod tests {
    use super::HostedName;
    use crate::facts::Repository;

    #[test]
    fn an_entry_without_a_host_is_on_github_com_and_on_no_other() {
        let entry = HostedName::parse("ops/tree");
        let repository = Repository::parse("OPS/tree");
        let (Some(entry), Some(repository)) = (entry, repository) else {
            panic!("both are names");
        };
        assert!(entry.is("github.com", &repository));
        assert!(!entry.is("ghe.example.com", &repository));
        for text in [
            "ops",
            "https://ghe.example.com/ops/tree",
            "a/b/c/d",
            "h:x/ops/tree",
        ] {
            assert_eq!(HostedName::parse(text), None, "{text}");
        }
        let other = HostedName::parse("ghe.example.com:8443/ops/tree");
        assert_eq!(
            other.map(|one| one.to_string()).as_deref(),
            Some("ghe.example.com:8443/ops/tree")
        );
    }
}
