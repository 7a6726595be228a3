//! A JSON text as values that know where they stand in it, and which of its lists
//! are sets.
//!
//! What has two readings (a key given twice) is refused, numbers keep their spelling.
//! Whether comments may stand in the text is the caller's to say.

use crate::{
    facts::Reason,
    policy::{json::commented, places::Places},
    template::{Node, Style, Value, json::tree},
};

pub(super) struct Tree<'a> {
    pub(super) text: &'a str,
    pub(super) root: Node,
    /// Sorted by their text: enough to see whether one was lost or doubled.
    pub(super) comments: Vec<&'a str>,
}

/// Where in a policy a value stands: it decides which lists are sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
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

impl Within {
    /// Where an object's value stands, by its key.
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

    /// Where a list's elements stand.
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
    pub(super) fn of(text: &'a str, comments: bool) -> Result<Self, Reason> {
        let (value, comments) = commented(text, comments)?;
        let mut comments: Vec<&str> = comments.into_iter().map(|range| &text[range]).collect();
        comments.sort_unstable();
        let read = tree(&value, &Places::new(text)).map_err(|malformed| malformed.what)?;
        match read.repeated.first() {
            Some(repeated) => Err(format!("gives the key {:?} twice", repeated.key).into()),
            None => Ok(Self {
                text,
                root: read.root,
                comments,
            }),
        }
    }
}

/// The value alone, in one spelling: equal exactly when the values are,
/// sets in any order.
pub(super) fn canonical(node: &Node, within: Within) -> String {
    match &node.value {
        Value::Scalar(scalar) if scalar.style == Style::Plain => scalar.text.clone(),
        Value::Scalar(scalar) => format!("{:?}", scalar.text),
        Value::Seq(items) => {
            let items = items.iter().map(|item| canonical(item, within.element()));
            let mut items: Vec<String> = items.collect();
            if within.is_set() {
                items.sort_unstable();
            }
            format!("[{}]", items.join(","))
        }
        Value::Map(entries) => {
            let fields = entries.iter().map(|field| {
                let value = canonical(&field.value, within.of(&field.key.text));
                format!("{:?}:{value}", field.key.text)
            });
            let mut fields: Vec<String> = fields.collect();
            fields.sort_unstable();
            format!("{{{}}}", fields.join(","))
        }
        Value::Tagged(..) => String::new(),
    }
}

pub(super) fn is_scalar(node: &Node) -> bool {
    matches!(node.value, Value::Scalar(_))
}
