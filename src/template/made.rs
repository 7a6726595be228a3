//! Nodes that no template has: mappings, lists and texts, made and not read.
//!
//! It reads nothing, and knows neither what a template means nor how it is written.

use super::{Entry, Node, Scalar, Span, Style, Value};
use crate::policy::Place;

/// Makes nodes that stand at one place: of the resource that they are made for.
#[derive(Clone, Copy, Debug)]
pub(super) struct At(pub(super) Span);

/// Of what is still to be written.
pub(super) const NOWHERE: At = At(Span {
    start: 0,
    end: 0,
    place: Place { line: 0, column: 0 },
});

impl At {
    pub(super) fn node(self, value: Value) -> Node {
        Node {
            value,
            span: self.0,
            flow: false,
            linked: false,
        }
    }

    pub(super) fn text(self, text: &str) -> Node {
        self.node(Value::Scalar(quoted(text)))
    }

    pub(super) fn list(self, items: Vec<Node>) -> Node {
        self.node(Value::Seq(items))
    }

    pub(super) fn map<'k>(self, entries: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
        let entries = entries
            .into_iter()
            .map(|(key, value)| self.entry(key, value));
        self.node(Value::Map(entries.collect()))
    }

    pub(super) fn entry(self, key: &str, value: Node) -> Entry {
        Entry {
            key: quoted(key),
            key_span: self.0,
            value,
        }
    }
}

fn quoted(text: &str) -> Scalar {
    Scalar {
        text: text.to_owned(),
        style: Style::Single,
    }
}
