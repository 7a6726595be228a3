//! One file put in its place: at every moment it is the old one or the new one.
//!
//! The new bytes go to a file beside it, reach the disk, and take the name in
//! one step. Whatever fails before that leaves nothing behind. Knows an open
//! directory and a name in it, no paths.

use std::{
    collections::hash_map::RandomState,
    fs::File,
    hash::{BuildHasher, Hasher},
    io::Write,
};

use rustix::{
    fd::{AsFd, OwnedFd},
    fs::{
        AtFlags, FileType, Gid, Mode, OFlags, Stat, Uid, fchmod, fchown, fstat, fsync, linkat,
        openat, renameat, unlinkat,
    },
    io::Errno,
};

use super::FILE_BYTES;
use crate::{
    edge::{
        repo::{Folder, Refusal, UNMOVED, read_regular},
        write::CallOutcome,
    },
    facts::{Fault, FaultKind},
};

/// The steps of putting a file, for a test to fail them one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    Open,
    Write,
    Own,
    Sync,
    Look,
    Rename,
    SyncFolder,
}

/// It is told of each step before it is taken, and may fail it.
pub(super) type At<'a> = &'a mut dyn FnMut(Put) -> Result<(), Errno>;

/// Why a file was not put.
#[derive(Debug)]
pub(super) enum Stop {
    Refused(Refusal),
    HardLink,
    Submodule,
    /// It is not as it was when the write was confirmed.
    Moved,
    /// What could not be done, before anything was changed.
    Failed(&'static str, Errno),
    /// The new file is there, but perhaps not after a power cut.
    NotSynced(Errno),
}

pub(super) struct Existing {
    pub(super) bytes: Vec<u8>,
    stat: Stat,
}

/// The file as it is, if it may be written at all.
pub(super) fn existing(folder: &Folder, name: &str) -> Result<Existing, Stop> {
    let handle = openat(folder, name, OFlags::RDONLY | UNMOVED, Mode::empty()).map_err(
        |error| match error {
            Errno::NOENT => Stop::Refused(Refusal::Missing),
            Errno::LOOP | Errno::MLINK => Stop::Refused(Refusal::Link),
            Errno::NXIO => Stop::Refused(Refusal::NotAFile),
            error => Stop::Failed("read", error),
        },
    )?;
    let stat = fstat(&handle).map_err(|error| Stop::Failed("read", error))?;
    let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
    if is_file && stat.st_nlink != 1 {
        return Err(Stop::HardLink);
    }
    let bytes = read_regular(handle, FILE_BYTES as u64).map_err(Stop::Refused)?;
    Ok(Existing { bytes, stat })
}

pub(super) fn replace(
    folder: &Folder,
    name: &str,
    before: &[u8],
    after: &[u8],
    at: At<'_>,
) -> Result<(), Stop> {
    let found = as_confirmed(folder, name, before)?;
    let mut beside = Beside::open(folder, Mode::from_raw_mode(0o600), at)?;
    beside.write(after, at)?;
    beside.owned_like(&found.stat, at)?;
    beside.sync(at)?;
    // Once more, as late as can be: nothing can make these two one step.
    at(Put::Look).map_err(|error| Stop::Failed("read", error))?;
    let again = as_confirmed(folder, name, before)?;
    if (again.stat.st_dev, again.stat.st_ino) != (found.stat.st_dev, found.stat.st_ino) {
        return Err(Stop::Moved);
    }
    at(Put::Rename)
        .and_then(|()| renameat(folder, beside.name.as_str(), folder, name))
        .map_err(|error| Stop::Failed("replace", error))?;
    beside.is_there = false;
    sync_folder(folder, at)
}

pub(super) fn create(folder: &Folder, name: &str, after: &[u8], at: At<'_>) -> Result<(), Stop> {
    let mut beside = Beside::open(folder, Mode::from_raw_mode(0o644), at)?;
    beside.write(after, at)?;
    beside.sync(at)?;
    at(Put::Rename)
        .and_then(|()| beside.named(name))
        .map_err(|error| match error {
            Errno::EXIST => Stop::Moved,
            error => Stop::Failed("make", error),
        })?;
    drop(beside);
    sync_folder(folder, at)
}

/// A name is on the disk when its directory is.
pub(super) fn sync_folder(folder: &Folder, at: At<'_>) -> Result<(), Stop> {
    let synced = at(Put::SyncFolder).and_then(|()| match fsync(folder) {
        // Some file systems can't sync a directory, and need not.
        Err(Errno::INVAL | Errno::NOTSUP) => Ok(()),
        other => other,
    });
    synced.map_err(Stop::NotSynced)
}

fn as_confirmed(folder: &Folder, name: &str, before: &[u8]) -> Result<Existing, Stop> {
    match existing(folder, name) {
        Ok(found) if found.bytes == before => Ok(found),
        Ok(_) | Err(Stop::Refused(Refusal::Missing)) => Err(Stop::Moved),
        Err(stop) => Err(stop),
    }
}

/// The new file while it has another name, which goes when this is dropped.
struct Beside<'a> {
    folder: &'a Folder,
    name: String,
    handle: OwnedFd,
    is_there: bool,
}

