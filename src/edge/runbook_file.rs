//! The steps of runbooks that were taken, on this machine: `runbooks.jsonl` under the state
//! folder, one record a line, only ever appended to, and synced before anybody is told that a
//! step was recorded.
//!
//! A line that cannot be read, as a crash leaves one, hides no other; a step that cannot be
//! recorded is an error, for somebody else may go on from what is written there.

use std::{
    fs::{DirBuilder, File},
    io::{self, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use parking_lot::Mutex;
use rustix::{
    fs::{Mode, OFlags},
    io::Errno,
};

use super::{
    journal_file::who,
    repo::{UNMOVED, read_regular},
    state_folder::state_folder,
};
use crate::facts::{Fault, FaultKind, Remote, StepRecord};

const NAME: &str = "runbooks.jsonl";
/// About ten thousand steps.
const FILE_BYTES: u64 = 16 * 1024 * 1024;

/// Where steps are recorded.
#[derive(Debug)]
pub enum RunbookFile {
    In(PathBuf),
    /// For as long as the program runs: the demo.
    InMemory(Mutex<Vec<StepRecord>>),
    /// Nowhere: restricted mode, or a machine without a state folder.
    Off,
}

impl RunbookFile {
    pub fn ambient() -> Self {
        state_folder().map_or(Self::Off, Self::In)
    }

    pub fn in_memory() -> Self {
        Self::InMemory(Mutex::default())
    }

    /// All steps, in the order in which they were recorded.
    pub fn records(&self) -> Result<Vec<StepRecord>, Fault> {
        match self {
            Self::In(directory) => read(directory).map_err(|error| unread(directory, &error)),
            Self::InMemory(records) => Ok(records.lock().clone()),
            Self::Off => Ok(Vec::new()),
        }
    }

    /// Once this returns, the step is recorded.
    pub fn record(&self, mut record: StepRecord) -> Result<(), Fault> {
        let who = who();
        record.who = Remote::new(format!("{}@{}", who.user, who.host));
        match self {
            Self::In(directory) => {
                append(directory, &record).map_err(|error| unwritten(directory, &error))
            }
            Self::InMemory(records) => {
                record.who = Remote::from("you@demo");
                records.lock().push(record);
                Ok(())
            }
            Self::Off => Err(Fault::new(
                FaultKind::ReadOnly,
                "No step of a runbook can be recorded here: no file may be written.",
                "Carry the runbook out from a console that may keep files.",
            )),
        }
    }
}

fn read(directory: &Path) -> io::Result<Vec<StepRecord>> {
    let flags = OFlags::RDONLY | UNMOVED;
    let handle = match rustix::fs::open(directory.join(NAME), flags, Mode::empty()) {
        Ok(handle) => handle,
        Err(Errno::NOENT) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let bytes = read_regular(handle, FILE_BYTES)
        .map_err(|refusal| io::Error::new(io::ErrorKind::InvalidData, refusal.why()))?;
    let lines = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    let mut records = Vec::new();
    for line in lines {
        match serde_json::from_slice(line) {
            Ok(record) => records.push(record),
            Err(error) => tracing::warn!(%error, "a step of a runbook can't be read"),
        }
    }
    Ok(records)
}

fn append(directory: &Path, record: &StepRecord) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    folder.recursive(true).mode(0o700).create(directory)?;
    let flags = OFlags::CREATE | OFlags::APPEND | OFlags::RDWR | UNMOVED;
    let handle = rustix::fs::open(directory.join(NAME), flags, Mode::RUSR | Mode::WUSR)?;
    let mut file = File::from(handle);
    // Two consoles may record at once: a line is never torn by another one.
    file.lock()?;
    let length = file.metadata()?.len();
    if length >= FILE_BYTES {
        let why = "it is full; move it away to begin a new one";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    let mut line = Vec::new();
    // What a crash left of a line must not swallow this one.
    if length > 0 && !ends_a_line(&file, length)? {
        line.push(b'\n');
    }
    serde_json::to_writer(&mut line, record)?;
    line.push(b'\n');
    file.write_all(&line)?;
    file.sync_all()
}

fn ends_a_line(file: &File, length: u64) -> io::Result<bool> {
    let mut last = [0];
    rustix::io::pread(file, &mut last, length - 1)?;
    Ok(last == *b"\n")
}

fn unread(directory: &Path, error: &io::Error) -> Fault {
    let path = directory.join(NAME);
    Fault::new(
        FaultKind::Malformed,
        format!(
            "The runbooks under way can't be read from {}: {error}.",
            path.display()
        ),
        "Mend or move the file, then read again.",
    )
}

fn unwritten(directory: &Path, error: &io::Error) -> Fault {
    let path = directory.join(NAME);
    Fault::new(
        FaultKind::Malformed,
        format!("The step was not recorded in {}: {error}.", path.display()),
        "Make room or mend the file, then take the step again.",
    )
}
