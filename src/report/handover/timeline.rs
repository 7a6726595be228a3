//! The watch in the order of time: what began, what was changed, acknowledged and closed.

use jiff::Timestamp;

use super::Handover;
use crate::report::journal::word;

pub(super) struct Moment {
    pub(super) at: Timestamp,
    pub(super) what: &'static str,
    /// In the words of others.
    pub(super) of: String,
}

pub(super) fn moments(handover: &Handover<'_>) -> Vec<Moment> {
    let moment = |at, what, of: &str| Moment {
        at,
        what,
        of: of.to_owned(),
    };
    let troubles = handover.report.troubles.iter();
    let began = troubles.filter_map(|one| Some(moment(one.since?, "began", &one.finding.title)));
    let mut all: Vec<Moment> = began.collect();
    all.extend(handover.acknowledged().filter_map(|one| {
        let known = one.acknowledged.as_ref()?;
        Some(moment(known.what.at, "acknowledged", &one.finding.title))
    }));
    let closed = handover.closed.iter().flatten();
    all.extend(closed.filter_map(|one| Some(moment(one.at?, "closed", &one.title))));
    let changes = handover.changes().into_iter();
    all.extend(changes.map(|line| {
        let of = format!("{}: {}", line.title, line.names());
        moment(line.at, word(line.stage), &of)
    }));
    if let Some(since) = handover.since {
        all.retain(|one| one.at >= since);
    }
    all.sort_by_key(|one| one.at);
    all
}
