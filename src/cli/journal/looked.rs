//! `journal settle NAME looked`: a person who looked settles a stretch that could
//! not be read when the journal was renewed. Writes one note into the journal.

use crate::{
    cli::{
        Stop, USAGE,
        output::{report, say, tell},
    },
    edge::{
        journal_file::{JournalFile, who},
        terminal,
        write::Journal,
    },
    gate::record::Looking,
    report::journal::renew::{asked_of_stretch, looked},
};

use super::{LEFT, confirmed, only_in_a_terminal, unread};

pub(super) fn run(journal: &JournalFile, name: &str) -> Result<u8, Stop> {
    only_in_a_terminal("settle")?;
    let chain = journal.chain().map_err(unread)?;
    chain.holds().map_err(unread)?;
    let looking = Looking::at(&chain, name).map_err(|fault| Stop::Fault(USAGE, fault))?;
    terminal::forget_typed();
    report(&asked_of_stretch(&looking, chain.renewed.as_ref()))?;
    let Some(looking) = confirmed(|typed| looking.confirm(typed)) else {
        tell("Nothing was settled. No write happens until it is.");
        return Ok(LEFT);
    };
    let note = journal.looked(looking, who()).map_err(unread)?;
    say(&looked(name, &note))?;
    Ok(0)
}