impl<'a> Beside<'a> {
    fn open(folder: &'a Folder, mode: Mode, at: At<'_>) -> Result<Self, Stop> {
        let number = RandomState::new().build_hasher().finish();
        let name = format!(".watchkeeper-{number:016x}.tmp");
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW;
        let handle = at(Put::Open)
            .and_then(|()| openat(folder, name.as_str(), flags | OFlags::CLOEXEC, mode))
            .map_err(|error| Stop::Failed("make a file beside", error))?;
        Ok(Self {
            folder,
            name,
            handle,
            is_there: true,
        })
    }

    fn write(&mut self, bytes: &[u8], at: At<'_>) -> Result<(), Stop> {
        let failed = |error| Stop::Failed("write", error);
        let (half, rest) = bytes.split_at(bytes.len() / 2);
        let mut file = File::from(
            self.handle
                .try_clone()
                .map_err(|error| failed(errno(&error)))?,
        );
        file.write_all(half)
            .map_err(|error| failed(errno(&error)))?;
        at(Put::Write).map_err(failed)?;
        file.write_all(rest).map_err(|error| failed(errno(&error)))
    }

    /// The same owner and mode as the file that it replaces.
    fn owned_like(&mut self, stat: &Stat, at: At<'_>) -> Result<(), Stop> {
        let mut owned = || {
            at(Put::Own)?;
            let mine = fstat(&self.handle)?;
            if (mine.st_uid, mine.st_gid) != (stat.st_uid, stat.st_gid) {
                let owner = Some(Uid::from_raw(stat.st_uid));
                fchown(&self.handle, owner, Some(Gid::from_raw(stat.st_gid)))?;
            }
            fchmod(&self.handle, Mode::from_raw_mode(stat.st_mode))
        };
        owned().map_err(|error| Stop::Failed("keep the owner and mode of", error))
    }

    fn sync(&mut self, at: At<'_>) -> Result<(), Stop> {
        at(Put::Sync)
            .and_then(|()| fsync(self.handle.as_fd()))
            .map_err(|error| Stop::Failed("sync", error))
    }

    /// Gives it a name that nothing has yet, in one step.
    fn named(&mut self, name: &str) -> Result<(), Errno> {
        match self.renamed(name) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            other => return other,
        }
        // A second name that is never there without all of the content.
        let (folder, beside) = (self.folder, self.name.as_str());
        linkat(folder, beside, folder, name, AtFlags::empty())
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn renamed(&mut self, name: &str) -> Result<(), Errno> {
        use rustix::fs::{RenameFlags, renameat_with};
        let (folder, beside) = (self.folder, self.name.as_str());
        renameat_with(folder, beside, folder, name, RenameFlags::NOREPLACE)?;
        self.is_there = false;
        Ok(())
    }

    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    fn renamed(&mut self, _: &str) -> Result<(), Errno> {
        Err(Errno::NOSYS)
    }
}

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        if self.is_there {
            let _ = unlinkat(self.folder, self.name.as_str(), AtFlags::empty());
        }
    }
}

fn errno(error: &std::io::Error) -> Errno {
    Errno::from_io_error(error).unwrap_or(Errno::IO)
}

impl Stop {
    pub(super) fn is_unknown(&self) -> bool {
        matches!(self, Self::NotSynced(_))
    }

    pub(super) fn called(self, path: &str) -> CallOutcome {
        match self.is_unknown() {
            true => CallOutcome::Unknown(self.fault(path)),
            false => CallOutcome::Not(self.fault(path)),
        }
    }

    pub(super) fn fault(&self, path: &str) -> Fault {
        let fault = |kind, what: String, hint: &str| Fault::new(kind, what, hint);
        match self {
            Self::Refused(Refusal::Missing) => fault(
                FaultKind::Missing,
                format!("The directory that {path} belongs in does not exist."),
                "Make the directory that `policies` under `[drift]` names, or correct the name.",
            ),
            Self::Refused(refusal) => fault(
                FaultKind::Malformed,
                format!(
                    "The file {path}, or a directory on its way, {}.",
                    refusal.why()
                ),
                "Only regular files in directories of the repository's own are written.",
            ),
            Self::HardLink => fault(
                FaultKind::Malformed,
                format!("The file {path} has another name elsewhere, by a hard link."),
                "Replace it with a copy of its own: `cp` it, then `mv` the copy over it.",
            ),
            Self::Submodule => fault(
                FaultKind::Malformed,
                format!("The file {path} is in another repository inside this one."),
                "Codify it from that repository.",
            ),
            Self::Moved => fault(
                FaultKind::Moved,
                format!("The file {path} is not as the preview showed it: nothing was written."),
                "Look at the new preview.",
            ),
            Self::Failed(what, error) => {
                let kind = match *error {
                    Errno::ACCESS | Errno::PERM | Errno::ROFS => FaultKind::Denied {
                        action: format!("writing {path}"),
                        resource: None,
                    },
                    _ => FaultKind::Malformed,
                };
                fault(
                    kind,
                    format!("Could not {what} {path}: {error}. Nothing was changed."),
                    "Check the permissions of its directory and the space on its disk.",
                )
                .caused_by(error.to_string())
            }
            Self::NotSynced(error) => fault(
                FaultKind::Malformed,
                format!("The file {path} is written, but its directory could not be synced."),
                "Look at it with `git diff`, and at the disk.",
            )
            .caused_by(error.to_string()),
        }
    }
}
