//! A JSON text as values that know where they stand in it.
//!
//! Stricter than a parser need be: what has two readings (a key given twice) is
//! refused, numbers keep their spelling. Comments are kept apart; whether they
//! may stand there at all is the caller's to say.

use std::{collections::HashSet, ops::Range};

use jsonc_parser::{
    CollectOptions, CommentCollectionStrategy, ParseOptions, ast, common::Ranged, parse_to_ast,
};

pub(super) struct Tree<'a> {
    pub(super) text: &'a str,
    pub(super) root: Node,
    /// Sorted by their text: enough to see whether one was lost or doubled.
    pub(super) comments: Vec<&'a str>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) range: Range<usize>,
    pub(super) value: Value,
}

#[derive(Debug)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    /// As it is spelled: `1.0` is not `1`, and no digit of a long one is lost.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Field>),
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    /// Where the name begins; the field ends with its value.
    pub(super) start: usize,
    pub(super) node: Node,
}

/// Where in a policy a value stands: it decides which lists are sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Root,
    Statements,
    Statement,
    Principal,
    Condition,
    Operator,
    /// One value or several, in no order.
    Set,
    Other,
}

impl Place {
    /// The place of an object's value by its key.
    pub(super) fn of(self, key: &str) -> Self {
        match (self, key) {
            (Self::Root, "Statement") => Self::Statements,
            (
                Self::Statements | Self::Statement,
                "Action" | "NotAction" | "Resource" | "NotResource",
            )
            | (Self::Principal | Self::Operator, _) => Self::Set,
            (Self::Statements | Self::Statement, "Principal" | "NotPrincipal") => Self::Principal,
            (Self::Statements | Self::Statement, "Condition") => Self::Condition,
            (Self::Condition, _) => Self::Operator,
            _ => Self::Other,
        }
    }

    /// The place of a list's elements.
    pub(super) fn element(self) -> Self {
        match self {
            Self::Statements => Self::Statement,
            _ => Self::Other,
        }
    }

    /// A list here has no order in IAM. A list that is the whole file holds
    /// the ARNs of attached policies.
    pub(super) fn is_set(self) -> bool {
        matches!(self, Self::Set | Self::Root)
    }
}

impl<'a> Tree<'a> {
    /// An error is the end of a sentence about the text.
    pub(super) fn of(text: &'a str, comments: bool) -> Result<Self, String> {
        let collect = CollectOptions {
            comments: CommentCollectionStrategy::Separate,
            tokens: false,
        };
        let parsed = parse_to_ast(text, &collect, &options(comments));
        let parsed = parsed.map_err(|error| format!("is not JSON: {}", plain(&error)))?;
        let value = parsed.value.ok_or("is empty")?;
        let mut ranges: Vec<Range<usize>> = parsed
            .comments
            .iter()
            .flat_map(|found| found.values())
            .flat_map(|found| found.iter())
            .map(|comment| comment.start()..comment.end())
            .collect();
        // Each is listed under the token before it and under the one after.
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges.dedup();
        strictly_json(text, &ranges)?;
        let mut comments: Vec<&str> = ranges.into_iter().map(|range| &text[range]).collect();
        comments.sort_unstable();
        Ok(Self {
            text,
            root: Node::of(&value)?,
            comments,
        })
    }
}

impl Node {
    fn of(value: &ast::Value<'_>) -> Result<Self, String> {
        let range = value.start()..value.end();
        let value = match value {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(literal) => Value::Boolean(literal.value),
            ast::Value::NumberLit(literal) => Value::Number(literal.value.to_owned()),
            ast::Value::StringLit(literal) => Value::Text(literal.value.clone().into_owned()),
            ast::Value::Array(list) => Value::List(
                list.elements
                    .iter()
                    .map(Self::of)
                    .collect::<Result<_, _>>()?,
            ),
            ast::Value::Object(object) => {
                let mut seen = HashSet::new();
                let mut fields = Vec::with_capacity(object.properties.len());
                for property in &object.properties {
                    let name = property.name.as_str();
                    if !seen.insert(name) {
                        return Err(format!("gives the key {name:?} twice"));
                    }
                    fields.push(Field {
                        name: name.to_owned(),
                        start: property.start(),
                        node: Self::of(&property.value)?,
                    });
                }
                Value::Object(fields)
            }
        };
        Ok(Self { range, value })
    }

    /// The value alone, in one spelling: equal exactly when the values are,
    /// sets in any order.
    pub(super) fn canonical(&self, place: Place) -> String {
        match &self.value {
            Value::Null => "null".to_owned(),
            Value::Boolean(value) => value.to_string(),
            Value::Number(spelling) => spelling.clone(),
            Value::Text(text) => format!("{text:?}"),
            Value::List(items) => {
                let items = items.iter().map(|item| item.canonical(place.element()));
                let mut items: Vec<String> = items.collect();
                if place.is_set() {
                    items.sort_unstable();
                }
                format!("[{}]", items.join(","))
            }
            Value::Object(fields) => {
                let mut fields: Vec<String> = fields
                    .iter()
                    .map(|field| {
                        let value = field.node.canonical(place.of(&field.name));
                        format!("{:?}:{value}", field.name)
                    })
                    .collect();
                fields.sort_unstable();
                format!("{{{}}}", fields.join(","))
            }
        }
    }

    /// Where each element or field begins and ends.
    pub(super) fn members(&self) -> Vec<(usize, usize)> {
        match &self.value {
            Value::List(items) => {
                let items = items.iter();
                items
                    .map(|item| (item.range.start, item.range.end))
                    .collect()
            }
            Value::Object(fields) => {
                let fields = fields.iter();
                fields
                    .map(|field| (field.start, field.node.range.end))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self.value, Value::List(_) | Value::Object(_))
    }

    /// The text of a field of this object.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        let Value::Object(fields) = &self.value else {
            return None;
        };
        match &fields.iter().find(|field| field.name == name)?.node.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The parser forgives spellings of numbers and texts that JSON does not have.
fn strictly_json(text: &str, comments: &[Range<usize>]) -> Result<(), String> {
    let mut bytes = text.as_bytes().to_vec();
    for range in comments {
        if let Some(comment) = bytes.get_mut(range.clone()) {
            comment.fill(b' ');
        }
    }
    serde_json::from_slice::<serde_json::Value>(&bytes)
        .map(|_| ())
        .map_err(|error| format!("is not JSON: {error}"))
}

fn plain(error: &jsonc_parser::errors::ParseError) -> String {
    let said = error.to_string();
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Everything the parser would forgive, off.
fn options(comments: bool) -> ParseOptions {
    ParseOptions {
        allow_comments: comments,
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
