//! New text for a node, in the layout of the template it goes into.
//!
//! Intrinsics are written in their short form in YAML. Knows no old text.

use super::{EditError, Layout};
use crate::template::{
    Format, Node, Scalar, Value,
    document::quoted,
    intrinsic::{Call, call, is_known},
};

impl Layout {
    /// What follows the colon of a key in this column, counting from zero.
    pub(super) fn after_key(&self, node: &Node, key: usize) -> Result<String, EditError> {
        self.block(node, key + self.step, key + self.dash)
    }

    /// What follows a dash in this column.
    pub(super) fn after_dash(&self, node: &Node, dash: usize) -> Result<String, EditError> {
        let inner = dash + self.content;
        let pad = " ".repeat(self.content - 1);
        match &node.value {
            Value::Map(entries) if call(node).is_none() && !entries.is_empty() => {
                let lines = self.entries(node, inner)?;
                Ok(format!("{pad}{}", lines.trim_start()))
            }
            Value::Seq(items) if !items.is_empty() => {
                let lines = self.items(node, inner)?;
                Ok(format!("{pad}{}", lines.trim_start()))
            }
            _ => self.block(node, inner, inner),
        }
    }

    fn block(&self, node: &Node, keys: usize, dashes: usize) -> Result<String, EditError> {
        if let Some(Call { name, of }) = call(node)
            && is_known(name)
            && call(of).is_none()
        {
            let short = match (name, &of.value) {
                ("GetAtt", Value::Seq(parts)) => attribute(parts),
                _ => None,
            };
            let of = match short {
                Some(short) => format!(" {short}"),
                None => self.block(of, keys, dashes)?,
            };
            return Ok(format!(" !{name}{of}"));
        }
        let lines = match &node.value {
            Value::Scalar(scalar) => return Ok(format!(" {}", self.scalar(scalar, false)?)),
            Value::Seq(items) if items.is_empty() => return Ok(" []".to_owned()),
            Value::Map(entries) if entries.is_empty() => return Ok(" {}".to_owned()),
            Value::Seq(_) => self.items(node, dashes)?,
            Value::Map(_) => self.entries(node, keys)?,
            Value::Tagged(..) => return Err(not_json()),
        };
        Ok(format!("{}{lines}", self.newline))
    }

    fn items(&self, node: &Node, dash: usize) -> Result<String, EditError> {
        let indent = " ".repeat(dash);
        let items = node.items().iter();
        let lines = items.map(|item| Ok(format!("{indent}-{}", self.after_dash(item, dash)?)));
        Ok(lines
            .collect::<Result<Vec<_>, EditError>>()?
            .join(self.newline))
    }

    fn entries(&self, node: &Node, key: usize) -> Result<String, EditError> {
        let indent = " ".repeat(key);
        let entries = node.entries().iter();
        let lines = entries.map(|entry| {
            let value = self.after_key(&entry.value, key)?;
            Ok(format!("{indent}{}:{value}", self.key(&entry.key)?))
        });
        Ok(lines
            .collect::<Result<Vec<_>, EditError>>()?
            .join(self.newline))
    }

    pub(super) fn key(&self, key: &Scalar) -> Result<String, EditError> {
        self.scalar(key, false)
    }

    fn scalar(&self, scalar: &Scalar, flow: bool) -> Result<String, EditError> {
        refuse_tokens(&scalar.text)?;
        let text = &scalar.text;
        if scalar.is_typed() || is_plain(text, flow) {
            return Ok(text.clone());
        }
        if text.chars().any(is_unsafe) {
            return Ok(escaped(text));
        }
        Ok(match self.quote {
            '"' => quoted(text),
            _ => format!("'{}'", text.replace('\'', "''")),
        })
    }

    /// On one line, in brackets; or for JSON over several, from `indent` on.
    pub(super) fn flow(&self, node: &Node, indent: &str) -> Result<String, EditError> {
        match (&node.value, self.format) {
            (Value::Scalar(scalar), Format::Json) => {
                refuse_tokens(&scalar.text)?;
                Ok(if let Some(number) = scalar.number() {
                    number.into_owned()
                } else if scalar.is_typed() {
                    scalar.text.clone()
                } else {
                    quoted(&scalar.text)
                })
            }
            (Value::Scalar(scalar), Format::Yaml) => self.scalar(scalar, true),
            (Value::Seq(items), _) => {
                let inner = format!("{indent}{}", self.indent);
                let items = items.iter().map(|item| self.flow(item, &inner));
                let items = items.collect::<Result<Vec<_>, _>>()?;
                Ok(self.bracketed('[', &items, ']', indent))
            }
            (Value::Map(entries), _) => {
                let inner = format!("{indent}{}", self.indent);
                let entries = entries.iter().map(|entry| {
                    let value = self.flow(&entry.value, &inner)?;
                    Ok(format!("{}: {value}", self.flow_key(&entry.key)?))
                });
                let entries = entries.collect::<Result<Vec<_>, EditError>>()?;
                Ok(self.bracketed('{', &entries, '}', indent))
            }
            (Value::Tagged(..), _) => Err(not_json()),
        }
    }

    pub(super) fn flow_key(&self, key: &Scalar) -> Result<String, EditError> {
        match self.format {
            Format::Json => Ok(quoted(&key.text)),
            Format::Yaml => self.scalar(key, true),
        }
    }

    fn bracketed(&self, open: char, items: &[String], close: char, indent: &str) -> String {
        if items.is_empty() || self.format == Format::Yaml {
            return format!("{open}{}{close}", items.join(", "));
        }
        let line = format!("{}{indent}{}", self.newline, self.indent);
        let items = items.join(&format!(",{line}"));
        format!("{open}{line}{items}{}{indent}{close}", self.newline)
    }
}

/// Readers of older YAML take some of these for line ends, and drop others.
fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// In double quotes: JSON's escapes are YAML's too.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in quoted(text).chars() {
        if is_unsafe(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn attribute(parts: &[Node]) -> Option<String> {
    match parts {
        [resource, attribute] => {
            let joined = format!("{}.{}", resource.text()?, attribute.text()?);
            is_plain(&joined, true).then_some(joined)
        }
        _ => None,
    }
}

fn not_json() -> EditError {
    EditError::wanted(
        "a tag stands where JSON was expected",
        "Use the long form of intrinsics",
    )
}

/// A token stands for what nobody knows: it must never be written as if it were a value.
fn refuse_tokens(text: &str) -> Result<(), EditError> {
    for piece in text.split('<').skip(1) {
        let kind = piece.split(' ').next().unwrap_or("");
        let is_kind = is_known(kind) || matches!(kind, "AWS" | "resolve" | "Unresolved");
        if is_kind && piece.contains('>') {
            return Err(EditError::wanted(
                format!("{text:?} holds a placeholder for a value that is not known"),
                "Write the intrinsic function in its long form instead: {\"Fn::GetAtt\": ...}",
            ));
        }
    }
    Ok(())
}

/// Text that no reader of YAML takes for anything but itself, without quotes.
fn is_plain(text: &str, flow: bool) -> bool {
    let lower = text.to_ascii_lowercase();
    let word = matches!(
        lower.as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
    );
    let allowed = |c: char| {
        c.is_ascii_alphanumeric() || "_.:/@+=-".contains(c) || (!flow && "*?".contains(c))
    };
    !word
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(allowed)
        && !text.ends_with(':')
}
