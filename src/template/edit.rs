//! x

/// Placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError;
