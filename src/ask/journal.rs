//! What is asked of the journal of writes.

use super::define::asks;
use crate::facts::JournalView;

asks! {
    JournalAsk => JournalAnswer;

    /// The newest entries, and whether the chain holds.
    Entries -> JournalView {
        words: "the journal of writes",
    }

    /// The same, after writes that an earlier run left in doubt were looked at again.
    Settled -> JournalView {
        words: "writes that were left in doubt",
    }
}
