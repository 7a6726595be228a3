//! How a template is laid out near an edit: indentation, quotes, line ends.
//!
//! Measured, with the usual habits where there is nothing to measure.

use std::collections::BTreeMap;

use crate::template::{Format, Node, Style, Template, Value};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) format: Format,
    pub(super) newline: &'static str,
    /// Columns from a key to the keys below it.
    pub(super) step: usize,
    /// Columns from a key to the dashes below it; 0 where they stand under it.
    pub(super) dash: usize,
    /// Columns from a dash to its content.
    pub(super) content: usize,
    pub(super) quote: char,
    /// One level of indentation in JSON.
    pub(super) indent: String,
}

impl Layout {
    /// Of `near` first, of the whole template where `near` does not show it.
    pub(super) fn of(text: &str, template: &Template, near: &Node) -> Self {
        let (close, whole) = (Survey::of(near), Survey::of(&template.root));
        let pick = |read: fn(&Survey) -> &Counts, usual: usize| {
            let most = |survey| most(read(survey));
            most(&close).or_else(|| most(&whole)).unwrap_or(usual)
        };
        let step = pick(|it| &it.steps, 2).max(1);
        let quotes = if close.quotes.values().sum::<usize>() > 0 {
            &close.quotes
        } else {
            &whole.quotes
        };
        Self {
            format: template.format,
            newline: newline(text),
            step,
            dash: pick(|it| &it.dashes, step),
            content: pick(|it| &it.contents, 2).max(2),
            quote: if most(quotes) == Some(1) { '"' } else { '\'' },
            indent: json_indent(text, template),
        }
    }
}

type Counts = BTreeMap<usize, usize>;

fn most(counts: &Counts) -> Option<usize> {
    let most = counts.iter().max_by_key(|(_, count)| **count);
    most.map(|(value, _)| *value)
}

#[derive(Debug, Default)]
struct Survey {
    steps: Counts,
    dashes: Counts,
    contents: Counts,
    /// 0 for single quotes, 1 for double.
    quotes: Counts,
}

impl Survey {
    fn of(node: &Node) -> Self {
        let mut survey = Self::default();
        survey.walk(node);
        survey
    }

    fn walk(&mut self, node: &Node) {
        match &node.value {
            Value::Scalar(scalar) => match scalar.style {
                Style::Single => count(&mut self.quotes, Some(0)),
                Style::Double => count(&mut self.quotes, Some(1)),
                _ => {}
            },
            Value::Seq(items) => {
                for item in items {
                    if !node.flow && item.span.place.line >= node.span.place.line {
                        let same_line = item.span.place.column.checked_sub(column(node));
                        count(
                            &mut self.contents,
                            same_line.and_then(|it| usize::try_from(it).ok()),
                        );
                    }
                    self.walk(item);
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    self.below(entry.key_span.place.column, &entry.value);
                    self.walk(&entry.value);
                }
            }
            Value::Tagged(_, inner) => self.walk(inner),
        }
    }

    fn below(&mut self, key: u32, value: &Node) {
        if value.flow || value.linked {
            return;
        }
        let offset = column(value).checked_sub(key);
        let offset = offset.and_then(|it| usize::try_from(it).ok());
        match &value.value {
            Value::Map(entries) if !entries.is_empty() => count(&mut self.steps, offset),
            Value::Seq(items) if !items.is_empty() => count(&mut self.dashes, offset),
            _ => {}
        }
    }
}

fn column(node: &Node) -> u32 {
    node.span.place.column
}

fn count(counts: &mut Counts, value: Option<usize>) {
    // Anything wider is no indentation but a value on its key's line.
    if let Some(value) = value.filter(|value| *value <= 8) {
        *counts.entry(value).or_default() += 1;
    }
}

/// How the first line of a text ends.
pub(crate) fn newline(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}

/// The blanks that the line of this byte begins with.
pub(crate) fn indent(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..blanks).unwrap_or("")
}

/// The white space before the first key of the template.
fn json_indent(text: &str, template: &Template) -> String {
    let first = template.root.entries().first();
    let start = first.map_or(0, |entry| entry.key_span.start);
    let line = text.get(..start).unwrap_or("");
    let own = line.rsplit('\n').next().unwrap_or("");
    if line.contains('\n') && !own.is_empty() && own.trim().is_empty() {
        own.to_owned()
    } else {
        "  ".to_owned()
    }
}
