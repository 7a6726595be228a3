//! The log store: whatever the lines are fed as, they are the same lines; no line that
//! is shown violates a filter; nothing is lost uncounted.

mod budget;
mod desk;
mod events;
mod feeding;
mod fields;
mod filters;
mod folds;
mod histogram;
mod invocations;
mod levels;
mod patterns;
mod query;
mod secrets;
mod stamps;

use watchkeeper::logs::{Log, Source, Store};

/// A file that is a piece of memory.
struct Memory(Vec<u8>);

impl Source for Memory {
    fn read_at(&self, at: u64, into: &mut [u8]) -> std::io::Result<usize> {
        let from = usize::try_from(at).unwrap().min(self.0.len());
        let len = into.len().min(self.0.len() - from);
        into[..len].copy_from_slice(&self.0[from..from + len]);
        Ok(len)
    }
}

const ROOMY: usize = 1 << 30;

fn piped(text: &str) -> Log {
    let mut log = Log::new(Store::piped(), ROOMY);
    log.feed(text.as_bytes());
    log
}

/// The lines that are shown, as text.
fn shown(log: &Log) -> Vec<String> {
    let page = log.page(0, usize::MAX / 2, usize::MAX / 2);
    page.rows
        .iter()
        .map(|row| String::from_utf8_lossy(&row.text).into_owned())
        .collect()
}
