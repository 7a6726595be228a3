//! Where a browser shows the repository: https only, and nothing of who signs in there.

use serde::{Deserialize, Serialize};

use super::Repository;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hosted {
    /// `github.com/owner/name`.
    at: String,
    /// The commit that the working tree stands on.
    commit: String,
}

impl Hosted {
    /// Of git's own spellings of a remote; None for a path, and for what is no name.
    pub fn of(remote: &str, commit: &str) -> Option<Self> {
        let (host, path) = split(remote.trim())?;
        let host = host.rsplit('@').next()?;
        let host = host.split(':').next()?;
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let parts: Vec<&str> = path.split('/').collect();
        let is_plain = |part: &&str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            !part.is_empty() && !part.starts_with('.') && part.chars().all(plain)
        };
        let is_commit = commit.len() >= 7 && commit.chars().all(|c| c.is_ascii_hexdigit());
        let is_named = host.contains('.') && is_plain(&host) && parts.len() == 2;
        (is_named && is_commit && parts.iter().all(is_plain)).then(|| Self {
            at: format!("{host}/{path}"),
            commit: commit.to_owned(),
        })
    }

    /// What it is called on its host: `owner/name`.
    pub fn repository(&self) -> Option<Repository> {
        Repository::parse(&self.at)
    }

    /// A file as it is at that commit, at a line of it.
    pub fn file(&self, path: &str, line: Option<u32>) -> String {
        let path = path.split('/').map(encoded).collect::<Vec<_>>().join("/");
        let line = line.map_or_else(String::new, |line| format!("#L{line}"));
        format!("https://{}/blob/{}/{path}{line}", self.at, self.commit)
    }
}

/// Host and path of `https://host/path`, `ssh://git@host/path` and `git@host:path`.
fn split(remote: &str) -> Option<(&str, &str)> {
    for scheme in ["https://", "http://", "ssh://", "git://"] {
        if let Some(rest) = remote.strip_prefix(scheme) {
            return rest.split_once('/');
        }
    }
    match remote.contains("://") || remote.starts_with(['/', '.']) {
        true => None,
        false => remote.split_once(':'),
    }
}

/// All that could mean something in an address is written as its bytes.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Hosted, encoded};

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    fn file(remote: &str) -> Option<String> {
        let hosted = Hosted::of(remote, COMMIT)?;
        Some(hosted.file("infra/a b.sh", Some(22)))
    }

    #[test]
    fn every_spelling_of_a_remote_is_the_same_address_without_its_user() {
        let expected = format!("https://github.com/ops/tree/blob/{COMMIT}/infra/a%20b.sh#L22");
        for remote in [
            "https://github.com/ops/tree.git",
            "https://somebody:secret@github.com/ops/tree",
            "git@github.com:ops/tree.git",
            "ssh://git@github.com/ops/tree.git",
            "ssh://git@github.com:22/ops/tree",
            "http://github.com/ops/tree/",
        ] {
            assert_eq!(file(remote).as_deref(), Some(expected.as_str()), "{remote}");
        }
    }

    #[test]
    fn what_is_no_repository_on_a_host_has_no_address() {
        for remote in [
            "",
            "/srv/git/tree.git",
            "../tree",
            "file:///srv/tree",
            "localhost:ops/tree",
            "https://github.com/ops",
            "https://github.com/ops/tree/more",
            "https://github.com/../tree",
            "javascript://github.com/ops/tree",
            "https://git hub.com/ops/tree",
        ] {
            assert_eq!(file(remote), None, "{remote}");
        }
        assert_eq!(Hosted::of("https://github.com/ops/tree", "HEAD"), None);
    }

    #[test]
    fn nothing_of_a_name_can_lead_elsewhere() {
        assert_eq!(encoded("a/b?c#d&e=f @:"), "a%2Fb%3Fc%23d%26e%3Df%20%40%3A");
    }
}
