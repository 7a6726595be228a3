//! The lines of an open log: where everything stands, and each row with its time, its
//! level, its stream and its text.

use jiff::Timestamp;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{
    compact::compact,
    histogram,
    opened::{Clock, Opened, Subject},
    scroll,
    text::{first_line, readable},
    views, words,
};
use crate::{
    facts::numbered,
    logs::{Level, Matcher, Row},
    panes::{
        Cx,
        view::{draw_header, text_area},
    },
    ui::{
        Line, Role, SIDE_BY_SIDE, Times, draw_lines, paint, paint_roles, shorten_end, wrap,
        wrap_all,
    },
};

/// With fewer lines than this there is no histogram.
const HIGH: u16 = 13;
/// From this width on times have milliseconds and streams more of their names.
const WIDE: u16 = 100;
/// Marker, level, mark.
const SIGNS: u16 = 4;
/// Columns that a text has at least, whatever stands before it.
const LEAST_TEXT: u16 = 20;

/// The parts of the area below the header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    pub(super) notes: Rect,
    pub(super) histogram: Rect,
    pub(super) lines: Rect,
    pub(super) counts: Rect,
}

impl Parts {
    pub(super) fn of(open: &Opened, cx: &Cx<'_>) -> Self {
        let area = text_area(cx.area);
        let notes = u16::try_from(notes(open, cx).len()).unwrap_or(0);
        let notes = notes.min(area.height / 3);
        let histogram = if area.height >= HIGH {
            histogram::HEIGHT
        } else {
            0
        };
        let counts = area.height.min(1);
        let lines = area.height.saturating_sub(notes + histogram + counts);
        let mut y = area.y;
        let mut part = |height: u16| {
            let part = Rect { y, height, ..area };
            y += height;
            part
        };
        Self {
            notes: part(notes),
            histogram: part(histogram),
            lines: part(lines),
            counts: part(counts),
        }
    }

    pub(super) fn room(&self) -> usize {
        usize::from(self.lines.height.max(1))
    }
}

/// The columns of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    time: u16,
    stream: u16,
    pub(super) text: u16,
    is_dated: bool,
}

impl Form {
    pub(super) fn of(open: &Opened, cx: &Cx<'_>) -> Self {
        let width = cx.area.width;
        let rows = &open.news.rows;
        let day = |row: &Row| Some(cx.times().day(moment(row)?));
        let first = rows.iter().find_map(day);
        let is_dated = rows
            .iter()
            .any(|row| day(row).is_some_and(|day| Some(day) != first));
        let sample = rows.iter().find_map(moment);
        let time = sample.map_or(0, |at| told(at, open, is_dated, cx).len() + 1);
        let stream = match (open.many_streams, width >= WIDE) {
            (false, _) => 0,
            (true, false) => 7,
            (true, true) => 13,
        };
        let time = u16::try_from(time).unwrap_or(0);
        Self {
            time,
            stream,
            text: width.saturating_sub(SIGNS + time + stream).max(LEAST_TEXT),
            is_dated,
        }
    }
}

fn moment(row: &Row) -> Option<Timestamp> {
    Timestamp::from_millisecond(row.time?).ok()
}

fn told(at: Timestamp, open: &Opened, is_dated: bool, cx: &Cx<'_>) -> String {
    let utc = Times::default();
    let times = match open.clock {
        Clock::Zone => cx.times(),
        Clock::Utc => &utc,
        Clock::Since(base) => {
            let off = at.as_millisecond() - base;
            let sign = if off < 0 { '-' } else { '+' };
            let off = off.unsigned_abs();
            return format!("{sign}{:>6}.{:03}", off / 1000, off % 1000);
        }
    };
    match (is_dated, cx.area.width >= WIDE) {
        (true, _) => times.second(at),
        (false, true) => times.millis(at),
        (false, false) => times.clock(at),
    }
}

