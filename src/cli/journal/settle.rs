//! `journal settle`: a person who looked says what became of a change in doubt, or that
//! a stretch that could not be read when the journal was renewed was looked at. Writes one
//! record or one note into the journal, and nothing else anywhere.

use jiff::Timestamp;

use super::{LEFT, confirmed, only_in_a_terminal, unread};
use crate::{
    cli::{
        Stop, USAGE,
        output::{report, say, tell},
    },
    config::Loaded,
    edge::{
        journal_file::{JournalFile, uptime, who},
        terminal,
        write::Journal,
    },
    gate::record::{Looking, Settling, ToldAs},
    report::journal::{
        renew::{asked_of_stretch, looked as looked_at},
        settle::{asked, refused, settled},
    },
};

pub(super) fn run(
    loaded: &Loaded,
    journal: &JournalFile,
    change: &str,
    told: ToldAs,
) -> Result<u8, Stop> {
    only_in_a_terminal("settle")?;
    let view = journal.view().map_err(unread)?;
    if let Some(broken) = &view.broken {
        tell(&format!("{broken} Nothing after that is vouched for."));
    }
    let records = journal.records().map_err(unread)?;
    let now = Timestamp::now();
    let settling = Settling::of(
        &records,
        change,
        told,
        &loaded.settings,
        (now, uptime().as_ref()),
    )
    .map_err(|fault| Stop::Fault(USAGE, fault))?;
    // Who is in the middle of that very write holds the journal, and will know more.
    drop(journal.open().map_err(unread)?);
    terminal::forget_typed();
    report(&asked(&settling))?;
    let Some(typed) = terminal::asked().unwrap_or_default() else {
        tell("Nothing was settled. The change stays in doubt.");
        return Ok(LEFT);
    };
    let told = settling.told();
    let settlement = match settling.confirm(&typed) {
        Ok(settlement) => settlement,
        Err(typed) => {
            tell(&refused(typed));
            return Ok(LEFT);
        }
    };
    let record = journal.settle(settlement, who()).map_err(unread)?;
    say(&settled(&record, told))?;
    Ok(0)
}

/// `journal settle NAME looked`.
pub(super) fn looked(journal: &JournalFile, name: &str) -> Result<u8, Stop> {
    only_in_a_terminal("settle")?;
    let chain = journal.chain().map_err(unread)?;
    chain.holds().map_err(unread)?;
    let looking = Looking::at(&chain, name).map_err(|fault| Stop::Fault(USAGE, fault))?;
    terminal::forget_typed();
    report(&asked_of_stretch(&looking, chain.renewed.as_ref()))?;
    let Some(looking) = confirmed(|typed| looking.confirm(typed)) else {
        tell("Nothing was settled. No write can be made until it is.");
        return Ok(LEFT);
    };
    let note = journal.looked(looking, who()).map_err(unread)?;
    say(&looked_at(name, &note))?;
    Ok(0)
}
