//! Draws the layer: a heavy box over the whole pane, whose header stays in sight.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{
    Confirm,
    preview::{Preview, Shut},
    report::{self, Keys},
};
use crate::{
    facts::INCIDENT_FORM,
    gate::{Expected, Typed},
    shell::{State, layer::Layer},
    ui::{Line, Role, draw_lines, fold_all, frame, restyle},
};

const WIDEST: u16 = 108;

pub(in crate::shell) fn draw(
    state: &State,
    confirm: &Confirm,
    buf: &mut Buffer,
) -> Option<Position> {
    let screen = buf.area;
    let (_, rows) = state.gate_size();
    let height = rows.saturating_sub(1);
    let under = Rect {
        y: screen.bottom().saturating_sub(height),
        height,
        ..screen
    };
    restyle(buf, under, state.look.theme.style(Role::Backdrop));
    match &confirm.stage {
        super::Stage::Preview(preview) => draw_preview(state, confirm, preview, under, buf),
        _ => {
            draw_report(state, confirm, under, buf);
            None
        }
    }
}

fn keys(state: &State) -> Keys {
    let chain = super::SCOPE.chain();
    Keys {
        apply: state.key_for(&chain, "confirm.apply"),
        again: state.key_for(&chain, "confirm.again"),
        undo: state.key_for(&["global"], "app.undo"),
        quit: state.key_for(&chain, "app.quit"),
        leaves: state.leaves(),
    }
}

fn report_lines(state: &State, confirm: &Confirm) -> Vec<Line> {
    let inner = state.size.0.min(WIDEST).saturating_sub(4);
    fold_all(&report::lines(confirm, &keys(state), state.now), inner)
}

/// How far the report can be scrolled.
pub(super) fn last_top(state: &State) -> usize {
    let Some(Layer::Confirm(confirm)) = state.layers.last() else {
        return 0;
    };
    let height = usize::from(state.gate_size().1.saturating_sub(3));
    report_lines(state, confirm).len().saturating_sub(height)
}

/// There is more of it than is in sight at a time.
pub(in crate::shell) fn is_longer_than_its_room(state: &State, confirm: &Confirm) -> bool {
    match &confirm.stage {
        super::Stage::Preview(preview) => preview.page().lines.len() > preview.page().height,
        _ => last_top(state) > 0,
    }
}

fn draw_report(state: &State, confirm: &Confirm, under: Rect, buf: &mut Buffer) {
    let lines = report_lines(state, confirm);
    let rows = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let area = frame::centred(under, WIDEST, rows);
    let frames = state.look.glyphs.spinner;
    let turn = state.spinner.filter(|turn| *turn > 0 && confirm.is_busy());
    let spinner = turn.and_then(|turn| frames.get(turn % frames.len()));
    let (room, top) = (usize::from(area.height.saturating_sub(2)), confirm.top);
    let place = match spinner {
        Some(spinner) => (*spinner).to_owned(),
        None if lines.len() > room => {
            let bottom = (top + room).min(lines.len());
            format!("{}-{bottom} of {}", top + 1, lines.len())
        }
        None => String::new(),
    };
    let (title, _) = confirm.heading();
    let inner = frame::draw_heavy(area, buf, &state.look, title, &place);
    draw_lines(inner, buf, &state.look.theme, &lines, confirm.top);
}

fn draw_preview(
    state: &State,
    confirm: &Confirm,
    preview: &Preview,
    under: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let (look, page, reading) = (&state.look, preview.page(), preview.reading());
    let area = frame::centred(under, page.columns, page.rows);
    let count = page.lines.len();
    let place = format!("{}-{} of {count}", reading.top() + 1, reading.bottom());
    let (title, _) = confirm.heading();
    let inner = frame::draw_heavy(area, buf, look, title, &place);
    let mut y = inner.y;
    let mut rows = |height: usize| {
        let height = u16::try_from(height).unwrap_or(0);
        let part = Rect { y, height, ..inner }.intersection(inner);
        y = y.saturating_add(height);
        part
    };
    draw_lines(rows(page.pinned.len()), buf, &look.theme, &page.pinned, 0);
    let part = rows(page.height);
    draw_lines(part, buf, &look.theme, &page.lines, reading.top());
    let shut = preview.shut(None);
    let rule = rows(1);
    frame::rule_heavy(area, rule.y, buf, look, &progress(state, preview));
    let asks = match said(preview).or_else(|| prompt(state, preview, shut)) {
        Some((role, asks)) => fold_all(&[Line::of(role, asks)], inner.width),
        None => page.asks.clone(),
    };
    // What is said while nothing can be typed has the room of the phrase and the field too.
    let (phrase, said_at) = match shut {
        Some(Shut::Stopped | Shut::Expired | Shut::TooSmall) => {
            (None, rows(page.asks.len() + page.phrase.len()))
        }
        Some(Shut::Unread) | None => {
            let said_at = rows(page.asks.len());
            (Some(rows(page.phrase.len())), said_at)
        }
    };
    draw_lines(said_at, buf, &look.theme, &marked(asks, said_at), 0);
    if let Some(phrase) = phrase {
        draw_lines(phrase, buf, &look.theme, &page.phrase, 0);
    }
    let field = rows(page.phrase.len());
    (shut.is_none() && !preview.takes_yes()).then(|| draw_field(preview, field, buf, state))
}

