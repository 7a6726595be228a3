//! Finds the directories of a tree that look like codified policies.
//!
//! For `init`, which proposes what a person then reads: a guess, bounded like
//! the search for uses and heeding the same lists.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    time::{Duration, Instant},
};

use super::{
    folder::{Folder, Kind},
    ignored::Lists,
};

const ENTRIES: usize = 20_000;
const FILE_BYTES: u64 = 256 * 1024;
const DEPTH: usize = 12;
const PATIENCE: Duration = Duration::from_secs(3);

/// A directory that holds `<role>/<policy>.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDirectory {
    /// Relative to the root.
    pub path: String,
    pub roles: Vec<String>,
}

/// The directories that hold roles, those with the most first.
pub fn policy_directories(root: &Folder) -> Vec<PolicyDirectory> {
    let mut walk = Walk {
        found: BTreeMap::new(),
        entries: 0,
        until: Instant::now() + PATIENCE,
    };
    walk.folder(root, "", &Lists::default(), 0);
    let mut found: Vec<PolicyDirectory> = walk
        .found
        .into_iter()
        .map(|(path, roles)| PolicyDirectory { path, roles })
        .collect();
    found.sort_by_key(|directory| std::cmp::Reverse(directory.roles.len()));
    found
}

struct Walk {
    found: BTreeMap<String, Vec<String>>,
    entries: usize,
    until: Instant,
}

impl Walk {
    fn folder(&mut self, folder: &Folder, path: &str, above: &Lists, depth: usize) {
        let lists = above.entering(folder, path);
        let Ok(entries) = folder.entries(ENTRIES) else {
            return;
        };
        let mut is_role = false;
        for (name, kind) in entries {
            self.entries += 1;
            if self.entries > ENTRIES || Instant::now() >= self.until {
                return;
            }
            let Some(text) = name.to_str() else { continue };
            let inner = match path {
                "" => text.to_owned(),
                path => format!("{path}/{text}"),
            };
            if lists.pass_over(&inner, &name, kind == Kind::Folder) {
                continue;
            }
            match kind {
                Kind::Folder if depth < DEPTH => {
                    if let Ok(below) = folder.folder(&name) {
                        self.folder(&below, &inner, &lists, depth + 1);
                    }
                }
                Kind::File if !is_role && text.ends_with(".json") => {
                    is_role = is_policy(folder, &name);
                }
                _ => {}
            }
        }
        // A role's directory directly under the root would make the root the directory of roles.
        if is_role && let Some((directory, role)) = path.rsplit_once('/') {
            let roles = self.found.entry(directory.to_owned()).or_default();
            roles.push(role.to_owned());
        }
    }
}

fn is_policy(folder: &Folder, name: &OsStr) -> bool {
    let Ok(bytes) = folder.read(name, FILE_BYTES) else {
        return false;
    };
    serde_json::from_slice::<serde_json::Value>(&bytes).is_ok_and(|json| {
        json.get("Statement")
            .is_some_and(|statement| statement.is_array() || statement.is_object())
    })
}
