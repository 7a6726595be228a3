//! The policy engine, against the vectors and against itself.

mod canonical;
mod compare;
mod diff;
mod evaluate;
mod explain;
mod parse;
mod strangers;
mod vectors;

use watchkeeper::policy::{Document, Kind, parse as read};

/// An identity policy that must be one.
fn identity(text: &str) -> Document {
    read(text, Kind::Identity).unwrap()
}

/// An identity policy of these statements, in the current version.
fn of_statements(statements: &str) -> Document {
    identity(&format!(
        r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#
    ))
}
