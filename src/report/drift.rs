//! What only `check drift` has to say, as text and as JSON.

mod json;
mod text;

pub(super) use json::details;
pub(super) use text::lines;

use crate::{
    checks::{Store, drift},
    rules::drift::DriftItem,
};

/// The lines of the repository that make requests which only live allows; without an
/// answer nothing is claimed.
fn used_by(item: &DriftItem, store: &Store) -> Vec<String> {
    let asked = drift::uses(item);
    let found = asked.and_then(|uses| store.get(&uses));
    let hits = found.map_or(&[][..], |found| &found.hits).iter();
    hits.map(|hit| format!("{}:{}", hit.path, hit.line))
        .collect()
}
