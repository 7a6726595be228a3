//! Local logs: files as they are, packed by gzip or zstd, and standard input.
//!
//! Which of these a file is, its first bytes say, not its name. A plain file is read by
//! place whenever its lines are needed; everything else is kept as it is unpacked.

mod follow;
mod zstd;

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    os::unix::fs::FileExt,
    path::Path,
};

use flate2::read::MultiGzDecoder;

use crate::{
    facts::{Fault, FaultKind},
    logs::{Source, Store},
};
pub use follow::{Followed, Grown};
use zstd::Zstd;

/// A log's bytes, and the store that they are fed to.
pub struct LogFile {
    pub store: Store,
    pub bytes: Box<dyn Read + Send>,
    /// How many bytes there will be, where that is known.
    pub size: Option<u64>,
}

impl std::fmt::Debug for LogFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogFile")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl LogFile {
    /// # Errors
    /// The file is not there, cannot be read, or is a folder.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let unreadable = |error: io::Error| unreadable(path, &error);
        let mut file = File::open(path).map_err(unreadable)?;
        let about = file.metadata().map_err(unreadable)?;
        if about.is_dir() {
            return Err(unreadable(io::ErrorKind::IsADirectory.into()));
        }
        if !about.is_file() {
            return Ok(Self::piped(Box::new(BufReader::new(file))));
        }
        let mut first = [0; 4];
        let read = file.read_at(&mut first, 0).map_err(unreadable)?;
        match &first[..read] {
            [0x1f, 0x8b, ..] => Ok(Self::piped(Box::new(MultiGzDecoder::new(BufReader::new(
                file,
            ))))),
            [0x28, 0xb5, 0x2f, 0xfd] => Ok(Self::piped(Box::new(Zstd::new(BufReader::new(file))))),
            _ => {
                file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
                let source = Placed(file.try_clone().map_err(unreadable)?);
                Ok(Self {
                    store: Store::file(Box::new(source)),
                    bytes: Box::new(file),
                    size: Some(about.len()),
                })
            }
        }
    }

    pub fn standard_input() -> Self {
        Self::piped(Box::new(io::stdin()))
    }

    fn piped(bytes: Box<dyn Read + Send>) -> Self {
        Self {
            store: Store::piped(),
            bytes,
            size: None,
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Fault {
    Fault::new(
        FaultKind::Missing,
        format!("The log {} cannot be read.", path.display()),
        "Look at the path and at who may read it.",
    )
    .caused_by(error.to_string())
}

/// A file that is read by place.
struct Placed(File);

impl Source for Placed {
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        while read < into.len() {
            match self.0.read_at(&mut into[read..], at + read as u64) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(read)
    }
}
