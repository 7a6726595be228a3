//! How far a service has come with work that goes on after its answer.

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was begun.
    Untouched,
    /// In a few words: where it is.
    Running(String),
    Applied,
    /// It ended otherwise, and why.
    Failed(String),
    /// What is seen is neither.
    Unclear(String),
}
