//! The handover of the watch that is looked at, for the clipboard: with what went since it
//! began.

use super::{Watch, report};
use crate::{
    ask::{Question, journal},
    facts::Clip,
    panes::Cx,
    report::handover::{Closed, Handover, as_markdown},
};

pub(super) fn copied(pane: &Watch, cx: &Cx<'_>) -> Option<Clip> {
    let report = report(cx)?;
    let gone = pane.news.gone().iter();
    let closed = gone.map(|(at, trouble)| Closed {
        id: trouble.id.clone(),
        title: trouble.finding.title.clone(),
        at: *at,
    });
    let view = cx.store.get(&journal::Entries.here());
    let handover = Handover {
        environment: cx.environment,
        caller: cx.store.caller(cx.environment),
        at: cx.now,
        since: pane.news.began(),
        report,
        closed: Ok(closed.collect()),
        journal: view.ok_or_else(|| "The journal was not read.".to_owned()),
    };
    Some(Clip::whole(as_markdown(&handover)))
}
