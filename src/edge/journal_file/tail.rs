//! The end of the journal: what a crash left of a line.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
};

use super::{folder::Folder, unwritable};
use crate::facts::Fault;

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
