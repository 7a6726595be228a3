//! Every line of every file, in order, within bounds, whatever somebody put there.
//!
//! A walk that shows each record reads all; one that only checks skips what is known.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek},
};

use super::{
    Verified,
    folder::{Folder, Segment},
    known::{Known, Seen, Stamp},
};
use crate::{
    facts::Fault,
    gate::record::{
        Record, Says,
        line::{self, Link},
        verify::Verifier,
    },
};

/// Of one file: what we write ends at a quarter of it, plus one line.
const MOST_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// What the first line of every chain begins with, as this program writes it.
const FIRST_LINK: &[u8] = b"{\"schema\":1,\"seq\":1,";

enum Line {
    Whole,
    /// Longer than a record may be: skipped to its end.
    TooLong,
    /// No line feed follows.
    Torn(u64),
    End,
}

/// The journal's files, and those of a broken one that were not moved aside yet.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) old: Vec<Segment>,
    pub(super) current: Vec<Segment>,
}

/// The chain begins with the newest file that says so, or else with the first.
pub(super) fn files(folder: &Folder) -> Result<Files, Fault> {
    let mut old = folder.segments()?;
    for at in (1..old.len()).rev() {
        let begins = old.get(at).is_some_and(|segment| {
            let file = folder.read(&segment.name);
            file.is_ok_and(|file| renews(file).unwrap_or(false))
        });
        if begins {
            let current = old.split_off(at);
            return Ok(Files { old, current });
        }
    }
    Ok(Files {
        old: Vec::new(),
        current: old,
    })
}

fn renews(mut file: File) -> io::Result<bool> {
    let mut head = Vec::new();
    Read::by_ref(&mut file)
        .take(FIRST_LINK.len() as u64)
        .read_to_end(&mut head)?;
    if head != FIRST_LINK {
        return Ok(false);
    }
    file.rewind()?;
    let mut line = Vec::new();
    let mut reader = BufReader::new(file.take(line::MOST_BYTES as u64));
    let is_whole = matches!(next_line(&mut reader, &mut line)?, Line::Whole);
    let link = line::link(&line);
    Ok(is_whole
        && matches!(link, Ok(Link::Note(note))
            if note.is_whole() && matches!(note.note.says, Says::Renewed(_))))
}

/// Reads all of it.
pub(super) fn walk(
    folder: &Folder,
    known: &Known,
    see: &mut dyn FnMut(Record),
) -> Result<Verified, Fault> {
    read_from(folder, known, see, |_| Vec::new())
}

/// Reads what is not known yet.
pub(super) fn check(folder: &Folder, known: &Known) -> Result<Verified, Fault> {
    read_from(folder, known, &mut drop, |found| known.of(found))
}

fn read_from(
    folder: &Folder,
    known: &Known,
    see: &mut dyn FnMut(Record),
    known_of: impl FnOnce(&[(String, Stamp)]) -> Vec<Seen>,
) -> Result<Verified, Fault> {
    let files = files(folder)?;
    let mut found = Vec::new();
    for segment in &files.current {
        let file = folder.read(&segment.name)?;
        let stamp = Stamp::of(&file).map_err(|error| super::unwritable(&folder.path, error))?;
        found.push((segment.name.clone(), stamp));
    }
    let mut seen = known_of(&found);
    let mut verifier = seen
        .last()
        .map(|seen| seen.after.clone())
        .unwrap_or_default();
    for (name, stamp) in found.iter().skip(seen.len()) {
        if let Some((before, (line, _))) = seen.last().and_then(|s| Some((&s.name, s.torn?))) {
            verifier.breaks(before, line, "has no end".to_owned());
        }
        let file = folder.read(name)?;
        let torn = match read_lines(name, file, *stamp, &mut verifier, see) {
            Ok(torn) => torn,
            // What the disk does not give back, nobody can vouch for.
            Err(error) => {
                verifier.breaks(name, 1, format!("is in a file that can't be read: {error}"));
                None
            }
        };
        seen.push(Seen {
            name: name.clone(),
            stamp: *stamp,
            after: verifier.clone(),
            torn,
        });
    }
    let torn = seen
        .last()
        .and_then(|last| Some((last.name.clone(), last.torn?)));
    known.remember(seen);
    let chain = verifier.chain().clone();
    let mut notes = Vec::new();
    notes.extend(torn.map(|(name, (_, bytes))| format!(
        "{name} ends in {bytes} bytes of an unfinished record: it is being written, or a crash cut it."
    )));
    notes.extend(folder.torn()?.iter().map(|name| {
        format!("{name} has what a crash left of a record; nothing had followed from it.")
    }));
    notes.extend(chain.renewed.iter().map(|renewed| {
        let head = renewed.head.as_deref().unwrap_or("none");
        format!(
            "This journal took the place of a broken one, which is in {}: {} Its head was {head}.",
            renewed.aside, renewed.broken
        )
    }));
    notes.extend(chain.unsettled.iter().map(|stretch| {
        let name = stretch.name();
        format!(
            "{name} could not be read when the journal was renewed. Until a person has looked, nothing is written: `watchkeeper journal settle {name} looked`."
        )
    }));
    Ok(Verified {
        chain,
        notes,
        verifier,
    })
}

/// Gives the line that has no end, and its bytes.
fn read_lines(
    name: &str,
    file: File,
    stamp: Stamp,
    verifier: &mut Verifier,
    see: &mut dyn FnMut(Record),
) -> io::Result<Option<(u64, u64)>> {
    if stamp.length > MOST_FILE_BYTES {
        let most = MOST_FILE_BYTES / 1024 / 1024;
        verifier.breaks(name, 1, format!("is in a file of more than {most} MiB"));
        return Ok(None);
    }
    // No further than it was when it was looked at: what is remembered is of that.
    let mut reader = BufReader::new(file.take(stamp.length));
    let mut bytes = Vec::new();
    for at in 1.. {
        let text = match next_line(&mut reader, &mut bytes)? {
            Line::Whole => Ok(bytes.as_slice()),
            Line::TooLong => Err(format!("is longer than {} KiB", line::MOST_BYTES / 1024).into()),
            Line::Torn(bytes) => return Ok(Some((at, bytes))),
            Line::End => break,
        };
        if let Some(record) = verifier.take(name, at, text) {
            see(record);
        }
    }
    Ok(None)
}

fn next_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let mut length: u64 = 0;
    loop {
        let available = reader.fill_buf()?;
        if available.is_empty() {
            return Ok(match length {
                0 => Line::End,
                length => Line::Torn(length),
            });
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = available
            .get(..end.unwrap_or(available.len()))
            .unwrap_or(available);
        length += part.len() as u64;
        if length < line::MOST_BYTES as u64 {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            return Ok(match length < line::MOST_BYTES as u64 {
                true => Line::Whole,
                false => Line::TooLong,
            });
        }
    }
}
