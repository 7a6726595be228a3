//! `journal settle`: a person who looked says what became of a change in doubt.
//! Writes one record into the journal, and nothing else anywhere.

use jiff::Timestamp;

use super::{Told, UNREAD, unread};
use crate::{
    cli::{
        Stop, USAGE,
        output::{report, say, tell},
    },
    config::Loaded,
    edge::{
        journal_file::{JournalFile, who},
        terminal,
        write::Journal,
    },
    gate::record::Settling,
    report::journal::settle::{asked, refused, settled},
};

/// Nothing was settled: left, or the wrong thing was typed.
const LEFT: u8 = 1;

pub(super) fn run(
    loaded: &Loaded,
    journal: &JournalFile,
    change: &str,
    told: Told,
) -> Result<u8, Stop> {
    if !terminal::can_ask() {
        return Err(Stop::Usage(
            "`watchkeeper journal settle` asks a person, and standard input or output is no terminal. Start it in one, without a pipe."
                .to_owned(),
        ));
    }
    let view = journal.view().map_err(unread)?;
    if let Some(broken) = &view.broken {
        tell(&format!("{broken} Nothing after that is vouched for."));
    }
    let records = journal.records().map_err(unread)?;
    let now = Timestamp::now();
    let settling = Settling::of(&records, change, told.into(), &loaded.settings, now)
        .map_err(|fault| Stop::Fault(USAGE, fault))?;
    // Who is in the middle of that very write holds the journal, and will know more.
    let taken = |fault| Stop::Fault(UNREAD, fault);
    drop(journal.open().map_err(taken)?);
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
    let record = journal.settle(settlement, who()).map_err(taken)?;
    say(&settled(&record, told))?;
    Ok(0)
}
