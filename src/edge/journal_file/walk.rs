//! Every line of every file, in order, within bounds, whatever somebody put there.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
};

use super::{Verified, folder::Folder};
use crate::{
    facts::{Fault, FaultKind},
    gate::record::{Record, line, verify::Verifier},
};

/// Of one file: what we write ends at a quarter of it, plus one line.
const MOST_FILE_BYTES: u64 = 64 * 1024 * 1024;

enum Line {
    Whole,
    /// Longer than a record may be: skipped to its end.
    TooLong,
    /// No line feed follows.
    Torn(u64),
    End,
}

pub(super) fn walk(folder: &Folder, see: &mut dyn FnMut(Record)) -> Result<Verified, Fault> {
    let mut verifier = Verifier::default();
    let mut notes = Vec::new();
    let segments = folder.segments()?;
    for (at, segment) in segments.iter().enumerate() {
        let name = &segment.name;
        let file = folder.read(name)?;
        let is_last = at + 1 == segments.len();
        let torn = read(name, file, &mut verifier, see).map_err(|error| {
            Fault::new(
                FaultKind::Malformed,
                format!("{} can't be read.", folder.path.join(name).display()),
                "Look at the disk.",
            )
            .caused_by(error.to_string())
        })?;
        match torn {
            Some((_, bytes)) if is_last => notes.push(format!(
                "{name} ends in {bytes} bytes of an unfinished record: it is being written, or a crash cut it."
            )),
            Some((line, _)) => verifier.breaks(name, line, "has no end".to_owned()),
            None => {}
        }
    }
    notes.extend(folder.torn()?.iter().map(|name| {
        format!("{name} has what a crash left of a record; nothing had followed from it.")
    }));
    Ok(Verified {
        chain: verifier.finish(),
        notes,
    })
}

/// Gives the line that has no end, and its bytes.
fn read(
    name: &str,
    file: File,
    verifier: &mut Verifier,
    see: &mut dyn FnMut(Record),
) -> io::Result<Option<(u64, u64)>> {
    if file.metadata()?.len() > MOST_FILE_BYTES {
        let most = MOST_FILE_BYTES / 1024 / 1024;
        verifier.breaks(name, 1, format!("is in a file of more than {most} MiB"));
        return Ok(None);
    }
    let mut reader = BufReader::new(file.take(MOST_FILE_BYTES));
    let mut bytes = Vec::new();
    for at in 1.. {
        let text = match next_line(&mut reader, &mut bytes)? {
            Line::Whole => Ok(bytes.as_slice()),
            Line::TooLong => Err(format!("is longer than {} KiB", line::MOST_BYTES / 1024)),
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
