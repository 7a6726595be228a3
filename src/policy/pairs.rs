//! Which item of an old list becomes which of a new one: at most one each.
//!
//! Deterministic and bounded. Knows nothing of the items: whoever pairs them says by
//! which keys, in which order, and what makes two alike. A pairing has no weight: it
//! decides how a difference is shown or how small an edit is, never what either means.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap, VecDeque},
    hash::Hash,
};

/// What each pair left over costs is paid for so many; of more, none is looked at.
pub(crate) const MOST_COMPARISONS: usize = 10_000;

/// In hundredths of what the two hold together.
const LEAST_SIMILARITY: usize = 30;

#[derive(Debug)]
pub(crate) struct Pairs {
    /// For each old item the new one that it becomes.
    pub(crate) to: Vec<Option<usize>>,
    /// For each new item the old one that becomes it.
    pub(crate) from: Vec<Option<usize>>,
    free_old: BTreeSet<usize>,
    free_new: BTreeSet<usize>,
}

impl Pairs {
    pub(crate) fn new(old: usize, new: usize) -> Self {
        Self {
            to: vec![None; old],
            from: vec![None; new],
            free_old: (0..old).collect(),
            free_new: (0..new).collect(),
        }
    }

    /// These old and new items take no part.
    pub(crate) fn without(mut self, old: &[usize], new: &[usize]) -> Self {
        self.free_old.retain(|at| !old.contains(at));
        self.free_new.retain(|at| !new.contains(at));
        self
    }

    pub(crate) fn free(&self) -> (Vec<usize>, Vec<usize>) {
        let list = |free: &BTreeSet<usize>| free.iter().copied().collect();
        (list(&self.free_old), list(&self.free_new))
    }

    pub(crate) fn pair(&mut self, old: usize, new: usize) {
        if !self.free_old.contains(&old) || !self.free_new.contains(&new) {
            return;
        }
        if let (Some(to), Some(from)) = (self.to.get_mut(old), self.from.get_mut(new)) {
            (*to, *from) = (Some(new), Some(old));
            self.free_old.remove(&old);
            self.free_new.remove(&new);
        }
    }

    /// Pairs what has the same key, in the order of either side.
    pub(crate) fn by_key<K: Eq + Hash>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
    ) {
        let (left, right) = self.free();
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for at in right {
            if let Some(key) = new(at) {
                waiting.entry(key).or_default().push_back(at);
            }
        }
        for at in left {
            let queue = old(at).and_then(|key| waiting.get_mut(&key));
            if let Some(to) = queue.and_then(VecDeque::pop_front) {
                self.pair(at, to);
            }
        }
    }

    /// Each old item with the first new one that is the same.
    pub(crate) fn by(&mut self, mut same: impl FnMut(usize, usize) -> bool) {
        for at in self.free().0 {
            let found = self.free_new.iter().find(|to| same(at, **to)).copied();
            if let Some(to) = found {
                self.pair(at, to);
            }
        }
    }

    /// What is left over, the best first: those that score least, then in the lists' order.
    pub(crate) fn by_score<S: Ord>(&mut self, score: impl Fn(usize, usize) -> Option<S>) {
        let (left, right) = self.free();
        let mut scores = Vec::new();
        for at in left {
            let scored = right.iter().map(|to| (score(at, *to), at, *to));
            scores.extend(scored.filter(|(score, ..)| score.is_some()));
        }
        scores.sort();
        for (_, at, to) in scores {
            self.pair(at, to);
        }
    }

    /// What is left over by how much two hold in common. Among those that are equally
    /// alike, the ones that score least come first.
    pub(crate) fn by_likeness<S: Ord>(
        &mut self,
        old: impl Fn(usize) -> BTreeSet<String>,
        new: impl Fn(usize) -> BTreeSet<String>,
        score: impl Fn(usize, usize) -> S,
    ) {
        let (left, right) = self.free();
        if left.len().saturating_mul(right.len()) > MOST_COMPARISONS {
            return;
        }
        let left: HashMap<usize, _> = left.into_iter().map(|at| (at, old(at))).collect();
        let right: HashMap<usize, _> = right.into_iter().map(|at| (at, new(at))).collect();
        self.by_score(|at, to| {
            let (one, other) = (left.get(&at)?, right.get(&to)?);
            let both = one.intersection(other).count();
            let all = one.len() + other.len() - both;
            let similarity = both * 100 / all.max(1);
            (similarity >= LEAST_SIMILARITY).then(|| (Reverse(similarity), score(at, to)))
        });
    }
}
