//! What the pane asks itself: groups and streams. Events are the worker's business.

use super::{Logs, opened::View};
use crate::{
    ask::{Ask, Question, logs, sts},
    facts::LogGroupName,
    panes::Cx,
};

/// The group whose streams are shown: the opened one's, else those beside the list.
pub(super) fn group_looked_at(pane: &Logs) -> Option<&LogGroupName> {
    match &pane.open {
        Some(open) => open.group(),
        None => pane.cursor.detail_of(),
    }
}

pub(super) fn groups(cx: &Cx<'_>) -> Ask {
    let named = String::new();
    logs::Groups { named }.of(cx.environment).into()
}

pub(super) fn streams(group: &LogGroupName, cx: &Cx<'_>) -> Ask {
    let group = group.clone();
    logs::Streams { group }.of(cx.environment).into()
}

/// The caller too: no screen may leave open whose account it is on.
pub(super) fn wants(pane: &Logs, cx: &Cx<'_>) -> Vec<Ask> {
    if pane
        .open
        .as_ref()
        .is_some_and(|open| open.group().is_none())
    {
        // A file is of no account.
        return Vec::new();
    }
    let mut asks = vec![sts::CallerIdentity.of(cx.environment).into()];
    match &pane.open {
        None => {
            asks.push(groups(cx));
            asks.extend(group_looked_at(pane).map(|group| streams(group, cx)));
        }
        Some(open) if open.view == View::Streams => {
            asks.extend(open.group().map(|group| streams(group, cx)));
        }
        Some(_) => {}
    }
    asks
}
