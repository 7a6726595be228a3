//! JSON templates: strict JSON into the tree, with places.
//!
//! `serde_json` decides whether the text is JSON at all; the parser that knows
//! places would forgive more. Knows nothing of what a template means.

use std::collections::HashMap;

use jsonc_parser::{
    CollectOptions, ParseOptions, ast::Value as Json, common::Ranged, parse_to_ast,
};

use super::{
    Entry, MAX_DEPTH, MAX_NODES, Malformed, Node, Read, Scalar, Span, Style, Value,
    node::last_of_each_key, places::Places,
};

pub(super) fn read(text: &str, places: &Places<'_>) -> Result<Read, Malformed> {
    if text.starts_with('\u{feff}') {
        return Err(not_json(places, 0, "it begins with a byte order mark"));
    }
    if let Some(at) = too_deep(text) {
        return Err(Malformed::too_deep(places.place(at)));
    }
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or(&message);
        let before = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1));
        let at = before.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        return Err(not_json(places, at, what));
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &strict());
    let parsed = parsed.map_err(|error| {
        let what = error.kind().to_string().to_lowercase();
        not_json(places, error.range().start, &what)
    })?;
    let Some(value) = parsed.value else {
        return Err(not_json(places, 0, "the document is empty"));
    };
    let mut reader = Reader {
        places,
        nodes: 0,
        repeated: Vec::new(),
    };
    let root = reader.node(&value, 0)?;
    let repeated = reader.repeated;
    Ok(Read { root, repeated })
}

struct Reader<'a> {
    places: &'a Places<'a>,
    nodes: usize,
    /// Keys that an object gives twice; the later property counts.
    repeated: Vec<Malformed>,
}

impl Reader<'_> {
    fn node(&mut self, json: &Json<'_>, depth: usize) -> Result<Node, Malformed> {
        let span = self.span(json);
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Malformed::too_many(span.place));
        }
        if depth > MAX_DEPTH {
            return Err(Malformed::too_deep(span.place));
        }
        let value = match json {
            Json::StringLit(literal) => scalar(&literal.value, Style::Double),
            Json::NumberLit(literal) => scalar(literal.value, Style::Plain),
            Json::BooleanLit(literal) if literal.value => scalar("true", Style::Plain),
            Json::BooleanLit(_) => scalar("false", Style::Plain),
            Json::NullKeyword(_) => scalar("null", Style::Plain),
            Json::Array(list) => {
                let items = list.elements.iter().map(|item| self.node(item, depth + 1));
                Value::Seq(items.collect::<Result<_, _>>()?)
            }
            Json::Object(object) => self.entries(object, depth)?,
        };
        Ok(Node {
            value,
            span,
            flow: true,
            linked: false,
        })
    }

    fn entries(
        &mut self,
        object: &jsonc_parser::ast::Object<'_>,
        depth: usize,
    ) -> Result<Value, Malformed> {
        let mut seen = HashMap::new();
        let mut entries = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let key = property.name.as_str();
            let range = property.name.range();
            let key_span = self.span_of(range.start, range.end);
            if let Some(first) = seen.insert(key.to_owned(), key_span.place) {
                self.repeated
                    .push(Malformed::repeated(key_span.place, key, first));
            }
            entries.push(Entry {
                key: Scalar {
                    text: key.to_owned(),
                    style: Style::Double,
                },
                key_span,
                value: self.node(&property.value, depth + 1)?,
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

fn not_json(places: &Places<'_>, at: usize, what: &str) -> Malformed {
    Malformed::new(
        places.place(at),
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
