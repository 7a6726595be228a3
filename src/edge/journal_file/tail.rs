//! The end of the journal: the last records, and what a crash left of a line.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
};

use super::{
    folder::{Folder, Segment},
    unwritable,
};
use crate::{
    facts::{Fault, FaultKind},
    gate::record::{GENESIS, Record, line},
};

/// How much is read from the end at first; a longer line makes it more.
const FIRST_READ: u64 = 64 * 1024;

/// The last record of the chain, if it has one, and only if it holds: it is whole
/// and follows from the one before. All before that is `journal verify`'s.
pub(super) fn last_record(folder: &Folder, segments: &[Segment]) -> Result<Option<Record>, Fault> {
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    for segment in segments.iter().rev() {
        let mut file = folder.read(&segment.name)?;
        let lines = last_lines(&mut file, 2 - found.len())
            .map_err(|error| unwritable(&folder.path.join(&segment.name), error))?;
        found.extend(lines.into_iter().map(|line| (segment.name.clone(), line)));
        if found.len() >= 2 {
            break;
        }
    }
    let mut found = found.iter();
    let Some((name, text)) = found.next() else {
        return Ok(None);
    };
    let broken = |name: &str, why: &str| broken(folder, name, why);
    let last = line::read(text).map_err(|why| broken(name, &format!("its last line {why}")))?;
    if !last.is_whole() {
        return Err(broken(name, "its last record was changed"));
    }
    let (before, hash) = match found.next() {
        Some((name, text)) => {
            let record = line::read(text).map_err(|why| broken(name, &format!("its end {why}")))?;
            (record.seq, record.hash)
        }
        None => (0, GENESIS.to_owned()),
    };
    if last.prev != hash || last.seq != before + 1 {
        return Err(broken(
            name,
            "its last record does not follow from the one before",
        ));
    }
    Ok(Some(last))
}

fn broken(folder: &Folder, name: &str, why: &str) -> Fault {
    Fault::new(
        FaultKind::Malformed,
        format!("No write happens: the journal's chain is broken at the end of {name}: {why}."),
        format!(
            "`watchkeeper journal verify` says more. It is evidence: move {} aside as it is, and a new journal begins.",
            folder.path.display()
        ),
    )
}

/// The last lines, newest first, without their line feeds.
fn last_lines(file: &mut File, most: usize) -> io::Result<Vec<Vec<u8>>> {
    let length = file.seek(SeekFrom::End(0))?;
    let bound = 2 * line::MOST_BYTES as u64;
    let mut window = FIRST_READ;
    loop {
        let start = length.saturating_sub(window.min(bound));
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        Read::by_ref(file)
            .take(length - start)
            .read_to_end(&mut bytes)?;
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        let cut = start > 0;
        let mut lines: Vec<&[u8]> = match bytes.is_empty() {
            true => Vec::new(),
            false => bytes.split(|byte| *byte == b'\n').collect(),
        };
        if lines.len() > most || !cut || window >= bound {
            lines.reverse();
            lines.truncate(most);
            return Ok(lines.into_iter().map(<[u8]>::to_vec).collect());
        }
        window *= 8;
    }
}

/// Moves what stands after the last line feed into a file of its own. Its append
/// never returned, so nothing followed from it: an intent was not acted on, an
/// outcome counts as in doubt. Gives the length of what is left.
pub(super) fn set_torn_aside(folder: &Folder, name: &str, file: &mut File) -> Result<u64, Fault> {
    let failed = |error: io::Error| unwritable(&folder.path.join(name), error);
    let whole = end_of_lines(file).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    if whole == length {
        return Ok(whole);
    }
    let aside = (1..=u32::MAX)
        .map(|number| format!("torn-{number}"))
        .find(|aside| !folder.path.join(aside).exists())
        .ok_or_else(|| unwritable(&folder.path, "there are too many torn lines"))?;
    let mut kept = folder.create_new(&aside)?;
    file.seek(SeekFrom::Start(whole)).map_err(failed)?;
    io::copy(file, &mut kept)
        .and_then(|_| kept.flush())
        .and_then(|()| kept.sync_all())
        .and_then(|()| file.set_len(whole))
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    tracing::warn!(
        file = name,
        bytes = length - whole,
        kept_as = aside,
        "the journal ended in the middle of a line"
    );
    Ok(whole)
}

/// The offset behind the last line feed.
fn end_of_lines(file: &mut File) -> io::Result<u64> {
    const BLOCK: u64 = 64 * 1024;
    let mut end = file.seek(SeekFrom::End(0))?;
    while end > 0 {
        let start = end.saturating_sub(BLOCK);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        Read::by_ref(file)
            .take(end - start)
            .read_to_end(&mut bytes)?;
        if let Some(at) = bytes.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}
