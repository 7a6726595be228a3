//! `Fn::Sub`: names in braces, literals behind an exclamation mark; and dynamic references.
//!
//! Policy variables outside `Fn::Sub` are not touched: nothing looks for them there.

use super::{Resolved, Resolver};
use crate::template::{Node, Part, Symbol, Text, Value};

impl Resolver<'_> {
    pub(super) fn substitute(&self, of: &Node) -> Option<Resolved> {
        let (template, names): (&str, &[_]) = match &of.value {
            Value::Scalar(scalar) => (&scalar.text, &[]),
            Value::Seq(items) => match items.as_slice() {
                [template] => (template.text()?, &[]),
                [template, names] => (template.text()?, names.entries()),
                _ => return None,
            },
            _ => return None,
        };
        let own = |name: &str| {
            let entry = names.iter().find(|entry| entry.key.text == name)?;
            Some(self.resolve(&entry.value))
        };
        Some(Resolved::Text(self.filled(template, of, own)))
    }

    /// The template with each name's value, from `own` first.
    pub(in crate::template) fn filled(
        &self,
        template: &str,
        at: &Node,
        own: impl Fn(&str) -> Option<Resolved>,
    ) -> Text {
        let mut out = Text::default();
        let mut rest = template;
        while let Some(begin) = rest.find("${") {
            let (before, from) = rest.split_at(begin);
            self.append(&mut out, &Text::literal(before));
            let Some(end) = from.find('}') else {
                rest = from;
                break;
            };
            let name = from.get(2..end).unwrap_or("");
            rest = from.get(end + 1..).unwrap_or("");
            if let Some(literal) = name.strip_prefix('!') {
                self.append(&mut out, &Text::literal(format!("${{{literal}}}")));
                continue;
            }
            let value = own(name).unwrap_or_else(|| match name.trim().split_once('.') {
                Some((resource, attribute)) => self.attribute(resource, attribute, at),
                None => self.reference(name.trim(), at),
            });
            self.append(&mut out, &as_text(value, name));
        }
        self.append(&mut out, &Text::literal(rest));
        out
    }
}

/// A list is written with commas; what has no text is open.
fn as_text(value: Resolved, name: &str) -> Text {
    if let Resolved::List(items) = value {
        let mut out = Text::default();
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                out.push_literal(",");
            }
            out.push(&as_text(item, name));
        }
        return out;
    }
    value.text().unwrap_or_else(|| {
        Text::symbol(Symbol::Function {
            name: "Sub".into(),
            of: name.to_owned(),
        })
    })
}

const OPENS: &str = "{{resolve:";

/// Dynamic references in the literals of a text become symbols.
pub(super) fn with_dynamic(text: Text) -> Text {
    let dynamic = |part: &Part| matches!(part, Part::Literal(it) if it.contains(OPENS));
    if !text.parts().iter().any(dynamic) {
        return text;
    }
    let mut out = Text::default();
    for part in text.parts() {
        let Part::Literal(literal) = part else {
            if let Part::Symbol(symbol) = part {
                out.push(&Text::symbol(symbol.clone()));
            }
            continue;
        };
        let mut rest = literal.as_str();
        while let Some(begin) = rest.find(OPENS) {
            let (before, from) = rest.split_at(begin);
            let Some(end) = from.find("}}") else { break };
            out.push_literal(before);
            let inner = from.get(OPENS.len()..end).unwrap_or("");
            out.push(&Text::symbol(Symbol::Dynamic(inner.to_owned())));
            rest = from.get(end + 2..).unwrap_or("");
        }
        out.push_literal(rest);
    }
    out
}
