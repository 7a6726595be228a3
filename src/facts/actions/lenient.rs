//! Reading what an API may leave out: null is nothing, and a moment that is none is unknown.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

/// Null is the same as nothing there.
pub(super) fn nullable<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// A text that is no moment is a moment that is not known.
pub(super) fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let text: Option<String> = Option::deserialize(from)?;
    Ok(text.and_then(|text| text.parse().ok()))
}
