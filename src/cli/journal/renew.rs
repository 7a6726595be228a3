//! `journal renew`: moves a broken journal aside and opens a new one that knows
//! its head and its doubts. Asks for the folder's name in a terminal.

use crate::{
    cli::{
        Stop, USAGE,
        output::{report, tell},
    },
    edge::{
        journal_file::{JournalFile, who},
        terminal,
    },
    report::journal::renew::{asked, renewed},
};

use super::{LEFT, confirmed, only_in_a_terminal, unread};

pub(super) fn run(journal: &JournalFile) -> Result<u8, Stop> {
    only_in_a_terminal("renew")?;
    let renewal = journal
        .renewal()
        .map_err(|fault| Stop::Fault(USAGE, fault))?;
    terminal::forget_typed();
    report(&asked(&renewal))?;
    let Some(renewal) = confirmed(|typed| renewal.confirm(typed)) else {
        tell("The journal was not renewed: nothing was changed.");
        return Ok(LEFT);
    };
    journal.renew(&renewal, who()).map_err(unread)?;
    report(&renewed(&renewal))?;
    Ok(0)
}
