//! One frame from one state: header, banner, pane, footer, and what lies over them.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{State, confirm, footer, form, header, help, layer::Layer, menu, route::LEAST};
use crate::{
    panes::Cx,
    ui::{Line, Role, clear, draw_lines, frame, glyph::reduce_to_ascii, restyle, wrap_all},
};

/// Lines of the header besides the identity: tabs, rule.
const HEADER: u16 = 2;

/// Where everything is on the screen. The parts never overlap.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Areas {
    header: Rect,
    banner: Rect,
    pub(super) body: Rect,
    footer: Rect,
}

impl Areas {
    /// The pane gets what header, banner and footer leave.
    pub(super) fn of_screen(screen: Rect, identity_lines: u16, banner_lines: usize) -> Self {
        // Not ratatui's `Layout`: its solver costs more than all else that a key costs.
        let Rect { width, height, .. } = screen;
        let lines = u16::try_from(banner_lines).unwrap_or(0);
        let header = HEADER + identity_lines;
        let above = header + lines;
        let banner = Rect::new(0, header, width, lines);
        let header = Rect::new(0, 0, width, header);
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
    let selected = state.pane().draw(buf, &cx);
    let typed = footer::draw(state, areas.footer, buf, &cx);
    match state.layers.last() {
        // The selected row is not what a person looks at while something lies over it.
        Some(_) => draw_layer(state, areas.body, buf, &cx).or(typed),
        None => draw_layer(state, areas.body, buf, &cx)
            .or(typed)
            .or(selected),
    }
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
        Layer::Form(form) => return Some(form::draw(state, form, body, buf)),
        Layer::Help(reading) => {
            help::draw(state, body, buf, reading);
            return None;
        }
        Layer::Palette(picker) => (picker, "Commands"),
        Layer::Environments(picker) => (picker, "Environments"),
        Layer::Themes(picker) => (picker, "Themes"),
    };
    restyle(buf, body, look.theme.style(Role::Backdrop));
    let area = frame::centred(body, 74, 18);
    Some(picker.draw(area, buf, look, title, &state.choices()))
}

fn draw_too_small(state: &State, area: Rect, buf: &mut Buffer) {
    let quit = state.keymap.key_in_words("app.leave");
    let said = [
        format!("{}x{} is too small.", area.width, area.height),
        format!("It needs {}x{}.", LEAST.0, LEAST.1),
        match state.is_writing() {
            true => format!("A write is under way. {quit} twice quits."),
            false => format!("{quit} quits."),
        },
    ];
    let lines = said.map(|said| Line::of(Role::Warn, said));
    let lines = wrap_all(&lines, area.width);
    draw_lines(area, buf, &state.look.theme, &lines, 0);
}
