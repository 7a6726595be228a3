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
    fd::AsFd,
    fs::{AtFlags, FileType, Mode, OFlags, fstat, mkdirat, openat, renameat, unlinkat},
    io::Errno,
    process::geteuid,
};

use super::unwritable;
use crate::{
    edge::repo::{self, Refusal, UNMOVED},
    facts::{Fault, FaultKind, Reason},
};

/// At 16 MiB each, more than any disk this will meet.
const MOST_ENTRIES: usize = 100_000;
/// What is written under this name has no other yet, and counts for nothing.
const UNFINISHED: &str = "renewing";
/// The permission bits that let a group or everybody write.
const WRITABLE_BY_OTHERS: u32 = 0o022;

#[derive(Debug)]
pub(super) struct Folder {
    inner: repo::Folder,
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
        let inner = match repo::Folder::unlinked(path) {
            Ok(inner) => inner,
            Err(Refusal::Missing) => return Ok(None),
            Err(Refusal::Unreadable(error)) => {
                return Err(refused(path, &format!("can't be opened: {error}")));
            }
            Err(_) => return Err(refused(path, "is a link or no folder")),
        };
        let folder = Self {
            inner,
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
        checked(&self.inner, FileType::Directory, false)
            .map_err(|why| refused(&self.path, why.as_str()))?;
        // Who may write the folder above can put another one in this one's place.
        let above = self.path.join("..");
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        openat(&self.inner, "..", flags, Mode::empty())
            .map_err(|error| error.to_string().into())
            .and_then(|parent| checked(&parent, FileType::Directory, true))
            .map_err(|why| refused(&above, why.as_str()))
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
        match mkdirat(&self.inner, aside, Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(failed(error)),
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | UNMOVED;
        let into = openat(&self.inner, aside, flags, Mode::empty()).map_err(failed)?;
        checked(&into, FileType::Directory, false).map_err(|why| refused(&path, why.as_str()))?;
        for segment in segments {
            renameat(&self.inner, &segment.name, &into, &segment.name).map_err(failed)?;
        }
        rustix::fs::fsync(&into).map_err(failed)?;
        self.sync().map_err(|error| unwritable(&self.path, error))
    }

    /// Puts a whole file in its place, in one step: a crash leaves it or nothing.
    pub(super) fn put(&self, name: &str, text: &[u8]) -> Result<(), Fault> {
        let path = self.path.join(name);
        match unlinkat(&self.inner, UNFINISHED, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => {}
            Err(error) => return Err(unwritable(&path, error)),
        }
        let mut file = self.create_new(UNFINISHED)?;
        file.write_all(text)
            .and_then(|()| file.sync_all())
            .map_err(|error| unwritable(&path, error))?;
        renameat(&self.inner, UNFINISHED, &self.inner, name)
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
        let entries = self.inner.entries(MOST_ENTRIES).map_err(|refusal| {
            let why = match refusal {
                Refusal::Unreadable(error) => format!("can't be listed: {error}"),
                other => other.why(),
            };
            refused(&self.path, &why)
        })?;
        let names = entries.into_iter().map(|(name, _)| name.into_string());
        Ok(names.filter_map(Result::ok).collect())
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
        Ok(rustix::fs::fsync(&self.inner)?)
    }

    fn file(&self, name: &str, flags: OFlags) -> Result<File, Fault> {
        let path = self.path.join(name);
        let flags = flags | UNMOVED;
        let handle = match openat(&self.inner, name, flags, Mode::RUSR | Mode::WUSR) {
            Ok(handle) => handle,
            Err(Errno::LOOP) => return Err(refused(&path, "is a symbolic link")),
            Err(error) if flags.contains(OFlags::RDWR) => return Err(unwritable(&path, error)),
            Err(error) => return Err(refused(&path, &format!("can't be opened: {error}"))),
        };
        checked(&handle, FileType::RegularFile, false)
            .map_err(|why| refused(&path, why.as_str()))?;
        Ok(File::from(handle))
    }
}

/// Of this kind, ours (or the system's, where that will do), and written by no other.
fn checked(handle: impl AsFd, kind: FileType, or_roots: bool) -> Result<(), Reason> {
    let stat = fstat(handle).map_err(|error| error.to_string())?;
    if FileType::from_raw_mode(stat.st_mode) != kind {
        return Err("is neither a file nor a folder of ours".into());
    }
    // Whoever made another name for it can read and write it there, whatever is done here.
    if kind == FileType::RegularFile && stat.st_nlink > 1 {
        return Err("has another name elsewhere: it is a hard link".into());
    }
    let (owner, us) = (stat.st_uid, geteuid().as_raw());
    if owner != us && !(or_roots && owner == 0) {
        return Err(format!("belongs to user {owner}, and we are {us}").into());
    }
    if stat.st_mode & WRITABLE_BY_OTHERS != 0 {
        let mode = stat.st_mode & 0o7777;
        return Err(format!("may be written by others (mode {mode:o})").into());
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
