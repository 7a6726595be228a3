//! `handover`: a watch as Markdown or JSON. It reads what `check all` reads, and the journal;
//! what was open before it takes from the JSON of an earlier one.

mod arguments;

use std::{
    fs::File,
    io::{Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    sync::Arc,
};

use jiff::Timestamp;
use serde::Deserialize;

pub(super) use arguments::Handover;

use super::{
    Stop,
    check::{self, Concluded},
    console, not_restricted, output,
};
use crate::{
    checks::{
        Conclusion, Registered,
        watch::{Watch, WatchReport},
    },
    config::Loaded,
    edge::{dispatch::World, journal_file::JournalFile},
    facts::shown,
    report::handover::{Closed, Handover as Told, as_json, as_markdown},
};

/// A larger file is no handover of this program.
const MOST: u64 = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct Earlier {
    schema: u32,
    command: String,
    generated_at: Timestamp,
    open: Vec<Opened>,
}

#[derive(Deserialize)]
struct Opened {
    id: String,
    title: String,
}

pub(super) fn run(loaded: Loaded, asked: &Handover) -> Result<u8, Stop> {
    not_restricted(&loaded, "handover")?;
    let earlier = asked.earlier.as_deref().map(read).transpose()?;
    let settings = loaded.settings;
    let topic = Watch::of(&settings.current).topic();
    let world: Arc<dyn World> = Arc::new(console::world(&settings, loaded.repo_root));
    let runtime = check::runtime()?;
    let Concluded {
        store, conclusion, ..
    } = runtime.block_on(check::concluded(&world, &settings, &topic));
    runtime.shutdown_background();
    let Conclusion::Watch(report) = &conclusion else {
        return Ok(super::BUG);
    };
    let journal = JournalFile::ambient().view();
    let now = Timestamp::now();
    let since = asked.since.map(|since| since.at(now));
    let told = Told {
        environment: &settings.current,
        caller: store.caller(&settings.current),
        at: now,
        since: since.or(earlier.as_ref().map(|earlier| earlier.generated_at)),
        report,
        closed: closed(earlier.as_ref(), report),
        journal: journal
            .as_ref()
            .map_err(|fault| format!("{} {}", fault.what, fault.hint)),
    };
    let text = match asked.json {
        true => as_json(&told),
        false => as_markdown(&told),
    };
    match &asked.out {
        Some(path) => write(path, &text)?,
        None if asked.json => output::json(&text)?,
        None => output::report(&text)?,
    }
    Ok(0)
}

/// What could not be read now may be there still.
fn closed(earlier: Option<&Earlier>, report: &WatchReport) -> Result<Vec<Closed>, String> {
    let Some(earlier) = earlier else {
        return Err(
            "What was open before is not known: --earlier names an earlier handover.".into(),
        );
    };
    if !report.open.is_empty() {
        return Err("Not everything could be read, so what is closed is not known.".into());
    }
    let is_there = |one: &&Opened| report.troubles.iter().any(|now| now.id == one.id);
    let gone = earlier.open.iter().filter(|one| !is_there(one));
    let gone = gone.map(|one| Closed {
        id: one.id.clone(),
        title: one.title.clone(),
        at: None,
    });
    Ok(gone.collect())
}

fn read(path: &Path) -> Result<Earlier, Stop> {
    let shown = path.display();
    let unread = |why: String| {
        Stop::Usage(format!(
            "{shown} is no earlier handover: {why}. Write one with `watchkeeper handover --json`."
        ))
    };
    let mut text = String::new();
    let file = File::open(path).map_err(|error| unread(error.to_string()))?;
    let read = file.take(MOST).read_to_string(&mut text);
    read.map_err(|error| unread(error.to_string()))?;
    let earlier: Earlier =
        serde_json::from_str(&text).map_err(|error| unread(error.to_string()))?;
    match earlier.schema == 1 && earlier.command == "handover" {
        true => Ok(earlier),
        false => Err(unread(
            "it is another answer, or another version's".to_owned(),
        )),
    }
}

/// Created anew, and through no link.
fn write(path: &Path, text: &str) -> Result<(), Stop> {
    let refused = |error: std::io::Error| {
        Stop::Usage(format!(
            "{} cannot be written: {error}. Name a file that does not exist yet.",
            shown(&path.to_string_lossy())
        ))
    };
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(refused)?;
    let written = file.write_all(text.as_bytes());
    written
        .and_then(|()| file.write_all(b"\n"))
        .map_err(refused)
}
