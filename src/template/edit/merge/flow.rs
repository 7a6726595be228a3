//! Entries and items within brackets, in JSON and in YAML's flow style.
//!
//! Adds behind the last one that stays, as it is laid out; takes commas along.

use super::{EditError, Merge, indent};
use crate::template::{Entry, Node};

impl Merge<'_> {
    pub(super) fn flow_items(
        &self,
        added: &[&Node],
        list: &Node,
    ) -> Result<Vec<String>, EditError> {
        let indent = self.indent_in(list);
        let items = added.iter().map(|node| self.layout.flow(node, indent));
        items.collect()
    }

    pub(super) fn flow_entries(
        &self,
        added: &[&Entry],
        map: &Node,
    ) -> Result<Vec<String>, EditError> {
        let indent = self.indent_in(map);
        let entries = added.iter().map(|entry| {
            let value = self.layout.flow(&entry.value, indent)?;
            Ok(format!("{}: {value}", self.layout.flow_key(&entry.key)?))
        });
        entries.collect()
    }

    /// The indentation of what stands in the brackets.
    fn indent_in(&self, node: &Node) -> &str {
        let last = node.members().last().map(|(start, _)| *start);
        last.map_or("", |at| indent(self.text, at))
    }

    pub(super) fn add_flow(
        &mut self,
        node: &Node,
        kept: &[bool],
        added: &[String],
    ) -> Result<(), EditError> {
        if added.is_empty() {
            return Ok(());
        }
        let elements = node.members();
        let last = kept.iter().rposition(|kept| *kept);
        let Some((start, end)) = last.and_then(|last| elements.get(last)).copied() else {
            return Err(emptied(node));
        };
        let before = self.text.get(node.span.start..start).unwrap_or("");
        let separator = if before.contains('\n') {
            format!(",{}{}", self.layout.newline, indent(self.text, start))
        } else {
            ", ".to_owned()
        };
        let mut text = String::new();
        for element in added {
            text.push_str(&separator);
            text.push_str(element);
        }
        self.put(end, end, text);
        Ok(())
    }

    pub(super) fn remove_flow(&mut self, node: &Node, kept: &[bool]) -> Result<(), EditError> {
        let elements = node.members();
        let Some(first) = kept.iter().position(|kept| *kept) else {
            return Err(emptied(node));
        };
        let mut ranges = Vec::new();
        if first > 0 {
            let ends = (elements.first(), elements.get(first));
            if let (Some((start, _)), Some((end, _))) = ends {
                ranges.push((*start, *end));
            }
        }
        for pair in first + 1..elements.len() {
            let ends = (elements.get(pair - 1), elements.get(pair));
            if let (false, (Some((_, start)), Some((_, end)))) =
                (kept.get(pair).copied().unwrap_or(true), ends)
            {
                ranges.push((*start, *end));
            }
        }
        for (start, end) in ranges {
            // In JSON a number sign is text; in YAML it may begin a comment.
            let removed = self.text.get(start..end).unwrap_or("");
            if removed.contains(" #") && removed.contains('\n') {
                return Err(EditError::at(
                    node,
                    "a comment may stand in what would be removed",
                    "Edit it by hand, or move the comment",
                ));
            }
            self.put(start, end, String::new());
        }
        Ok(())
    }
}

fn emptied(node: &Node) -> EditError {
    EditError::at(
        node,
        "there is nothing in these brackets to write beside",
        "Edit it by hand",
    )
}
