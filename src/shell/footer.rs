//! The last line: what was just said, the filter being typed, or the keys that
//! matter here; at the right what loads and what is stale.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{State, layer::Layer, scopes};
use crate::{
    panes::Cx,
    ui::{Line, Role, clear, draw_lines, frame, paint, paint_right, paint_runs, width, wrap_all},
};

pub(super) fn draw(state: &State, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
    let theme = &state.look.theme;
    let (role, status) = status(state, cx);
    let taken = u16::try_from(width(&status)).unwrap_or(0);
    let room = area.width.saturating_sub(taken + 3);
    paint_right(
        buf,
        area.x,
        area.y,
        area.width.saturating_sub(1),
        &status,
        theme.style(role),
    );
    let mut left = Rect {
        width: room,
        ..area
    };
    let typing = matches!(state.layers.last(), Some(Layer::Filter));
    let mut cursor = None;
    if typing || !state.filter.is_empty() {
        let at = draw_filter(state, left, buf);
        let used = (at.x + 2 - area.x).min(room);
        left = Rect {
            x: area.x + used,
            width: room - used,
            ..area
        };
        cursor = typing.then_some(at);
    }
    match &state.said {
        Some(said) if width(said) < usize::from(left.width) => {
            let room = left.width.saturating_sub(1);
            paint(buf, left.x + 1, left.y, room, said, theme.style(Role::Info));
        }
        said => {
            draw_hints(state, left, buf);
            if let Some(said) = said {
                draw_above(state, said, area, buf);
            }
        }
    }
    cursor
}

/// A sentence that the line has no room for stands above it until the next key.
fn draw_above(state: &State, said: &str, area: Rect, buf: &mut Buffer) {
    let theme = &state.look.theme;
    let said = Line::of(Role::Text, " ").behind(Role::Info, said);
    let lines = wrap_all(&[said], area.width.saturating_sub(1));
    let height = u16::try_from(lines.len()).unwrap_or(1).min(area.y);
    let above = Rect {
        y: area.y - height,
        height,
        ..area
    };
    clear(buf, above, theme.style(Role::Text));
    draw_lines(above, buf, theme, &lines, 0);
}

fn draw_filter(state: &State, area: Rect, buf: &mut Buffer) -> Position {
    let theme = &state.look.theme;
    let sign = if state.filter.fuzzy { " fuzzy /" } else { " /" };
    let used = paint_runs(
        buf,
        area.x,
        area.y,
        area.width,
        &[
            (sign, theme.style(Role::Key)),
            (&state.filter.text, theme.style(Role::Input)),
        ],
    );
    Position::new(area.x + used, area.y)
}

/// As many hints as fit whole: half a hint is worse than none. The way to help
/// is the last one and never drops.
fn draw_hints(state: &State, area: Rect, buf: &mut Buffer) {
    let theme = &state.look.theme;
    let mut hints = hints(state);
    let help = hints.iter().position(|hint| hint.id == "app.help");
    let help = help.map(|at| hints.remove(at));
    let room = area
        .width
        .saturating_sub(help.as_ref().map_or(0, Hint::width));
    let mut x = 1;
    let mut fitting: Vec<Hint> = Vec::new();
    for hint in hints {
        if x + hint.width() <= room {
            x += hint.width();
            fitting.push(hint);
        }
    }
    let mut x = area.x + 1;
    for hint in fitting.iter().chain(&help) {
        let runs = [
            (hint.key.as_str(), theme.style(Role::Key)),
            (" ", theme.style(Role::Dim)),
            (hint.short, theme.style(Role::Dim)),
        ];
        x += paint_runs(buf, x, area.y, area.right().saturating_sub(x), &runs) + GAP;
    }
}

/// Columns between two hints.
const GAP: u16 = 3;

/// A key and what it does, in a word or two.
struct Hint {
    id: &'static str,
    key: String,
    short: &'static str,
}

impl Hint {
    fn width(&self) -> u16 {
        u16::try_from(width(&self.key) + width(self.short) + 1).unwrap_or(0) + GAP
    }
}

/// The footer's commands of the scopes that apply: opening first, then the
/// innermost scope's.
fn hints(state: &State) -> Vec<Hint> {
    let chain = state.chain();
    let commands = chain.iter().flat_map(|name| {
        let scope = scopes().iter().find(|scope| scope.name == *name);
        scope.into_iter().flat_map(|scope| scope.commands)
    });
    let mut hints: Vec<Hint> = commands
        .filter(|command| command.in_footer)
        .filter_map(|command| {
            let key = state
                .keymap
                .keys_for(&chain, command.id)
                .into_iter()
                .next()?;
            Some(Hint {
                id: command.id,
                key,
                short: command.short,
            })
        })
        .collect();
    hints.sort_by_key(|hint| hint.id != "list.open");
    hints
}

/// `2 loading` after a moment, `1 stale since 14:02:40Z` where a refresh failed.
fn status(state: &State, cx: &Cx<'_>) -> (Role, String) {
    let loading = state.loading().len();
    let mut parts = Vec::new();
    let mut role = Role::Dim;
    if let Some(turn) = state.spinner.filter(|turn| *turn > 0 && loading > 0) {
        let frames = cx.look.glyphs.spinner;
        parts.push(format!("{} {loading} loading", frames[turn % frames.len()]));
    }
    let stale = state
        .store
        .iter()
        .filter(|(_, load)| load.is_stale() && load.ready().is_some());
    let since: Vec<_> = stale
        .filter_map(|(_, load)| load.fault.as_ref().map(|(_, at)| *at))
        .collect();
    if let Some(first) = since.iter().min() {
        role = Role::Stale;
        let at = state.look.times.clock(*first);
        parts.push(format!("~ {} stale since {at}", since.len()));
    }
    (role, parts.join("   "))
}

/// The menu of a sequence that has begun: what may follow.
pub(super) fn draw_pending(state: &State, body: Rect, buf: &mut Buffer) {
    let theme = &state.look.theme;
    let next = state.continuations();
    let rows = u16::try_from(next.len())
        .unwrap_or(u16::MAX)
        .min(body.height.saturating_sub(1));
    let area = Rect::new(body.x, body.bottom() - rows - 1, body.width, rows + 1);
    clear(buf, area, theme.style(Role::Text));
    frame::rule(buf, area.x, area.y, area.width, &state.look, Role::Modal);
    let pressed = format!(" {} ", crate::keys::spell_chords(&state.pending));
    paint(
        buf,
        area.x + 2,
        area.y,
        area.width,
        &pressed,
        theme.style(Role::Key),
    );
    for (y, next) in (area.y + 1..area.bottom()).zip(&next) {
        let doc = next
            .command
            .and_then(|id| crate::keys::find_command(scopes(), id));
        let doc = doc.map_or("more keys", |(_, command)| command.doc);
        let key = format!("   {:<6}", next.chord.to_string());
        paint_runs(
            buf,
            area.x,
            y,
            area.width,
            &[
                (&key, theme.style(Role::Key)),
                (doc, theme.style(Role::Text)),
            ],
        );
    }
}
