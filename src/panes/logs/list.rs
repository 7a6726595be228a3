//! The list of groups, and beside it the newest streams of the selected one.

use super::{
    Logs, asks,
    rows::{self, Known, Row, Rows},
    streams, words,
};
use crate::{
    facts::{LogGroup, LogGroupName},
    panes::{Cx, list_detail::ListDetail},
    ui::{Column, Cursor, Line, Order, Role, Split},
};

/// Streams that are named beside the list.
const MOST_STREAMS: usize = 12;

impl ListDetail for Logs {
    type Key = LogGroupName;
    type More = Known;
    const SPLIT: Split = Split {
        tenths_below: 5,
        most_below: 14,
    };
    const COLUMNS: &'static [Column] = &[
        Column::mark(""),
        Column::name("log group").sorts(Order::Up),
        Column::weighing("kept", 2).right(),
        Column::weighing("size", 3).right(),
        Column::adding("class", 1),
    ];

    fn cursor(&self) -> &Cursor<LogGroupName> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<LogGroupName> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Rows {
        rows::rows(self, cx)
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        let Some(group) = self.cursor.detail_of() else {
            return Vec::new();
        };
        let mut lines = vec![Line::of(Role::Strong, group.raw())];
        let read = rows::read(cx).map_or(&[][..], |read| &read.groups);
        let known = read.iter().find(|one| one.name == *group);
        lines.extend(known.map(about));
        lines.push(Line::empty());
        lines.extend(streams::in_short(group, MOST_STREAMS, cx));
        lines
    }

    fn cells(&self, row: &Row, selected: bool, _: &Cx<'_>) -> Vec<Line> {
        let name = if selected { Role::Strong } else { Role::Text };
        let (letter, group) = match &row.more {
            Known::Read(group) => (" ", Some(group)),
            Known::Typed => ("?", None),
        };
        vec![
            Line::of(Role::Warn, letter),
            Line::of(name, row.name.as_str()),
            Line::of(Role::Dim, group.map_or(String::new(), kept)),
            Line::of(Role::Dim, group.map_or(String::new(), size)),
            Line::of(Role::Dim, group.map_or(String::new(), class)),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let said = rows.counted("log group");
        match rows::read(cx) {
            Some(read) if read.more => format!("{said}, and more: type a whole name to open it"),
            _ => said,
        }
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        if rows.filtered > 0 {
            return vec![Line::of(Role::Text, cx.no_match("log group"))];
        }
        let asks = [asks::groups(cx)];
        let typed = format!(
            "{} takes a group's whole name, and {} opens it: that needs logs:FilterLogEvents alone.",
            cx.key("app.filter"),
            cx.key("list.open")
        );
        let said = match rows::is_read(cx) {
            true => format!("This account and region have no log groups. {typed}"),
            false => format!("The log groups were not read. {typed}"),
        };
        cx.unread(&asks, &said)
    }
}

fn kept(group: &LogGroup) -> String {
    match group.retention_days {
        Some(days) => format!("{days} d"),
        None => "for ever".to_owned(),
    }
}

fn size(group: &LogGroup) -> String {
    group.stored_bytes.map_or("?".to_owned(), words::bytes)
}

fn class(group: &LogGroup) -> String {
    let class = group.class.as_deref().unwrap_or_default();
    match class {
        "STANDARD" => String::new(),
        other => other.to_lowercase().replace('_', " "),
    }
}

fn about(group: &LogGroup) -> Line {
    let kept = match group.retention_days {
        Some(days) => format!("events are kept {days} days"),
        None => "events never expire".to_owned(),
    };
    Line::of(Role::Dim, format!("{kept}, {} are stored", size(group)))
}
