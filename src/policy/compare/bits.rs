//! Small sets of numbers, for rules and patterns.

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// Room for the numbers below `size`, none of them in it.
    pub(super) fn none(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    pub(super) fn of(size: usize, members: impl IntoIterator<Item = usize>) -> Self {
        let mut bits = Self::none(size);
        for member in members {
            bits.set(member);
        }
        bits
    }

    /// The places of those that it holds for.
    pub(super) fn of_those<T>(all: &[T], holds: impl Fn(&T) -> bool) -> Self {
        let places = all.iter().enumerate();
        let holding = places.filter(|(_, one)| holds(one)).map(|(at, _)| at);
        Self::of(all.len(), holding)
    }

    pub(super) fn set(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn has(&self, at: usize) -> bool {
        self.0
            .get(at / 64)
            .is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & b)
    }

    pub(super) fn or(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a | b)
    }

    pub(super) fn without(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & !b)
    }

    fn combine(&self, other: &Self, by: impl Fn(u64, u64) -> u64) -> Self {
        let pairs = self.0.iter().zip(&other.0);
        Self(pairs.map(|(a, b)| by(*a, *b)).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                (left != 0).then(|| {
                    left &= left - 1;
                    at * 64 + bit
                })
            })
        })
    }
}
