//! The journal's folder as an open handle, and whose it must be.
//!
//! What somebody else may write proves nothing, so it is refused: the folder,
//! the one it stands in, and every file. Links are not followed.

use std::{
    fs::{DirBuilder, File},
    io::{self, Write},
    os::unix::{ffi::OsStrExt, fs::DirBuilderExt},
    path::{Path, PathBuf},
};

use rustix::{
    fd::OwnedFd,
    fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, fstat, mkdirat, openat, renameat, unlinkat},
    io::Errno,
    process::geteuid,
};

use super::unwritable;
use crate::facts::{Fault, FaultKind};

/// At 16 MiB each, more than any disk this will meet.
const MOST_ENTRIES: usize = 100_000;
const DIRECTORY: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);
/// What is written under this name has no other yet, and counts for nothing.
const UNFINISHED: &str = "renewing";
/// The permission bits that let a group or everybody write.
const WRITABLE_BY_OTHERS: u32 = 0o022;

#[derive(Debug)]
pub(super) struct Folder {
    handle: OwnedFd,
    pub(super) path: PathBuf,
}

/// One of the journal's files; the numbers are their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Segment {
    pub(super) number: u32,
    pub(super) name: String,
}

impl Segment {
    pub(super) fn numbered(number: u32) -> Self {
        Self {
            number,
            name: format!("journal-{number:06}.jsonl"),
        }
    }

    fn of(name: &str) -> Option<Self> {
        let digits = name.strip_prefix("journal-")?.strip_suffix(".jsonl")?;
        let segment = Self::numbered(digits.parse().ok()?);
        (segment.name == name).then_some(segment)
    }
}

