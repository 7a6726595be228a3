//! Where a list and the detail of its selected row stand, the rule between them, and
//! a scrolled text in the one or the other.

use ratatui::{buffer::Buffer, layout::Rect};

use super::Focus;
use crate::{
    panes::Cx,
    ui::{Line, Role, draw_lines, paint},
};

/// From this width on, list and detail stand side by side.
pub(in crate::panes) const SIDE_BY_SIDE: u16 = 120;
/// Lines that a detail below a list has at least.
const LEAST_BELOW: u16 = 4;

/// What differs from pane to pane in how list and detail share the area.
#[derive(Clone, Copy, Debug)]
pub(in crate::panes) struct Shape {
    /// The detail's part of the height when it stands below, in tenths.
    pub(in crate::panes) tenths_below: u16,
    /// Lines that it has there at most.
    pub(in crate::panes) most_below: u16,
    /// Lines of the list that are no rows: a heading, the count.
    pub(in crate::panes) besides: u16,
}

impl Shape {
    /// Rows that a list has room for in its area.
    pub(in crate::panes) fn rows_in(&self, list: Rect) -> usize {
        usize::from(list.height.saturating_sub(self.besides))
    }
}

/// Where the list and the detail stand. One of them is empty when the other has all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::panes) struct Areas {
    pub(in crate::panes) list: Rect,
    pub(in crate::panes) detail: Rect,
}

impl Areas {
    pub(super) fn of(shape: &Shape, focus: Focus, area: Rect) -> Self {
        if area.width >= SIDE_BY_SIDE {
            let list = Rect {
                width: area.width * 11 / 20,
                ..area
            };
            let detail = Rect {
                x: list.right() + 2,
                width: area.width - list.width - 2,
                ..area
            };
            return Self { list, detail };
        }
        if focus == Focus::Detail {
            return Self {
                list: Rect { height: 0, ..area },
                detail: area,
            };
        }
        Self::stacked(shape.tenths_below, shape.most_below, area)
    }

    /// The list above, and a line for the rule between them.
    pub(in crate::panes) fn stacked(tenths: u16, most: u16, area: Rect) -> Self {
        let below = area.height.saturating_mul(tenths) / 10;
        let below = below.clamp(LEAST_BELOW, most);
        let list = Rect {
            height: area.height.saturating_sub(below + 1),
            ..area
        };
        let detail = Rect {
            y: list.bottom() + 1,
            height: area.height.saturating_sub(list.height + 1),
            ..area
        };
        Self { list, detail }
    }

    /// One rule between list and detail, no boxes.
    pub(super) fn draw_rule(&self, buf: &mut Buffer, cx: &Cx<'_>) {
        let style = cx.look.theme.style(Role::Rule);
        let (glyphs, list) = (cx.look.glyphs, self.list);
        if list.height == 0 {
            return;
        }
        if self.detail.y > list.y {
            let across = glyphs.horizontal.repeat(usize::from(list.width));
            paint(buf, list.x, list.bottom(), list.width, &across, style);
        } else {
            for y in list.y..list.bottom() {
                paint(buf, list.right(), y, 1, glyphs.vertical, style);
            }
        }
    }
}

/// The area of a text, with a margin on both sides.
pub(in crate::panes) fn inner(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    }
}

/// Wrapped lines from the given one on; how many there are below is said.
pub(in crate::panes) fn draw_text(
    area: Rect,
    buf: &mut Buffer,
    cx: &Cx<'_>,
    lines: &[Line],
    top: usize,
) {
    // A resize or another view can leave fewer lines than were scrolled over.
    let last = lines.len().saturating_sub(usize::from(area.height));
    let below = draw_lines(area, buf, &cx.look.theme, lines, top.min(last));
    if below > 0 && area.height > 1 {
        let said = format!(" {below} more lines ");
        let width = u16::try_from(said.len()).unwrap_or(0);
        let x = area.right().saturating_sub(width);
        let dim = cx.look.theme.style(Role::Dim);
        paint(buf, x, area.bottom() - 1, width, &said, dim);
    }
}
