//! Where each line is: four bytes a line where lines follow one another, as in a file.

/// A line's place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u64,
    pub(super) len: u32,
}

const BLOCK: usize = 1024;

/// Starts of lines that follow one another; a line goes to where the next begins.
#[derive(Debug, Default)]
pub(super) struct Following {
    bases: Vec<u64>,
    /// How far each start is from its block's. A line has at most a megabyte, so it fits.
    deltas: Vec<u32>,
    /// Lines of the first block that were given back.
    skip: usize,
}

impl Following {
    pub(super) fn push(&mut self, start: u64) {
        if self.deltas.len().is_multiple_of(BLOCK) {
            self.bases.push(start);
        }
        let base = self.bases.last().copied().unwrap_or_default();
        self.deltas
            .push(u32::try_from(start - base).unwrap_or(u32::MAX));
    }

    pub(super) fn pop(&mut self) {
        self.deltas.pop();
        self.bases.truncate(self.deltas.len().div_ceil(BLOCK));
    }

    pub(super) fn start(&self, line: usize) -> Option<u64> {
        let line = line + self.skip;
        let delta = self.deltas.get(line)?;
        Some(self.bases[line / BLOCK] + u64::from(*delta))
    }

    /// How many lines begin before `place`.
    pub(super) fn before(&self, place: u64) -> usize {
        let block = self.bases.partition_point(|base| *base < place);
        let Some(last) = block.checked_sub(1) else {
            return 0;
        };
        let from = last * BLOCK;
        let to = self.deltas.len().min(from + BLOCK);
        let base = self.bases[last];
        let within =
            self.deltas[from..to].partition_point(|delta| base + u64::from(*delta) < place);
        (from + within).saturating_sub(self.skip)
    }

    pub(super) fn drop_front(&mut self, lines: usize) {
        self.skip += lines;
        let blocks = self.skip / BLOCK;
        self.bases.drain(..blocks);
        self.deltas.drain(..blocks * BLOCK);
        self.skip -= blocks * BLOCK;
    }
}
