//! JSON templates: strict JSON into the tree, with places.
//!
//! Knows nothing of what a template means.

use std::collections::HashMap;

use jsonc_parser::{
    ast::{Object, Value as Json},
    common::Ranged,
};

use super::{
    Entry, MAX_DEPTH, MAX_NODES, Malformed, Node, Read, Scalar, Span, Style, Value,
    malformed::{self, Repeated},
    node::last_of_each_key,
};
use crate::policy::{
    json::{not_json, strict},
    places::Places,
};

pub(super) fn read(text: &str, places: &Places<'_>) -> Result<Read, Malformed> {
    if text.starts_with('\u{feff}') {
        return Err(not_json(places, 0, "it begins with a byte order mark"));
    }
    if let Some(at) = too_deep(text) {
        return Err(malformed::too_deep(places.place(at)));
    }
    tree(&strict(text, places)?, places)
}

/// The tree of a JSON value that does not nest too deep.
pub(crate) fn tree(json: &Json<'_>, places: &Places<'_>) -> Result<Read, Malformed> {
    let mut reader = Reader {
        places,
        nodes: 0,
        repeated: Vec::new(),
    };
    let root = reader.node(json)?;
    let repeated = reader.repeated;
    Ok(Read { root, repeated })
}

struct Reader<'a> {
    places: &'a Places<'a>,
    nodes: usize,
    /// Keys that an object gives twice; the later property counts.
    repeated: Vec<Repeated>,
}

impl Reader<'_> {
    fn node(&mut self, json: &Json<'_>) -> Result<Node, Malformed> {
        let span = self.span(json);
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(malformed::too_many(span.place));
        }
        let value = match json {
            Json::StringLit(literal) => scalar(&literal.value, Style::Double),
            Json::NumberLit(literal) => scalar(literal.value, Style::Plain),
            Json::BooleanLit(literal) if literal.value => scalar("true", Style::Plain),
            Json::BooleanLit(_) => scalar("false", Style::Plain),
            Json::NullKeyword(_) => scalar("null", Style::Plain),
            Json::Array(list) => {
                let items = list.elements.iter().map(|item| self.node(item));
                Value::Seq(items.collect::<Result<_, _>>()?)
            }
            Json::Object(object) => self.entries(object)?,
        };
        Ok(Node {
            value,
            span,
            flow: true,
            linked: false,
        })
    }

    fn entries(&mut self, object: &Object<'_>) -> Result<Value, Malformed> {
        let mut seen = HashMap::new();
        let mut entries = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let key = property.name.as_str();
            let range = property.name.range();
            let key_span = self.span_of(range.start, range.end);
            if let Some(first) = seen.insert(key.to_owned(), key_span.place) {
                self.repeated.push(Repeated {
                    key: key.to_owned(),
                    first,
                    again: key_span.place,
                });
            }
            entries.push(Entry {
                key: Scalar {
                    text: key.to_owned(),
                    style: Style::Double,
                },
                key_span,
                value: self.node(&property.value)?,
            });
        }
        if seen.len() < entries.len() {
            entries = last_of_each_key(entries);
        }
        Ok(Value::Map(entries))
    }

    fn span(&self, json: &Json<'_>) -> Span {
        self.span_of(json.start(), json.end())
    }

    fn span_of(&self, start: usize, end: usize) -> Span {
        let place = self.places.place(start);
        Span { start, end, place }
    }
}

/// Where the brackets nest too deep, found before a parser that recurses sees them.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(at);
        }
    }
    None
}

fn scalar(text: &str, style: Style) -> Value {
    let text = text.to_owned();
    Value::Scalar(Scalar { text, style })
}
