//! A file that somebody still writes to: what came since, and what became of it when it
//! was rotated, replaced or cut.

use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::MetadataExt,
    path::PathBuf,
};

/// A file by its name, as far as it was read.
#[derive(Debug)]
pub struct Followed {
    path: PathBuf,
    file: File,
    read: u64,
}

/// What became of the file since it was looked at last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grown {
    /// So many bytes came; nought for none.
    By(usize),
    /// It is shorter than what was read of it; reading goes on at its beginning.
    Cut,
    /// Another file has its name now; reading goes on in that one.
    Replaced,
}

impl Followed {
    /// Goes on behind the first `read` bytes.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn new(path: PathBuf, read: u64) -> io::Result<Self> {
        let mut file = File::open(&path)?;
        file.seek(SeekFrom::Start(read))?;
        Ok(Self { path, file, read })
    }

    /// Adds what came to `into`, a block at most.
    ///
    /// # Errors
    /// What the operating system says. A name that nothing has for the moment is none:
    /// a rotation moves the old file away first.
    pub fn grown(&mut self, into: &mut Vec<u8>, most: usize) -> io::Result<Grown> {
        let about = self.file.metadata()?;
        if about.len() < self.read {
            self.file.seek(SeekFrom::Start(0))?;
            self.read = 0;
            return Ok(Grown::Cut);
        }
        let read = (&mut self.file).take(most as u64).read_to_end(into)?;
        self.read += read as u64;
        if read == 0
            && let Ok(named) = fs::metadata(&self.path)
            && (named.dev(), named.ino()) != (about.dev(), about.ino())
        {
            self.file = File::open(&self.path)?;
            self.read = 0;
            return Ok(Grown::Replaced);
        }
        Ok(Grown::By(read))
    }
}
