//! The repository's template files under `[[drift.template]]`, as they stand in the tree.

use serde::{Deserialize, Serialize};

use super::{BrokenFile, Commit, Remote, StackName};

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
