//! A file or a pipe as the source of a log: block by block, and on as it grows.
//!
//! What becomes of a file that is followed (rotated, replaced, cut) is a gap in the log.
//! A pipe is read on a thread of its own, because it may be silent for hours.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, sync_channel},
    thread,
};

use crate::{
    edge::log_file::{Followed, Grown, LogFile},
    facts::{Fault, FaultKind},
    logs::{Desk, LogSource, Store},
};

const BLOCK: usize = 1 << 20;
/// How often a file is looked at that somebody still writes to.
const BETWEEN_MS: u64 = 250;
/// How often a silent pipe is looked at.
const PIPE_MS: u64 = 50;
/// Blocks of a pipe that wait to be read.
const WAITING: usize = 4;

pub(super) struct Files {
    from: From,
    size: Option<u64>,
    path: Option<PathBuf>,
    is_following: bool,
}

enum From {
    Bytes(Box<dyn Read + Send>),
    Pipe(Receiver<Vec<u8>>),
    Followed(Followed),
    /// It was read to its end.
    End,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Files").finish_non_exhaustive()
    }
}

impl Files {
    /// None: the sources are no files.
    pub(super) fn open(sources: &[LogSource]) -> Option<Result<(Store, Self), Fault>> {
        sources.iter().find_map(|source| match source {
            LogSource::File(path) => Some(Self::of_path(Path::new(path))),
            LogSource::Group { .. } | LogSource::Job(..) => None,
        })
    }

    fn of_path(path: &Path) -> Result<(Store, Self), Fault> {
        let is_pipe = fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir());
        if is_pipe {
            return Self::of_pipe(LogFile::open(path)?);
        }
        let LogFile { store, bytes, size } = LogFile::open(path)?;
        let files = Self {
            from: From::Bytes(bytes),
            size,
            path: size.map(|_| path.to_owned()),
            is_following: false,
        };
        Ok((store, files))
    }

    fn of_pipe(opened: LogFile) -> Result<(Store, Self), Fault> {
        let LogFile { store, bytes, .. } = opened;
        let (blocks, inbox) = sync_channel(WAITING);
        let read = move || {
            let mut bytes = bytes;
            loop {
                let mut block = vec![0; BLOCK];
                match bytes.read(&mut block) {
                    Ok(0) | Err(_) => return,
                    Ok(read) => block.truncate(read),
                }
                if blocks.send(block).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new()
            .name("pipe".to_owned())
            .spawn(read)
            .map_err(|error| unread(&error))?;
        let files = Self {
            from: From::Pipe(inbox),
            size: None,
            path: None,
            is_following: false,
        };
        Ok((store, files))
    }

    pub(super) fn follow(&mut self, follow: bool) {
        self.is_following = follow;
    }

    /// Reads no further in what was there when it was opened.
    pub(super) fn stop(&mut self) {
        if self.is_reading() {
            self.from = From::End;
            self.path = None;
        }
    }

    pub(super) fn is_reading(&self) -> bool {
        matches!(self.from, From::Bytes(_) | From::Pipe(_))
    }

    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    pub(super) fn looks_again(&self) -> Option<u64> {
        match &self.from {
            From::Pipe(_) => Some(PIPE_MS),
            From::Followed(_) | From::End if self.is_following && self.path.is_some() => {
                Some(BETWEEN_MS)
            }
            _ => None,
        }
    }

    /// False: there is nothing to read at present.
    pub(super) fn read_on(&mut self, desk: &mut Desk) -> Result<bool, Fault> {
        match &mut self.from {
            From::Bytes(bytes) => {
                let mut block = vec![0; BLOCK];
                let read = bytes.read(&mut block).map_err(|error| {
                    self.from = From::End;
                    unread(&error)
                })?;
                if read == 0 {
                    self.from = From::End;
                }
                desk.feed(&block[..read]);
                Ok(true)
            }
            From::Pipe(blocks) => match blocks.try_recv() {
                Ok(block) => {
                    desk.feed(&block);
                    Ok(true)
                }
                Err(TryRecvError::Empty) => Ok(false),
                Err(TryRecvError::Disconnected) => {
                    self.from = From::End;
                    Ok(true)
                }
            },
            From::End if self.is_following => self.begin_following(desk),
            From::Followed(_) if self.is_following => self.follow_on(desk),
            From::End | From::Followed(_) => Ok(false),
        }
    }

    fn begin_following(&mut self, desk: &Desk) -> Result<bool, Fault> {
        let Some(path) = &self.path else {
            return Ok(false);
        };
        let read = desk.log().store().totals().bytes;
        let followed = Followed::new(path.clone(), read).map_err(|error| unread(&error))?;
        self.from = From::Followed(followed);
        Ok(false)
    }

    fn follow_on(&mut self, desk: &mut Desk) -> Result<bool, Fault> {
        let From::Followed(followed) = &mut self.from else {
            return Ok(false);
        };
        let mut block = Vec::new();
        match followed.grown(&mut block, BLOCK).map_err(|e| unread(&e))? {
            Grown::By(0) => Ok(false),
            Grown::By(_) => {
                desk.feed(&block);
                Ok(true)
            }
            // Its lines are read by place, and those places are another text's now.
            Grown::Cut | Grown::Replaced => {
                self.is_following = false;
                self.from = From::End;
                Err(Fault::new(
                    FaultKind::Moved,
                    "The file was cut, or another one has its name now.",
                    "Open it again to see what it says now.",
                ))
            }
        }
    }
}

fn unread(error: &std::io::Error) -> Fault {
    Fault::new(
        FaultKind::Malformed,
        "The log cannot be read to its end; what was read is here.",
        "If it is packed, look whether it is whole (`gzip -t`, `zstd -t`).",
    )
    .caused_by(error.to_string())
}
