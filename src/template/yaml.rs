//! YAML templates: the parser's events into the tree, with places.
//!
//! Bounded in depth and in what aliases multiply. Scalars keep their spelling:
//! no schema is applied here, so an unquoted date stays the text it is. Knows
//! nothing of what a template means.

mod events;
mod extent;
mod tag;

use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle, StructureStyle};

use self::{
    events::Events,
    extent::Extent,
    tag::{Meant, meant},
};
use super::{
    Entry, MAX_DEPTH, MAX_NODES, Malformed, Node, Read, Scalar, Span, Style, Value,
    malformed::{self, Repeated},
    node::last_of_each_key,
};
use crate::policy::{Place, places::Places};

pub(super) fn read(text: &str, places: &Places<'_>) -> Result<Read, Malformed> {
    let mut reader = Reader {
        places,
        extent: Extent::new(text),
        nodes: 0,
        open: Vec::new(),
        anchors: HashMap::new(),
        repeated: Vec::new(),
        root: None,
    };
    let mut documents = 0;
    for event in Events::new(text, places) {
        let (event, start, end) = event?;
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
        }
        if documents > 1 {
            return Err(Malformed::new(
                places.place(start),
                "a second document begins here",
                "Keep one template in a file: remove the line of three dashes",
            ));
        }
        reader.take(event, start, end)?;
    }
    let root = reader.root.ok_or_else(|| {
        Malformed::new(
            places.place(0),
            "the document is empty",
            "Begin with the sections of a template: Parameters, Resources",
        )
    })?;
    let repeated = reader.repeated;
    Ok(Read { root, repeated })
}

struct Reader<'a> {
    places: &'a Places<'a>,
    extent: Extent<'a>,
    nodes: usize,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    /// Keys that a mapping gives twice; the later entry counts.
    repeated: Vec<Repeated>,
    root: Option<Node>,
}

/// A collection whose end has not come yet.
struct Open {
    start: usize,
    flow: bool,
    tag: Meant,
    anchor: usize,
    content: Content,
}

