//! From bytes to lines and columns, without walking the text each time.
//!
//! Knows nothing of YAML, JSON or templates.

use super::{MAX_BYTES, Malformed};
use crate::policy::Place;

pub(super) struct Places<'a> {
    text: &'a str,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
    /// The byte at which each block of [`BLOCK`] characters begins.
    blocks: Vec<usize>,
}

const BLOCK: usize = 64;

impl<'a> Places<'a> {
    /// Refuses what no template can be, before anything walks it.
    pub(super) fn new(text: &'a str) -> Result<Self, Malformed> {
        let first = Place { line: 1, column: 1 };
        if text.len() > MAX_BYTES {
            return Err(Malformed::new(
                first,
                format!("the text has {} bytes", text.len()),
                "CloudFormation takes at most 1 MB: check that this is a template",
            ));
        }
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0)
            .chain(breaks.map(|(at, _)| at + 1))
            .collect();
        let blocks = text.char_indices().step_by(BLOCK).map(|(at, _)| at);
        let places = Self {
            text,
            lines,
            blocks: blocks.collect(),
        };
        if let Some(at) = text.find('\0') {
            return Err(Malformed::new(
                places.place(at),
                "the text has a NUL character",
                "Remove it: a template is plain text in UTF-8",
            ));
        }
        Ok(places)
    }

    /// The place of a byte, counting from one, columns in characters.
    pub(super) fn place(&self, byte: usize) -> Place {
        let line = self.line(byte);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let column = self.characters_before(byte) - self.characters_before(start);
        let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        Place {
            line: count(line),
            column: count(column),
        }
    }

    fn line(&self, byte: usize) -> usize {
        let after = self.lines.partition_point(|start| *start <= byte);
        after.saturating_sub(1)
    }

    fn characters_before(&self, byte: usize) -> usize {
        let after = self.blocks.partition_point(|start| *start <= byte);
        let block = after.saturating_sub(1);
        let start = self.blocks.get(block).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(start..byte).unwrap_or(&[]);
        let rest = rest.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        block * BLOCK + rest
    }
}