/// The screen lines of a row's text.
pub(super) fn pieces(row: &Row, wraps: bool, width: u16) -> Vec<String> {
    let more = row.len.saturating_sub(row.text.len());
    let mut text = readable(&row.text);
    if !wraps && more == 0 {
        text = compact(&text);
    }
    if let Some(late) = row.late {
        text = format!("(late +{}) {text}", words::took(late as f64));
    }
    if more > 0 {
        text.push_str(&format!(" ... +{more} bytes"));
    }
    let width = usize::from(width);
    if !wraps {
        let (first, others) = first_line(&text);
        let others = match others + row.folded {
            0 => String::new(),
            others => format!("  +{}", numbered(others, "line")),
        };
        let room = width.saturating_sub(others.len());
        return vec![format!("{}{others}", shorten_end(first, room))];
    }
    let lines = text.trim_end_matches(['\n', '\r']).split('\n');
    lines
        .flat_map(|line| wrap(line.trim_end_matches('\r'), width))
        .collect()
}

pub(super) fn lines(open: &Opened, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
    let (name, tabs, front) = views::header(open, cx);
    draw_header(&name, tabs, front, cx.area, buf, cx);
    let parts = Parts::of(open, cx);
    draw_lines(parts.notes, buf, &cx.look.theme, &notes(open, cx), 0);
    histogram::draw(open, parts.histogram, buf, cx);
    let dim = cx.look.theme.style(Role::Dim);
    let Rect { x, y, width, .. } = parts.counts;
    paint(buf, x + 1, y, width.saturating_sub(1), &counts(open), dim);
    if open.news.rows.is_empty() {
        let said = [Line::indented(1, Role::Text, views::nothing(open, cx))];
        let said = wrap_all(&said, parts.lines.width);
        draw_lines(parts.lines, buf, &cx.look.theme, &said, 0);
        return None;
    }
    draw_rows(open, parts.lines, buf, cx)
}

fn draw_rows(open: &Opened, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
    let form = Form::of(open, cx);
    let matcher = (!open.sent.search.is_empty()).then(|| Matcher::new(&open.sent.search));
    let matcher = matcher.and_then(Result::ok);
    let selected = open.index(open.cursor);
    let seen = scroll::in_sight(open.first(), &open.heights, usize::from(area.height));
    let mut marked = None;
    for stretch in seen.chunk_by(|a, b| a.row == b.row) {
        let (Some(line), Some(row)) = (stretch.first(), open.news.rows.get(stretch[0].row)) else {
            continue;
        };
        let above = seen.iter().take_while(|other| other.row < line.row).count();
        let y = area.y + u16::try_from(above).unwrap_or(0);
        let is_selected = line.row == selected;
        if is_selected {
            marked = Some(Position::new(area.x, y));
        }
        if line.sub == 0 {
            draw_signs(open, row, (form, is_selected), (area.x, y), buf, cx);
        }
        let pieces = pieces(row, open.wraps, form.text);
        let pieces = pieces.iter().skip(line.sub).take(stretch.len());
        for (y, piece) in (y..).zip(pieces) {
            if is_selected {
                draw_marker(area.x, y, buf, cx);
            }
            let x = area.x + SIGNS + form.time + form.stream;
            let runs = runs(piece, role(row, is_selected), matcher.as_ref());
            paint_roles(buf, (x, y), area.right().saturating_sub(x), cx.look, &runs);
        }
    }
    marked
}

fn draw_marker(x: u16, y: u16, buf: &mut Buffer, cx: &Cx<'_>) {
    let marker = match buf.area.width >= SIDE_BY_SIDE {
        true => cx.look.glyphs.wide_marker,
        false => cx.look.glyphs.marker,
    };
    paint(buf, x, y, 1, marker, cx.look.theme.style(Role::Marker));
}

fn role(row: &Row, is_selected: bool) -> Role {
    match row.level {
        Level::Gap => Role::Stale,
        _ if is_selected => Role::Strong,
        Level::Debug | Level::Trace => Role::Dim,
        _ => Role::Text,
    }
}

