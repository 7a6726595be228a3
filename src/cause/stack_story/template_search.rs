//! What a search of the repository for the template of a role came to, where the project
//! names none: it is told, and rested on only where it leaves no doubt.

use serde::{Deserialize, Serialize};

use crate::facts::{RoleName, SearchBound, StackName, Unknown, numbered, quoted};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSearch {
    pub role: RoleName,
    /// The stack that has the role; None: no stack of the region has it.
    pub stack: Option<StackName>,
    /// The files that declare it, by their paths.
    pub files: Vec<String>,
    /// How many files were looked into, and where the search stopped early.
    pub searched: usize,
    pub reached: Option<SearchBound>,
    /// Why it could not be done.
    pub failed: Option<Unknown>,
}

impl TemplateSearch {
    pub fn failed(role: RoleName, stack: Option<StackName>, why: Unknown) -> Self {
        Self {
            failed: Some(why),
            ..Self::of(role, stack)
        }
    }

    /// Nothing found yet.
    pub fn of(role: RoleName, stack: Option<StackName>) -> Self {
        Self {
            role,
            stack,
            files: Vec::new(),
            searched: 0,
            reached: None,
            failed: None,
        }
    }

    /// The one file that declares the role, where all were looked into.
    pub fn file(&self) -> Option<&str> {
        match self.files.as_slice() {
            [file] if self.reached.is_none() && self.failed.is_none() => Some(file),
            _ => None,
        }
    }

    /// What it came to, in a sentence without its stop.
    pub fn said(&self) -> String {
        if let Some(why) = &self.failed {
            return format!("which template declares it is not known: {}", why.why);
        }
        if self.stack.is_none() {
            return "no stack of this region has the role: no template brings it".into();
        }
        let early = self.reached.map(SearchBound::words);
        let all = self.files.join(", ");
        match (self.files.len(), early) {
            (0, None) => format!(
                "no template of the repository declares it ({} searched)",
                numbered(self.searched, "file")
            ),
            (0, Some(early)) => {
                format!("no template was found that declares it; the search {early}")
            }
            (1, None) => format!("{all}, found by search, not configured"),
            (1, Some(early)) => {
                format!("{all} declares it, and there may be others: the search {early}")
            }
            (count, None) => format!(
                "{count} templates declare it, and which one is deployed is not known: {all}"
            ),
            (count, Some(early)) => format!(
                "{count} templates declare it, and there may be others: {all}; the search {early}"
            ),
        }
    }

    /// What names the template in the project's file.
    pub fn lines(&self) -> Vec<String> {
        if self.failed.is_none() && self.stack.is_none() {
            let role = self.role.raw();
            return vec![
                "[drift]".into(),
                format!("policies = [\"infrastructure/iam\"]   # <dir>/{role}/<policy>.json"),
            ];
        }
        let stack = self.stack.as_ref().map_or("its-stack", StackName::raw);
        let mut files = self.files.iter();
        let first = files
            .next()
            .map_or("path/of/its/template.yaml", String::as_str);
        let mut lines = naming(stack, first).to_vec();
        lines.extend(files.map(|other| format!("# or: file = {}", quoted(other))));
        lines
    }
}

/// The lines that name a stack's template in the project's file.
pub fn naming(stack: &str, file: &str) -> [String; 3] {
    [
        "[[drift.template]]".to_owned(),
        format!("stack = {}", quoted(stack)),
        format!("file = {}", quoted(file)),
    ]
}