enum Content {
    Seq(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        seen: HashMap<String, Place>,
        key: Option<(Scalar, Span)>,
        merged: Vec<Node>,
    },
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, start: usize, end: usize) -> Result<(), Malformed> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let style = style_of(style);
                let bare = anchor == 0 && tag.is_none();
                let (start, end) = self.extent.scalar(style, bare, &text, start, end);
                let tag = meant(tag.as_deref(), self.places.place(start))?;
                let scalar = Scalar {
                    text: text.into_owned(),
                    style: tag.style(style),
                };
                let node = self.finish(Value::Scalar(scalar), tag, (start, end), anchor, false);
                self.add(node?, anchor)
            }
            Event::SequenceStart(style, anchor, tag) => {
                let start = self.extent.dash(start);
                let tag = meant(tag.as_deref(), self.places.place(start))?;
                self.begin(Content::Seq(Vec::new()), style, (anchor, tag), start)
            }
            Event::MappingStart(style, anchor, tag) => {
                let content = Content::Map {
                    entries: Vec::new(),
                    seen: HashMap::new(),
                    key: None,
                    merged: Vec::new(),
                };
                let tag = meant(tag.as_deref(), self.places.place(start))?;
                self.begin(content, style, (anchor, tag), start)
            }
            // The end's span runs on into a comment; its first byte is the bracket.
            Event::SequenceEnd | Event::MappingEnd => self.close(start + 1),
            Event::Alias(anchor) => self.alias(anchor, start, end),
            _ => Ok(()),
        }
    }

    fn begin(
        &mut self,
        content: Content,
        style: StructureStyle,
        (anchor, tag): (usize, Meant),
        start: usize,
    ) -> Result<(), Malformed> {
        if self.open.len() >= MAX_DEPTH {
            return Err(malformed::too_deep(self.places.place(start)));
        }
        let flow = style == StructureStyle::Flow;
        self.extent.passed(start, flow);
        self.open.push(Open {
            start,
            flow,
            tag,
            anchor,
            content,
        });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Result<(), Malformed> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let (value, last) = match open.content {
            Content::Seq(items) => {
                let last = items.last().map(|item| item.span.end);
                (Value::Seq(items), last)
            }
            Content::Map {
                mut entries,
                mut seen,
                merged,
                ..
            } => {
                let last = entries.iter().map(|entry| entry.value.span.end).max();
                let last = last.max(merged.iter().map(|node| node.span.end).max());
                if seen.len() < entries.len() {
                    entries = last_of_each_key(entries);
                }
                for node in merged {
                    self.merge(node, &mut entries, &mut seen)?;
                }
                (Value::Map(entries), last)
            }
        };
        let end = if open.flow {
            end
        } else {
            last.unwrap_or(open.start)
        };
        if open.flow {
            self.extent.past(end);
        }
        let span = (open.start, end.max(open.start));
        let node = self.finish(value, open.tag, span, open.anchor, open.flow)?;
        self.add(node, open.anchor)
    }

    /// A node in its tag, counted.
    fn finish(
        &mut self,
        value: Value,
        tag: Meant,
        (start, end): (usize, usize),
        anchor: usize,
        flow: bool,
    ) -> Result<Node, Malformed> {
        let place = self.places.place(start);
        self.count(1, place)?;
        let linked = anchor != 0 || holds_link(&value);
        let span = Span { start, end, place };
        let node = |value| Node {
            value,
            span,
            flow,
            linked,
        };
        Ok(match tag {
            Meant::Call(name) => node(Value::Tagged(name, Box::new(node(value)))),
            Meant::Nothing | Meant::Text | Meant::Typed => node(value),
        })
    }

    fn add(&mut self, node: Node, anchor: usize) -> Result<(), Malformed> {
        if anchor != 0 {
            self.count(node.weight(), node.span.place)?;
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.content {
            Content::Seq(items) => items.push(node),
            Content::Map {
                entries,
                seen,
                key,
                merged,
            } => match key.take() {
                None => *key = Some(read_key(node, seen, &mut self.repeated)?),
                Some((key, _)) if is_merge(&key) => merged.push(node),
                Some((key, key_span)) => entries.push(Entry {
                    key,
                    key_span,
                    value: node,
                }),
            },
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, start: usize, end: usize) -> Result<(), Malformed> {
        let place = self.places.place(start);
        self.extent.past(end);
        let Some(meant) = self.anchors.get(&anchor) else {
            return Err(Malformed::new(
                place,
                "this alias is inside the value that it refers to",
                "Write the value out instead of the alias",
            ));
        };
        let weight = meant.weight();
        if self.open.len() + meant.height() > MAX_DEPTH {
            return Err(malformed::too_deep(place));
        }
        // Nothing is copied before it was counted.
        self.count(weight, place)?;
        let Some(mut node) = self.anchors.get(&anchor).cloned() else {
            return Ok(());
        };
        node.span = Span { start, end, place };
        node.linked = true;
        self.add(node, 0)
    }

    /// `<<: *defaults`: the entries that the mapping does not give itself.
    fn merge(
        &mut self,
        node: Node,
        entries: &mut Vec<Entry>,
        seen: &mut HashMap<String, Place>,
    ) -> Result<(), Malformed> {
        let place = node.span.place;
        match node.value {
            Value::Seq(items) => {
                for item in items {
                    self.merge(item, entries, seen)?;
                }
            }
            Value::Map(merged) => {
                for mut entry in merged {
                    if !seen.contains_key(&entry.key.text) {
                        seen.insert(entry.key.text.clone(), place);
                        entry.value.linked = true;
                        entries.push(entry);
                    }
                }
            }
            _ => {
                return Err(Malformed::new(
                    place,
                    "<< takes a mapping",
                    "Put << before an alias of a mapping, or write out the entries",
                ));
            }
        }
        Ok(())
    }

    fn count(&mut self, nodes: usize, place: Place) -> Result<(), Malformed> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES {
            return Err(malformed::too_many(place));
        }
        Ok(())
    }
}

fn read_key(
    node: Node,
    seen: &mut HashMap<String, Place>,
    repeated: &mut Vec<Repeated>,
) -> Result<(Scalar, Span), Malformed> {
    let Value::Scalar(key) = node.value else {
        return Err(Malformed::new(
            node.span.place,
            "a key is plain text",
            "Write the key as a word before a colon; quote text that begins with { [ or !",
        ));
    };
    if is_merge(&key) {
        return Ok((key, node.span));
    }
    if let Some(first) = seen.insert(key.text.clone(), node.span.place) {
        repeated.push(Repeated {
            key: key.text.clone(),
            first,
            again: node.span.place,
        });
    }
    Ok((key, node.span))
}

fn is_merge(key: &Scalar) -> bool {
    key.style == Style::Plain && key.text == "<<"
}

fn holds_link(value: &Value) -> bool {
    match value {
        Value::Scalar(_) => false,
        Value::Seq(items) => items.iter().any(|item| item.linked),
        Value::Map(entries) => entries.iter().any(|entry| entry.value.linked),
        Value::Tagged(_, inner) => inner.linked,
    }
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}
