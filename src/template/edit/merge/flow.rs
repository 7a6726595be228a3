//! Entries and items within brackets, in JSON and in YAML's flow style.
//!
//! Adds behind the last one that stays, as it is laid out; takes commas along.

use super::{EditError, Merge, indent};
use crate::template::{Node, node::Member};

impl Merge<'_> {
    pub(super) fn add_flow(
        &mut self,
        node: &Node,
        kept: &[bool],
        added: &[Member<'_>],
    ) -> Result<(), EditError> {
        let within = node.members().last().map(|(start, _)| *start);
        let within = within.map_or("", |at| indent(self.text, at));
        let added = added.iter().map(|it| self.layout.flow_member(*it, within));
        let added = added.collect::<Result<Vec<String>, _>>()?;
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
        for element in &added {
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
                    "a comment may be inside what would be removed",
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
