//! Writes one codified file of the working tree, and looks at it beforehand.
//!
//! A repository is content from elsewhere: every directory is opened by handle
//! from the root down, and nothing is written through a symbolic or hard link,
//! into a submodule or `.git`, or outside the configured directories. Decides
//! nothing about the content: it is the gate's, to the byte. Blocking: called
//! off the loop.

mod declared;
mod put;

#[cfg(test)]
mod tests;

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{AtFlags, Mode, mkdirat, statat},
    io::Errno,
};

pub(super) use self::declared::Sought;
use self::put::{At, Existing, Stop};
use super::CallOutcome;
use crate::{
    edge::repo::{Folder, Refusal, Repo, steps},
    facts::{Fault, FaultKind, Remote, Settings, part_of, role_of},
    gate::{Approved, FileState, FileWrite, Step},
};

/// The largest file that is read back as codified.
const FILE_BYTES: usize = 256 * 1024;

/// The working tree as something that may be written to.
#[derive(Debug)]
pub struct WorkingTree {
    repo: Repo,
    /// The root as no other folder of this machine is spelt, when it was opened; None: it
    /// could not be told.
    pub(super) canonical: Option<String>,
    restricted: bool,
}

/// A path that passed the rules: `<directory>/<role>/<file>`, or a template's.
struct Place<'a> {
    path: &'a str,
    directory: &'a [&'a str],
    /// None: the file is a template, which stands in the directory itself and is
    /// never made new.
    role: Option<&'a str>,
    file: &'a str,
}

impl WorkingTree {
    pub fn open(root: PathBuf, settings: &Settings) -> Result<Self, Fault> {
        Ok(Self {
            canonical: canonical(&root),
            repo: Repo::open(root, settings)?,
            restricted: settings.restricted,
        })
    }

    /// The file as it is now; that there is none is a state, not a fault.
    pub fn observe(&self, path: &str) -> Result<FileState, Fault> {
        let names = names(path)?;
        let place = self.place(path, &names)?;
        let found = match self.role_folder(&place) {
            Ok(folder) => put::existing(&folder, place.file),
            Err(stop) => Err(stop),
        };
        let text = match found {
            Ok(Existing { bytes, .. }) => {
                let hint = "Look at it with git, and write it anew by hand.";
                Some(utf8(path, bytes, hint)?)
            }
            Err(Stop::Refused(Refusal::Missing)) => None,
            Err(stop) => return Err(stop.fault(path)),
        };
        let git = self
            .repo
            .git
            .state(&self.repo.path, path, text.as_ref().map(String::as_bytes));
        Ok(FileState {
            path: path.to_owned(),
            text: text.map(Remote::new),
            git,
        })
    }

    /// A template anywhere in the tree, to be read alone.
    pub fn template(&self, path: &str) -> Result<FileState, Fault> {
        let bytes = self.bytes(path, FILE_BYTES as u64)?;
        let git = self.repo.git.state(&self.repo.path, path, Some(&bytes));
        let text = utf8(path, bytes, "Look at it with git.")?;
        Ok(FileState {
            path: path.to_owned(),
            text: Some(Remote::new(text)),
            git,
        })
    }

    fn bytes(&self, path: &str, bound: u64) -> Result<Vec<u8>, Fault> {
        names(path)?;
        let bytes = self.repo.root.read_at(path, bound);
        bytes.map_err(|refusal| Stop::Refused(refusal).fault(path))
    }

