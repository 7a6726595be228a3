//! From text to a [`Document`], or to the place and reason why it is none.
//!
//! Strict JSON. A key given twice is an error, because readers of JSON disagree
//! about which of the two counts. Must never panic and never repair: a policy
//! that is not understood is not compared.

mod json;
mod statement;

use jsonc_parser::ast::Value;

use self::json::Source;
use super::{Document, Kind, Place, Version};
use crate::facts::{Fault, FaultKind};

/// No policy AWS stores comes near this; a larger text is not one.
pub const MAX_BYTES: usize = 256 * 1024;

/// Why a text is no policy or template, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    pub place: Place,
    pub what: String,
    pub hint: String,
}

impl Malformed {
    pub(crate) fn new(place: Place, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
            hint: hint.into(),
        }
    }

    /// As a fault; `whose` names the text: a file's path, a policy of a role.
    pub fn fault(&self, whose: &str) -> Fault {
        let Place { line, column } = self.place;
        Fault::new(
            FaultKind::Malformed,
            format!("{whose}:{line}:{column}: {}.", self.what),
            format!("{}.", self.hint),
        )
    }
}

/// Reads a percent-decoded document.
pub fn parse(text: &str, kind: Kind) -> Result<Document, Malformed> {
    let source = Source::new(text);
    let root = source.read()?;
    let Value::Object(root) = &root else {
        return Err(Malformed::new(
            source.place_of(&root),
            "a policy is a JSON object",
            "Begin the document with { and end it with }",
        ));
    };
    let (mut version, mut id, mut statements) = (Version::V2008, None, None);
    for field in source.fields(root)? {
        match field.name {
            "Version" => version = read_version(&source, field.value)?,
            "Id" => id = Some(source.string(field.value, "Id")?),
            "Statement" => statements = Some(statement::read_all(&source, field.value, kind)?),
            other => {
                return Err(json::unknown_key(
                    field.place,
                    other,
                    &["Version", "Id", "Statement"],
                ));
            }
        }
    }
    let statements = statements.ok_or_else(|| {
        Malformed::new(
            source.place(0),
            "the policy has no Statement",
            "Add a \"Statement\" with an object or a list of objects",
        )
    })?;
    Ok(Document {
        kind,
        version,
        id,
        statements,
    })
}

fn read_version(source: &Source<'_>, value: &Value<'_>) -> Result<Version, Malformed> {
    let text = source.string(value, "Version")?;
    match text.value.as_str() {
        "2012-10-17" => Ok(Version::V2012),
        "2008-10-17" => Ok(Version::V2008),
        other => Err(Malformed::new(
            text.place,
            format!("there is no policy language version {other:?}"),
            "Write \"2012-10-17\" (or \"2008-10-17\", in which variables are plain text)",
        )),
    }
}
