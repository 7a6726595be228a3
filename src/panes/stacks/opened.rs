//! Draws a stack that has the whole pane: its name, the tabs, and the view.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    Open, Stacks, asks, change_sets, events, list, memo, resources, timeline, view::View, words,
};
use crate::{
    panes::{
        Cx,
        cursor::{Areas, Listed, draw_text, inner},
    },
    ui::{Line, Role, draw_lines, paint, paint_runs, wrap_all},
};

/// Name, tabs, rule.
const HEADER: u16 = 3;

/// The area of a view that is a text.
pub(super) fn text_area(area: Rect) -> Rect {
    Rect {
        y: area.y + HEADER,
        height: area.height.saturating_sub(HEADER),
        ..area
    }
}

/// Rows above; below them more of the selected one.
fn parts(area: Rect) -> Areas {
    Areas::stacked(4, 14, text_area(area))
}

/// Lines of the view that can be seen at once.
pub(super) fn height(pane: &Stacks, _: &Open, cx: &Cx<'_>) -> usize {
    if memo::is_rows(pane) {
        Stacks::SHAPE.rows_in(parts(cx.area).list)
    } else {
        usize::from(text_area(cx.area).height)
    }
}

pub(super) fn draw(pane: &Stacks, open: &Open, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
    draw_header(open, area, buf, cx);
    if draw_unread(pane, open, text_area(area), buf, cx) {
        return;
    }
    if !memo::is_rows(pane) {
        let inner = inner(text_area(area));
        draw_text(inner, buf, cx, &pane.memo.lines, open.top);
        return;
    }
    let parts = parts(area);
    draw_rows(pane, open, parts.list, buf, cx);
    let across = cx.look.glyphs.horizontal.repeat(usize::from(area.width));
    let rule = cx.look.theme.style(Role::Rule);
    paint(buf, area.x, parts.list.bottom(), area.width, &across, rule);
    let inner = inner(parts.detail);
    let about = wrap_all(&memo::about(pane, cx), inner.width);
    draw_text(inner, buf, cx, &about, 0);
}

fn draw_header(open: &Open, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
    let theme = &cx.look.theme;
    let mut runs = vec![(" ".to_owned(), Role::Text)];
    match cx.store.stack(cx.environment, &open.stack) {
        Some(stack) => {
            let (letter, role) = words::of_stack(&stack.status);
            let drift = words::of_drift(stack.drift.as_ref());
            let written = stack.written().map_or(String::new(), words::minute);
            runs.push((format!("{letter} "), role));
            runs.push((stack.name.raw().to_owned(), Role::Strong));
            runs.push((format!("   {}", stack.status.raw()), role));
            // Half a word would be worse than none.
            if area.width >= 100 {
                runs.push((format!("   {written}   drift: {}", drift.1), Role::Dim));
            }
        }
        None => runs.push((open.name.raw().to_owned(), Role::Strong)),
    }
    let styled: Vec<_> = runs
        .iter()
        .map(|(text, role)| (text.as_str(), theme.style(*role)))
        .collect();
    paint_runs(buf, area.x, area.y, area.width, &styled);
    let mut x = area.x + 1;
    for view in View::ALL {
        let role = if view == open.view {
            Role::Tab
        } else {
            Role::Dim
        };
        let room = area.right().saturating_sub(x);
        x += paint(buf, x, area.y + 1, room, view.title(), theme.style(role)) + 2;
    }
    let across = cx.look.glyphs.horizontal.repeat(usize::from(area.width));
    let rule = theme.style(Role::Rule);
    paint(buf, area.x, area.y + 2, area.width, &across, rule);
}

