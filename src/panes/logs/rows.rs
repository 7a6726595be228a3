//! The list's rows: the groups that were read, and one that is only typed.

use super::{Logs, asks};
use crate::{
    ask::{Question, logs},
    facts::{LogGroup, LogGroupName, LogGroups},
    panes::Cx,
    ui::{self, Listing},
};

pub(super) type Row = ui::Row<LogGroupName, Known>;
pub(super) type Rows = Listing<LogGroupName, Known>;

/// What is known of a group besides its name.
#[derive(Clone, Debug)]
pub(in crate::panes) enum Known {
    Read(LogGroup),
    /// A person typed it: it can be read without having been listed.
    Typed,
}

pub(super) fn read<'a>(cx: &Cx<'a>) -> Option<&'a LogGroups> {
    let named = String::new();
    cx.store.get(&logs::Groups { named }.of(cx.environment))
}

pub(super) fn is_read(cx: &Cx<'_>) -> bool {
    read(cx).is_some()
}

pub(super) fn rows(pane: &Logs, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    let groups = read(cx).map_or(&[][..], |read| &read.groups);
    for group in groups {
        let row = vec![Row {
            key: group.name.clone(),
            depth: 0,
            name: group.name.raw().to_owned(),
            of_interest: false,
            more: Known::Read(group.clone()),
        }];
        let keep = Rows::matching(&row, cx.filter);
        out.push(row, &keep);
    }
    let typed = typed(pane, cx).filter(|name| groups.iter().all(|group| group.name != *name));
    out.rows.extend(typed.map(|name| Row {
        name: name.raw().to_owned(),
        key: name,
        depth: 0,
        of_interest: false,
        more: Known::Typed,
    }));
    out
}

/// A whole name, by its look; it stays while it is selected.
fn typed(pane: &Logs, cx: &Cx<'_>) -> Option<LogGroupName> {
    let text = cx.filter.text.trim();
    if text.len() > 1 && (text.starts_with('/') || !is_read(cx)) {
        return Some(LogGroupName::from(text));
    }
    let selected = pane.cursor.selected()?;
    let is_known = |read: &LogGroups| read.groups.iter().any(|group| group.name == *selected);
    let is_chosen = pane.cursor.is_chosen();
    (text.is_empty() && is_chosen && !read(cx).is_some_and(is_known)).then(|| selected.clone())
}

/// What the detail beside the list says of its streams rests on.
pub(super) fn streams<'a>(group: &LogGroupName, cx: &Cx<'a>) -> Option<&'a crate::facts::LogStreams> {
    let ask = asks::streams(group, cx);
    cx.store.load(&ask)?.of::<logs::Streams>()
}
