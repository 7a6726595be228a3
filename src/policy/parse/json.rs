//! Strict JSON with places: scalars, lists and objects without repeated keys.
//!
//! Knows nothing about policies.

use std::collections::HashSet;

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{Object, Value},
    common::Ranged,
    parse_to_ast,
};

use super::{MAX_BYTES, Malformed};
use crate::policy::{Place, Text};

pub(super) struct Source<'a> {
    text: &'a str,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
    /// How many characters begin before each block of [`BLOCK`] bytes, so that a
    /// large document on one line does not cost its length for every place.
    blocks: Vec<usize>,
}

const BLOCK: usize = 64;

pub(super) struct Field<'a, 'v> {
    pub(super) name: &'v str,
    pub(super) place: Place,
    pub(super) value: &'v Value<'a>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let text_or_nothing = if text.len() > MAX_BYTES { "" } else { text };
        let bytes = text_or_nothing.as_bytes();
        let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        let mut blocks = vec![0];
        for block in bytes.chunks(BLOCK) {
            let before = blocks.last().copied().unwrap_or(0);
            blocks.push(before + characters(block));
        }
        Self {
            text,
            lines: lines.collect(),
            blocks,
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
        if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(self.text) {
            let line = error.line().saturating_sub(1);
            let start = self.lines.get(line).copied().unwrap_or(self.text.len());
            let message = error.to_string();
            let what = message.split(" at line ").next().unwrap_or(&message);
            return Err(not_json(
                self.place(start + error.column().saturating_sub(1)),
                what,
            ));
        }
        let parsed = parse_to_ast(self.text, &CollectOptions::default(), &strict());
        match parsed {
            Ok(parsed) => parsed
                .value
                .ok_or_else(|| not_json(self.place(0), "the document is empty")),
            Err(error) => Err(not_json(
                self.place(error.range().start),
                &error.kind().to_string().to_lowercase(),
            )),
        }
    }

    /// The place of a byte; bytes within a character count as that character.
    pub(super) fn place(&self, byte: usize) -> Place {
        let line = self
            .lines
            .partition_point(|start| *start <= byte)
            .saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let column = self.characters_before(byte) - self.characters_before(start);
        let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        Place {
            line: count(line),
            column: count(column),
        }
    }

    fn characters_before(&self, byte: usize) -> usize {
        let block = (byte / BLOCK).min(self.blocks.len() - 1);
        let rest = self.text.as_bytes().get(block * BLOCK..byte);
        self.blocks.get(block).copied().unwrap_or(0) + characters(rest.unwrap_or(&[]))
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
        match value {
            Value::StringLit(literal) => Ok(Text {
                value: literal.value.clone().into_owned(),
                place: self.place(literal.range.start),
            }),
            other => Err(Malformed::new(
                self.place_of(other),
                format!("{of} is {}, not text", name_of(other)),
                "Put the value in double quotes",
            )),
        }
    }

    /// One text or a list of them.
    pub(super) fn strings(&self, value: &Value<'_>, of: &str) -> Result<Vec<Text>, Malformed> {
        match value {
            Value::Array(list) => list
                .elements
                .iter()
                .map(|element| self.string(element, of))
                .collect(),
            one => Ok(vec![self.string(one, of)?]),
        }
    }

    /// One text, number or boolean, or a list of them; numbers keep their spelling.
    pub(super) fn scalars(&self, value: &Value<'_>, of: &str) -> Result<Vec<Text>, Malformed> {
        match value {
            Value::Array(list) => list
                .elements
                .iter()
                .map(|element| self.scalar(element, of))
                .collect(),
            one => Ok(vec![self.scalar(one, of)?]),
        }
    }

    fn scalar(&self, value: &Value<'_>, of: &str) -> Result<Text, Malformed> {
        let spelling = match value {
            Value::NumberLit(literal) => literal.value.to_owned(),
            Value::BooleanLit(literal) => literal.value.to_string(),
            other => return self.string(other, of),
        };
        Ok(Text {
            value: spelling,
            place: self.place_of(value),
        })
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
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
        format!("{key:?} is no key of the policy language"),
        near.map_or_else(
            || format!("Known here: {}", known.join(", ")),
            |name| format!("Did you mean {name:?}?"),
        ),
    )
}

fn not_json(place: Place, what: &str) -> Malformed {
    Malformed::new(
        place,
        format!("this is not JSON: {what}"),
        "Correct the JSON here: no comments, no trailing commas, double quotes only",
    )
}

/// Everything this parser would forgive, off.
fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}
