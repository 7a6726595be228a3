//! One tree for both formats: what stands in the template, and where.
//!
//! Only what was written: no intrinsic is resolved here, no scalar is converted.

use std::{borrow::Cow, collections::HashSet};

use super::malformed::Repeated;
use crate::policy::Place;

/// What a reader of either format gives.
pub(crate) struct Read {
    pub(crate) root: Node,
    /// In the order in which the second ones stand.
    pub(crate) repeated: Vec<Repeated>,
}

/// Bytes of the text, end exclusive, and where they begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub value: Value,
    /// From the tag or anchor, if there is one, to the last byte of content.
    pub span: Span,
    /// Written in brackets or braces; always so in JSON.
    pub flow: bool,
    /// Bears an anchor, comes from an alias or a merge, or holds a node that does.
    pub linked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Scalar(Scalar),
    Seq(Vec<Node>),
    Map(Vec<Entry>),
    /// A YAML tag without its `!`, and what it stands before: `!Sub text`.
    Tagged(String, Box<Node>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub key: Scalar,
    pub key_span: Span,
    pub value: Node,
}

/// Text as it is meant; `Plain` text may be read as a number, a boolean or null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    pub text: String,
    pub style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    Plain,
    Single,
    Double,
    Literal,
    Folded,
}

/// An item of a list, or an entry of a mapping.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'n> {
    /// Of an entry, and where it stands.
    pub(super) key: Option<(&'n Scalar, Span)>,
    pub(super) value: &'n Node,
}

impl<'n> Member<'n> {
    pub(super) fn entry(entry: &'n Entry) -> Self {
        Self {
            key: Some((&entry.key, entry.key_span)),
            value: &entry.value,
        }
    }

    pub(super) fn item(value: &'n Node) -> Self {
        Self { key: None, value }
    }

    pub(super) fn same_key(&self, other: &Self) -> bool {
        self.key.map(|(key, _)| &key.text) == other.key.map(|(key, _)| &key.text)
    }

    pub(super) fn start(&self) -> usize {
        self.key
            .map_or(self.value.span.start, |(_, span)| span.start)
    }
}

impl Node {
    /// Another value in the same place.
    pub(super) fn with(&self, value: Value) -> Self {
        Self {
            value,
            span: self.span,
            flow: self.flow,
            linked: self.linked,
        }
    }

    /// What a resource has under `Properties`.
    pub fn property(&self, name: &str) -> Option<&Self> {
        self.get("Properties")?.get(name)
    }

    pub fn get(&self, key: &str) -> Option<&Self> {
        let found = self.entries().iter().find(|entry| entry.key.text == key);
        found.map(|entry| &entry.value)
    }

    /// The entries of a mapping; none if it is something else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none if it is something else.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Seq(items) => items,
            _ => &[],
        }
    }

    /// The text of an untagged scalar.
    pub fn text(&self) -> Option<&str> {
        Some(&self.scalar()?.text)
    }

    fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    pub fn boolean(&self) -> Option<bool> {
        self.scalar()?.boolean()
    }

    pub(super) fn is_null(&self) -> bool {
        self.scalar().is_some_and(Scalar::is_null)
    }

    /// From the first byte of each item or key to the last of its value.
    pub(crate) fn members(&self) -> Vec<(usize, usize)> {
        let members = self.each_member();
        members.map(|it| (it.start(), it.value.span.end)).collect()
    }

    pub(super) fn each_member(&self) -> impl Iterator<Item = Member<'_>> {
        let items = self.items().iter().map(Member::item);
        items.chain(self.entries().iter().map(Member::entry))
    }

    /// How many members it has.
    pub(super) fn size(&self) -> usize {
        self.items().len() + self.entries().len()
    }

    /// Whether the members that both have are the same, each with each.
    pub(super) fn begins_as(&self, other: &Self) -> bool {
        let mut pairs = self.each_member().zip(other.each_member());
        pairs.all(|(a, b)| a.same_key(&b) && a.value.same_content(b.value))
    }

    pub(super) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Scalar(scalar) if scalar.is_null() => "nothing",
            Value::Scalar(_) => "text",
            Value::Seq(_) => "a list",
            Value::Map(_) => "a mapping",
            Value::Tagged(..) => "an intrinsic function",
        }
    }

    /// The nodes right below this one, in their order.
    pub(super) fn children(&self) -> Vec<&Self> {
        match &self.value {
            Value::Tagged(_, inner) => vec![inner],
            _ => self.each_member().map(|member| member.value).collect(),
        }
    }

    /// The node and everything below it.
    pub(crate) fn weight(&self) -> usize {
        let keys = self.entries().len();
        1 + keys + self.children().into_iter().map(Self::weight).sum::<usize>()
    }

    /// The levels below this node.
    pub(super) fn height(&self) -> usize {
        let below = self.children().into_iter().map(|it| 1 + it.height());
        below
            .max()
            .unwrap_or(usize::from(!matches!(self.value, Value::Scalar(_))))
    }

    /// The same content, wherever it stands and however it is quoted.
    pub(super) fn same_content(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Scalar(a), Value::Scalar(b)) => {
                a.text == b.text && a.is_typed() == b.is_typed()
            }
            (Value::Seq(_), Value::Seq(_)) | (Value::Map(_), Value::Map(_)) => {
                self.size() == other.size() && self.begins_as(other)
            }
            (Value::Tagged(a, inner), Value::Tagged(b, other)) => {
                a == b && inner.same_content(other)
            }
            _ => false,
        }
    }
}

impl Scalar {
    pub fn is_null(&self) -> bool {
        self.style == Style::Plain
            && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    /// Only `true` and `false` count: CloudFormation leaves `yes` and `on` text.
    pub fn boolean(&self) -> Option<bool> {
        match self.text.as_str() {
            _ if self.style != Style::Plain => None,
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// A number as JSON spells it; anything else stays text. CloudFormation reads YAML
    /// 1.1, where a leading zero makes a number octal: an account id without quotes
    /// is another number.
    pub fn number(&self) -> Option<Cow<'_, str>> {
        if self.style != Style::Plain {
            return None;
        }
        if json_number(&self.text) {
            return Some(Cow::Borrowed(&self.text));
        }
        octal(&self.text).map(Cow::Owned)
    }

    /// Plain and not text: null, a boolean or a number.
    pub(super) fn is_typed(&self) -> bool {
        self.is_null() || self.boolean().is_some() || self.number().is_some()
    }
}

fn json_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// `[-+]?0[0-7_]+` (yaml.org/type/int.html). More than 128 bits stay text.
fn octal(text: &str) -> Option<String> {
    let minus = text.starts_with('-');
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = digits.strip_prefix('0').filter(|rest| !rest.is_empty())?;
    if !digits.chars().all(|c| matches!(c, '0'..='7' | '_')) {
        return None;
    }
    let value = u128::from_str_radix(&format!("0{}", digits.replace('_', "")), 8).ok()?;
    let sign = if minus && value > 0 { "-" } else { "" };
    Some(format!("{sign}{value}"))
}

/// Where a key is given twice CloudFormation takes the last entry, and so do we.
pub(super) fn last_of_each_key(entries: Vec<Entry>) -> Vec<Entry> {
    let mut seen = HashSet::new();
    let mut kept: Vec<_> = entries
        .into_iter()
        .rev()
        .filter(|entry| seen.insert(entry.key.text.clone()))
        .collect();
    kept.reverse();
    kept
}
