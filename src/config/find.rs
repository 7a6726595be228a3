//! Finds the configuration files and reads them, bounded.
//!
//! Yours may be links, as those who keep their dotfiles elsewhere have them, and
//! count only where nobody else could have written them. The project's may not be
//! links, and must be the user's or root's: a file that somebody dropped into a
//! shared directory configures nobody.

use std::path::{Path, PathBuf};

use rustix::{
    fd::OwnedFd,
    fs::{Mode, OFlags, fstat},
    io::Errno,
};

use super::{
    ConfigError, PROJECT_FILE,
    believed::believed,
    document::Document,
    problem::{Problem, position},
    schema::{Home, TextForm},
    vet::vet_form,
};
use crate::{
    edge::repo::{UNMOVED, read_regular},
    facts::RunbookText,
};

const FILE_BYTES: u64 = 256 * 1024;
/// The folder of runbooks, yours and the project's.
const RUNBOOKS: &str = "runbooks";
/// More files than anybody keeps of a sort.
const MOST_LISTED: usize = 200;

const READ: OFlags = OFlags::RDONLY.union(UNMOVED).difference(OFlags::NOFOLLOW);

/// The sorts of file that you may add beside the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Theme,
    Keymap,
    Runbook,
}

/// The project as the working directory shows it.
#[derive(Debug, Default)]
pub(super) struct Project {
    pub root: Option<PathBuf>,
    /// The file's directory relative to the root; paths in the file start there.
    pub folder: String,
    pub file: Option<Document>,
    /// What the file names as `health.inventory`.
    pub inventory: Option<Document>,
    /// What lies in the folder `runbooks` beside the file.
    pub runbooks: Vec<RunbookText>,
    /// The file names an inventory that is not there.
    pub lacks_inventory: Option<String>,
}

/// The system's file or your own, if it is there.
pub(super) fn yours(
    path: &Path,
    home: Home,
    uid: u32,
    problems: &mut Vec<Problem>,
) -> Option<Document> {
    let text = match trusted(path, uid) {
        Ok(text) => text?,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    Some(Document::parsed(path, &text, home, problems))
}

/// A variable may point into the repository that one stands in, which is content
/// from elsewhere: a file of its own is not yours, whoever checked it out.
pub(super) fn of_repository(own: &Document, root: &Path, person: Option<&Path>) -> Option<Problem> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let root = real(root);
    let folder = real(own.path.parent()?);
    // Who keeps the whole home directory in git has every file of theirs in there.
    let is_home = person.is_some_and(|home| real(home).starts_with(&root));
    let inside = folder.starts_with(&root) && !is_home;
    inside.then(|| {
        Problem::of_file(
            &own.path,
            format!(
                "it lies in the repository {}, and no repository configures you: let XDG_CONFIG_HOME name a folder outside of it",
                root.display()
            ),
        )
    })
}

/// The text of a file that is yours or the system's; None when there is no file.
fn trusted(path: &Path, uid: u32) -> Result<Option<String>, Problem> {
    let Some((file, _)) = opened(path, READ)? else {
        // What a dangling link was to restrict is not known.
        return match path.symlink_metadata() {
            Ok(_) => Err(Problem::of_file(
                path,
                "it is a link to a file that is not there",
            )),
            Err(_) => Ok(None),
        };
    };
    believed(path, &file, uid)?;
    text_of(path, file).map(Some)
}

/// The repositories that one is in, the innermost first: a submodule is in another one.
pub(super) fn repositories(from: &Path) -> impl Iterator<Item = &Path> {
    let is_root = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
    from.ancestors().filter(is_root)
}

