//! One writer at a time: among the threads of this console by turns, among
//! consoles by a lock that the kernel drops when its holder dies.

use std::{
    fs::{File, TryLockError},
    io::{Read, Seek, Write},
    time::Duration,
};

use parking_lot::{Condvar, Mutex};

use super::{folder::Folder, unwritable, who::who};
use crate::facts::{Fault, FaultKind};

const NAME: &str = "lock";
const MOST_BYTES: u64 = 512;
/// A write waits for a note, which takes a moment; a note does not wait for a whole write.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whose turn it is in this console. Unlike a mutex's guard, a turn may be taken
/// on one thread and given back on another: a write is a task.
#[derive(Debug, Default)]
pub(super) struct Turns {
    taken: Mutex<bool>,
    free: Condvar,
}

#[derive(Debug)]
struct Turn<'a>(&'a Turns);

impl Turns {
    fn take(&self) -> Result<Turn<'_>, Fault> {
        let mut taken = self.taken.lock();
        let free = &self.free;
        free.wait_while_for(&mut taken, |taken| *taken, PATIENCE);
        if *taken {
            return Err(busy("another change of this console is being written"));
        }
        *taken = true;
        Ok(Turn(self))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.taken.lock() = false;
        self.0.free.notify_one();
    }
}

/// Held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock<'a> {
    file: File,
    _turn: Turn<'a>,
}

impl Drop for Lock<'_> {
    /// Given back in so many words: a child process between its fork and its exec has
    /// a copy of the file, and closing ours alone would leave the lock to that.
    fn drop(&mut self) {
        if let Err(error) = self.file.unlock() {
            tracing::warn!(%error, "the journal's lock goes with its file only");
        }
    }
}

impl<'a> Lock<'a> {
    pub(super) fn take(turns: &'a Turns, folder: &Folder) -> Result<Self, Fault> {
        let turn = turns.take()?;
        let mut file = folder.append(NAME)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(&holder(&mut file))),
            Err(TryLockError::Error(error)) => {
                return Err(unwritable(&folder.path.join(NAME), error));
            }
        }
        // Only for the one that is refused: the lock holds without it.
        let who = who();
        let said = format!("{} on {} as {}\n", std::process::id(), who.host, who.user);
        if let Err(error) = file
            .set_len(0)
            .and_then(|()| file.write_all(said.as_bytes()))
        {
            tracing::warn!(%error, "the journal's lock does not say who holds it");
        }
        Ok(Self { file, _turn: turn })
    }
}

/// Who wrote himself down as the holder: `4711 on bastion as anna`.
fn holder(file: &mut File) -> String {
    let mut said = String::new();
    let read = file
        .rewind()
        .and_then(|()| file.take(MOST_BYTES).read_to_string(&mut said));
    match (read, said.lines().next()) {
        (Ok(_), Some(line)) => format!("another console writes to it: process {line}"),
        _ => "another console writes to it".to_owned(),
    }
}

fn busy(who: &str) -> Fault {
    Fault::new(
        FaultKind::ReadOnly,
        format!("No write can be made: the journal is taken, {who}."),
        "Wait until that write has ended, then propose the change again.",
    )
}