/// Loading, or why there is nothing; says whether that was all there is to draw.
fn draw_unread(pane: &Stacks, open: &Open, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> bool {
    if asks::is_read(open, cx) {
        return false;
    }
    let lines = match asks::view_fault(open, cx) {
        Some(fault) => vec![
            Line::of(Role::Bad, "x ")
                .then(Role::Bad, fault.what.clone())
                .hanging(2),
            Line::of(Role::Text, "  ")
                .then(Role::Text, fault.hint.clone())
                .hanging(2),
        ],
        None => list::unread(&asks::wants(pane, cx), cx),
    };
    let inner = inner(area);
    let lines = wrap_all(&lines, inner.width);
    draw_lines(inner, buf, &cx.look.theme, &lines, 0);
    true
}

fn draw_rows(pane: &Stacks, open: &Open, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
    let theme = &cx.look.theme;
    let width = area.width.saturating_sub(2);
    let line = |y: u16, line: &Line, buf: &mut Buffer| {
        let runs: Vec<_> = line
            .runs
            .iter()
            .map(|(role, text)| (text.as_str(), theme.style(*role)))
            .collect();
        paint_runs(buf, area.x + 1, y, width + 1, &runs);
    };
    line(area.y, &heading(open, width, cx), buf);
    let rows = &pane.memo.shown;
    let window = rows.iter().enumerate().skip(open.top);
    let last = area.bottom().saturating_sub(1);
    for (y, (row, at)) in (area.y + 1..last).zip(window) {
        let selected = row == open.at;
        if selected {
            let marker = theme.style(Role::Marker);
            paint(buf, area.x, y, 1, cx.look.glyphs.marker, marker);
        }
        line(y, &self::row(pane, open, *at, width, selected, cx), buf);
    }
    if rows.is_empty() {
        let said = match pane.memo.hidden {
            0 => empty(open.view),
            _ => "No row matches the filter. Esc drops it.",
        };
        let inner = Rect::new(area.x + 2, area.y + 2, width, area.height.saturating_sub(3));
        let lines = wrap_all(&[Line::of(Role::Text, said)], width);
        draw_lines(inner, buf, theme, &lines, 0);
    }
    let hidden = match pane.memo.hidden {
        0 => String::new(),
        hidden => format!(", {hidden} hidden by the filter"),
    };
    let place = if rows.is_empty() { 0 } else { open.at + 1 };
    let said = format!("{place} of {}{hidden}{}", rows.len(), note(open, cx));
    paint(buf, area.x + 1, last, width, &said, theme.style(Role::Dim));
}

fn heading(open: &Open, width: u16, cx: &Cx<'_>) -> Line {
    let width = usize::from(width);
    match open.view {
        View::Events => events::heading(width),
        View::Timeline => timeline::heading(open, width, cx),
        View::Resources => resources::heading(width),
        _ => change_sets::heading(width),
    }
}

fn row(pane: &Stacks, open: &Open, at: usize, width: u16, selected: bool, cx: &Cx<'_>) -> Line {
    let width = usize::from(width);
    let name = if selected { Role::Strong } else { Role::Text };
    match open.view {
        View::Events => events::row(open, at, width, name, cx),
        View::Timeline => timeline::row(open, at, width, name, cx),
        View::Resources => {
            let skipped = memo::is_skipped(pane, open, at, cx);
            resources::row(open, at, width, name, skipped, cx)
        }
        _ => change_sets::row(open, at, width, name, cx),
    }
}

const fn empty(view: View) -> &'static str {
    match view {
        View::Events => "CloudFormation keeps no events of this stack.",
        View::Timeline => "No work on a resource is among the events of the last operation.",
        View::Resources => "The stack has no resources.",
        _ => "The stack has no change sets. One that is created here or by a pipeline stands here.",
    }
}

/// What is not among the rows.
fn note(open: &Open, cx: &Cx<'_>) -> String {
    match (open.view, cx.store.story(cx.environment, &open.name)) {
        (View::Events, Some(story)) if story.cut => "   older ones were dropped".into(),
        (View::Events | View::Timeline, Some(story)) if !story.reached_start => {
            "   the start of the operation was not read".into()
        }
        _ => String::new(),
    }
}
