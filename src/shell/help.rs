//! The help: every key that means something under it, and what the letters mean.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{State, scopes};
use crate::ui::{Line, Mark, Role, draw_lines, frame, wrap_all};

/// From this width on the ids of commands are shown.
const IDS_FROM: u16 = 110;

pub(super) fn draw(state: &State, body: Rect, buf: &mut Buffer, top: usize) {
    let title = format!("Help: {} leaves it", state.keymap.key_in_words("app.back"));
    let inner = frame::draw(body, buf, &state.look, &title);
    let lines = wrap_all(&lines(state), inner.width);
    draw_lines(inner, buf, &state.look.theme, &lines, top);
}

pub(super) fn last_top(state: &State) -> usize {
    let body = state.areas.body;
    let width = body.width.saturating_sub(2);
    wrap_all(&lines(state), width)
        .len()
        .saturating_sub(usize::from(body.height.saturating_sub(2)))
}

/// The pane's scopes first, then the rest: derived from the commands and the keymap.
fn lines(state: &State) -> Vec<Line> {
    // The ids are for writing a keymap: wide screens have room for them.
    let ids = state.size.0 >= IDS_FROM;
    let pane = state.pane().scope(&state.cx()).chain();
    let (mut first, rest): (Vec<_>, Vec<_>) = scopes()
        .iter()
        .partition(|scope| pane.contains(&scope.name));
    first.sort_by_key(|scope: &&crate::keys::Scope| {
        pane.iter().position(|name| *name == scope.name)
    });
    let mut lines = vec![
        Line::of(
            Role::Text,
            match state.session_id {
                None => "Nothing here changes AWS, GitHub or a file: this console is read-only.",
                Some(_) => {
                    "Changes are only proposed: each has a preview, and is typed to confirm."
                }
            },
        ),
        Line::empty(),
    ];
    for scope in first
        .into_iter()
        .chain(rest)
        .filter(|scope| !scope.commands.is_empty())
    {
        lines.push(Line::of(Role::Strong, scope.title));
        let chain = scope.chain();
        for command in scope.commands {
            let keys = state.keymap.keys_for(&chain, command.id).join(", ");
            lines.push(
                Line::of(Role::Key, format!("  {keys:<22} "))
                    .then(Role::Text, command.doc)
                    .then(
                        Role::Dim,
                        if ids {
                            format!("   {}", command.id)
                        } else {
                            String::new()
                        },
                    )
                    .hanging(25),
            );
        }
        lines.push(Line::empty());
    }
    lines.push(Line::of(Role::Strong, "Letters"));
    lines.extend(Mark::ALL.iter().map(|mark| {
        Line::of(mark.role(), format!("  {}  ", mark.letter())).then(Role::Text, mark.word())
    }));
    lines
}
