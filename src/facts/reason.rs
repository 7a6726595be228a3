//! Why something can't be done, or is not known, in one sentence for a person.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A sentence that only a person reads. What a program decides by is a variant of
/// an enum or a [`FaultKind`](super::FaultKind), never words found in here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reason(String);

impl Reason {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Reason {
    fn from(sentence: String) -> Self {
        Self(sentence)
    }
}

impl From<&str> for Reason {
    fn from(sentence: &str) -> Self {
        Self(sentence.to_owned())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
