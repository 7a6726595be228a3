//! The working tree's edge: codified files, commits, uses, and the memory of checks.

mod acknowledgements;
mod codified;
mod commits;
mod declaring;
mod in_sync_history;
mod pipeline;
mod templates;
mod uses;

use std::{fs, path::Path};

use tempfile::TempDir;
use watchkeeper::{
    edge::repo::{Git, Repo},
    facts::DriftSettings,
};

/// A tree of files in a directory of its own.
struct World(TempDir);

impl World {
    fn with(files: &[(&str, &str)]) -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            world.write(path, text.as_bytes());
        }
        world
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn link(&self, target: &str, path: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    fn repo(&self, policies: &[&str], git: Git) -> Repo {
        let words = |words: &[&str]| words.iter().map(|&w| w.to_owned()).collect();
        let drift = DriftSettings {
            policies: words(policies),
            search: words(&["."]),
            ..DriftSettings::default()
        };
        Repo::open_with(self.root().to_owned(), drift, git).unwrap()
    }
}
