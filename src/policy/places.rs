//! From bytes to lines and columns, without walking the text each time.
//!
//! Knows no format. A crate that counts characters from the line's begin would cost
//! a large document on one line its length for every place.

use super::Place;

pub(crate) struct Places<'a> {
    text: &'a str,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
    /// How many characters begin before each block of [`BLOCK`] bytes.
    blocks: Vec<usize>,
}

const BLOCK: usize = 64;

impl<'a> Places<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let mut blocks = vec![0];
        for block in bytes.chunks(BLOCK) {
            let before = blocks.last().copied().unwrap_or(0);
            blocks.push(before + characters(block));
        }
        Self {
            text,
            lines: std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
            blocks,
        }
    }

    /// The place of a byte, counting from one, columns in characters.
    pub(crate) fn place(&self, byte: usize) -> Place {
        let after = self.lines.partition_point(|start| *start <= byte);
        let line = after.saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let column = self.characters_before(byte) - self.characters_before(start);
        let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        Place {
            line: count(line),
            column: count(column),
        }
    }

    fn characters_before(&self, byte: usize) -> usize {
        let block = (byte / BLOCK).min(self.blocks.len() - 1);
        let rest = self.text.as_bytes().get(block * BLOCK..byte);
        self.blocks.get(block).copied().unwrap_or(0) + characters(rest.unwrap_or(&[]))
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}
