//! Cells that lead to a page in a browser (OSC 8), written once more over the drawn ones:
//! the drawing of cells knows nothing of links, and a frame without any costs no byte.

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Position,
};

use super::{Painter, changes, width};
use crate::flow::Link;

/// An address stands between the first two; cells until the third lead there.
const OPEN_LINK: &[u8] = b"\x1b]8;;";
const END: &[u8] = b"\x1b\\";
const CLOSE_LINK: &[u8] = b"\x1b]8;;\x1b\\";

impl Painter {
    /// Writes the cells of links once more, for a cell that is written without its link
    /// loses it: those of new links, and those in rows of which something was written.
    /// What is no link any more is written once more as it is.
    pub(super) fn link(
        &mut self,
        old: Option<&Buffer>,
        new: &Buffer,
        links: Vec<Link>,
        out: &mut Vec<u8>,
    ) {
        let width = usize::from(new.area.width);
        let row = |buffer: &Buffer, line: u16| {
            let start = usize::from(line) * width;
            buffer
                .content
                .get(start..start + width)
                .map(<[Cell]>::to_vec)
        };
        let before = std::mem::take(&mut self.links);
        let gone = before.iter().filter(|link| !links.contains(link));
        let gone: Vec<&Link> = gone.filter(|_| old.is_some()).collect();
        for link in &gone {
            if let Some(cells) = row(new, link.line) {
                self.write_again(link, &cells, out);
            }
        }
        for link in &links {
            let Some(cells) = row(new, link.line) else {
                continue;
            };
            let was = old.and_then(|old| row(old, link.line));
            let untouched = was.is_some_and(|was| changes(Some(&was), &cells).iter().all(|it| !it));
            let overwritten = gone.iter().any(|gone| gone.line == link.line);
            if untouched && !overwritten && before.contains(link) {
                continue;
            }
            out.extend_from_slice(OPEN_LINK);
            out.extend_from_slice(link.address().as_bytes());
            out.extend_from_slice(END);
            self.write_again(link, &cells, out);
            out.extend_from_slice(CLOSE_LINK);
        }
        self.links = links;
    }

    fn write_again(&mut self, link: &Link, row: &[Cell], out: &mut Vec<u8>) {
        let (mut x, end) = (
            usize::from(link.from),
            usize::from(link.from + link.columns),
        );
        while x < end.min(row.len()) {
            let target = Position::new(x as u16, link.line);
            if self.at != Some(target) {
                self.move_to(target, out);
            }
            self.put(&row[x], x, row.len(), out);
            x += width(&row[x]);
        }
    }
}
