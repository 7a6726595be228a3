//! Entries and items by lines: adding behind the last, removing whole lines.
//!
//! What shares its line with something else is refused.

use super::{EditError, Merge, Slot};
use crate::template::{Entry, Node, node::Member};

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

    pub(super) fn add_block(
        &mut self,
        node: &Node,
        kept: &[bool],
        added: &[Member<'_>],
    ) -> Result<(), EditError> {
        let last = kept.iter().rposition(|kept| *kept);
        let Some((last, member)) = last.and_then(|at| Some((at, node.each_member().nth(at)?)))
        else {
            return Err(unusual(node));
        };
        let column = match member.key {
            Some((_, key)) => column(key.place.column),
            None => match self.slot_of_item(node, last)? {
                Slot::Dash { column, .. } => column,
                Slot::Key { .. } | Slot::Flow => return Err(unusual(node)),
            },
        };
        let mut text = String::new();
        for member in added {
            text.push_str(self.layout.newline);
            text.push_str(&self.layout.line(*member, column)?);
        }
        self.add_lines(member.value.span.end, text);
        Ok(())
    }

    fn add_lines(&mut self, after: usize, text: String) {
        if !text.is_empty() {
            let end = self.line_end(after);
            self.put(end, end, text);
        }
    }

    pub(super) fn remove_block(&mut self, node: &Node, kept: &[bool]) -> Result<(), EditError> {
        let goes = |index: usize| kept.get(index) == Some(&false);
        let mut from = 0;
        if let Some(first) = node.entries().first()
            && goes(0)
            && !self.begins_line(first.key_span.start)
        {
            from = self.remove_behind_dash(node, kept)?;
        }
        for (index, member) in node.each_member().enumerate().skip(from) {
            if !goes(index) {
                continue;
            }
            let start = match member.key {
                Some((_, key)) => key.start,
                None => self.dash(node, index).ok_or_else(|| unusual(node))?,
            };
            self.remove_lines(start, member.value)?;
        }
        Ok(())
    }

    /// The first entries, which share a line with a dash: the first that stays moves
    /// up to it. Gives the index of that one.
    fn remove_behind_dash(&mut self, map: &Node, kept: &[bool]) -> Result<usize, EditError> {
        let entries = map.entries();
        let stays = kept.iter().position(|kept| *kept);
        let (Some(first), Some(stays)) = (entries.first(), stays) else {
            return Err(unusual(map));
        };
        for pair in entries.windows(2).take(stays) {
            if let [gone, next] = pair {
                let gap = self.text.get(gone.value.span.end..next.key_span.start);
                if gap.is_none_or(|gap| gap.contains('#')) || gone.value.linked {
                    let what = "a comment or an anchor is inside what would be removed";
                    return Err(EditError::at(
                        &gone.value,
                        what,
                        "Edit it by hand, or move it",
                    ));
                }
            }
        }
        let Some(next) = entries.get(stays) else {
            return Err(unusual(map));
        };
        self.put(first.key_span.start, next.key_span.start, String::new());
        Ok(stays)
    }

    fn begins_line(&self, at: usize) -> bool {
        let before = self.text.get(self.line_start(at)..at).unwrap_or("");
        before.trim().is_empty()
    }

    /// The whole lines from `start` to the end of the value, if they hold nothing else.
    fn remove_lines(&mut self, start: usize, value: &Node) -> Result<(), EditError> {
        let first = self.line_start(start);
        if !self.begins_line(start) || value.linked {
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
