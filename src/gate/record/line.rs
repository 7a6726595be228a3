//! A record as one line of JSON, and back.
//!
//! There is one way to write a record, so a line that says the same in another
//! way was not written by this program.

use serde::{Deserialize, Serialize, de::DeserializeOwned, de::IgnoredAny};

use super::{Note, Record};
use crate::facts::{Fault, FaultKind, Reason};

pub const SCHEMA: u32 = 1;
/// With its line feed. The largest policies and files that are written fit many times.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;

/// One link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    Record(Box<Record>),
    Note(Box<Note>),
}

#[derive(Serialize)]
struct Written<'a, T> {
    schema: u32,
    #[serde(flatten)]
    link: &'a T,
}

#[derive(Deserialize)]
struct Head {
    schema: u32,
    note: Option<IgnoredAny>,
}

/// What a line of the journal says.
pub trait Linked: Serialize {}

impl Linked for Record {}
impl Linked for Note {}

/// The line with its line feed.
pub fn write(link: &impl Linked) -> Result<String, Fault> {
    let fault = |what: String| {
        Fault::new(
            FaultKind::Malformed,
            format!("No write can be made: {what}"),
            "Make the change smaller, or make it by hand.",
        )
    };
    let written = Written {
        schema: SCHEMA,
        link,
    };
    let mut text = serde_json::to_string(&written).map_err(|error| {
        fault("the journal's record can't be spelt.".to_owned()).caused_by(error.to_string())
    })?;
    text.push('\n');
    if text.len() > MOST_BYTES {
        let (size, most) = (text.len() / 1024, MOST_BYTES / 1024);
        return Err(fault(format!(
            "its journal record has {size} KiB, more than the {most} that a record may have."
        )));
    }
    Ok(text)
}

/// The record of a line without its line feed. An error ends a sentence that names the line.
pub fn read(line: &[u8]) -> Result<Record, Reason> {
    match link(line)? {
        Link::Record(record) => Ok(*record),
        Link::Note(_) => Err("is a note of the journal about itself".into()),
    }
}

/// A record or a note.
pub fn link(line: &[u8]) -> Result<Link, Reason> {
    if line.len() >= MOST_BYTES {
        return Err(format!("is longer than {} KiB", MOST_BYTES / 1024).into());
    }
    let text = std::str::from_utf8(line).map_err(|_| "is no UTF-8")?;
    let head: Head = serde_json::from_str(text).map_err(no_record)?;
    if head.schema != SCHEMA {
        return Err(format!(
            "has schema {}, and this version knows {SCHEMA}",
            head.schema
        )
        .into());
    }
    match head.note {
        None => Ok(Link::Record(Box::new(exactly(text)?))),
        Some(_) => Ok(Link::Note(Box::new(exactly(text)?))),
    }
}

fn exactly<T: DeserializeOwned + Linked>(text: &str) -> Result<T, Reason> {
    let link: T = serde_json::from_str(text).map_err(no_record)?;
    match write(&link) {
        Ok(again) if again.strip_suffix('\n') == Some(text) => Ok(link),
        _ => Err("is not as this program writes it".into()),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "an argument of map_err")]
fn no_record(error: serde_json::Error) -> Reason {
    format!("is not a record: {error}").into()
}