/// The project's file, from the working directory upward to the repository's root.
pub(super) fn project(from: &Path, uid: u32, problems: &mut Vec<Problem>) -> Project {
    let root = repositories(from).next();
    let highest = root.unwrap_or(from);
    for folder in from.ancestors().take_while(|f| f.starts_with(highest)) {
        let path = folder.join(PROJECT_FILE);
        let file = match theirs(&path, uid) {
            Ok(None) => continue,
            Ok(Some(text)) => Some(Document::parsed(&path, &text, Home::Project, problems)),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let below = folder.strip_prefix(highest).unwrap_or(Path::new(""));
        let named = file
            .as_ref()
            .and_then(|file| file.says.health.inventory.as_ref());
        let inventory = named.and_then(|named| inventory(&folder.join(named), uid, problems));
        let lacks_inventory = named.filter(|_| inventory.is_none()).cloned();
        let runbooks = runbooks(&folder.join(RUNBOOKS), uid, problems);
        return Project {
            inventory,
            runbooks,
            lacks_inventory,
            root: Some(highest.to_owned()),
            folder: below.to_string_lossy().into_owned(),
            file,
        };
    }
    Project {
        root: root.map(Path::to_owned),
        ..Project::default()
    }
}

/// The inventory that the project's file names.
fn inventory(path: &Path, uid: u32, problems: &mut Vec<Problem>) -> Option<Document> {
    match theirs(path, uid) {
        Ok(Some(text)) => Some(Document::parsed(path, &text, Home::Inventory, problems)),
        Ok(None) => None,
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// The project's runbooks: they name no program and no account, and run nothing.
fn runbooks(folder: &Path, uid: u32, problems: &mut Vec<Problem>) -> Vec<RunbookText> {
    let named = |name: String| match theirs(&folder.join(format!("{name}.toml")), uid) {
        Ok(text) => text.map(|text| RunbookText { name, text }),
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let is_folder = folder.symlink_metadata().is_ok_and(|it| it.is_dir());
    let names = is_folder.then(|| toml_files(folder));
    names
        .unwrap_or_default()
        .into_iter()
        .filter_map(named)
        .collect()
}

/// The text of a project's file that may be believed; None when there is no file.
fn theirs(path: &Path, uid: u32) -> Result<Option<String>, Problem> {
    let Some((file, owner)) = opened(path, READ | OFlags::NOFOLLOW)? else {
        return Ok(None);
    };
    if owner != uid && owner != 0 {
        return Err(Problem::of_file(
            path,
            format!(
                "it belongs to user {owner}: a project's file is read only if it is yours or \
                 root's. Take it over with chown if you trust it"
            ),
        ));
    }
    text_of(path, file).map(Some)
}

impl Sort {
    fn folder(self) -> &'static str {
        match self {
            Self::Theme => "themes",
            Self::Keymap => "keymaps",
            Self::Runbook => RUNBOOKS,
        }
    }
}

/// What the files of a sort of your own are called, of a folder that lists a sane number.
pub(super) fn user_files(home: Option<&Path>, sort: Sort) -> Vec<String> {
    home.map_or_else(Vec::new, |home| toml_files(&home.join(sort.folder())))
}

fn toml_files(folder: &Path) -> Vec<String> {
    let listed = std::fs::read_dir(folder).ok();
    let names = listed.into_iter().flatten().take(MOST_LISTED).flatten();
    let mut found: Vec<String> = names
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".toml")?.to_owned()))
        .filter(|name| vet_form(name, TextForm::FileName).is_ok())
        .collect();
    found.sort();
    found
}

/// A file of your own, by its name.
pub(super) fn user_file(
    home: Option<&Path>,
    uid: u32,
    sort: Sort,
    name: &str,
) -> Result<Option<(PathBuf, String)>, ConfigError> {
    let folder = sort.folder();
    if let Err(expected) = vet_form(name, TextForm::FileName) {
        let what = format!("`{name}` can't be one of your {folder}: it must be {expected}");
        return Err(Problem::new(folder, what).into());
    }
    let Some(home) = home else { return Ok(None) };
    let path = home.join(folder).join(format!("{name}.toml"));
    Ok(trusted(&path, uid)?.map(|text| (path, text)))
}

/// The open file and its owner; None when there is none.
fn opened(path: &Path, flags: OFlags) -> Result<Option<(OwnedFd, u32)>, Problem> {
    let file = match rustix::fs::open(path, flags, Mode::empty()) {
        Ok(file) => file,
        Err(Errno::NOENT | Errno::NOTDIR) => return Ok(None),
        Err(Errno::LOOP) => {
            let what = "it is a symbolic link: a project's file must be a regular file";
            return Err(Problem::of_file(path, what));
        }
        Err(error) => return Err(Problem::unreadable(path, error)),
    };
    let stat = fstat(&file).map_err(|error| Problem::unreadable(path, error))?;
    Ok(Some((file, stat.st_uid)))
}

fn text_of(path: &Path, file: OwnedFd) -> Result<String, Problem> {
    let bytes = read_regular(file, FILE_BYTES)
        .map_err(|refusal| Problem::of_file(path, format!("it {}", refusal.why())))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => Err(Problem {
            at: Some(position(error.as_bytes(), error.utf8_error().valid_up_to())),
            ..Problem::of_file(path, "it is not UTF-8")
        }),
    }
}
