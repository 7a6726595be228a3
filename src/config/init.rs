//! Proposes the project's file and your own from what the repository and the
//! account show, and creates those that do not exist yet.
//!
//! Replaces no file and follows no link. What it proposes is for a person to
//! read: everything uncertain stands in a comment.

mod describes;
mod environments;
mod project;

use std::{
    fs::{DirBuilder, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::PROJECT_FILE;
use crate::{
    edge::{
        aws::ProfileFound,
        repo::{Folder, Git, PolicyDirectory, policy_directories},
    },
    facts::{Caller, Fault, FaultKind, shown},
};
pub use describes::{Describes, chosen};
pub use environments::names;
pub use project::TemplateProposal;

/// What a proposal is made of.
#[derive(Debug)]
pub struct Seen<'a> {
    pub root: &'a Path,
    /// `$XDG_CONFIG_HOME/watchkeeper`; see `Sources::home`.
    pub home: Option<&'a Path>,
    /// None: STS was not asked or did not answer.
    pub caller: Option<&'a Caller>,
    /// `AWS_PROFILE`.
    pub profile: Option<&'a str>,
    /// Those of the AWS configuration files.
    pub profiles: &'a [ProfileFound],
    pub git: &'a Git,
    /// The directories of codified policies, those with the most roles first.
    pub directories: &'a [PolicyDirectory],
    /// Templates that declare roles.
    pub templates: &'a [TemplateProposal],
    /// Which environments the policies describe.
    pub describes: &'a Describes,
}

/// The directories of the tree at `root` that look like codified policies.
pub fn directories(root: &Path) -> Vec<PolicyDirectory> {
    let found = Folder::open(root).map(|root| policy_directories(&root));
    found.unwrap_or_default()
}

/// A name that could not be shown as it is would say another thing than it does.
fn is_plain(text: &str) -> bool {
    shown(text) == text
}

/// One file as it might be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub path: PathBuf,
    pub text: String,
    /// Something is there already, so it will not be written.
    pub exists: bool,
    mode: u32,
}

/// What others may read, and what is yours alone.
const PROJECTS: u32 = 0o644;
const YOURS: u32 = 0o600;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Created,
    /// It was there before, and is as it was.
    Kept,
}

/// The project's file, then your own.
pub fn propose(seen: &Seen<'_>) -> Vec<Draft> {
    let repository = seen.git.origin(seen.root).and_then(|url| repository(&url));
    let mut drafts = vec![Draft::new(
        seen.root.join(PROJECT_FILE),
        project::text(seen, repository.as_deref()),
        PROJECTS,
    )];
    if let Some(home) = seen.home {
        let text = environments::text(seen.caller, seen.profile, seen.profiles);
        drafts.push(Draft::new(home.join("config.toml"), text, YOURS));
    }
    drafts
}

impl Draft {
    fn new(path: PathBuf, text: String, mode: u32) -> Self {
        Self {
            exists: path.symlink_metadata().is_ok(),
            path,
            text,
            mode,
        }
    }

    /// Creates the file; one that exists, even as a dangling link, is kept.
    pub fn write(&self) -> Result<Written, Fault> {
        match self.created() {
            Ok(()) => Ok(Written::Created),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Written::Kept),
            Err(error) => Err(Fault::new(
                FaultKind::Malformed,
                format!("The file {} could not be created.", self.path.display()),
                "Create it by hand from what `watchkeeper init` prints.",
            )
            .caused_by(error.to_string())),
        }
    }

    fn created(&self) -> io::Result<()> {
        if self.mode == YOURS
            && let Some(folder) = self.path.parent()
        {
            let mut builder = DirBuilder::new();
            builder.recursive(true).mode(0o700).create(folder)?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(self.mode);
        options.open(&self.path)?.write_all(self.text.as_bytes())
    }
}

/// `owner/name` of a remote's URL, never the credentials that may stand in it.
fn repository(url: &str) -> Option<String> {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        // `git@host:owner/name`
        None => url.split_once(':')?.1,
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let plain = |part: &str| {
        let good = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        !part.is_empty() && part.chars().all(good)
    };
    match path.split_once('/') {
        Some((owner, name)) if plain(owner) && plain(name) => Some(format!("{owner}/{name}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::repository;

    #[test]
    fn a_remote_names_its_repository_and_never_its_token() {
        for url in [
            "git@github.com:Owner/name.git",
            "https://x-access-token:ghp_secret@github.com/Owner/name",
            "ssh://git@github.com:22/Owner/name.git/",
        ] {
            assert_eq!(repository(url).as_deref(), Some("Owner/name"), "{url}");
        }
        for url in [
            "/srv/git/name.git",
            "https://host/a/b/c",
            "host:a/\u{1b}[2J",
            "",
        ] {
            assert_eq!(repository(url), None, "{url}");
        }
    }
}
