//! What a draft lacks until a person types it: a comment, the inputs of a workflow.

use crate::facts::{Reason, Remote};

/// One line of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub label: Remote,
    /// What it is for, and what it takes.
    pub note: Remote,
    /// What stands in it before anybody types.
    pub value: Remote,
}

/// Why what was typed is not taken, and in which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfilled {
    pub field: usize,
    pub why: Reason,
}
