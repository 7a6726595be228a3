//! The repository's template files as they stand in the tree: those under
//! `[[drift.template]]`, and those that a search found.

use serde::{Deserialize, Serialize};

use super::{BrokenFile, Commit, LogicalId, Remote, RoleName, StackName, numbered};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Templates {
    /// In the order of the settings.
    pub files: Vec<TemplateFile>,
    pub broken: Vec<BrokenFile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateFile {
    /// The stack that is deployed from it.
    pub stack: StackName,
    /// Relative to the repository's root.
    pub path: String,
    /// YAML or JSON that could be read as a template.
    pub text: Remote,
    /// The last commits that touched it, newest first; empty outside a git repository.
    #[serde(default)]
    pub commits: Vec<Commit>,
}

/// A role whose template is looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SoughtRole {
    pub name: RoleName,
    /// What the stack that has it calls it.
    pub logical_id: LogicalId,
}

/// What a search of the repository for templates found, and how far it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundTemplates {
    /// By their paths.
    pub files: Vec<FoundTemplate>,
    /// Files that were looked into.
    pub searched: usize,
    /// Where it stopped early: there may be more.
    pub reached: Option<SearchBound>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundTemplate {
    /// Relative to the repository's root.
    pub path: String,
    pub text: Remote,
}

/// What a search does not go beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchBound {
    /// Names in folders, whatever they are of.
    Entries(usize),
    /// Files that a template may be in.
    Files(usize),
    /// Of all files together.
    MiB(u64),
    Seconds(u64),
    /// Folders within folders.
    Depth(usize),
    /// Templates that were found.
    Templates(usize),
}

impl SearchBound {
    /// `stopped after 3 seconds`: behind "the search".
    pub fn words(self) -> String {
        match self {
            Self::Entries(most) => format!("stopped after {}", numbered(most, "name")),
            Self::Files(most) => format!("stopped after {}", numbered(most, "file")),
            Self::MiB(most) => format!("stopped after {most} MiB"),
            Self::Seconds(most) => format!("stopped after {most} s"),
            Self::Depth(most) => format!("went no deeper than {}", numbered(most, "folder")),
            Self::Templates(most) => format!("stopped at {}", numbered(most, "template")),
        }
    }
}
