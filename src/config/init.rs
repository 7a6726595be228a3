//! Proposes the project's file and your own from what the repository and the
//! account show, and creates those that do not exist yet.
//!
//! Replaces no file and follows no link. What it proposes is for a person to
//! read: everything uncertain stands in a comment.

use std::{
    fmt::Write as _,
    fs::{DirBuilder, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::PROJECT_FILE;
use crate::{
    edge::repo::{Folder, Git, PolicyDirectory, policy_directories},
    facts::{Caller, Fault, FaultKind, shown},
};

/// More directories than this are too many to be codified policies.
const DIRECTORIES: usize = 8;

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
    pub git: &'a Git,
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
    let directories = Folder::open(seen.root)
        .map(|root| policy_directories(&root))
        .unwrap_or_default();
    let repository = seen.git.origin(seen.root).and_then(|url| repository(&url));
    let mut drafts = vec![Draft::new(
        seen.root.join(PROJECT_FILE),
        project(&directories, repository.as_deref()),
        PROJECTS,
    )];
    if let Some(home) = seen.home {
        let text = environment(seen.caller, seen.profile);
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

fn project(directories: &[PolicyDirectory], repository: Option<&str>) -> String {
    let mut text =
        "# What watchkeeper knows about this repository. It names things and may only tighten;\n\
         # accounts, profiles and endpoints belong in each person's own configuration.\n[drift]\n"
            .to_owned();
    // A name that could not be shown as it is would say another thing than it does.
    let plain = |path: &str| shown(path) == path;
    let directories: Vec<_> = directories
        .iter()
        .filter(|directory| plain(&directory.path))
        .take(DIRECTORIES)
        .collect();
    for directory in &directories {
        let roles = match directory.roles.len() {
            1 => "1 role".to_owned(),
            n => format!("{n} roles"),
        };
        text += &format!("# {}: {roles}\n", directory.path);
    }
    let paths: Vec<String> = directories.iter().map(|d| quoted(&d.path)).collect();
    if paths.is_empty() {
        text += "# No <dir>/<role>/<policy>.json was found. Where will they be?\n\
                 # policies = [\"infrastructure/iam\"]\n";
    } else {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "policies = [{}]", paths.join(", "));
    }
    text += "ignore = [\"AWSServiceRole*\"]\nsearch = [\".\"]\n";
    if let Some(repository) = repository {
        let _ = write!(
            text,
            "\n# Has no effect in this version yet:\n# [github]\n# repository = {}   # as the git remote says\n",
            quoted(repository)
        );
    }
    text
}

fn environment(caller: Option<&Caller>, profile: Option<&str>) -> String {
    let profile = profile.filter(|profile| shown(profile) == *profile && !profile.contains(':'));
    let mut text = "# The first environment is the default; -e NAME picks another.\n\
                    [[environment]]\n"
        .to_owned();
    text += &format!("name = {}\n", quoted(profile.unwrap_or("default")));
    match profile {
        Some(profile) => text += &format!("profile = {}\n", quoted(profile)),
        None => text += "# profile = \"ops-dev\"   # else the ambient credentials\n",
    }
    match caller {
        Some(caller) => {
            text += &format!("region = {}\n", quoted(caller.region.raw()));
            text += &format!(
                "account = {}   # what STS must answer\n",
                quoted(caller.account.raw())
            );
        }
        None => {
            text +=
                "# region = \"eu-west-1\"\n# account = \"123456789012\"   # what STS must answer\n";
        }
    }
    text += "production = true   # false only where a mistake hurts nobody\n";
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
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
