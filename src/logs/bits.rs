//! One bit a line: what a filter says of a million lines fits in 125 KB, so filters
//! are combined, counted and looked up without reading a line again.

const WORD: usize = u64::BITS as usize;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(WORD) {
            self.words.push(0);
        }
        if bit && let Some(word) = self.words.last_mut() {
            *word |= 1 << (self.len % WORD);
        }
        self.len += 1;
    }

    pub(super) fn get(&self, at: usize) -> bool {
        at < self.len && self.words[at / WORD] & (1 << (at % WORD)) != 0
    }

    /// Keeps the first `len` bits.
    pub(super) fn truncate(&mut self, len: usize) {
        if len >= self.len {
            return;
        }
        self.words.truncate(len.div_ceil(WORD));
        self.len = len;
        if let (Some(word), used @ 1..) = (self.words.last_mut(), len % WORD) {
            *word &= (1 << used) - 1;
        }
    }

    pub(super) fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// How many bits before `at` are set.
    pub(super) fn rank(&self, at: usize) -> usize {
        let at = at.min(self.len);
        let whole: usize = self.words[..at / WORD]
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum();
        match (self.words.get(at / WORD), at % WORD) {
            (Some(word), part @ 1..) => whole + (word & ((1 << part) - 1)).count_ones() as usize,
            _ => whole,
        }
    }

    /// Where the set bit number `nth` is, counted from nought.
    pub(super) fn select(&self, nth: usize) -> Option<usize> {
        let mut left = nth;
        for (index, word) in self.words.iter().enumerate() {
            let ones = word.count_ones() as usize;
            if left < ones {
                let mut word = *word;
                for _ in 0..left {
                    word &= word - 1;
                }
                return Some(index * WORD + word.trailing_zeros() as usize);
            }
            left -= ones;
        }
        None
    }

    /// The first set bit at `from` or after it.
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        let mut index = from / WORD;
        let mut word = self.words.get(index)? & (u64::MAX << (from % WORD));
        while word == 0 {
            index += 1;
            word = *self.words.get(index)?;
        }
        Some(index * WORD + word.trailing_zeros() as usize)
    }

    /// The last set bit before `before`.
    pub(super) fn previous(&self, before: usize) -> Option<usize> {
        let before = before.min(self.len);
        let mut index = before / WORD;
        let mut word = match (self.words.get(index), before % WORD) {
            (Some(word), part @ 1..) => word & ((1 << part) - 1),
            _ => 0,
        };
        while word == 0 {
            index = index.checked_sub(1)?;
            word = self.words[index];
        }
        Some(index * WORD + WORD - 1 - word.leading_zeros() as usize)
    }

    pub(super) fn and(&mut self, other: &Self) {
        self.each(other, |mine, theirs| mine & theirs);
    }

    pub(super) fn and_not(&mut self, other: &Self) {
        self.each(other, |mine, theirs| mine & !theirs);
    }

    pub(super) fn or(&mut self, other: &Self) {
        self.each(other, |mine, theirs| mine | theirs);
    }

    fn each(&mut self, other: &Self, combine: impl Fn(u64, u64) -> u64) {
        debug_assert_eq!(self.len, other.len, "bits of one store are combined");
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine = combine(*mine, *theirs);
        }
    }

    /// `len` bits, all set.
    pub(super) fn all(len: usize) -> Self {
        let mut bits = Self {
            words: vec![u64::MAX; len.div_ceil(WORD)],
            len: len.next_multiple_of(WORD),
        };
        bits.truncate(len);
        bits
    }

    pub(super) fn none(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(WORD)],
            len,
        }
    }

    /// Forgets the first `count` bits.
    pub(super) fn drop_front(&mut self, count: usize) {
        let kept = (count.min(self.len)..self.len).fold(Self::default(), |mut kept, at| {
            kept.push(self.get(at));
            kept
        });
        *self = kept;
    }
}
