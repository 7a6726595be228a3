//! New text for a node, in the layout of the template it goes into.
//!
//! Intrinsics are written in their short form in YAML. Knows no old text.

use super::{EditError, Layout};
use crate::template::{
    Format, Node, Scalar, Value,
    document::quoted,
    intrinsic::{Call, call, is_known},
    node::Member,
};

impl Layout {
    /// What follows the colon of a key in this column, counting from zero.
    pub(super) fn after_key(&self, node: &Node, key: usize) -> Result<String, EditError> {
        self.block(node, key + self.step, key + self.dash)
    }

    /// What follows a dash in this column.
    pub(super) fn after_dash(&self, node: &Node, dash: usize) -> Result<String, EditError> {
        let inner = dash + self.content;
        let is_block = match &node.value {
            Value::Map(entries) => call(node).is_none() && !entries.is_empty(),
            Value::Seq(items) => !items.is_empty(),
            _ => false,
        };
        if !is_block {
            return self.block(node, inner, inner);
        }
        let pad = " ".repeat(self.content - 1);
        Ok(format!("{pad}{}", self.lines(node, inner)?.trim_start()))
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
            Value::Seq(_) => self.lines(node, dashes)?,
            Value::Map(_) => self.lines(node, keys)?,
            Value::Tagged(..) => return Err(not_json()),
        };
        Ok(format!("{}{lines}", self.newline))
    }

    /// Each member on lines of its own, its dash or key in this column.
    fn lines(&self, node: &Node, column: usize) -> Result<String, EditError> {
        let lines = node.each_member().map(|member| self.line(member, column));
        Ok(lines.collect::<Result<Vec<_>, _>>()?.join(self.newline))
    }

    pub(super) fn line(&self, member: Member<'_>, column: usize) -> Result<String, EditError> {
        let indent = " ".repeat(column);
        let Some((key, _)) = member.key else {
            let item = self.after_dash(member.value, column)?;
            return Ok(format!("{indent}-{item}"));
        };
        let value = self.after_key(member.value, column)?;
        Ok(format!("{indent}{}:{value}", self.scalar(key, false)?))
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
            (Value::Seq(_), _) => self.bracketed('[', node, ']', indent),
            (Value::Map(_), _) => self.bracketed('{', node, '}', indent),
            (Value::Tagged(..), _) => Err(not_json()),
        }
    }

    pub(super) fn flow_member(
        &self,
        member: Member<'_>,
        indent: &str,
    ) -> Result<String, EditError> {
        let value = self.flow(member.value, indent)?;
        Ok(match (member.key, self.format) {
            (None, _) => value,
            (Some((key, _)), Format::Json) => format!("{}: {value}", quoted(&key.text)),
            (Some((key, _)), Format::Yaml) => format!("{}: {value}", self.scalar(key, true)?),
        })
    }

    fn bracketed(
        &self,
        open: char,
        node: &Node,
        close: char,
        indent: &str,
    ) -> Result<String, EditError> {
        let inner = format!("{indent}{}", self.indent);
        let members = node.each_member();
        let members = members.map(|member| self.flow_member(member, &inner));
        let members = members.collect::<Result<Vec<_>, _>>()?;
        if members.is_empty() || self.format == Format::Yaml {
            return Ok(format!("{open}{}{close}", members.join(", ")));
        }
        let line = format!("{}{inner}", self.newline);
        let members = members.join(&format!(",{line}"));
        let newline = self.newline;
        Ok(format!("{open}{line}{members}{newline}{indent}{close}"))
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
        "a tag is where JSON was expected",
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
