//! A border with a title, for what lies over everything else.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{Look, Role, clear, paint, shorten_middle, width};

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

/// The gate's border, heavy and cleared inside, with a title and what stands at
/// the right of it. Gives what is inside, with a blank at either side.
pub fn draw_heavy(area: Rect, buf: &mut Buffer, look: &Look, title: &str, right: &str) -> Rect {
    let (theme, heavy) = (&look.theme, &look.glyphs.heavy);
    let style = theme.style(Role::Modal);
    clear(buf, area, theme.style(Role::Text));
    for y in area.y..area.bottom() {
        paint(buf, area.x, y, 1, heavy.vertical, style);
        paint(
            buf,
            area.right().saturating_sub(1),
            y,
            1,
            heavy.vertical,
            style,
        );
    }
    let across = heavy
        .horizontal
        .repeat(usize::from(area.width.saturating_sub(2)));
    let edges = [
        (area.y, heavy.top_left, heavy.top_right),
        (
            area.bottom().saturating_sub(1),
            heavy.bottom_left,
            heavy.bottom_right,
        ),
    ];
    for (y, left, end) in edges {
        let edge = format!("{left}{across}{end}");
        paint(buf, area.x, y, area.width, &edge, style);
    }
    let taken = u16::try_from(width(right)).unwrap_or(0);
    if taken > 0 {
        let x = area.right().saturating_sub(taken + 4);
        paint(buf, x, area.y, taken + 2, &format!(" {right} "), style);
    }
    let room = area.width.saturating_sub(taken + 10);
    let title = format!(" {title} ");
    paint(
        buf,
        area.x + 2,
        area.y,
        room,
        &title,
        theme.style(Role::Strong),
    );
    Rect::new(
        area.x + 2,
        area.y + 1,
        area.width.saturating_sub(4),
        area.height.saturating_sub(2),
    )
}

/// A heavy rule across the gate, with something to say in it.
pub fn rule_heavy(area: Rect, y: u16, buf: &mut Buffer, look: &Look, said: &str) {
    let (theme, heavy) = (&look.theme, &look.glyphs.heavy);
    let across = heavy
        .horizontal
        .repeat(usize::from(area.width.saturating_sub(2)));
    let rule = format!("{}{across}{}", heavy.tee_left, heavy.tee_right);
    paint(buf, area.x, y, area.width, &rule, theme.style(Role::Modal));
    if !said.is_empty() {
        let said = format!(" {said} ");
        let room = area.width.saturating_sub(4);
        paint(buf, area.x + 2, y, room, &said, theme.style(Role::Strong));
    }
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
