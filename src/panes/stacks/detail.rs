//! The story beside or below the list, and a scrolled text anywhere in the pane.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{Areas, Focus, Stacks, known, story};
use crate::{
    panes::Cx,
    ui::{Line, Role, draw_lines, paint, wrap_all},
};

pub(super) fn draw(pane: &Stacks, areas: &Areas, buf: &mut Buffer, cx: &Cx<'_>) {
    draw_rule(areas, buf, cx);
    let area = inner(areas.detail);
    let lines = wrap_all(&lines(pane, cx), area.width);
    draw_text(area, buf, cx, &lines, pane.detail_top);
}

pub(super) fn inner(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    }
}

/// Wrapped lines from the given one on; how many there are below is said.
pub(super) fn draw_text(area: Rect, buf: &mut Buffer, cx: &Cx<'_>, lines: &[Line], top: usize) {
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

/// One rule between list and detail, no boxes.
fn draw_rule(areas: &Areas, buf: &mut Buffer, cx: &Cx<'_>) {
    let style = cx.look.theme.style(Role::Rule);
    let (glyphs, list) = (cx.look.glyphs, areas.list);
    if list.height == 0 {
        return;
    }
    if areas.detail.y > list.y {
        let across = glyphs.horizontal.repeat(usize::from(list.width));
        paint(buf, list.x, list.bottom(), list.width, &across, style);
    } else {
        for y in list.y..list.bottom() {
            paint(buf, list.right(), y, 1, glyphs.vertical, style);
        }
    }
}

/// How far the detail can be scrolled.
pub(super) fn last_top(pane: &Stacks, areas: &Areas, cx: &Cx<'_>) -> usize {
    let area = inner(areas.detail);
    wrap_all(&lines(pane, cx), area.width)
        .len()
        .saturating_sub(usize::from(area.height))
}

pub(super) fn lines(pane: &Stacks, cx: &Cx<'_>) -> Vec<Line> {
    let compact = pane.focus == Focus::List && cx.area.width < super::SIDE_BY_SIDE;
    let stack = pane.detail_of.as_ref().and_then(|id| known::stack(id, cx));
    stack.map_or_else(Vec::new, |stack| story::lines(stack, compact, false, cx))
}