/// Level, mark, time and stream.
fn draw_signs(
    open: &Opened,
    row: &Row,
    (form, is_selected): (Form, bool),
    (x, y): (u16, u16),
    buf: &mut Buffer,
    cx: &Cx<'_>,
) {
    let (letter, level) = words::of_level(row.level);
    let mark = if row.bookmarked { "*" } else { " " };
    let time = moment(row).map_or(String::new(), |at| told(at, open, form.is_dated, cx));
    let stream = row
        .origin
        .as_ref()
        .map_or("", |origin| origin.stream.as_str());
    let runs = [
        (level, letter.to_owned()),
        (Role::Accent, mark.to_owned()),
        (Role::Text, " ".to_owned()),
    ];
    paint_roles(buf, (x + 1, y), SIGNS, cx.look, &runs);
    let dim = if is_selected { Role::Text } else { Role::Dim };
    let dim = cx.look.theme.style(dim);
    paint(buf, x + SIGNS, y, form.time.saturating_sub(1), &time, dim);
    let room = usize::from(form.stream.saturating_sub(1));
    let tail: String = {
        let count = stream.chars().count();
        stream.chars().skip(count.saturating_sub(room)).collect()
    };
    let style = cx.look.theme.style(Role::Info);
    let columns = form.stream.saturating_sub(1);
    paint(buf, x + SIGNS + form.time, y, columns, &tail, style);
}

/// A piece with what is searched for in it marked.
fn runs(piece: &str, role: Role, matcher: Option<&Matcher>) -> Vec<(Role, String)> {
    let mut runs = Vec::new();
    let mut at = 0;
    let places = matcher.map(|matcher| matcher.places(piece.as_bytes()));
    for place in places.into_iter().flatten() {
        let (Some(before), Some(found)) = (piece.get(at..place.start), piece.get(place.clone()))
        else {
            continue;
        };
        if !found.is_empty() {
            runs.push((role, before.to_owned()));
            runs.push((Role::Match, found.to_owned()));
            at = place.end;
        }
    }
    runs.push((role, piece.get(at..).unwrap_or_default().to_owned()));
    runs
}

/// The filters with what each hides, and what went wrong, above the lines.
fn notes(open: &Opened, cx: &Cx<'_>) -> Vec<Line> {
    let mut notes = Vec::new();
    if let Some(fault) = &open.news.progress.fault {
        let said = format!("{} {}", fault.what, fault.hint);
        notes.push(Line::signed(" x ", Role::Bad, said));
    }
    if let Some(wrong) = &open.wrong {
        notes.push(Line::signed(" ? ", Role::Warn, wrong.to_string()));
    }
    if !open.news.filters.is_empty() {
        notes.push(filters(open, cx));
    }
    wrap_all(&notes, cx.area.width)
}

fn filters(open: &Opened, cx: &Cx<'_>) -> Line {
    let all = &open.news.filters;
    let said: Vec<String> = all
        .iter()
        .map(|applied| {
            let hides = match applied.wish.on {
                true => format!(" (hides {})", words::count(applied.hides as u64)),
                false => String::new(),
            };
            format!("{}{hides}", words::filter(&applied.wish, cx.times()))
        })
        .collect();
    let said = said.join("   ");
    match all.iter().any(|applied| applied.wish.on) {
        true => Line::signed(" & ", Role::Info, said),
        false => {
            let key = cx.key("log.unfiltered");
            let said = format!("{said}   All lines are shown; {key} filters again.");
            Line::signed(" & ", Role::Dim, said)
        }
    }
}

fn counts(open: &Opened) -> String {
    if let Some(note) = open.note {
        return note.to_owned();
    }
    let counts = &open.news.counts;
    let at = open.news.first_row + open.index(open.cursor) + 1;
    let mut parts = vec![match counts.visible {
        0 => "no line".to_owned(),
        visible => format!(
            "line {} of {}",
            words::count(at as u64),
            words::count(visible as u64)
        ),
    }];
    let hidden = counts.lines.saturating_sub(counts.visible) as u64;
    let mut part = |count: u64, said: &str| {
        if count > 0 {
            parts.push(format!("{} {said}", words::count(count)));
        }
    };
    let is_filtered = open.news.filters.iter().any(|applied| applied.wish.on);
    let folds = matches!(open.subject, Subject::Job(_)) && !is_filtered;
    part(hidden, if folds { "folded" } else { "hidden" });
    part(counts.marks as u64, "marked");
    part(counts.dropped, "dropped, the oldest");
    if open.held() > 0 {
        parts.push(format!("+{} held", words::count(open.held())));
    }
    parts.extend(histogram::legend(open));
    parts.join("   ")
}
