//! Why a text is no template, where, and what to do about it; and the bounds.
//!
//! Holds no logic of the formats.

use crate::policy::{Malformed, Place, places::Places};

/// CloudFormation itself takes at most 1 MB of template.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Deeper nesting is no template but an attack on the reader's stack.
pub const MAX_DEPTH: usize = 100;
/// With what aliases stand for counted each time, so a few lines cannot become billions.
pub const MAX_NODES: usize = 200_000;

/// Refuses what no template can be, before anything walks it.
pub(super) fn places(text: &str) -> Result<Places<'_>, Malformed> {
    if text.len() > MAX_BYTES {
        return Err(Malformed::new(
            Place { line: 1, column: 1 },
            format!("the text has {} bytes", text.len()),
            "CloudFormation takes at most 1 MB: check that this is a template",
        ));
    }
    let places = Places::new(text);
    match text.find('\0') {
        None => Ok(places),
        Some(at) => Err(Malformed::new(
            places.place(at),
            "the text has a NUL character",
            "Remove it: a template is plain text in UTF-8",
        )),
    }
}

pub(super) fn too_deep(place: Place) -> Malformed {
    Malformed::new(
        place,
        format!("the template nests deeper than {MAX_DEPTH} levels"),
        "Check that this is a template: real ones stay far below that",
    )
}

pub(super) fn too_many(place: Place) -> Malformed {
    Malformed::new(
        place,
        format!("the template has more than {MAX_NODES} values, counting what aliases repeat"),
        "Remove the aliases that refer to aliases, or split the template",
    )
}

/// A key that a mapping gives twice.
pub(crate) struct Repeated {
    pub(crate) key: String,
    pub(super) first: Place,
    pub(super) again: Place,
}

impl From<Repeated> for Malformed {
    fn from(Repeated { key, first, again }: Repeated) -> Self {
        Self::new(
            again,
            format!(
                "the key {key:?} is given twice: first at line {}, column {}, and again here",
                first.line, first.column
            ),
            "CloudFormation takes the last: remove the one that is not meant",
        )
    }
}
