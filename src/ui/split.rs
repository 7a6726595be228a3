//! Where a list and the detail of its selected row stand, the rule between them, and
//! a scrolled text in the one or the other.
//!
//! Not ratatui's `Layout`: its solver costs more than all else that a key costs.

use ratatui::{
    buffer::Buffer,
    layout::{Margin, Rect},
};

use super::{Focus, Line, Look, Role, SIDE_BY_SIDE, draw_lines, frame::rule, paint, width};
use crate::facts::numbered;

/// Lines that a detail below a list has at least.
const LEAST_BELOW: u16 = 4;

/// With fewer lines than this there is no room for both: the list has them all, and the
/// detail is a page of its own.
const BOTH: u16 = 14;

/// Rows of many columns and more of the selected one stand side by side from here on.
const VIEW_SIDE_BY_SIDE: u16 = 140;

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
    /// The line on which it is said how much there is below the detail: the rule
    /// above it, else one of its own.
    below: Rect,
}

impl Split {
    pub fn areas(&self, focus: Focus, area: Rect) -> Areas {
        match focus {
            _ if area.width >= SIDE_BY_SIDE => Areas::side_by_side(area, area.width * 11 / 20),
            Focus::Detail => Areas::alone(area),
            Focus::List => self.stacked(area),
        }
    }

    /// Of rows that need more of the width than the names of a list do.
    pub fn of_view(&self, area: Rect) -> Areas {
        match area.width >= VIEW_SIDE_BY_SIDE {
            true => Areas::side_by_side(area, area.width * 2 / 3),
            false => self.stacked(area),
        }
    }

    /// The list above, and a line for the rule between them; the list alone where there
    /// is no room for both.
    fn stacked(&self, area: Rect) -> Areas {
        let nothing = Rect {
            y: area.bottom(),
            height: 0,
            ..area
        };
        if area.height < BOTH {
            return Areas {
                list: area,
                detail: nothing,
                below: nothing,
            };
        }
        let below = area.height.saturating_mul(self.tenths_below) / 10;
        let below = below.clamp(LEAST_BELOW, self.most_below);
        let height = area.height.saturating_sub(below + 1);
        let list = Rect { height, ..area };
        let y = list.bottom() + 1;
        let detail = Rect {
            y,
            height: area.bottom().saturating_sub(y),
            ..area
        };
        let y = list.bottom();
        let below = Rect {
            y,
            height: 1,
            ..area
        };
        Areas {
            list,
            detail,
            below,
        }
    }
}

impl Areas {
    /// A text that has all of it but the last line.
    pub fn alone(area: Rect) -> Self {
        let height = area.height.saturating_sub(1);
        let detail = Rect { height, ..area };
        Self {
            list: Rect { height: 0, ..area },
            detail,
            below: Rect {
                y: detail.bottom(),
                height: area.height - height,
                ..area
            },
        }
    }

    fn side_by_side(area: Rect, width: u16) -> Self {
        // A blank before the rule, whatever stands at the edge of the list.
        let list = Rect {
            width: width - 1,
            ..area
        };
        let x = area.x + width + 2;
        let width = area.width - width - 2;
        let Self { detail, below, .. } = Self::alone(Rect { x, width, ..area });
        Self {
            list,
            detail,
            below,
        }
    }

    /// One rule between list and detail, no boxes.
    pub fn draw_rule(&self, buf: &mut Buffer, look: &Look) {
        let list = self.list;
        if list.height == 0 || self.detail.height == 0 {
            return;
        }
        if self.detail.y > list.y {
            rule(buf, list.x, list.bottom(), list.width, look, Role::Rule);
            return;
        }
        let (x, style) = (list.right() + 1, look.theme.style(Role::Rule));
        for y in list.y..list.bottom() {
            paint(buf, x, y, 1, look.glyphs.line.vertical, style);
        }
    }

    /// Wrapped lines from the given one on; how many there are below is said beside them.
    pub fn draw_text(&self, buf: &mut Buffer, look: &Look, lines: &[Line], top: usize) {
        let area = inner(self.detail);
        // A resize or another view can leave fewer lines than were scrolled over.
        let last = lines.len().saturating_sub(usize::from(area.height));
        let below = draw_lines(area, buf, &look.theme, lines, top.min(last));
        if below == 0 || area.height == 0 || self.below.height == 0 {
            return;
        }
        let said = format!(" {} ", numbered(below, "more line"));
        let columns = u16::try_from(width(&said)).unwrap_or(0);
        let x = self.below.right().saturating_sub(columns + 1);
        let dim = look.theme.style(Role::Dim);
        paint(buf, x, self.below.y, columns, &said, dim);
    }
}

/// The area of a text, with a margin on both sides.
pub fn inner(area: Rect) -> Rect {
    area.inner(Margin::new(1, 0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    use super::{Areas, Focus, Split};

    fn is_apart(areas: &Areas, area: Rect) -> bool {
        let parts = [areas.list, areas.detail];
        let inside = |part: &Rect| part.is_empty() || area.intersection(*part) == *part;
        let [list, detail] = parts;
        parts.iter().all(inside) && (list.is_empty() || !list.intersects(detail))
    }

    proptest! {
        #[test]
        fn list_and_detail_never_overlap_nor_leave_their_area(
            x in 0u16..9, y in 0u16..9, width in 1u16..260, height in 0u16..90,
            tenths_below in 3u16..7, most_below in 4u16..20,
        ) {
            let area = Rect { x, y, width, height };
            let split = Split { tenths_below, most_below };
            for areas in [
                split.areas(Focus::List, area),
                split.areas(Focus::Detail, area),
                split.of_view(area),
                Areas::alone(area),
            ] {
                prop_assert!(is_apart(&areas, area), "{:?} of {:?}", areas, area);
                prop_assert!(areas.below.is_empty() || area.intersection(areas.below) == areas.below);
                let text = areas.below.intersects(areas.detail) && !areas.below.is_empty();
                prop_assert!(!text || areas.detail.is_empty());
            }
        }
    }
}
