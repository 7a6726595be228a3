//! The repository's side: policies written down as files under `[drift] policies`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PolicyName, Remote, RoleName};

/// All codified policies of a working tree, and the files that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codified {
    pub roles: Vec<CodifiedRole>,
    pub broken: Vec<BrokenFile>,
}

/// One directory `<dir>/<role>/` of JSON files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodifiedRole {
    pub name: RoleName,
    /// The directory, relative to the repository's root.
    pub dir: String,
    pub policies: Vec<(PolicyName, CodifiedFile)>,
    /// `trust.json`.
    pub trust: Option<CodifiedFile>,
    /// `attachments.json`: managed policy ARNs, and the file they come from.
    pub attachments: Option<(Vec<Remote>, CodifiedFile)>,
    /// `boundary.json`: `{"arn": ...}`.
    pub boundary: Option<(Remote, CodifiedFile)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodifiedFile {
    /// Relative to the repository's root.
    pub path: String,
    pub text: Remote,
    /// The last commits that touched it, newest first; empty outside a git repository.
    pub commits: Vec<Commit>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    pub id: String,
    pub at: Timestamp,
    pub author: Remote,
    pub subject: Remote,
}

/// A codified file that is no JSON, too large, a link, or not ours to read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenFile {
    pub path: String,
    /// Whose policy it would be, when the path says so.
    pub role: Option<RoleName>,
    pub policy: Option<PolicyName>,
    pub line: Option<u32>,
    pub column: Option<u32>,
    pub why: String,
}

impl BrokenFile {
    /// What is said behind its path: `line 3, column 5: ...`.
    pub fn in_words(&self) -> String {
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("line {line}, column {column}: {}", self.why),
            _ => self.why.clone(),
        }
    }
}
