//! The help: every key that means something under it, and what the letters mean, in as
//! many columns as there is room for.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{State, scopes};
use crate::{
    keys::{Command, Scope},
    ui::{Line, Mark, Page, Reading, Role, draw_lines, frame, paint, width, wrap_all},
};

/// A column has at least so many screen columns.
const COLUMN: u16 = 70;
const GAP: u16 = 3;
/// A command's keys stand in so many.
const KEYS: usize = 22;

pub(super) fn draw(state: &State, body: Rect, buf: &mut Buffer, reading: &Reading) {
    let (page, height) = page(state);
    let (top, count) = (reading.top(&page, height), page.lines.len());
    let last = (top + height).min(count);
    let leaves = state.keymap.key_in_words("app.back");
    let title = format!("Help: {leaves} closes it");
    let inner = frame::draw(body, buf, &state.look, &title);
    let place = format!(" {}-{last} of {count} ", top + 1);
    let columns = u16::try_from(width(&place)).unwrap_or(0);
    let x = body.right().saturating_sub(columns + 2).max(body.x);
    let dim = state.look.theme.style(Role::Dim);
    paint(buf, x, body.y, columns, &place, dim);
    draw_lines(inner, buf, &state.look.theme, &page.lines, top);
    reading.mark(&page, inner, buf, &state.look, false);
}

/// The help as it stands on the screen, and how much of it can be seen.
pub(super) fn page(state: &State) -> (Page, usize) {
    let body = state.areas.body;
    let (width, height) = (body.width.saturating_sub(2), body.height.saturating_sub(2));
    let columns = ((width + GAP) / (COLUMN + GAP)).max(1);
    let room = (width + GAP) / columns - GAP;
    let lines = in_columns(&blocks(state), columns, room);
    (Page::of(&lines, width, &state.search), usize::from(height))
}

/// A heading, and what stands under it.
type Block = Vec<Line>;

/// The blocks side by side, none torn apart, filled from the left and from the top.
fn in_columns(blocks: &[Block], columns: u16, room: u16) -> Vec<Line> {
    let blocks: Vec<Block> = blocks.iter().map(|block| wrap_all(block, room)).collect();
    let all: usize = blocks.iter().map(Vec::len).sum();
    let each = all.div_ceil(usize::from(columns));
    let mut filled: Vec<Vec<Line>> = vec![Vec::new()];
    for block in blocks {
        let used = filled.last().map_or(0, Vec::len);
        // The last column takes what is left.
        let is_full = used > 0 && used + block.len() / 2 > each;
        if is_full && filled.len() < usize::from(columns) {
            filled.push(Vec::new());
        }
        if let Some(column) = filled.last_mut() {
            column.extend(block);
        }
    }
    let rows = filled.iter().map(Vec::len).max().unwrap_or(0);
    (0..rows)
        .map(|row| side_by_side(&filled, row, room))
        .collect()
}

fn side_by_side(columns: &[Vec<Line>], row: usize, room: u16) -> Line {
    let mut line = Line::empty();
    for (at, column) in columns.iter().enumerate() {
        let before: usize = line.runs.iter().map(|(_, text)| width(text)).sum();
        let from = usize::from(room + GAP) * at;
        let Some(cell) = column.get(row).filter(|cell| !cell.runs.is_empty()) else {
            continue;
        };
        line = line.then(Role::Text, " ".repeat(from.saturating_sub(before)));
        line.runs.extend(cell.runs.iter().cloned());
    }
    line
}

/// The pane's scopes first, then the rest: derived from the commands and the keymap.
fn blocks(state: &State) -> Vec<Block> {
    let pane = state.pane().scope(&state.cx()).chain();
    let place = |scope: &Scope| pane.iter().position(|name| *name == scope.name);
    let all = scopes().iter().filter(|scope| !scope.commands.is_empty());
    let (mut first, rest): (Vec<_>, Vec<_>) = all.partition(|scope| place(scope).is_some());
    first.sort_by_key(|scope| place(scope));
    let scopes = first.into_iter().chain(rest);
    let mut blocks = vec![promise(state)];
    blocks.extend(scopes.map(|scope| of_scope(&scope, state)));
    blocks.push(letters());
    blocks
}

fn promise(state: &State) -> Block {
    let said = match state.session_id {
        None => "Nothing here changes AWS, GitHub or a file: this console is read-only.",
        Some(_) => {
            "Changes are only proposed: each shows a preview and needs a typed confirmation."
        }
    };
    let keys = |id: &str| state.keymap.key_in_words(id);
    let links = format!(
        "Underlined names are links: {} and {} move between them, {} follows one, {} comes back.",
        keys("list.down"),
        keys("list.up"),
        keys("list.open"),
        keys("app.back"),
    );
    vec![
        Line::of(Role::Text, said),
        Line::of(Role::Text, links),
        Line::empty(),
    ]
}

fn of_scope(scope: &Scope, state: &State) -> Block {
    let chain = scope.chain();
    let mut lines = vec![Line::of(Role::Strong, scope.title)];
    let commands = scope.commands.iter();
    lines.extend(commands.flat_map(|command| of_command(command, &chain, state)));
    lines.push(Line::empty());
    lines
}

/// Keys that need more than their column have a line of their own.
fn of_command(command: &Command, chain: &[&str], state: &State) -> Vec<Line> {
    let keys = state.keymap.keys_for(chain, command.id).join(", ");
    let (above, keys) = match width(&keys) > KEYS {
        true => (
            Some(Line::of(Role::Key, format!("  {keys}"))),
            String::new(),
        ),
        false => (None, keys),
    };
    let line = Line::of(Role::Key, format!("  {keys:<KEYS$} "));
    let line = line.behind(Role::Text, command.doc);
    above.into_iter().chain([line]).collect()
}

fn letters() -> Block {
    let mut lines = vec![Line::of(Role::Strong, "Letters")];
    lines.extend(Mark::ALL.iter().map(|mark| {
        Line::of(mark.role(), format!("  {}  ", mark.letter())).then(Role::Text, mark.word())
    }));
    lines
}
