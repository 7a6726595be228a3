//! All lines of a log, one after another, out of big blocks: what filters and searches
//! go through when they are new.

use super::{
    source::Source,
    spans::Following,
    store::{Lines, Store, Text, ended},
};

/// How much of a file is read at once.
const BLOCK: usize = 1 << 20;

impl Store {
    /// Gives every line from `from` on to `see`, in order, reading big blocks.
    pub(super) fn scan(&self, from: usize, mut see: impl FnMut(usize, &[u8])) {
        match (&self.text, &self.lines) {
            (Text::Held(chunks), Lines::Placed(events)) => {
                for line in from..self.len() {
                    let text = events
                        .span(line)
                        .map_or(&[][..], |span| chunks.get(span.start, span.len as usize));
                    see(line, text);
                }
            }
            (Text::Held(chunks), Lines::Following(_)) => {
                for line in from..self.len() {
                    let text = self
                        .span(line)
                        .map_or(&[][..], |span| chunks.get(span.start, span.len as usize));
                    see(line, ended(text));
                }
            }
            (Text::File(source), Lines::Following(spans)) => {
                self.scan_file(source.as_ref(), spans, from, see)
            }
            (Text::File(_), Lines::Placed(_)) => {}
        }
    }

    fn scan_file(
        &self,
        source: &dyn Source,
        spans: &Following,
        from: usize,
        mut see: impl FnMut(usize, &[u8]),
    ) {
        let mut line = from;
        let mut block = Vec::new();
        while line < self.len() {
            let Some(start) = spans.start(line) else {
                return;
            };
            // As many whole lines as a block holds, and one at least.
            let fits = spans
                .before(start + BLOCK as u64 + 1)
                .saturating_sub(1)
                .max(line + 1);
            let end = spans.start(fits).unwrap_or(self.fed);
            let wanted = usize::try_from(end - start).unwrap_or_default();
            block.resize(wanted, 0);
            let read = source.read_at(start, &mut block).unwrap_or_default();
            let mut rest = &block[..read];
            for next in line..fits.min(self.len()) {
                let to = spans.start(next + 1).unwrap_or(self.fed)
                    - spans.start(next).unwrap_or(self.fed);
                let len = usize::try_from(to).unwrap_or_default().min(rest.len());
                see(next, ended(&rest[..len]));
                rest = &rest[len..];
            }
            line = fits;
        }
    }
}
