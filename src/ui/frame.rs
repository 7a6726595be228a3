//! A border with a title, for what lies over everything else.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{Look, Role, clear, paint, shorten_middle};

/// A rectangle of at most this size in the middle of another.
pub fn centred(area: Rect, columns: u16, rows: u16) -> Rect {
    let (columns, rows) = (columns.min(area.width), rows.min(area.height));
    Rect::new(
        area.x + (area.width - columns) / 2,
        area.y + (area.height - rows) / 2,
        columns,
        rows,
    )
}

/// Clears the area, draws the border, and gives what is inside.
pub fn draw(area: Rect, buf: &mut Buffer, look: &Look, title: &str) -> Rect {
    let (theme, g) = (&look.theme, look.glyphs);
    let style = theme.style(Role::Modal);
    clear(buf, area, theme.style(Role::Text));
    let across = g
        .horizontal
        .repeat(usize::from(area.width.saturating_sub(2)));
    paint(
        buf,
        area.x,
        area.y,
        area.width,
        &format!("{}{across}{}", g.top_left, g.top_right),
        style,
    );
    for y in area.y + 1..area.bottom().saturating_sub(1) {
        paint(buf, area.x, y, 1, g.vertical, style);
        paint(buf, area.right() - 1, y, 1, g.vertical, style);
    }
    let bottom = area.bottom().saturating_sub(1);
    paint(
        buf,
        area.x,
        bottom,
        area.width,
        &format!("{}{across}{}", g.bottom_left, g.bottom_right),
        style,
    );
    let title = shorten_middle(title, usize::from(area.width.saturating_sub(6)));
    paint(
        buf,
        area.x + 2,
        area.y,
        area.width.saturating_sub(4),
        &format!(" {title} "),
        theme.style(Role::Strong),
    );
    Rect::new(
        area.x + 1,
        area.y + 1,
        area.width.saturating_sub(2),
        area.height.saturating_sub(2),
    )
}
