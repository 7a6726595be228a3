//! What people acknowledged on this machine, by account and environment: the newest of each
//! trouble. What a person wrote is never dropped for a file that cannot be read.

use std::{
    io,
    path::{Path, PathBuf},
};

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use super::{state_file, state_folder::state_folder};
use crate::{
    ask::memory,
    facts::{AccountId, Acknowledgement, EnvironmentName, Fault, FaultKind},
};

const NAME: &str = "acknowledged.json";
/// More than a team leaves open; the oldest are forgotten.
const ENTRIES: usize = 2_000;

/// Where they are kept.
#[derive(Debug)]
pub enum Acknowledgements {
    /// Nowhere: restricted mode, or no folder of the person's own.
    Off,
    /// For as long as the program runs: the demo.
    Held(Mutex<Vec<Entry>>),
    At(PathBuf),
}

/// One of them, and whose.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    account: AccountId,
    environment: EnvironmentName,
    #[serde(flatten)]
    what: Acknowledgement,
}

impl Acknowledgements {
    /// Under the user's state folder.
    pub fn ambient() -> Self {
        state_folder().map_or(Self::Off, Self::At)
    }

    pub fn held() -> Self {
        Self::Held(Mutex::default())
    }

    /// A file that cannot be read is a fault: what is in it was written by a person.
    pub fn answer(
        &self,
        memory::Acknowledgements(environment, account): &memory::Acknowledgements,
    ) -> Result<Vec<Acknowledgement>, Fault> {
        let all: Vec<Entry> = match self {
            Self::Off => Vec::new(),
            Self::Held(held) => held.lock().clone(),
            Self::At(directory) => {
                let read = state_file::entries(directory, NAME);
                read.map_err(|error| fault("read", &directory.join(NAME), &error))?
            }
        };
        let of = all
            .into_iter()
            .filter(|entry| entry.account == *account && entry.environment == *environment);
        Ok(of.map(|entry| entry.what).collect())
    }

    /// The later one of a trouble replaces the earlier; an empty note takes it back.
    pub fn keep(
        &self,
        environment: &EnvironmentName,
        account: &AccountId,
        what: &Acknowledgement,
    ) -> Result<(), Fault> {
        let entry = Entry {
            account: account.clone(),
            environment: environment.clone(),
            what: what.clone(),
        };
        match self {
            Self::Off => Err(Fault::new(
                FaultKind::Missing,
                "Nothing is kept on this machine in this mode: the note was not taken.",
                "Write it where your team hands over, or start without --restricted.",
            )),
            Self::Held(held) => {
                let mut held = held.lock();
                *held = with(std::mem::take(&mut *held), entry);
                Ok(())
            }
            Self::At(directory) => {
                let kept = state_file::rewrite(directory, NAME, |known| Ok(with(known?, entry)));
                kept.map_err(|error| fault("written", &directory.join(NAME), &error))
            }
        }
    }
}

fn with(mut all: Vec<Entry>, new: Entry) -> Vec<Entry> {
    all.retain(|known| {
        known.account != new.account
            || known.environment != new.environment
            || known.what.trouble != new.what.trouble
    });
    if !new.what.is_withdrawn() {
        all.push(new);
    }
    let surplus = all.len().saturating_sub(ENTRIES);
    all.drain(..surplus);
    all
}

fn fault(done: &str, path: &Path, error: &io::Error) -> Fault {
    let path = path.display();
    Fault::new(
        FaultKind::Missing,
        format!("The file of what was acknowledged, {path}, cannot be {done}."),
        format!("Look at {path}: move it aside if it is damaged, or try again."),
    )
    .caused_by(error.to_string())
}
