//! Configuration: layers, what belongs where, hostile project files, proposals.

mod believed;
mod expectations;
mod github;
mod hostile;
mod init;
mod keys;
mod layers;
mod system;

use std::{
    fs::{self, DirBuilder, Permissions},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use watchkeeper::config::{self, Flags, Loaded, Sources};

/// A machine with a system file, a home and a repository, all empty at first.
struct Machine {
    directory: TempDir,
    sources: Sources,
}

impl Machine {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let at = |path: &str| directory.path().join(path);
        fs::create_dir_all(at("repo/.git")).unwrap();
        folders(&at("home"));
        let home = at("home").to_str().unwrap().to_owned();
        let sources = Sources {
            system_file: at("etc/config.toml"),
            variables: [("HOME".to_owned(), home)].into(),
            working_directory: at("repo"),
            uid: rustix::process::geteuid().as_raw(),
            flags: Flags::default(),
        };
        Self { directory, sources }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.directory.path().join(path)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at(path);
        folders(path.parent().unwrap());
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(path, Permissions::from_mode(0o644)).unwrap();
    }

    fn system(self, text: &str) -> Self {
        self.write("etc/config.toml", text);
        self
    }

    fn own(self, text: &str) -> Self {
        self.write("home/.config/watchkeeper/config.toml", text);
        self
    }

    fn project(self, text: &str) -> Self {
        self.write("repo/watchkeeper.toml", text);
        self
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.sources.variables.insert(name.into(), value.into());
        self
    }

    fn load(&self) -> Loaded {
        config::load(&self.sources).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The lines of the error, with the machine's own directory left out.
    fn refused(&self) -> Vec<String> {
        let error = config::load(&self.sources).unwrap_err().to_string();
        let root = format!("{}/", self.root().display());
        error.lines().map(|line| line.replace(&root, "")).collect()
    }

    fn root(&self) -> &Path {
        self.directory.path()
    }
}

/// Nobody else's to write in, whatever the umask.
fn folders(path: &Path) {
    DirBuilder::new()
        .recursive(true)
        .mode(0o755)
        .create(path)
        .unwrap();
}
