//! Whether the journal lets anything be written, as far as it was read: said in
//! every frame. It decides nothing; the write itself asks the journal again.

use super::{State, wants::SETTLED};
use crate::{
    ask::{Ask, JournalAsk, journal},
    facts::JournalView,
};

/// Why nothing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JournalStop {
    Broken,
    /// A journal before this one had a stretch that could not be read.
    Unsettled,
    /// It is refused, or cannot be read at all.
    Unread,
}

impl JournalStop {
    /// In the place of the write mode.
    pub(super) fn mode(self) -> &'static str {
        match self {
            Self::Broken => " BROKEN ",
            Self::Unsettled | Self::Unread => " BLOCKED ",
        }
    }

    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Broken => "journal BROKEN",
            Self::Unsettled => "journal UNSETTLED",
            Self::Unread => "journal REFUSED",
        }
    }

    fn in_journal(view: &JournalView) -> Option<Self> {
        if view.broken.is_some() {
            return Some(Self::Broken);
        }
        (!view.unsettled.is_empty()).then_some(Self::Unsettled)
    }
}

impl State {
    /// Of the newest that was read of the journal.
    pub(super) fn journal_stop(&self) -> Option<JournalStop> {
        let asks = [SETTLED, Ask::Journal(JournalAsk::Entries)];
        let told = asks.iter().filter_map(|ask| {
            let load = self.store.load(ask)?;
            let view = load.of::<journal::Settled>();
            let view = view.or_else(|| load.of::<journal::Entries>());
            let value = view.zip(load.at()).map(|(view, at)| (at, Some(view)));
            let fault = load.fault.as_ref().map(|(_, at)| (*at, None));
            value.into_iter().chain(fault).max_by_key(|(at, _)| *at)
        });
        let (_, newest) = told.max_by_key(|(at, _)| *at)?;
        match newest {
            Some(view) => JournalStop::in_journal(view),
            // Where nothing was to be written, the pane's own banner says enough.
            _ => self.session_id.as_ref().map(|_| JournalStop::Unread),
        }
    }
}
