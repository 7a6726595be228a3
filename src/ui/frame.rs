//! Borders with a title, for what lies over everything else, and the rules across.

use ratatui::{
    buffer::Buffer,
    layout::{Margin, Rect},
    symbols::{border, line},
    widgets::{Block, Widget},
};

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
    draw_border(area, buf, look, &look.glyphs.heavy);
    let taken = u16::try_from(width(right)).unwrap_or(0);
    if taken > 0 {
        let x = area.right().saturating_sub(taken + 4);
        let style = look.theme.style(Role::Modal);
        paint(buf, x, area.y, taken + 2, &format!(" {right} "), style);
    }
    draw_title(area, taken + 10, buf, look, title);
    area.inner(Margin::new(2, 1))
}

/// A heavy rule across the gate, with something to say in it.
pub fn rule_heavy(area: Rect, y: u16, buf: &mut Buffer, look: &Look, said: &str) {
    let heavy = &look.glyphs.heavy;
    let across = heavy
        .horizontal
        .repeat(usize::from(area.width.saturating_sub(2)));
    let rule = format!("{}{across}{}", heavy.vertical_right, heavy.vertical_left);
    let style = look.theme.style(Role::Modal);
    paint(buf, area.x, y, area.width, &rule, style);
    if !said.is_empty() {
        draw_title(Rect { y, ..area }, 4, buf, look, said);
    }
}

/// Clears the area, draws the border, and gives what is inside.
pub fn draw(area: Rect, buf: &mut Buffer, look: &Look, title: &str) -> Rect {
    draw_border(area, buf, look, &look.glyphs.line);
    let title = shorten_middle(title, usize::from(area.width.saturating_sub(6)));
    draw_title(area, 4, buf, look, &title);
    area.inner(Margin::new(1, 1))
}

/// A light rule from here on, so many columns long.
pub fn rule(buf: &mut Buffer, x: u16, y: u16, columns: u16, look: &Look, role: Role) {
    let across = look.glyphs.line.horizontal.repeat(usize::from(columns));
    paint(buf, x, y, columns, &across, look.theme.style(role));
}

/// What lies behind is hidden across the whole screen: halves of its words at either
/// side would only be noise.
fn draw_border(area: Rect, buf: &mut Buffer, look: &Look, line: &line::Set<'static>) {
    let across = Rect {
        x: buf.area.x,
        width: buf.area.width,
        ..area
    };
    clear(buf, across, look.theme.style(Role::Text));
    let set = border::Set {
        top_left: line.top_left,
        top_right: line.top_right,
        bottom_left: line.bottom_left,
        bottom_right: line.bottom_right,
        vertical_left: line.vertical,
        vertical_right: line.vertical,
        horizontal_top: line.horizontal,
        horizontal_bottom: line.horizontal,
    };
    let block = Block::bordered().border_set(set);
    let style = look.theme.style(Role::Modal);
    block.border_style(style).render(area, buf);
}

/// Over the border, painted here and not by ratatui: a name in it is remote text.
fn draw_title(area: Rect, besides: u16, buf: &mut Buffer, look: &Look, title: &str) {
    let room = area.width.saturating_sub(besides);
    let style = look.theme.style(Role::Strong);
    paint(buf, area.x + 2, area.y, room, &format!(" {title} "), style);
}
