//! What a policy reads out of JSON: scalars, lists and objects without repeated keys.
//!
//! Knows nothing about policies.

use std::collections::HashSet;

use jsonc_parser::{
    ast::{Object, Value},
    common::Ranged,
};

use super::{MAX_BYTES, Malformed};
use crate::policy::{Place, Text, json::strict, places::Places};

pub(super) struct Source<'a> {
    text: &'a str,
    places: Places<'a>,
}

pub(super) struct Field<'a, 'v> {
    pub(super) name: &'v str,
    pub(super) place: Place,
    pub(super) value: &'v Value<'a>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let text_or_nothing = if text.len() > MAX_BYTES { "" } else { text };
        Self {
            text,
            places: Places::new(text_or_nothing),
        }
    }

    pub(super) fn read(&self) -> Result<Value<'a>, Malformed> {
        if self.text.len() > MAX_BYTES {
            return Err(Malformed::new(
                self.place(0),
                format!("the document has {} bytes", self.text.len()),
                "AWS stores at most 20 KiB in one policy: check that this is one",
            ));
        }
        if self.text.starts_with('\u{feff}') {
            return Err(Malformed::new(
                self.place(0),
                "the document begins with a byte order mark",
                "Save it as UTF-8 without one: IAM does not take it",
            ));
        }
        strict(self.text, &self.places)
    }

    pub(super) fn place(&self, byte: usize) -> Place {
        self.places.place(byte)
    }

    pub(super) fn place_of(&self, value: &Value<'_>) -> Place {
        self.place(value.start())
    }

    /// The fields in their order, once it is certain that none is given twice.
    pub(super) fn fields<'v>(
        &self,
        object: &'v Object<'a>,
    ) -> Result<Vec<Field<'a, 'v>>, Malformed> {
        let mut seen = HashSet::new();
        let mut fields = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let name = property.name.as_str();
            let place = self.place(property.range.start);
            if !seen.insert(name) {
                return Err(Malformed::new(
                    place,
                    format!("the key {name:?} is given twice"),
                    "Keep one of the two, or put both values in one list",
                ));
            }
            fields.push(Field {
                name,
                place,
                value: &property.value,
            });
        }
        Ok(fields)
    }

    pub(super) fn string(&self, value: &Value<'_>, of: &str) -> Result<Text, Malformed> {
        let place = self.place_of(value);
        match value {
            Value::StringLit(literal) => Ok(Text::new(literal.value.as_ref(), place)),
            other => Err(Malformed::new(
                place,
                format!("{of} is {}, not text", name_of(other)),
                "Put the value in double quotes",
            )),
        }
    }

    /// One text or a list of them.
    pub(super) fn strings(&self, value: &Value<'_>, of: &str) -> Result<Vec<Text>, Malformed> {
        each(value, |one| self.string(one, of))
    }

    /// One text, number or boolean, or a list of them; numbers keep their spelling.
    pub(super) fn scalars(&self, value: &Value<'_>, of: &str) -> Result<Vec<Text>, Malformed> {
        each(value, |one| match one {
            Value::NumberLit(literal) => Ok(Text::new(literal.value, self.place_of(one))),
            Value::BooleanLit(literal) => {
                Ok(Text::new(literal.value.to_string(), self.place_of(one)))
            }
            other => self.string(other, of),
        })
    }
}

/// What is read of one value, or of each in a list.
pub(super) fn each<'v, 'a, T>(
    value: &'v Value<'a>,
    read: impl Fn(&'v Value<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    match value {
        Value::Array(list) => list.elements.iter().map(read).collect(),
        one => Ok(vec![read(one)?]),
    }
}

pub(super) fn name_of(value: &Value<'_>) -> &'static str {
    match value {
        Value::StringLit(_) => "text",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(_) => "a boolean",
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        Value::NullKeyword(_) => "null",
    }
}

pub(super) fn unknown_key(place: Place, key: &str, known: &[&str]) -> Malformed {
    let near = known.iter().find(|name| {
        let key = key.get(..64).unwrap_or(key);
        strsim::levenshtein(&name.to_lowercase(), &key.to_lowercase()) < 3
    });
    Malformed::new(
        place,
        format!("{key:?} is not a key of the policy language"),
        near.map_or_else(
            || format!("Known here: {}", known.join(", ")),
            |name| format!("Did you mean {name:?}?"),
        ),
    )
}
