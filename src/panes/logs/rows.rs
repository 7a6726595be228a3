//! The list's rows: the groups that were read, and one that is only typed.

use super::{Logs, asks};
use crate::{
    ask::{Question, logs},
    facts::{LogGroup, LogGroupName, LogGroups, LogStreams},
    panes::Cx,
    policy::like,
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
    let is_named = |name: &LogGroupName| {
        let mut globs = cx.settings.log_groups.iter();
        globs.any(|glob| like(glob, name.raw()))
    };
    let mut ordered: Vec<&LogGroup> = groups.iter().collect();
    ordered.sort_by_key(|group| !is_named(&group.name));
    for group in ordered {
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
    let is_new = |name: &LogGroupName| groups.iter().all(|group| group.name != *name);
    let mut unread: Vec<LogGroupName> = unlisted(cx);
    unread.extend(typed(pane, cx).filter(|name| !unlisted(cx).contains(name)));
    unread.retain(is_new);
    out.rows.extend(unread.into_iter().map(|name| Row {
        name: name.raw().to_owned(),
        key: name,
        depth: 0,
        of_interest: false,
        more: Known::Typed,
    }));
    out
}

/// Groups that the project names, where none can be listed.
fn unlisted(cx: &Cx<'_>) -> Vec<LogGroupName> {
    if is_read(cx) || cx.store.fault(&asks::groups(cx)).is_none() {
        return Vec::new();
    }
    let named = cx.settings.log_groups.iter();
    let whole = named.filter(|name| !name.contains(['*', '?']));
    let names = whole.map(|name| LogGroupName::from(name.as_str()));
    let keep = |name: &LogGroupName| cx.filter.keep(std::iter::once(name.raw())) == [true];
    names.filter(keep).collect()
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
pub(super) fn streams<'a>(group: &LogGroupName, cx: &Cx<'a>) -> Option<&'a LogStreams> {
    let ask = asks::streams(group, cx);
    cx.store.load(&ask)?.of::<logs::Streams>()
}
