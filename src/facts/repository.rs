//! A repository on GitHub, by its names: what is asked of GitHub is asked of one.
//!
//! The names go into addresses, so nothing but GitHub's own letters is taken.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Repository {
    /// `github.com`, as a remote names it; None: the one that is configured.
    host: Option<String>,
    owner: String,
    name: String,
}

impl Repository {
    /// `owner/name`, or `host/owner/name`.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let (host, owner, name) = match parts.as_slice() {
            [owner, name] => (None, owner, name),
            [host, owner, name] => (Some(host.to_ascii_lowercase()), owner, name),
            _ => return None,
        };
        let is_host = |host: &String| is_plain(host) && host.contains('.');
        (is_plain(owner) && is_plain(name) && host.as_ref().is_none_or(is_host)).then(|| Self {
            host,
            owner: (*owner).to_owned(),
            name: (*name).to_owned(),
        })
    }

    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    pub fn owner(&self) -> &str {
        &self.owner
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same repository: GitHub tells names apart without regard to case.
    pub fn is(&self, owner: &str, name: &str) -> bool {
        self.owner.eq_ignore_ascii_case(owner) && self.name.eq_ignore_ascii_case(name)
    }
}

/// `owner/name`.
impl fmt::Display for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

fn is_plain(part: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (1..=100).contains(&part.len()) && !matches!(part, "." | "..") && part.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::Repository;

    #[test]
    fn names_are_read_and_nothing_that_could_lead_elsewhere() {
        let read = Repository::parse("github.com/ops/tree").map(|one| one.to_string());
        assert_eq!(read.as_deref(), Some("ops/tree"));
        assert!(Repository::parse("ops/.github").is_some());
        for text in [
            "",
            "ops",
            "ops/",
            "/tree",
            "ops/tree/more/x",
            "../tree",
            "ops/..",
            "ops/tr ee",
            "localhost/ops/tree",
            "ops/tree?x",
            "ops/tree#x",
            "ops%2F/x",
            "a:1/ops/tree",
        ] {
            assert_eq!(Repository::parse(text), None, "{text}");
        }
    }
}
