//! Entries and items by lines: adding behind the last, removing whole lines.
//!
//! What shares its line with something else is refused.

use super::{EditError, Merge, Slot};
use crate::template::{Entry, Node};

impl Merge<'_> {
    pub(super) fn slot_of_entry(&self, map: &Node, entry: &Entry) -> Result<Slot, EditError> {
        if map.flow {
            return Ok(Slot::Flow);
        }
        let end = entry.key_span.end;
        let rest = self.text.get(end..).unwrap_or("");
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if !rest.get(blank..).is_some_and(|rest| rest.starts_with(':')) {
            return Err(unusual(&entry.value));
        }
        Ok(Slot::Key {
            column: column(entry.key_span.place.column),
            after: end + blank + 1,
        })
    }

    pub(super) fn slot_of_item(&self, list: &Node, index: usize) -> Result<Slot, EditError> {
        if list.flow {
            return Ok(Slot::Flow);
        }
        let dash = self.dash(list, index).ok_or_else(|| unusual(list))?;
        let line = self.text.get(self.line_start(dash)..dash).unwrap_or("");
        Ok(Slot::Dash {
            column: line.chars().count(),
            after: dash + 1,
        })
    }

    /// The byte of an item's dash.
    fn dash(&self, list: &Node, index: usize) -> Option<usize> {
        let item = list.items().get(index)?;
        let from = match index.checked_sub(1) {
            Some(before) => list.items().get(before)?.span.end,
            None => list.span.start,
        };
        let mut at = from;
        while at < item.span.start.max(from + 1) {
            let rest = self.text.get(at..)?;
            match rest.chars().next()? {
                '-' => return Some(at),
                '#' => at = self.line_end(at),
                ' ' | '\t' | '\r' | '\n' => at += 1,
                // A tag before a list whose dashes come on the next lines.
                _ if index == 0 && at == from => at = self.line_end(at),
                _ => return None,
            }
        }
        None
    }

    pub(super) fn add_items(
        &mut self,
        list: &Node,
        kept: &[bool],
        added: &[&Node],
    ) -> Result<(), EditError> {
        let Some(last) = kept.iter().rposition(|kept| *kept) else {
            return Err(unusual(list));
        };
        let (Slot::Dash { column, .. }, Some(item)) =
            (self.slot_of_item(list, last)?, list.items().get(last))
        else {
            return Err(unusual(list));
        };
        let mut text = String::new();
        for node in added {
            let value = self.layout.after_dash(node, column)?;
            let indent = " ".repeat(column);
            text.push_str(&format!("{}{indent}-{value}", self.layout.newline));
        }
        self.add_lines(item.span.end, text);
        Ok(())
    }

    pub(super) fn add_entries(
        &mut self,
        map: &Node,
        kept: &[bool],
        added: &[&Entry],
    ) -> Result<(), EditError> {
        let Some(last) = kept.iter().rposition(|kept| *kept) else {
            return Err(unusual(map));
        };
        let Some(entry) = map.entries().get(last) else {
            return Err(unusual(map));
        };
        let key = column(entry.key_span.place.column);
        let mut text = String::new();
        for entry in added {
            let value = self.layout.after_key(&entry.value, key)?;
            let indent = " ".repeat(key);
            let name = self.layout.key(&entry.key)?;
            text.push_str(&format!("{}{indent}{name}:{value}", self.layout.newline));
        }
        self.add_lines(entry.value.span.end, text);
        Ok(())
    }

    fn add_lines(&mut self, after: usize, text: String) {
        if !text.is_empty() {
            let end = self.line_end(after);
            self.put(end, end, text);
        }
    }

    pub(super) fn remove_items(&mut self, list: &Node, kept: &[bool]) -> Result<(), EditError> {
        for (index, item) in list.items().iter().enumerate() {
            if kept.get(index) != Some(&false) {
                continue;
            }
            let dash = self.dash(list, index).ok_or_else(|| unusual(list))?;
            self.remove_lines(dash, item)?;
        }
        Ok(())
    }

    pub(super) fn remove_entries(&mut self, map: &Node, kept: &[bool]) -> Result<(), EditError> {
        for (index, entry) in map.entries().iter().enumerate() {
            if kept.get(index) != Some(&false) {
                continue;
            }
            let start = entry.key_span.start;
            let before = self.text.get(self.line_start(start)..start).unwrap_or("");
            if before.trim().is_empty() {
                self.remove_lines(start, &entry.value)?;
                continue;
            }
            // Behind a dash: the next entry takes its place.
            let next = map.entries().get(index + 1);
            let next = next.filter(|_| kept.get(index + 1) == Some(&true));
            let end = next.map(|next| next.key_span.start);
            let gap = end.and_then(|end| self.text.get(entry.value.span.end..end));
            match (gap, end) {
                (Some(gap), Some(end)) if !gap.contains('#') && !entry.value.linked => {
                    self.put(start, end, String::new());
                }
                _ => return Err(unusual(&entry.value)),
            }
        }
        Ok(())
    }

    /// The whole lines from `start` to the end of the value, if they hold nothing else.
    fn remove_lines(&mut self, start: usize, value: &Node) -> Result<(), EditError> {
        let first = self.line_start(start);
        let alone = self.text.get(first..start).unwrap_or("").trim().is_empty();
        if !alone || value.linked {
            return Err(unusual(value));
        }
        let end = self.line_end(value.span.end.max(start));
        let rest = self.text.get(end..).unwrap_or("");
        let newline = rest.find('\n').map(|at| end + at + 1);
        match newline {
            Some(end) => self.put(first, end, String::new()),
            // The last line of the file has no end to take along but the one before.
            None => {
                let before = self.text.get(..first).unwrap_or("");
                let kept = before.strip_suffix('\n').unwrap_or(before);
                let kept = kept.strip_suffix('\r').unwrap_or(kept);
                self.put(kept.len(), end, String::new());
            }
        }
        Ok(())
    }
}

fn column(place: u32) -> usize {
    usize::try_from(place.saturating_sub(1)).unwrap_or(0)
}

fn unusual(node: &Node) -> EditError {
    EditError::at(
        node,
        "this is written in a form that cannot be extended line by line",
        "Edit it by hand, or write it with one entry on each line",
    )
}