/// What has no room is not cut in silence.
fn marked(mut lines: Vec<Line>, area: Rect) -> Vec<Line> {
    let room = usize::from(area.height);
    if lines.len() > room {
        lines.truncate(room);
        let last = lines.pop().map(|line| line.text()).unwrap_or_default();
        let kept = usize::from(area.width.saturating_sub(1));
        let last: String = last.trim_end().chars().take(kept).collect();
        lines.push(Line::of(Role::Text, format!("{last}…")));
    }
    lines
}

/// What is left to read, and how.
fn progress(state: &State, preview: &Preview) -> String {
    let chain = super::SCOPE.chain();
    let key = |id: &str| state.key_for(&chain, id);
    let lines = |count: usize| if count == 1 { "line" } else { "lines" };
    let below = preview.page().lines.len() - preview.reading().bottom();
    match preview.reading().unread() {
        _ if (preview.prepares() || preview.is_stopped()) && below > 0 => {
            let (down, page) = (key("confirm.down"), key("confirm.page-down"));
            format!("{below} more {} ({down}, {page})", lines(below))
        }
        (0, 0) => String::new(),
        _ if preview.prepares() || preview.is_stopped() => String::new(),
        (above, 0) => {
            let key = key("confirm.up");
            format!("{above} {} above: read them first ({key})", lines(above))
        }
        (_, below) => {
            let (down, page) = (key("confirm.down"), key("confirm.page-down"));
            let lines = lines(below);
            format!("{below} more {lines}: read them first ({down}, {page})")
        }
    }
}

/// What is asked for or why nothing is; None: the sentence of the page.
fn prompt(state: &State, preview: &Preview, shut: Option<Shut>) -> Option<(Role, String)> {
    let Keys {
        apply,
        again,
        leaves,
        ..
    } = keys(state);
    let asks = preview.plan().phrase().asks();
    Some(match shut {
        Some(Shut::Unread) => return None,
        Some(Shut::Stopped) if preview.is_a_look() => return None,
        Some(Shut::Stopped) => (
            Role::Bad,
            format!("This is stopped: nothing that is typed helps. {leaves} leaves all as it is."),
        ),
        Some(Shut::Expired) => {
            let said = format!("This preview is too old. {again} reads again. {leaves} leaves.");
            (Role::Bad, said)
        }
        Some(Shut::TooSmall) => (
            Role::Bad,
            format!("This terminal is too small to read it in. Make it larger. {leaves} leaves."),
        ),
        None if state.leaving => {
            let no = state.key_for(&["global"], "app.leave");
            let said = format!(
                "Made here, unused. {apply} deletes it, {no} leaves it there, {leaves} stays."
            );
            (Role::Strong, said)
        }
        None if preview.takes_yes() => return None,
        None if preview.compared() == Typed::Exact => (
            Role::Strong,
            format!("{apply} applies it. {leaves} leaves all as it is."),
        ),
        None => (
            Role::Text,
            format!("Type {asks}. {leaves} leaves all as it is."),
        ),
    })
}

/// What was typed, the wrong part of it marked; the cursor stands behind it.
fn draw_field(preview: &Preview, area: Rect, buf: &mut Buffer, state: &State) -> Position {
    let typed = preview.typed();
    let right = match preview.compared() {
        Typed::WrongAt(at) => typed
            .char_indices()
            .nth(at)
            .map_or(typed.len(), |(byte, _)| byte),
        Typed::Begun | Typed::Exact => typed.len(),
    };
    let (right, wrong) = typed.split_at(right);
    let mut line = Line::of(Role::Key, "> ").behind(Role::Input, right);
    if !wrong.is_empty() {
        line = line.then(Role::Writes, wrong);
    }
    let lines = fold_all(&[line], area.width);
    let first = lines.len().saturating_sub(usize::from(area.height));
    draw_lines(area, buf, &state.look.theme, &lines, first);
    let row = u16::try_from(lines.len() - first).unwrap_or(1).max(1) - 1;
    let runs = lines.last().into_iter().flat_map(|line| &line.runs);
    let used: usize = runs.map(|(_, text)| crate::ui::width(text)).sum();
    let used = u16::try_from(used)
        .unwrap_or(0)
        .min(area.width.saturating_sub(1));
    Position::new(area.x + used, area.y + row)
}

fn said(preview: &Preview) -> Option<(Role, String)> {
    if let Some(said) = preview.said() {
        return Some((Role::Warn, said.to_owned()));
    }
    let Typed::WrongAt(at) = preview.compared() else {
        return None;
    };
    let expected = preview.plan().phrase().expects(at);
    Some((
        Role::Bad,
        match expected {
            Some(Expected::Character(' ')) => {
                format!("Character {} is wrong: a blank belongs there.", at + 1)
            }
            Some(Expected::Character(c)) => {
                format!("Character {} is wrong: `{c}` belongs there.", at + 1)
            }
            Some(Expected::Incident) => {
                let at = at + 1;
                format!("Character {at} is wrong: an incident's number has {INCIDENT_FORM}.")
            }
            None => format!("Character {} is too many.", at + 1),
        },
    ))
}
