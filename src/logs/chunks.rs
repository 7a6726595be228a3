//! Text that is nowhere but in memory: from a pipe, a packed file or an API.
//!
//! In pieces of a megabyte, so that nothing is ever copied to grow and the oldest
//! pieces can be given back. A line never lies in two pieces.

use std::collections::VecDeque;

use super::spans::Span;

const CHUNK: usize = 1 << 20;

#[derive(Debug, Default)]
pub(super) struct Chunks {
    chunks: VecDeque<Chunk>,
    /// Where the next byte will be, counted from the first that there ever was.
    end: u64,
}

#[derive(Debug)]
struct Chunk {
    start: u64,
    bytes: Vec<u8>,
    /// How many bytes belong to lines that were forgotten.
    gone: usize,
}

impl Chunks {
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// Adds to the line of which `begun` bytes are here already; a line that does not
    /// fit goes to a piece of its own, as a whole. Places are counted on, so it keeps its own.
    pub(super) fn extend(&mut self, begun: usize, bytes: &[u8]) {
        let full = self
            .chunks
            .back()
            .is_none_or(|last| last.bytes.len() + bytes.len() > last.bytes.capacity());
        if full {
            let mut fresh = Vec::with_capacity((begun + bytes.len()).max(CHUNK));
            if let Some(last) = self.chunks.back_mut() {
                let from = last.bytes.len() - begun;
                fresh.extend_from_slice(&last.bytes[from..]);
                last.bytes.truncate(from);
                last.bytes.shrink_to_fit();
                if last.bytes.is_empty() {
                    self.chunks.pop_back();
                }
            }
            self.chunks.push_back(Chunk {
                start: self.end - begun as u64,
                bytes: fresh,
                gone: 0,
            });
        }
        if let Some(last) = self.chunks.back_mut() {
            last.bytes.extend_from_slice(bytes);
        }
        self.end += bytes.len() as u64;
    }

    pub(super) fn get(&self, start: u64, len: usize) -> &[u8] {
        self.piece(start)
            .and_then(|at| {
                let chunk = &self.chunks[at];
                let from = usize::try_from(start - chunk.start).ok()?;
                chunk.bytes.get(from..from + len)
            })
            .unwrap_or_default()
    }

    /// How much memory the text takes.
    pub(super) fn held(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.bytes.capacity()).sum()
    }

    /// A line is forgotten; a piece in which all are is given back.
    pub(super) fn release(&mut self, span: Span) {
        let Some(at) = self.piece(span.start) else {
            return;
        };
        self.chunks[at].gone += span.len as usize;
        if at + 1 < self.chunks.len() && self.chunks[at].gone >= self.chunks[at].bytes.len() {
            self.chunks.remove(at);
        }
    }

    fn piece(&self, start: u64) -> Option<usize> {
        self.chunks
            .partition_point(|chunk| chunk.start <= start)
            .checked_sub(1)
    }
}
