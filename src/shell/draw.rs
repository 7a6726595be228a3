//! One frame from one state: header, banner, pane, footer, and what lies over them.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{State, banner, confirm, footer, header, help, layer::Layer, route::LEAST};
use crate::{
    panes::Cx,
    ui::{Role, clear, draw_lines, frame, glyph::reduce_to_ascii, paint, restyle},
};

/// Lines of the header: identity, tabs, rule.
const HEADER: u16 = 3;

/// The pane's area on a screen of this size.
pub(super) fn body(state: &State, columns: u16, rows: u16) -> Rect {
    let above = HEADER + banner_height(state, columns);
    Rect::new(0, above, columns, rows.saturating_sub(above + 1))
}

fn banner_height(state: &State, columns: u16) -> u16 {
    let cx = state.cx_at(Rect::new(0, 0, columns, 0));
    u16::try_from(banner::lines(state, &cx, columns).len()).unwrap_or(0)
}

pub(super) fn draw(state: &State, buf: &mut Buffer) -> Option<Position> {
    let cursor = draw_whole(state, buf);
    if state.look.glyphs.is_ascii() {
        reduce_to_ascii(buf);
    }
    cursor
}

fn draw_whole(state: &State, buf: &mut Buffer) -> Option<Position> {
    let area = buf.area;
    let look = &state.look;
    clear(buf, area, look.theme.style(Role::Text));
    if area.width < LEAST.0 || area.height < LEAST.1 {
        draw_too_small(state, area, buf);
        return None;
    }
    let body = body(state, area.width, area.height);
    let cx = state.cx_at(body);
    header::draw(
        state,
        Rect {
            height: HEADER,
            ..area
        },
        buf,
    );
    let banner = banner::lines(state, &cx, area.width);
    let above = Rect::new(area.x, area.y + HEADER, area.width, body.y - HEADER);
    draw_lines(above, buf, &look.theme, &banner, 0);
    state.pane().draw(buf, &cx);
    let footer = Rect::new(area.x, area.bottom() - 1, area.width, 1);
    let cursor = footer::draw(state, footer, buf, &cx);
    draw_layer(state, body, buf, &cx).or(cursor)
}

fn draw_layer(state: &State, body: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
    let look = cx.look;
    if !state.pending.is_empty() {
        footer::draw_pending(state, body, buf);
    }
    let layer = state.layers.last()?;
    if let Layer::Confirm(confirm) = layer {
        return confirm::draw(state, confirm, buf);
    }
    let (picker, title) = match layer {
        Layer::Filter | Layer::Confirm(_) => return None,
        Layer::Help { top } => {
            help::draw(state, body, buf, *top);
            return None;
        }
        Layer::Palette(picker) => (picker, "Commands"),
        Layer::Environments(picker) => (picker, "Environments"),
    };
    restyle(buf, body, look.theme.style(Role::Backdrop));
    let area = frame::centred(body, 74, 18);
    Some(picker.draw(area, buf, look, title, &state.choices()))
}

fn draw_too_small(state: &State, area: Rect, buf: &mut Buffer) {
    let theme = &state.look.theme;
    let size = format!("{}x{}", area.width, area.height);
    let quit = state.keymap.key_in_words("app.quit");
    let quits = match state.is_writing() {
        true => format!("A write goes on: make it larger. {quit}, twice, quits all the same."),
        false => format!("Make it larger, or {quit} quits."),
    };
    let lines = [
        format!("This terminal has {size}."),
        format!("Watchkeeper needs {}x{}.", LEAST.0, LEAST.1),
        quits,
    ];
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        paint(buf, area.x, y, area.width, line, theme.style(Role::Warn));
    }
}
