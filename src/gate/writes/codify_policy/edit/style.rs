//! How a file is written: its line ends, indentation, and what stands on one line.
//!
//! Learned from the file, for what is new in it. What the file has no example
//! of is laid out with one value on a line, as IAM's console does it.

use super::tree::{Tree, Within, is_scalar};
use crate::{
    facts::is_hidden,
    template::{
        Entry, Node, Style as Quotes, Value,
        edit::layout::{indent, newline},
    },
};

/// A list that would be longer than this stands on several lines.
const LINE: usize = 100;

#[derive(Debug)]
pub(super) struct Style {
    pub(super) newline: &'static str,
    pub(super) unit: String,
    colon: String,
    pub(super) comma: String,
    lists: Layout,
    inner: Layout,
    outer: Layout,
    /// The whole file is one line.
    pub(super) flat: bool,
}

/// How often containers of one sort stand on one line, and how these begin.
#[derive(Debug, Default)]
struct Layout {
    one_line: usize,
    several: usize,
    pad: String,
}

impl Layout {
    fn see(&mut self, lead: &str) {
        if lead.contains('\n') {
            self.several += 1;
        } else {
            self.one_line += 1;
            if self.one_line == 1 && lead.bytes().all(|byte| byte == b' ') {
                lead.clone_into(&mut self.pad);
            }
        }
    }

    fn is_one_line(&self) -> bool {
        self.one_line > self.several
    }
}

impl Default for Style {
    fn default() -> Self {
        Self {
            newline: "\n",
            unit: "  ".to_owned(),
            colon: ": ".to_owned(),
            comma: ", ".to_owned(),
            lists: Layout::default(),
            inner: Layout::default(),
            outer: Layout::default(),
            flat: false,
        }
    }
}

impl Style {
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let mut style = Self {
            newline: newline(tree.text),
            flat: !tree.text[tree.root.span.start..tree.root.span.end].contains('\n'),
            ..Self::default()
        };
        let mut seen = Seen::default();
        style.survey(tree.text, &tree.root, Within::Root, &mut seen);
        let plain = |found: Option<&str>, usual: String| match found {
            Some(found) if !found.contains(['/', '\n']) => found.to_owned(),
            _ => usual,
        };
        style.unit = plain(seen.unit, style.unit);
        style.colon = plain(seen.colon, style.colon);
        let tight = style.flat && !style.colon.contains(' ');
        style.comma = plain(seen.comma, if tight { ",".into() } else { style.comma });
        style
    }

    fn survey<'a>(&mut self, text: &'a str, node: &Node, within: Within, seen: &mut Seen<'a>) {
        let starts: Vec<(usize, usize)> = node.members();
        if let Some((first, _)) = starts.first() {
            let lead = &text[node.span.start + 1..*first];
            match &node.value {
                Value::Seq(items) if items.iter().all(is_scalar) => self.lists.see(lead),
                Value::Map(_) if outer(within) => self.outer.see(lead),
                Value::Map(_) => self.inner.see(lead),
                _ => {}
            }
            let deeper = indent(text, *first).strip_prefix(indent(text, node.span.start));
            seen.unit = seen.unit.or(deeper.filter(|unit| !unit.is_empty()));
            for pair in starts.windows(2) {
                let between = &text[pair[0].1..pair[1].0];
                seen.comma = seen
                    .comma
                    .or(Some(between).filter(|gap| !gap.contains('\n')));
            }
        }
        for item in node.items() {
            self.survey(text, item, within.element(), seen);
        }
        for field in node.entries() {
            seen.colon = seen.colon.or(Some(colon(text, field)));
            self.survey(text, &field.value, within.of(&field.key.text), seen);
        }
    }

    /// A value as this file would have it, on a line that is indented so.
    pub(super) fn fresh(&self, node: &Node, within: Within, base: &str, flat: bool) -> String {
        match &node.value {
            Value::Scalar(scalar) if scalar.style == Quotes::Plain => scalar.text.clone(),
            Value::Scalar(scalar) => quoted(&scalar.text),
            _ => self.laid_out(node, within, base, flat, |base, flat| {
                let items = node.items().iter();
                let items = items.map(|item| self.fresh(item, within.element(), base, flat));
                let fields = node.entries().iter();
                let fields = fields.map(|field| self.field(field, within, base, flat));
                items.chain(fields).collect()
            }),
        }
    }

    pub(super) fn field(&self, field: &Entry, within: Within, base: &str, flat: bool) -> String {
        let name = &field.key.text;
        let value = self.fresh(&field.value, within.of(name), base, flat);
        format!("{}{}{value}", quoted(name), self.colon)
    }

    /// A new list or object with these members, which are asked for with the
    /// indentation they get.
    pub(super) fn laid_out(
        &self,
        like: &Node,
        within: Within,
        base: &str,
        flat: bool,
        members: impl Fn(&str, bool) -> Vec<String>,
    ) -> String {
        let (open, close, layout) = match &like.value {
            Value::Map(_) if outer(within) => ('{', '}', &self.outer),
            Value::Map(_) => ('{', '}', &self.inner),
            _ => ('[', ']', &self.lists),
        };
        if like.members().is_empty() {
            return format!("{open}{close}");
        }
        let on_one_line = || {
            let (pad, comma) = (&layout.pad, &self.comma);
            let members = members(base, true).join(comma);
            format!("{open}{pad}{members}{pad}{close}")
        };
        if flat || self.flat {
            return on_one_line();
        }
        let scalars = !matches!(&like.value, Value::Seq(items) if !items.iter().all(is_scalar));
        if layout.is_one_line() && scalars {
            let line = on_one_line();
            if base.len() + line.len() <= LINE {
                return line;
            }
        }
        let newline = self.newline;
        let deeper = format!("{base}{}", self.unit);
        let members = members(&deeper, false).join(&format!(",{newline}{deeper}"));
        format!("{open}{newline}{deeper}{members}{newline}{base}{close}")
    }
}

#[derive(Default)]
struct Seen<'a> {
    unit: Option<&'a str>,
    colon: Option<&'a str>,
    comma: Option<&'a str>,
}

/// Documents and statements, as against what stands in a statement.
fn outer(within: Within) -> bool {
    matches!(
        within,
        Within::Root | Within::Statements | Within::Statement
    )
}

/// What stands between a field's name and its value.
pub(super) fn colon<'a>(text: &'a str, field: &Entry) -> &'a str {
    &text[field.key_span.end..field.value.span.start]
}

/// A JSON text. What could not be seen in a review (directions, blanks without
/// width, controls beyond ASCII) is escaped like the controls that must be.
pub(super) fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if !json.chars().any(is_hidden) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if is_hidden(letter) {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(letter);
        }
    }
    out
}
