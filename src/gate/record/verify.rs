//! Whether a chain holds, line by line: the first link that does not is named.
//!
//! Finds changed, missing, repeated and moved lines. A cut at the end leaves a
//! shorter chain that holds: only a hash kept elsewhere can tell.

use super::{GENESIS, Record, line};

/// The first link that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The record that should stand there.
    pub seq: u64,
    pub file: String,
    /// Counts from 1.
    pub line: u64,
    /// The rest of a sentence about the line.
    pub what: String,
}

impl Broken {
    pub fn in_words(&self) -> String {
        let Self {
            seq,
            file,
            line,
            what,
        } = self;
        format!("The chain breaks at record {seq}: {file}:{line} {what}.")
    }
}

/// What is known once all lines were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Lines that are records, whether or not they hold.
    pub count: u64,
    /// The hash of the last record.
    pub head: Option<String>,
    pub broken: Option<Broken>,
}

/// Takes the lines of a chain, oldest first.
#[derive(Debug, Default)]
pub struct Verifier {
    last: Option<(u64, String)>,
    chain: Chain,
}

impl Verifier {
    /// One line without its line feed, or why it could not be read. Gives the
    /// record that it holds even where the chain is broken, to be shown.
    pub fn take(&mut self, file: &str, at: u64, line: Result<&[u8], String>) -> Option<Record> {
        let record = match line.and_then(line::read) {
            Ok(record) => record,
            Err(why) => {
                self.breaks(file, at, why);
                return None;
            }
        };
        if let Err(why) = self.follows(&record) {
            self.breaks(file, at, why);
        }
        self.chain.count += 1;
        self.last = Some((record.seq, record.hash.clone()));
        Some(record)
    }

    /// Notes what is wrong at a place where no line can be taken.
    pub fn breaks(&mut self, file: &str, line: u64, what: String) {
        let seq = self.expected();
        self.chain.broken.get_or_insert_with(|| Broken {
            seq,
            file: file.to_owned(),
            line,
            what,
        });
    }

    pub fn finish(mut self) -> Chain {
        self.chain.head = self.last.map(|(_, hash)| hash);
        self.chain
    }

    fn expected(&self) -> u64 {
        self.last
            .as_ref()
            .map_or(1, |(seq, _)| seq.saturating_add(1))
    }

    fn follows(&self, record: &Record) -> Result<(), String> {
        let (seq, expected) = (record.seq, self.expected());
        if !record.is_whole() {
            return Err(format!(
                "has record {seq}, which was changed after it was written"
            ));
        }
        if seq > expected {
            return Err(format!("has record {seq}: what stood before it is missing"));
        }
        if seq < expected {
            return Err(format!("has record {seq}, which is repeated or was moved"));
        }
        let prev = self.last.as_ref().map_or(GENESIS, |(_, hash)| hash);
        if record.prev != prev {
            return Err(
                "does not follow from the line before: one of them was replaced".to_owned(),
            );
        }
        Ok(())
    }
}

/// All records of these lines (file, line, text), and whether they are a chain.
pub fn verify<'a>(
    lines: impl IntoIterator<Item = (&'a str, u64, &'a [u8])>,
) -> (Vec<Record>, Chain) {
    let mut verifier = Verifier::default();
    let records = lines
        .into_iter()
        .filter_map(|(file, at, line)| verifier.take(file, at, Ok(line)))
        .collect();
    (records, verifier.finish())
}
