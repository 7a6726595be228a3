//! What only `check drift` has to say, as text and as JSON.

mod json;
mod text;

pub(super) use json::details;
pub(super) use text::lines;

use crate::{
    ask::Answer,
    checks::{Store, drift},
    rules::drift::DriftItem,
};

/// The lines of the repository that make requests which only live allows; without an
/// answer nothing is claimed.
fn used_by(item: &DriftItem, store: &Store) -> Vec<String> {
    let answer = drift::uses(item).and_then(|ask| store.answer(&ask));
    let Some(Answer::Uses { hits, .. }) = answer.map(AsRef::as_ref) else {
        return Vec::new();
    };
    let hits = hits.iter();
    hits.map(|hit| format!("{}:{}", hit.path, hit.line))
        .collect()
}
