//! A small file of this machine's state folder: read whole, replaced whole, one writer at a
//! time, mode 0600. It knows nothing of what is in it.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use rustix::{
    fs::{Mode, OFlags},
    io::Errno,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::repo::{UNMOVED, read_regular};

const FILE_BYTES: u64 = 4 * 1024 * 1024;
const SCHEMA: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Whole<T> {
    schema: u32,
    entries: Vec<T>,
}

/// A file that is not there has no entries.
pub(super) fn entries<T: DeserializeOwned>(directory: &Path, name: &str) -> io::Result<Vec<T>> {
    let flags = OFlags::RDONLY | UNMOVED;
    let handle = match rustix::fs::open(directory.join(name), flags, Mode::empty()) {
        Ok(handle) => handle,
        Err(Errno::NOENT) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let bytes = read_regular(handle, FILE_BYTES)
        .map_err(|refusal| io::Error::new(io::ErrorKind::InvalidData, refusal.why()))?;
    let whole: Whole<T> = serde_json::from_slice(&bytes)?;
    if whole.schema != SCHEMA {
        return Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!(
                "it has schema {}, this version knows {SCHEMA}",
                whole.schema
            ),
        ));
    }
    Ok(whole.entries)
}

/// Makes other entries of those that are there. Two writers at once must not lose each
/// other's; the second one waits.
pub(super) fn rewrite<T: Serialize + DeserializeOwned>(
    directory: &Path,
    name: &str,
    make: impl FnOnce(io::Result<Vec<T>>) -> io::Result<Vec<T>>,
) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)?;
    let lock = File::open(directory)?;
    lock.lock()?;
    let whole = Whole {
        schema: SCHEMA,
        entries: make(entries(directory, name))?,
    };
    replace(directory, name, &serde_json::to_vec(&whole)?)
}

/// The old file or the new one, never half of it. Called with the lock held.
fn replace(directory: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let new = directory.join(format!(".{name}.new"));
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&new, directory.join(name))
}
