//! Answers with the mark that GitHub gave them (`ETag`), so that the same question may be
//! answered by "unchanged", which costs nothing of the budget. Bounded in bytes.

use std::{collections::HashMap, sync::Arc};

use http::HeaderValue;

/// All answers together.
const MOST: usize = 32 << 20;
/// One answer: what is longer is asked in full each time.
const ONE: usize = 4 << 20;

#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub etag: HeaderValue,
    pub body: Arc<[u8]>,
}

#[derive(Debug, Default)]
pub(super) struct Cache {
    /// By address, with the turn in which each was last of use.
    kept: HashMap<String, (Kept, u64)>,
    bytes: usize,
    turn: u64,
}

impl Cache {
    pub(super) fn get(&mut self, address: &str) -> Option<Kept> {
        self.turn += 1;
        let (kept, used) = self.kept.get_mut(address)?;
        *used = self.turn;
        Some(kept.clone())
    }

    pub(super) fn keep(&mut self, address: &str, etag: HeaderValue, body: Arc<[u8]>) {
        self.drop(address);
        if body.len() > ONE {
            return;
        }
        self.bytes += body.len();
        self.turn += 1;
        self.kept
            .insert(address.to_owned(), (Kept { etag, body }, self.turn));
        while self.bytes > MOST {
            let oldest = self.kept.iter().min_by_key(|(_, (_, used))| *used);
            let Some(oldest) = oldest.map(|(address, _)| address.clone()) else {
                return;
            };
            self.drop(&oldest);
        }
    }

    fn drop(&mut self, address: &str) {
        if let Some((old, _)) = self.kept.remove(address) {
            self.bytes -= old.body.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::{Cache, MOST, ONE};

    fn keep(cache: &mut Cache, address: &str, bytes: usize) {
        let etag = HeaderValue::from_static("\"x\"");
        cache.keep(address, etag, vec![b' '; bytes].into());
    }

    #[test]
    fn what_was_of_no_use_for_longest_goes_first() {
        let mut cache = Cache::default();
        let fits = MOST / ONE;
        for number in 0..fits {
            keep(&mut cache, &number.to_string(), ONE);
        }
        assert!(cache.get("0").is_some());
        keep(&mut cache, "new", 1);
        assert!(cache.get("0").is_some() && cache.get("new").is_some());
        assert!(cache.get("1").is_none());
        assert!(cache.bytes <= MOST);
    }

    #[test]
    fn an_answer_that_is_too_long_is_not_kept_nor_the_older_one_of_its_address() {
        let mut cache = Cache::default();
        keep(&mut cache, "a", 1);
        keep(&mut cache, "a", ONE + 1);
        assert!(cache.get("a").is_none());
        assert_eq!(cache.bytes, 0);
    }
}
