//! How keys come: one by one as a person types, or as a paste that hides as keys.
//!
//! A terminal may mark no paste, and what is pasted may hold the mark of its end. So
//! the phrase counts only at the pace of a person, by the clock of the thread that read
//! the keys. It knows no preview and no text, only times.

use std::{collections::VecDeque, time::Duration};

use crate::flow::Tick;

/// After a paste, a burst, or what is no key, nothing counts before so long a silence.
const QUIET: Duration = Duration::from_millis(500);

/// More characters than this within this time are a burst. No person types so, but a
/// slow line brings a few keys together.
const MOST_TOGETHER: usize = 6;
const TOGETHER: Duration = Duration::from_millis(5);

/// A yes counts so long after whatever was read before it. A person needs longer from
/// the last character to Enter; where a line brings both together, pressing it again
/// by itself is enough, so that no line is too slow for it.
const BEFORE_YES: Duration = Duration::from_millis(100);

#[derive(Debug, Default)]
pub(in crate::shell) struct Rhythm {
    /// When anything at all was read last.
    last: Option<Tick>,
    /// The newest characters that may be a burst's.
    characters: VecDeque<Tick>,
    upset: bool,
    newest: Pace,
}

/// What is known of the newest key by when it came.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::shell) struct Pace {
    pub(in crate::shell) beat: Beat,
    /// Which run of keys it belongs to, each close behind the one before.
    pub(in crate::shell) run: u64,
    /// It came so long after what was before it.
    gap: Duration,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::shell) enum Beat {
    #[default]
    Steady,
    /// With it there are too many: nothing of its run counts.
    Burst,
    /// In the quiet after a paste: it does not count, and the quiet begins again.
    Unquiet,
}

impl Pace {
    /// It came long enough after everything else to be a yes.
    pub(in crate::shell) fn is_deliberate(self) -> bool {
        self.gap >= BEFORE_YES
    }
}

impl Rhythm {
    /// A key was read.
    pub(in crate::shell) fn key(&mut self, is_character: bool, read: Tick) {
        self.hear(read);
        if self.upset && self.newest.gap < QUIET {
            self.newest.beat = Beat::Unquiet;
            return;
        }
        self.upset = false;
        self.newest.beat = Beat::Steady;
        if self.newest.gap > TOGETHER {
            self.newest.run += 1;
        }
        if !is_character {
            return;
        }
        self.characters.push_back(read);
        while self.is_old(read) {
            self.characters.pop_front();
        }
        if self.characters.len() > MOST_TOGETHER {
            self.upset(read);
            self.newest.beat = Beat::Burst;
        }
    }

    fn is_old(&self, read: Tick) -> bool {
        let first = self.characters.front();
        first.is_some_and(|first| read.since(*first) > TOGETHER)
    }

    /// A paste, or what is no key: what follows at once may be a part of it.
    pub(in crate::shell) fn upset(&mut self, read: Tick) {
        self.hear(read);
        self.characters.clear();
        self.upset = true;
    }

    fn hear(&mut self, read: Tick) {
        self.newest.gap = self.last.map_or(Duration::MAX, |last| read.since(last));
        self.last = Some(read);
    }

    pub(in crate::shell) fn pace(&self) -> Pace {
        self.newest
    }
}
