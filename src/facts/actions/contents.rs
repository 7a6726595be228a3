//! What a repository has at one commit: a file, and how two commits differ.

use serde::{Deserialize, Serialize};

use super::{Actor, HeadCommit, SecurityAnalysis, abbreviated, lenient::nullable};
use crate::facts::Remote;

/// A file as it was at a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileText {
    /// None: GitHub gives no text of a file this long, or it is no file.
    #[serde(default)]
    pub text: Option<Remote>,
    /// In bytes.
    #[serde(default)]
    pub size: Option<u64>,
    /// Of its content, as git has it.
    #[serde(default)]
    pub sha: Option<Remote>,
}

/// How the second of two commits differs from the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// `ahead`, `behind`, `identical`, `diverged`.
    #[serde(default)]
    pub status: Option<Remote>,
    #[serde(default)]
    pub ahead_by: Option<u64>,
    #[serde(default)]
    pub behind_by: Option<u64>,
    #[serde(default, deserialize_with = "nullable")]
    pub files: Vec<ChangedFile>,
    /// Those that the head is ahead by, the oldest first; the first 250 of them.
    #[serde(default, deserialize_with = "nullable")]
    pub commits: Vec<ComparedCommit>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedCommit {
    #[serde(default)]
    pub sha: Option<Remote>,
    #[serde(default)]
    pub commit: Option<HeadCommit>,
    #[serde(default)]
    pub author: Option<Actor>,
}

impl ComparedCommit {
    /// `4f1c2ab Run the work engine daily`, raw.
    pub fn words(&self) -> String {
        let sha = self.sha.as_ref().map_or("?", |sha| abbreviated(sha.raw()));
        let message = self.commit.as_ref().and_then(|one| one.message.as_ref());
        let first = message.and_then(|text| text.raw().lines().next());
        format!("{sha} {}", first.unwrap_or_default())
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedFile {
    #[serde(default, deserialize_with = "nullable")]
    pub filename: Remote,
    /// Of one that was renamed.
    #[serde(default)]
    pub previous_filename: Option<Remote>,
}

impl Comparison {
    /// GitHub lists no more files than these.
    const MOST_FILES: usize = 300;

    /// Whether a file that is not listed is certainly unchanged.
    pub fn lists_all_files(&self) -> bool {
        self.files.len() < Self::MOST_FILES
    }

    /// Whether this file, or something in this folder, changed; None: that is not known.
    pub fn changed(&self, path: &str) -> Option<bool> {
        let path = path.trim_start_matches("./").trim_end_matches('/');
        let inside = |file: &Remote| {
            let rest = file.raw().strip_prefix(path);
            path.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut names = self
            .files
            .iter()
            .flat_map(|file| std::iter::once(&file.filename).chain(&file.previous_filename));
        match names.any(inside) {
            true => Some(true),
            false => self.lists_all_files().then_some(false),
        }
    }
}

/// The repository itself, as far as its tokens and its branches are concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepositoryFacts {
    #[serde(default)]
    pub id: Option<u64>,
    /// As it is called now: a renamed one answers under its old name too.
    #[serde(default)]
    pub full_name: Option<Remote>,
    #[serde(default)]
    pub owner: Option<Owner>,
    #[serde(default)]
    pub default_branch: Option<Remote>,
    #[serde(default)]
    pub security_and_analysis: Option<SecurityAnalysis>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    #[serde(default)]
    pub id: Option<u64>,
    #[serde(default)]
    pub login: Option<Remote>,
    /// `User`, `Organization`.
    #[serde(default, rename = "type")]
    pub kind: Option<Remote>,
}

#[cfg(test)]
mod tests {
    use super::{ChangedFile, Comparison};

    fn of(files: &[&str]) -> Comparison {
        let file = |name: &&str| ChangedFile {
            filename: (*name).into(),
            previous_filename: None,
        };
        Comparison {
            files: files.iter().map(file).collect(),
            ..Comparison::default()
        }
    }

    #[test]
    fn a_file_that_is_not_listed_is_unchanged_only_where_all_are_listed() {
        let few = of(&["infrastructure/iam/role/policy.json", "readme.md"]);
        assert_eq!(few.changed("infrastructure/iam"), Some(true));
        assert_eq!(few.changed("infrastructure/iam/"), Some(true));
        assert_eq!(few.changed("infrastructure/ia"), Some(false));
        assert_eq!(few.changed("template.yaml"), Some(false));
        let many = of(&vec!["a"; 300]);
        assert_eq!(many.changed("a"), Some(true));
        assert_eq!(many.changed("template.yaml"), None);
    }

    #[test]
    fn a_file_that_was_moved_away_changed() {
        let mut moved = of(&["b.json"]);
        moved.files[0].previous_filename = Some("a.json".into());
        assert_eq!(moved.changed("a.json"), Some(true));
    }
}
