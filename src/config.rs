//! Settings and environments: the two kinds of configuration file, layered.
//!
//! Yours (`/etc`, then your own, then variables and flags) may choose accounts
//! and programs; the project's may only name things beneath its repository. The
//! schema says which key belongs where. Nothing here writes but `init`, and
//! nothing reads the process's environment but [`Sources::ambient`].

mod believed;
mod document;
mod environments;
mod find;
mod github;
pub mod init;
mod inventory;
mod layers;
mod problem;
mod schema;
mod stacks;
mod vet;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use document::Document;
pub use find::Sort;
pub use problem::{ConfigError, Problem};
use schema::Home;

use crate::facts::Settings;

/// The project's file, and the name of yours.
pub const PROJECT_FILE: &str = "watchkeeper.toml";
pub const SYSTEM_FILE: &str = "/etc/watchkeeper/config.toml";

/// Everything that a configuration comes from. Tests make their own.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub system_file: PathBuf,
    /// `XDG_CONFIG_HOME`, `HOME` and `WATCHKEEPER_*` are looked up here.
    pub variables: BTreeMap<String, String>,
    pub working_directory: PathBuf,
    /// The user whom the files may belong to, besides root.
    pub uid: u32,
    pub flags: Flags,
}

/// The flags that configure, as given on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub environment: Option<String>,
    pub region: Option<String>,
    pub theme: Option<String>,
    pub keymap: Option<String>,
    pub read_only: bool,
    pub allow_writes: bool,
    pub restricted: bool,
}

/// The configuration as all layers together have it.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub settings: Settings,
    pub theme: Option<String>,
    pub keymap: Option<String>,
    /// Times are told in this machine's zone, not in UTC.
    pub local_times: bool,
    /// A flag or one of your files asked for it; nothing takes it back.
    pub read_only: bool,
    /// The repository's root; without one, the working directory if the
    /// project's file is there.
    pub repo_root: Option<PathBuf>,
    /// The files that were read, in the order of their layers.
    pub files: Vec<PathBuf>,
    /// Sentences for the person, fit to be shown: nothing is wrong enough to stop.
    pub notes: Vec<String>,
    /// `$XDG_CONFIG_HOME/watchkeeper`, where `themes/` and `keymaps/` of your own are; None
    /// in restricted mode.
    pub home: Option<PathBuf>,
    uid: u32,
}

impl Sources {
    /// This process's environment, working directory and user.
    pub fn ambient(flags: Flags) -> std::io::Result<Self> {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Ok(Self {
            system_file: SYSTEM_FILE.into(),
            variables,
            working_directory: std::env::current_dir()?,
            uid: rustix::process::geteuid().as_raw(),
            flags,
        })
    }

    fn variable(&self, name: &str) -> Option<&str> {
        let value = self.variables.get(name)?;
        (!value.is_empty()).then_some(value.as_str())
    }

    fn absolute(&self, name: &str) -> Option<PathBuf> {
        let path = PathBuf::from(self.variable(name)?);
        path.is_absolute().then_some(path)
    }

    /// `$XDG_CONFIG_HOME/watchkeeper`, else `~/.config/watchkeeper`.
    pub fn home(&self) -> Option<PathBuf> {
        let config = self
            .absolute("XDG_CONFIG_HOME")
            .or_else(|| Some(self.absolute("HOME")?.join(".config")))?;
        Some(config.join("watchkeeper"))
    }
}

/// Reads all layers; every problem of every file at once when there are any.
pub fn load(sources: &Sources) -> Result<Loaded, ConfigError> {
    let mut problems = Vec::new();
    let uid = sources.uid;
    let system = find::yours(&sources.system_file, Home::System, uid, &mut problems);
    let is_restricted = system.as_ref().is_some_and(|system| system.says.restricted);
    let restricted = sources.flags.restricted || is_restricted;
    let mut layers = layers::Layers {
        system,
        flags: sources.flags.clone(),
        restricted,
        uid,
        ..layers::Layers::default()
    };
    if !restricted {
        layers.home = sources.home();
        layers.person = sources.absolute("HOME");
        if let Some(home) = &layers.home {
            let path = home.join("config.toml");
            layers.own = find::yours(&path, Home::Own, uid, &mut problems);
        }
        let project = find::project(&sources.working_directory, sources.uid, &mut problems);
        if let Some(own) = &layers.own {
            let around = find::repositories(&sources.working_directory);
            let person = layers.person.as_deref();
            let mut found = around.filter_map(|root| find::of_repository(own, root, person));
            problems.extend(found.next());
        }
        layers.project = project;
        layers.variables(&sources.variables);
    }
    layers.combined(problems)
}

/// The flags with what the system's file restricts, for what reads no other file.
pub fn restrained(sources: &Sources) -> Result<Flags, ConfigError> {
    let mut problems = Vec::new();
    let path = &sources.system_file;
    let system = find::yours(path, Home::System, sources.uid, &mut problems);
    if !problems.is_empty() {
        return Err(ConfigError { problems });
    }
    let mut flags = sources.flags.clone();
    if let Some(system) = system {
        flags.read_only |= system.says.read_only;
        flags.restricted |= system.says.restricted;
    }
    Ok(flags)
}

/// A configuration that came with the program: the demo's.
pub fn embedded(own: &str, project: &str, flags: Flags) -> Result<Loaded, ConfigError> {
    embedded_with(own, project, "", flags)
}

/// The same with an inventory.
pub fn embedded_with(
    own: &str,
    project: &str,
    inventory: &str,
    flags: Flags,
) -> Result<Loaded, ConfigError> {
    let mut problems = Vec::new();
    let mut document =
        |name: &str, text: &str, home| Document::parsed(Path::new(name), text, home, &mut problems);
    let layers = layers::Layers {
        own: Some(document("config.toml", own, Home::Own)),
        project: find::Project {
            file: Some(document(PROJECT_FILE, project, Home::Project)),
            inventory: (!inventory.is_empty())
                .then(|| document("health.toml", inventory, Home::Inventory)),
            ..find::Project::default()
        },
        restricted: flags.restricted,
        flags,
        ..layers::Layers::default()
    };
    layers.combined(problems)
}

impl Loaded {
    /// Your own file of this sort and name: its path and text, not yet parsed.
    pub fn user_file(
        &self,
        sort: Sort,
        name: &str,
    ) -> Result<Option<(PathBuf, String)>, ConfigError> {
        find::user_file(self.home.as_deref(), self.uid, sort, name)
    }

    /// The names that `user_file` may find, in order.
    pub fn user_files(&self, sort: Sort) -> Vec<String> {
        find::user_files(self.home.as_deref(), sort)
    }
}
