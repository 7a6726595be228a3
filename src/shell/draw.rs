//! One frame from one state: header, banner, pane, footer, and what lies over them.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{State, confirm, footer, header, help, layer::Layer, menu, route::LEAST};
use crate::{
    panes::Cx,
    ui::{Role, clear, draw_lines, frame, glyph::reduce_to_ascii, paint, restyle},
};

/// Lines of the header: identity, tabs, rule.
const HEADER: u16 = 3;

/// Where everything is on the screen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Areas {
    header: Rect,
    banner: Rect,
    pub(super) body: Rect,
    footer: Rect,
}

impl Areas {
    /// The pane gets what header, banner and footer leave.
    pub(super) fn of_screen(screen: Rect, banner_lines: usize) -> Self {
        // Not ratatui's `Layout`: its solver costs more than all else that a key costs.
        let Rect { width, height, .. } = screen;
        let lines = u16::try_from(banner_lines).unwrap_or(0);
        let above = HEADER + lines;
        let header = Rect::new(0, 0, width, HEADER);
        let banner = Rect::new(0, HEADER, width, lines);
        let body = Rect::new(0, above, width, height.saturating_sub(above + 1));
        let footer = Rect::new(0, height.saturating_sub(1), width, 1);
        Self {
            header,
            banner,
            body,
            footer,
        }
    }
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
    let (areas, cx) = (state.areas, state.cx());
    header::draw(state, areas.header, buf);
    draw_lines(areas.banner, buf, &look.theme, &state.banner, 0);
    state.pane().draw(buf, &cx);
    let cursor = footer::draw(state, areas.footer, buf, &cx);
    draw_layer(state, areas.body, buf, &cx).or(cursor)
}

fn draw_layer(state: &State, body: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
    let look = cx.look;
    if !state.pending.is_empty() {
        menu::draw(state, body, buf);
    }
    let mut layers = state.layers.iter().rev();
    let layer = layers.find(|layer| !matches!(layer, Layer::Search))?;
    if let Layer::Confirm(confirm) = layer {
        return confirm::draw(state, confirm, buf);
    }
    let (picker, title) = match layer {
        Layer::Filter | Layer::Search | Layer::Confirm(_) => return None,
        Layer::Help(reading) => {
            help::draw(state, body, buf, reading);
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
    let quit = state.keymap.key_in_words("app.leave");
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