impl Folder {
    /// None: there is no journal yet.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, Fault> {
        let handle = match openat(CWD, path, DIRECTORY, Mode::empty()) {
            Ok(handle) => handle,
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP | Errno::NOTDIR) => {
                return Err(refused(path, "is a link or no folder"));
            }
            Err(error) => return Err(refused(path, &format!("can't be opened: {error}"))),
        };
        let folder = Self {
            handle,
            path: path.to_owned(),
        };
        folder.is_ours()?;
        Ok(Some(folder))
    }

    /// Opens it, made first where it is missing, and on the disk before this returns.
    pub(super) fn create(path: &Path) -> Result<Self, Fault> {
        if let Some(folder) = Self::open(path)? {
            return Ok(folder);
        }
        let missing = path.ancestors().take_while(|above| !above.exists()).count();
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .and_then(|()| {
                // Each new name stands in the folder above it.
                let mut above = path.ancestors().skip(1).take(missing);
                above.try_for_each(|above| File::open(above)?.sync_all())
            })
            .map_err(|error| unwritable(path, error))?;
        Self::open(path)?.ok_or_else(|| unwritable(path, "it was taken away while it was made"))
    }

    fn is_ours(&self) -> Result<(), Fault> {
        checked(&self.handle, FileType::Directory, false)
            .map_err(|why| refused(&self.path, &why))?;
        // Who may write the folder above can put another one in this one's place.
        let above = self.path.join("..");
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        openat(&self.handle, "..", flags, Mode::empty())
            .map_err(|error| error.to_string())
            .and_then(|parent| checked(&parent, FileType::Directory, true))
            .map_err(|why| refused(&above, &why))
    }

    /// The journal's files, in their order.
    pub(super) fn segments(&self) -> Result<Vec<Segment>, Fault> {
        let mut segments: Vec<Segment> = self
            .names()?
            .iter()
            .filter_map(|n| Segment::of(n))
            .collect();
        segments.sort();
        Ok(segments)
    }

    /// What a broken journal is moved to: the first name that is free.
    pub(super) fn free_aside(&self) -> Result<String, Fault> {
        let names = self.names()?;
        (1..=u32::MAX)
            .map(|number| format!("broken-{number}"))
            .find(|aside| !names.contains(aside))
            .ok_or_else(|| unwritable(&self.path, "there are too many broken journals"))
    }

    /// Moves these files into a folder inside, which is made where it is missing.
    pub(super) fn move_aside(&self, segments: &[Segment], aside: &str) -> Result<(), Fault> {
        let path = self.path.join(aside);
        let failed = |error: Errno| unwritable(&path, error);
        match mkdirat(&self.handle, aside, Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(failed(error)),
        }
        let into = openat(&self.handle, aside, DIRECTORY, Mode::empty()).map_err(failed)?;
        checked(&into, FileType::Directory, false).map_err(|why| refused(&path, &why))?;
        for segment in segments {
            renameat(&self.handle, &segment.name, &into, &segment.name).map_err(failed)?;
        }
        rustix::fs::fsync(&into).map_err(failed)?;
        self.sync().map_err(|error| unwritable(&self.path, error))
    }

    /// Puts a whole file in its place, in one step: a crash leaves it or nothing.
    pub(super) fn put(&self, name: &str, text: &[u8]) -> Result<(), Fault> {
        let path = self.path.join(name);
        match unlinkat(&self.handle, UNFINISHED, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => {}
            Err(error) => return Err(unwritable(&path, error)),
        }
        let mut file = self.create_new(UNFINISHED)?;
        file.write_all(text)
            .and_then(|()| file.sync_all())
            .map_err(|error| unwritable(&path, error))?;
        renameat(&self.handle, UNFINISHED, &self.handle, name)
            .map_err(|error| unwritable(&path, error))?;
        self.sync().map_err(|error| unwritable(&path, error))
    }

    /// What was kept aside after crashes.
    pub(super) fn torn(&self) -> Result<Vec<String>, Fault> {
        let mut torn = self.names()?;
        torn.retain(|name| name.starts_with("torn-"));
        torn.sort();
        Ok(torn)
    }

    fn names(&self) -> Result<Vec<String>, Fault> {
        let unreadable = |error: Errno| refused(&self.path, &format!("can't be listed: {error}"));
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.handle).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            if names.len() == MOST_ENTRIES {
                let why = format!("has more than {MOST_ENTRIES} entries");
                return Err(refused(&self.path, &why));
            }
            if let Ok(name) = entry.file_name().to_str() {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    /// One of our files, to read.
    pub(super) fn read(&self, name: &str) -> Result<File, Fault> {
        self.file(name, OFlags::RDONLY)
    }

    /// One of our files, to append to; made where it is missing.
    pub(super) fn append(&self, name: &str) -> Result<File, Fault> {
        self.file(name, OFlags::RDWR | OFlags::APPEND | OFlags::CREATE)
    }

    /// A file that was not there, to append to, and its name on the disk.
    pub(super) fn create_new(&self, name: &str) -> Result<File, Fault> {
        let new = OFlags::CREATE | OFlags::EXCL;
        let file = self.file(name, OFlags::RDWR | OFlags::APPEND | new)?;
        self.sync().map_err(|error| unwritable(&self.path, error))?;
        Ok(file)
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&self.handle)?)
    }

    fn file(&self, name: &str, flags: OFlags) -> Result<File, Fault> {
        let path = self.path.join(name);
        // Without NONBLOCK a named pipe would hold us until somebody writes to it.
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let handle = match openat(&self.handle, name, flags, Mode::RUSR | Mode::WUSR) {
            Ok(handle) => handle,
            Err(Errno::LOOP) => return Err(refused(&path, "is a symbolic link")),
            Err(error) if flags.contains(OFlags::RDWR) => return Err(unwritable(&path, error)),
            Err(error) => return Err(refused(&path, &format!("can't be opened: {error}"))),
        };
        checked(&handle, FileType::RegularFile, false).map_err(|why| refused(&path, &why))?;
        Ok(File::from(handle))
    }
}

/// Of this kind, ours (or the system's, where that will do), and written by no other.
fn checked(handle: &OwnedFd, kind: FileType, or_roots: bool) -> Result<(), String> {
    let stat = fstat(handle).map_err(|error| error.to_string())?;
    if FileType::from_raw_mode(stat.st_mode) != kind {
        return Err("is neither a file nor a folder of ours".to_owned());
    }
    // Whoever made another name for it can read and write it there, whatever is done here.
    if kind == FileType::RegularFile && stat.st_nlink > 1 {
        return Err("has another name elsewhere: it is a hard link".to_owned());
    }
    let (owner, us) = (stat.st_uid, geteuid().as_raw());
    if owner != us && !(or_roots && owner == 0) {
        return Err(format!("belongs to user {owner}, and we are {us}"));
    }
    if stat.st_mode & WRITABLE_BY_OTHERS != 0 {
        let mode = stat.st_mode & 0o7777;
        return Err(format!("may be written by others (mode {mode:o})"));
    }
    Ok(())
}

fn refused(path: &Path, why: &str) -> Fault {
    // Bytes that are no text are spelt out: this becomes part of a sentence.
    let path = String::from_utf8_lossy(path.as_os_str().as_bytes());
    Fault::new(
        FaultKind::Malformed,
        format!("The journal is refused, and so is every write: {path} {why}."),
        "It must be yours, no link of either kind, and writable by you alone (`chmod go-w`).",
    )
}
