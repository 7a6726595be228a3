//! Directories as open handles: everything beneath the root is reached from
//! one, a name at a time.
//!
//! Follows no symbolic link and reads nothing but regular files, within a
//! bound: the tree is content from elsewhere. Only the root itself is opened by
//! path. Writes nothing itself.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::Read,
    os::unix::ffi::OsStrExt,
    path::Path,
};

use rustix::{
    fd::{AsFd, BorrowedFd, OwnedFd},
    fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, fstat, openat, statat},
    io::Errno,
};

/// Why a name beneath the root was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Missing,
    Link,
    NotAFile,
    NotADirectory,
    /// `..`, an absolute path, or nothing at all.
    Outside,
    LargerThan(u64),
    /// More entries than a directory is read for.
    MoreThan(usize),
    Unreadable(String),
}

impl Refusal {
    /// The end of a sentence that begins with the path.
    pub fn why(&self) -> String {
        match self {
            Self::Missing => "does not exist".into(),
            Self::Link => "is a symbolic link: links are not followed".into(),
            Self::NotAFile => "is not a regular file".into(),
            Self::NotADirectory => "is not a directory".into(),
            Self::Outside => "is not a path beneath the repository's root".into(),
            Self::LargerThan(bound) => format!("is larger than {} KiB", bound / 1024),
            Self::MoreThan(bound) => format!("has more than {bound} entries"),
            Self::Unreadable(error) => format!("can't be read: {error}"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    Link,
    Other,
}

#[derive(Debug)]
pub struct Folder {
    handle: OwnedFd,
}

const DIRECTORY: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);

/// To open a file whatever it is: no link is followed, and a named pipe does not hold
/// us until somebody writes to it.
pub const UNMOVED: OFlags = OFlags::NOFOLLOW
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

impl Folder {
    /// Opens a root that the person named: here a link may stand in the path.
    pub fn open(root: &Path) -> Result<Self, Refusal> {
        Self::opened(root, DIRECTORY)
    }

    /// Opens a folder that must not be a link itself.
    pub fn unlinked(path: &Path) -> Result<Self, Refusal> {
        Self::opened(path, DIRECTORY | OFlags::NOFOLLOW)
    }

    fn opened(path: &Path, flags: OFlags) -> Result<Self, Refusal> {
        match openat(CWD, path, flags, Mode::empty()) {
            Ok(handle) => Ok(Self { handle }),
            Err(Errno::NOENT) => Err(Refusal::Missing),
            Err(Errno::NOTDIR) => Err(Refusal::NotADirectory),
            Err(Errno::LOOP) if flags.contains(OFlags::NOFOLLOW) => Err(Refusal::Link),
            Err(error) => Err(Refusal::Unreadable(error.to_string())),
        }
    }

    /// Walks down `a/b/c`; `.` is the folder itself.
    pub fn beneath(&self, relative: &str) -> Result<Self, Refusal> {
        let mut folder = self.folder(OsStr::new("."))?;
        for name in steps(relative)? {
            folder = folder.folder(OsStr::new(name))?;
        }
        Ok(folder)
    }

    /// Opens one folder in this one.
    pub fn folder(&self, name: &OsStr) -> Result<Self, Refusal> {
        match openat(
            &self.handle,
            name,
            DIRECTORY | OFlags::NOFOLLOW,
            Mode::empty(),
        ) {
            Ok(handle) => Ok(Self { handle }),
            Err(error) => Err(self.refusal(name, error, Refusal::NotADirectory)),
        }
    }

    /// Reads one regular file in this folder, whole or not at all.
    pub fn read(&self, name: &OsStr, bound: u64) -> Result<Vec<u8>, Refusal> {
        let handle = openat(&self.handle, name, OFlags::RDONLY | UNMOVED, Mode::empty())
            .map_err(|error| self.refusal(name, error, Refusal::NotAFile))?;
        read_regular(handle, bound)
    }

    /// Reads the regular file at `a/b/c`, every folder on its way one by one.
    pub fn read_at(&self, relative: &str, bound: u64) -> Result<Vec<u8>, Refusal> {
        let steps = steps(relative)?;
        let (file, folders) = steps.split_last().ok_or(Refusal::NotAFile)?;
        let folder = match folders {
            [] => self.beneath("."),
            folders => self.beneath(&folders.join("/")),
        };
        folder?.read(OsStr::new(file), bound)
    }

    /// The names in this folder with their kinds, sorted, without `.` and `..`.
    pub fn entries(&self, bound: usize) -> Result<Vec<(OsString, Kind)>, Refusal> {
        let unreadable = |error: Errno| Refusal::Unreadable(error.to_string());
        let dir = Dir::read_from(&self.handle).map_err(unreadable)?;
        let mut entries = Vec::new();
        for entry in dir {
            let entry = entry.map_err(unreadable)?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            if entries.len() == bound {
                return Err(Refusal::MoreThan(bound));
            }
            let kind = match entry.file_type() {
                // Some file systems leave the kind out of the listing.
                FileType::Unknown => self.kind(name),
                known => known.into(),
            };
            entries.push((name.to_owned(), kind));
        }
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(entries)
    }

    fn kind(&self, name: &OsStr) -> Kind {
        statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW).map_or(Kind::Other, |stat| {
            FileType::from_raw_mode(stat.st_mode).into()
        })
    }

    /// What the kernel means differs between systems, so a link is asked for by name.
    fn refusal(&self, name: &OsStr, error: Errno, otherwise: Refusal) -> Refusal {
        match error {
            Errno::NOENT => Refusal::Missing,
            Errno::LOOP => Refusal::Link,
            _ if self.kind(name) == Kind::Link => Refusal::Link,
            Errno::NOTDIR | Errno::ISDIR | Errno::NXIO => otherwise,
            error => Refusal::Unreadable(error.to_string()),
        }
    }
}

/// For `edge/write`, which makes files by the same handle it looked with.
impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.handle.as_fd()
    }
}

impl From<FileType> for Kind {
    fn from(kind: FileType) -> Self {
        match kind {
            FileType::RegularFile => Self::File,
            FileType::Directory => Self::Folder,
            FileType::Symlink => Self::Link,
            _ => Self::Other,
        }
    }
}

/// The bytes of an open file, if it is a regular one of at most `bound` bytes.
pub fn read_regular(handle: OwnedFd, bound: u64) -> Result<Vec<u8>, Refusal> {
    let stat = fstat(&handle).map_err(|error| Refusal::Unreadable(error.to_string()))?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(Refusal::NotAFile);
    }
    if u64::try_from(stat.st_size).is_ok_and(|size| size > bound) {
        return Err(Refusal::LargerThan(bound));
    }
    let mut bytes = Vec::new();
    // One more than the bound: the file may grow, or lie about its size as in /proc.
    File::from(handle)
        .take(bound + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Refusal::Unreadable(error.to_string()))?;
    if bytes.len() as u64 > bound {
        return Err(Refusal::LargerThan(bound));
    }
    Ok(bytes)
}

/// The names of a relative path, `.` left out; refuses what could lead outside.
pub fn steps(relative: &str) -> Result<Vec<&str>, Refusal> {
    if relative.is_empty() || relative.starts_with('/') || relative.contains('\0') {
        return Err(Refusal::Outside);
    }
    let mut steps = Vec::new();
    for step in relative.split('/') {
        match step {
            "" | "." => {}
            ".." => return Err(Refusal::Outside),
            name => steps.push(name),
        }
    }
    Ok(steps)
}