    /// Performs the one file's step of what a person confirmed, and spends it.
    ///
    /// Nothing else gets a file written:
    ///
    /// ```compile_fail,E0308
    /// use watchkeeper::{edge::write::{Called, WorkingTree}, gate::FileWrite};
    /// fn bare(tree: &WorkingTree, file: FileWrite) -> Called { tree.write(file) }
    /// ```
    #[allow(
        clippy::needless_pass_by_value,
        reason = "an approval is spent by its use"
    )]
    pub fn write(&self, approved: Approved) -> CallOutcome {
        match approved.plan().steps() {
            [Step::File(file)] => self.put(file),
            _ => CallOutcome::Not(Fault::new(
                FaultKind::Bug,
                "The plan's steps are not one file of the working tree.",
                "Nothing was written. Report this with the log of the run.",
            )),
        }
    }

    /// Replaces or makes the file, whole or not at all.
    fn put(&self, write: &FileWrite) -> CallOutcome {
        match self.tried(write, &mut |_| Ok(())) {
            Ok(()) => CallOutcome::Done {
                request_ids: Vec::new(),
                made: None,
            },
            Err(called) => called,
        }
    }

    /// `at` is told of each step before it is taken, and may fail it.
    fn tried(&self, write: &FileWrite, at: At<'_>) -> Result<(), CallOutcome> {
        if self.restricted {
            return Err(CallOutcome::Not(Fault::new(
                FaultKind::ReadOnly,
                format!(
                    "The file {} was not written: this console is restricted.",
                    write.path
                ),
                "Codify from a console of your own.",
            )));
        }
        let names = names(&write.path).map_err(CallOutcome::Not)?;
        let place = self.place(&write.path, &names).map_err(CallOutcome::Not)?;
        let stopped = |stop: Stop| stop.called(&write.path);
        let after = write.after.raw().as_bytes();
        if after.len() > FILE_BYTES {
            let too_large = Refusal::LargerThan(FILE_BYTES as u64);
            return Err(stopped(Stop::Refused(too_large)));
        }
        match &write.before {
            Some(before) => {
                let folder = self.role_folder(&place).map_err(|stop| match stop {
                    Stop::Refused(Refusal::Missing) => stopped(Stop::Moved),
                    stop => stopped(stop),
                })?;
                put::replace(&folder, place.file, before.raw().as_bytes(), after, at)
                    .map_err(stopped)
            }
            None => self.create(&place, after, at).map_err(stopped),
        }
    }

    fn create(&self, place: &Place<'_>, after: &[u8], at: At<'_>) -> Result<(), Stop> {
        let Some(role) = place.role else {
            return Err(Stop::Refused(Refusal::Missing));
        };
        let directory = self.directory(place)?;
        let made = match mkdirat(&directory, role, Mode::from_raw_mode(0o755)) {
            Ok(()) => true,
            Err(Errno::EXIST) => false,
            Err(error) => return Err(Stop::Failed("make the directory of", error)),
        };
        let put = self
            .role_folder(place)
            .and_then(|folder| put::create(&folder, place.file, after, at))
            .and_then(|()| match made {
                true => put::sync_folder(&directory, at),
                false => Ok(()),
            });
        if made && matches!(&put, Err(stop) if !stop.is_unknown()) {
            // Only when it is still empty; nothing is lost when this fails.
            let _ = rustix::fs::unlinkat(&directory, role, AtFlags::REMOVEDIR);
        }
        put
    }

    /// Which of the configured directories it is in, and that it stands for a role's part.
    fn place<'a>(&self, path: &'a str, names: &'a [&'a str]) -> Result<Place<'a>, Fault> {
        if self
            .repo
            .drift
            .template
            .iter()
            .any(|known| known.path() == path)
        {
            return template(path, names);
        }
        let Some((directory, &[role, file])) = names.split_last_chunk::<2>() else {
            return Err(outside(path));
        };
        let configured = |known: &String| {
            let known = steps(known).unwrap_or_else(|_| vec![".."]);
            known == directory
        };
        if !self.repo.drift.policies.iter().any(configured) {
            return Err(outside(path));
        }
        let hidden = role.starts_with('.') || file.starts_with('.');
        if hidden || role_of(role).is_err() || !matches!(part_of(file), Some(Ok(_))) {
            return Err(Fault::new(
                FaultKind::Malformed,
                format!("The path {path} is not that of a part of a role."),
                "Codified files are <directory>/<role>/<policy>.json.",
            ));
        }
        if names.iter().any(|name| name.eq_ignore_ascii_case(".git")) {
            return Err(outside(path));
        }
        Ok(Place {
            path,
            directory,
            role: Some(role),
            file,
        })
    }

    fn directory(&self, place: &Place<'_>) -> Result<Folder, Stop> {
        let mut folder = self.repo.root.beneath(".").map_err(Stop::Refused)?;
        for name in place.directory {
            folder = own(folder.folder(OsStr::new(name)).map_err(Stop::Refused)?)?;
        }
        let ends = place.path.match_indices('/').map(|(at, _)| at);
        let above: Vec<&str> = ends.filter_map(|end| place.path.get(..end)).collect();
        match self.repo.git.has_submodule(&self.repo.path, &above) {
            true => Err(Stop::Submodule),
            false => Ok(folder),
        }
    }

    fn role_folder(&self, place: &Place<'_>) -> Result<Folder, Stop> {
        let folder = self.directory(place)?;
        match place.role {
            Some(role) => own(folder.folder(OsStr::new(role)).map_err(Stop::Refused)?),
            None => Ok(folder),
        }
    }
}

fn utf8(path: &str, bytes: Vec<u8>, hint: &str) -> Result<String, Fault> {
    let what = || format!("The file {path} is not UTF-8.");
    String::from_utf8(bytes).map_err(|_| Fault::new(FaultKind::Malformed, what(), hint))
}

fn canonical(root: &Path) -> Option<String> {
    let root = root.canonicalize().ok()?;
    // What is no text is spelt out in quotes, so it equals no path that is.
    let spelt = root.to_str().map(str::to_owned);
    Some(spelt.unwrap_or_else(|| format!("{root:?}")))
}

/// A file that the project names as a template, by the same rules.
fn template<'a>(path: &'a str, names: &'a [&'a str]) -> Result<Place<'a>, Fault> {
    let Some((file, directory)) = names.split_last() else {
        return Err(outside(path));
    };
    let ends = [".yaml", ".yml", ".json", ".template"];
    let is_template = ends.iter().any(|end| file.ends_with(end));
    // `.git`, and what starts programs: hooks, workflows, editors' settings.
    let hidden = names.iter().any(|name| name.starts_with('.'));
    if hidden || !is_template {
        return Err(Fault::new(
            FaultKind::Malformed,
            format!("The path {path} is not a template's."),
            "Templates end in .yaml, .yml, .json or .template, and are in no hidden directory.",
        ));
    }
    Ok(Place {
        path,
        directory,
        role: None,
        file,
    })
}

/// A directory of this repository, and not the top of another.
fn own(folder: Folder) -> Result<Folder, Stop> {
    match statat(&folder, ".git", AtFlags::SYMLINK_NOFOLLOW) {
        Err(Errno::NOENT) => Ok(folder),
        _ => Err(Stop::Submodule),
    }
}

/// The steps of a path that is spelled in the one way that git spells it.
fn names(path: &str) -> Result<Vec<&str>, Fault> {
    let names = steps(path).map_err(|_| outside(path))?;
    match names.join("/") == path {
        true => Ok(names),
        false => Err(outside(path)),
    }
}

fn outside(path: &str) -> Fault {
    Fault::new(
        FaultKind::Malformed,
        format!("The path {path} is not in a directory of codified policies."),
        "Only files below `policies` under `[drift]`, and those of `[[drift.template]]`, are written.",
    )
}
