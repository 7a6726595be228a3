//! What this machine remembers of earlier checks: when each drift item was last
//! in sync, by account, environment, role and item.
//!
//! A convenience, never evidence for a verdict: a file that is missing, damaged
//! or another's is as good as an empty one, and losing it is no error.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{state_file, state_folder::state_folder};
use crate::{
    ask::memory,
    facts::{AccountId, EnvironmentName, InSync},
};

const NAME: &str = "in-sync.json";
/// Three environments of 800 roles with a few policies each; the oldest are forgotten.
const ENTRIES: usize = 10_000;

/// The memory's place, or none where no file may be written.
#[derive(Clone, Debug)]
pub struct InSyncHistory {
    directory: Option<PathBuf>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    account: AccountId,
    environment: EnvironmentName,
    #[serde(flatten)]
    seen: InSync,
}

impl InSyncHistory {
    /// Remembers nothing: restricted mode, the demo, a replay.
    pub fn off() -> Self {
        Self { directory: None }
    }

    /// Under the user's state folder.
    pub fn ambient() -> Self {
        Self {
            directory: state_folder(),
        }
    }

    pub fn at(directory: PathBuf) -> Self {
        Self {
            directory: Some(directory),
        }
    }

    pub fn answer(&self, memory::InSync(environment, account): &memory::InSync) -> Vec<InSync> {
        let entries = match &self.directory {
            Some(directory) => state_file::entries(directory, NAME).unwrap_or_else(|error| {
                warn(directory, "read", &error);
                Vec::new()
            }),
            None => Vec::new(),
        };
        entries
            .into_iter()
            .filter(|e: &Entry| e.account == *account && e.environment == *environment)
            .map(|e| e.seen)
            .collect()
    }

    /// Adds what a check found in sync; a later sighting of an item replaces the earlier.
    pub fn remember(&self, environment: &EnvironmentName, account: &AccountId, seen: &[InSync]) {
        let Some(directory) = &self.directory else {
            return;
        };
        if seen.is_empty() {
            return;
        }
        if let Err(error) = write(directory, environment, account, seen) {
            warn(directory, "written", &error);
        }
    }
}

fn warn(directory: &Path, done: &str, error: &io::Error) {
    let path = directory.join(NAME);
    tracing::warn!(?path, %error, "the memory of earlier checks can't be {done}");
}

fn write(
    directory: &Path,
    environment: &EnvironmentName,
    account: &AccountId,
    seen: &[InSync],
) -> io::Result<()> {
    state_file::rewrite(directory, NAME, |known| {
        let known = match known {
            Ok(known) => known,
            // A newer version's file is not ours to replace; a damaged one is.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => return Err(error),
            Err(error) => {
                warn(directory, "read", &error);
                Vec::new()
            }
        };
        let new = seen.iter().map(|seen| Entry {
            account: account.clone(),
            environment: environment.clone(),
            seen: seen.clone(),
        });
        Ok(merged(known.into_iter().chain(new)))
    })
}

/// One entry for each item, the newest, and of all the newest that fit.
fn merged(entries: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut newest: BTreeMap<_, Entry> = BTreeMap::new();
    for entry in entries {
        let key = (
            entry.account.clone(),
            entry.environment.clone(),
            entry.seen.role.clone(),
            entry.seen.item.clone(),
        );
        let at = entry.seen.at;
        if newest.get(&key).is_none_or(|known| known.seen.at <= at) {
            newest.insert(key, entry);
        }
    }
    let mut entries: Vec<Entry> = newest.into_values().collect();
    if entries.len() > ENTRIES {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.seen.at));
        entries.truncate(ENTRIES);
    }
    entries
}
