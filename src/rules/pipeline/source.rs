//! One file of the pipeline: its tree with places, and its lines.
//!
//! Workflows are read by the reader of templates, which knows where everything stands:
//! the crates that model workflows drop places and keys that they do not know. Reads
//! only what is written; what GitHub or SAM make of it is others' business.

use serde::{Deserialize, Serialize};

use super::excerpt::excerpt;
use crate::{
    facts::Remote,
    policy::{Malformed, Place, places::Places},
    template::{self, Node, Span, Template},
};

/// A place in a file of the repository, and its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub path: String,
    pub line: u32,
    pub column: u32,
    /// Without what looks like a secret.
    pub excerpt: Remote,
}

/// A file whose text could be read as YAML or JSON.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) path: String,
    text: String,
    pub(super) tree: Template,
}

impl Source {
    pub(super) fn read(path: &str, text: &str) -> Result<Self, Malformed> {
        Ok(Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tree: template::parse(text)?,
        })
    }

    pub(super) fn root(&self) -> &Node {
        &self.tree.root
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn spot(&self, place: Place) -> Spot {
        Spot {
            path: self.path.clone(),
            line: place.line,
            column: place.column,
            excerpt: Remote::new(excerpt(self.line(place))),
        }
    }

    /// The whole line that the place is in.
    pub(super) fn line(&self, place: Place) -> &str {
        let line = usize::try_from(place.line).unwrap_or(usize::MAX);
        let line = self.text.lines().nth(line.saturating_sub(1));
        line.unwrap_or_default()
    }

    /// The node's bytes as they stand in the file, from its first on.
    pub(super) fn written(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The places of these bytes, which count from the begin of the file.
    pub(super) fn places(&self, bytes: impl IntoIterator<Item = usize>) -> Vec<Place> {
        let mut bytes = bytes.into_iter().peekable();
        if bytes.peek().is_none() {
            return Vec::new();
        }
        let places = Places::new(&self.text);
        bytes.map(|byte| places.place(byte)).collect()
    }
}
