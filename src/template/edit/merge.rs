//! The smallest set of changes that brings a written node to a wanted value.
//!
//! Works on the old text by spans. It need not be right about every form of YAML:
//! what it makes is read back and compared before anyone gets it.

mod block;
mod flow;

use super::{
    EditError, Layout, Step,
    compare::{self, own_place, same},
    layout::indent,
    pair::paired,
};
use crate::template::{
    Entry, Node, Resolved, Resolver, Value, intrinsic::call, made::NOWHERE, node::Member,
};

/// Bytes `start..end` become `text`.
#[derive(Debug)]
struct Change {
    start: usize,
    end: usize,
    text: String,
}

/// What stands before a value, which decides how a new one is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    /// A key in this column, its colon ending at this byte.
    Key { column: usize, after: usize },
    /// A dash in this column, ending at this byte.
    Dash { column: usize, after: usize },
    /// Within brackets.
    Flow,
}

pub(super) struct Merge<'a> {
    text: &'a str,
    resolver: &'a Resolver<'a>,
    layout: &'a Layout,
    changes: Vec<Change>,
}

impl<'a> Merge<'a> {
    pub(super) fn new(text: &'a str, resolver: &'a Resolver<'a>, layout: &'a Layout) -> Self {
        Self {
            text,
            resolver,
            layout,
            changes: Vec::new(),
        }
    }

    /// The edited text.
    pub(super) fn apply(mut self) -> String {
        self.changes
            .sort_by_key(|change| (change.start, change.end));
        let mut out = String::with_capacity(self.text.len() + 256);
        let mut at = 0;
        for change in &self.changes {
            // Lines that come behind one that goes: they begin where it began.
            if change.end < at {
                let newline = self.layout.newline;
                out.push_str(change.text.strip_prefix(newline).unwrap_or(&change.text));
                out.push_str(newline);
                continue;
            }
            out.push_str(self.text.get(at..change.start).unwrap_or(""));
            out.push_str(&change.text);
            at = at.max(change.end);
        }
        out.push_str(self.text.get(at..).unwrap_or(""));
        out
    }

    fn is_absent(&self, node: &Node) -> bool {
        self.resolver.resolve(node) == Resolved::Absent
    }

    fn put(&mut self, start: usize, end: usize, text: String) {
        self.changes.push(Change { start, end, text });
    }

    /// The slot of the node at the end of a path.
    pub(super) fn slot(&self, root: &Node, path: &[Step]) -> Result<Slot, EditError> {
        let Some((step, above)) = path.split_last() else {
            return Ok(Slot::Flow);
        };
        let parent = compare::at(root, above).unwrap_or(root);
        match step {
            Step::Key(key) => {
                let entry = parent.entries().iter().find(|entry| entry.key.text == *key);
                entry.map_or(Ok(Slot::Flow), |entry| self.slot_of_entry(parent, entry))
            }
            Step::Index(index) => self.slot_of_item(parent, *index),
        }
    }

    /// Brings the node to the wanted value.
    pub(super) fn bring(
        &mut self,
        node: &Node,
        wanted: &Node,
        slot: Slot,
    ) -> Result<(), EditError> {
        if same(self.resolver, node, wanted) {
            return Ok(());
        }
        let written_out = call(node).is_none() && call(wanted).is_none();
        match (&node.value, &wanted.value) {
            (Value::Map(old), Value::Map(new)) if written_out && shares_keys(old, new) => {
                self.bring_map(node, new, wanted)
            }
            (Value::Seq(_), Value::Seq(_)) => self.bring_seq(node, wanted, slot),
            _ => self.replace(node, wanted, slot),
        }
    }

    fn bring_map(&mut self, node: &Node, new: &[Entry], wanted: &Node) -> Result<(), EditError> {
        let wants = |entry: &Entry| {
            new.iter().any(|it| it.key.text == entry.key.text) || self.is_absent(&entry.value)
        };
        let kept: Vec<bool> = node.entries().iter().map(wants).collect();
        for (entry, _) in node.entries().iter().zip(&kept).filter(|(_, kept)| !**kept) {
            not_chosen(&entry.value)?;
        }
        for entry in node.entries() {
            own_place(self.text, node, &entry.value)?;
            if let Some(value) = wanted.get(&entry.key.text) {
                let slot = self.slot_of_entry(node, entry)?;
                self.bring(&entry.value, value, slot)?;
            }
        }
        let added = new.iter();
        let added = added.filter(|entry| node.get(&entry.key.text).is_none());
        let added: Vec<Member<'_>> = added.map(Member::entry).collect();
        self.remove(node, &kept)?;
        self.add(node, &kept, &added)
    }

