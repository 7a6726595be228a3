//! Where a list and the detail of its selected row stand, the rule between them, and
//! a scrolled text in the one or the other.
//!
//! Not ratatui's `Layout`: its solver costs more than all else that a key costs.

use ratatui::{
    buffer::Buffer,
    layout::{Margin, Rect},
};

use super::{Focus, Line, Look, Role, SIDE_BY_SIDE, draw_lines, frame::rule, paint};

/// Lines that a detail below a list has at least.
const LEAST_BELOW: u16 = 4;

/// How list and detail share an area: what differs from pane to pane.
#[derive(Clone, Copy, Debug)]
pub struct Split {
    /// The detail's part of the height when it stands below, in tenths.
    pub tenths_below: u16,
    /// Lines that it has there at most.
    pub most_below: u16,
}

/// Where the list and the detail stand. One of them is empty when the other has all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Areas {
    pub list: Rect,
    pub detail: Rect,
}

impl Split {
    pub fn areas(&self, focus: Focus, area: Rect) -> Areas {
        match focus {
            _ if area.width >= SIDE_BY_SIDE => {
                let width = area.width * 11 / 20;
                let list = Rect { width, ..area };
                let x = list.right() + 2;
                let width = area.width - width - 2;
                let detail = Rect { x, width, ..area };
                Areas { list, detail }
            }
            Focus::Detail => Areas {
                list: Rect { height: 0, ..area },
                detail: area,
            },
            Focus::List => self.stacked(area),
        }
    }

    /// The list above, and a line for the rule between them.
    pub fn stacked(&self, area: Rect) -> Areas {
        let below = area.height.saturating_mul(self.tenths_below) / 10;
        let below = below.clamp(LEAST_BELOW, self.most_below);
        let height = area.height.saturating_sub(below + 1);
        let list = Rect { height, ..area };
        let y = list.bottom() + 1;
        let height = area.height.saturating_sub(height + 1);
        let detail = Rect { y, height, ..area };
        Areas { list, detail }
    }
}

impl Areas {
    /// One rule between list and detail, no boxes.
    pub fn draw_rule(&self, buf: &mut Buffer, look: &Look) {
        let list = self.list;
        if list.height == 0 {
            return;
        }
        if self.detail.y > list.y {
            rule(buf, list.x, list.bottom(), list.width, look, Role::Rule);
        } else {
            for y in list.y..list.bottom() {
                let style = look.theme.style(Role::Rule);
                paint(buf, list.right(), y, 1, look.glyphs.line.vertical, style);
            }
        }
    }
}

/// The area of a text, with a margin on both sides.
pub fn inner(area: Rect) -> Rect {
    area.inner(Margin::new(1, 0))
}

/// Wrapped lines from the given one on; how many there are below is said.
pub fn draw_text(area: Rect, buf: &mut Buffer, look: &Look, lines: &[Line], top: usize) {
    // A resize or another view can leave fewer lines than were scrolled over.
    let last = lines.len().saturating_sub(usize::from(area.height));
    let below = draw_lines(area, buf, &look.theme, lines, top.min(last));
    if below > 0 && area.height > 1 {
        let said = format!(" {below} more lines ");
        let width = u16::try_from(said.len()).unwrap_or(0);
        let x = area.right().saturating_sub(width);
        let dim = look.theme.style(Role::Dim);
        paint(buf, x, area.bottom() - 1, width, &said, dim);
    }
}
