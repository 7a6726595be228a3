//! Why a text is no template, where, and what to do about it; and the bounds.
//!
//! Holds no logic of the formats.

use crate::{
    facts::{Fault, FaultKind},
    policy::Place,
};

/// CloudFormation itself takes at most 1 MB of template.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Deeper nesting is no template but an attack on the reader's stack.
pub const MAX_DEPTH: usize = 100;
/// With what aliases stand for counted each time, so a few lines cannot become billions.
pub const MAX_NODES: usize = 200_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    pub place: Place,
    pub what: String,
    pub hint: String,
}

impl Malformed {
    pub(super) fn new(place: Place, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
            hint: hint.into(),
        }
    }

    /// As a fault; `whose` names the template, usually by its path.
    pub fn fault(&self, whose: &str) -> Fault {
        let Place { line, column } = self.place;
        Fault::new(
            FaultKind::Malformed,
            format!("{whose}:{line}:{column}: {}.", self.what),
            format!("{}.", self.hint),
        )
    }

    pub(super) fn too_deep(place: Place) -> Self {
        Self::new(
            place,
            format!("the template nests deeper than {MAX_DEPTH} levels"),
            "Check that this is a template: real ones stay far below that",
        )
    }

    pub(super) fn too_many(place: Place) -> Self {
        Self::new(
            place,
            format!("the template has more than {MAX_NODES} values, counting what aliases repeat"),
            "Remove the aliases that stand for aliases, or split the template",
        )
    }

    pub(super) fn repeated(place: Place, key: &str, first: Place) -> Self {
        Self::new(
            place,
            format!(
                "the key {key:?} is given twice: first at line {}, column {}, and again here",
                first.line, first.column
            ),
            "CloudFormation takes the last: remove the one that is not meant",
        )
    }
}