    fn bring_seq(&mut self, node: &Node, wanted: &Node, slot: Slot) -> Result<(), EditError> {
        let (own, new) = (self.values(node.items()), self.values(wanted.items()));
        let pairs = paired(&own, &new, |_, _| false, |_, _| false);
        let kept = pairs.iter().zip(&own);
        // What is left out here may be there under other parameters.
        let kept = kept.map(|(pair, own)| pair.is_some() || *own == Resolved::Absent);
        let kept: Vec<bool> = kept.collect();
        if !kept.contains(&true) {
            return self.replace(node, wanted, slot);
        }
        for (index, (item, pair)) in node.items().iter().zip(&pairs).enumerate() {
            own_place(self.text, node, item)?;
            if kept.get(index) == Some(&false) {
                not_chosen(item)?;
            }
            if let Some(value) = pair.and_then(|pair| wanted.items().get(pair)) {
                let slot = self.slot_of_item(node, index)?;
                self.bring(item, value, slot)?;
            }
        }
        let added = wanted.each_member().enumerate();
        let added = added.filter(|(at, _)| !pairs.contains(&Some(*at)));
        let added: Vec<Member<'_>> = added.map(|(_, item)| item).collect();
        self.remove(node, &kept)?;
        self.add(node, &kept, &added)
    }

    fn remove(&mut self, node: &Node, kept: &[bool]) -> Result<(), EditError> {
        match node.flow {
            true => self.remove_flow(node, kept),
            false => self.remove_block(node, kept),
        }
    }

    /// Behind the last member that stays.
    fn add(&mut self, node: &Node, kept: &[bool], added: &[Member<'_>]) -> Result<(), EditError> {
        match node.flow {
            true => self.add_flow(node, kept, added),
            false => self.add_block(node, kept, added),
        }
    }

    fn values(&self, nodes: &[Node]) -> Vec<Resolved> {
        let values = nodes.iter().map(|node| self.resolver.resolve(node));
        values.collect()
    }

    /// Writes the wanted value in the place of the old.
    fn replace(&mut self, node: &Node, wanted: &Node, slot: Slot) -> Result<(), EditError> {
        not_chosen(node)?;
        if node.linked {
            return Err(EditError::at(
                node,
                "an anchor or an alias is inside what would be replaced",
                "Write the value out where it is used, then edit again",
            ));
        }
        let (start, new) = match slot {
            Slot::Flow => {
                let indent = indent(self.text, node.span.start);
                (node.span.start, self.layout.flow(wanted, indent)?)
            }
            Slot::Key { column, after } => (after, self.layout.after_key(wanted, column)?),
            Slot::Dash { column, after } => (after, self.layout.after_dash(wanted, column)?),
        };
        let end = node.span.end.max(start);
        let gap = self
            .text
            .get(start..node.span.start.max(start))
            .unwrap_or("");
        if gap.contains('#') {
            let what = "a comment is between the key and what would be replaced";
            return Err(EditError::at(
                node,
                what,
                "Move the comment, then edit again",
            ));
        }
        // One line for one line: the blanks before it stay as they are.
        if !gap.contains('\n') && !new.contains('\n') && !gap.is_empty() {
            let new = new.trim_start().to_owned();
            self.put(node.span.start, end, new);
        } else {
            self.put(start, end, new);
        }
        Ok(())
    }

    /// One more item for a list.
    pub(super) fn append(&mut self, node: &Node, item: &Node, slot: Slot) -> Result<(), EditError> {
        if node.items().is_empty() {
            let list = NOWHERE.list(vec![item.clone()]);
            return self.replace(node, &list, slot);
        }
        self.add_last(node, Member::item(item))
    }

    /// One more entry for a mapping.
    pub(super) fn insert(&mut self, node: &Node, key: &str, value: &Node) -> Result<(), EditError> {
        self.add_last(node, Member::entry(&NOWHERE.entry(key, value.clone())))
    }

    fn add_last(&mut self, node: &Node, member: Member<'_>) -> Result<(), EditError> {
        let members = node.children();
        for value in &members {
            own_place(self.text, node, value)?;
        }
        self.add(node, &vec![true; members.len()], &[member])
    }

    fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or("");
        before.rfind('\n').map_or(0, |at| at + 1)
    }

    /// Before the line's end, carriage return included.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }
}

/// What a condition chooses has another form elsewhere, which an edit must not take away.
fn not_chosen(node: &Node) -> Result<(), EditError> {
    if call(node).is_some_and(|call| call.name == "If") {
        return Err(EditError::at(
            node,
            "a condition chooses what would be changed here",
            "Edit it by hand: the other choice must stay",
        ));
    }
    node.children().into_iter().try_for_each(not_chosen)
}

fn shares_keys(old: &[Entry], new: &[Entry]) -> bool {
    old.iter()
        .any(|a| new.iter().any(|b| a.key.text == b.key.text))
}
