//! Which item of a written list becomes which wanted one.
//!
//! The same value first, then the same `Sid`, then the most alike, then the only
//! one left on both sides. A pairing decides how small an edit is, never what it means.

use super::compare::canon;
use crate::template::Resolved;

/// For each old item the new one that it becomes; none: it goes.
///
/// `same` may know more than that two values are written alike, and is asked first
/// of those that are `likely`.
pub(super) fn paired(
    old: &[Resolved],
    new: &[Resolved],
    likely: impl Fn(&Resolved, &Resolved) -> bool,
    mut same: impl FnMut(&Resolved, &Resolved) -> bool,
) -> Vec<Option<usize>> {
    let mut pairs = Pairs::new(old, new);
    let canons = |values: &[Resolved]| values.iter().map(canon).collect::<Vec<_>>();
    let (left, right) = (canons(old), canons(new));
    pairs.by(|at, to| left.get(at) == right.get(to));
    pairs.by(|at, to| match (old.get(at), new.get(to)) {
        (Some(old), Some(new)) => likely(old, new) && same(old, new),
        _ => false,
    });
    pairs.by(|at, to| match (old.get(at), new.get(to)) {
        (Some(old), Some(new)) => same(old, new),
        _ => false,
    });
    let sids = |values: &[Resolved]| values.iter().map(sid).collect::<Vec<_>>();
    let (left, right) = (sids(old), sids(new));
    pairs.by(|at, to| left.get(at).is_some_and(Option::is_some) && left.get(at) == right.get(to));
    pairs.alike(old, new);
    pairs.lone(old, new);
    pairs.of
}

struct Pairs {
    of: Vec<Option<usize>>,
    taken: Vec<bool>,
    /// What is not there under these inputs takes no part.
    absent: Vec<bool>,
}

impl Pairs {
    fn new(old: &[Resolved], new: &[Resolved]) -> Self {
        Self {
            of: vec![None; old.len()],
            taken: vec![false; new.len()],
            absent: old.iter().map(|it| *it == Resolved::Absent).collect(),
        }
    }

    fn free_old(&self) -> Vec<usize> {
        let free = self.of.iter().zip(&self.absent).enumerate();
        free.filter(|(_, (pair, absent))| pair.is_none() && !**absent)
            .map(|(at, _)| at)
            .collect()
    }

    fn free_new(&self) -> Vec<usize> {
        let free = self.taken.iter().enumerate().filter(|(_, taken)| !**taken);
        free.map(|(at, _)| at).collect()
    }

    fn take(&mut self, at: usize, to: usize) {
        if let (Some(pair), Some(taken)) = (self.of.get_mut(at), self.taken.get_mut(to)) {
            *pair = Some(to);
            *taken = true;
        }
    }

    fn by(&mut self, mut is: impl FnMut(usize, usize) -> bool) {
        for at in self.free_old() {
            let found = self.free_new().into_iter().find(|to| is(at, *to));
            if let Some(to) = found {
                self.take(at, to);
            }
        }
    }

    /// Statements without a `Sid` are told by what they speak of.
    fn alike(&mut self, old: &[Resolved], new: &[Resolved]) {
        let words = |values: &[Resolved]| values.iter().map(words).collect::<Vec<_>>();
        let (left, right) = (words(old), words(new));
        let mut scores = Vec::new();
        for at in self.free_old() {
            for to in self.free_new() {
                let (Some(Some(one)), Some(Some(other))) = (left.get(at), right.get(to)) else {
                    continue;
                };
                let shared = one.iter().filter(|word| other.contains(word)).count();
                if shared > 0 {
                    scores.push((shared, at, to));
                }
            }
        }
        scores.sort_by_key(|(shared, at, to)| (usize::MAX - shared, *at, *to));
        for (_, at, to) in scores {
            let free = |of: &[usize], it: usize| of.contains(&it);
            if free(&self.free_old(), at) && free(&self.free_new(), to) {
                self.take(at, to);
            }
        }
    }

    fn lone(&mut self, old: &[Resolved], new: &[Resolved]) {
        let (left, right) = (self.free_old(), self.free_new());
        let ([at], [to]) = (left.as_slice(), right.as_slice()) else {
            return;
        };
        let both = (old.get(*at), new.get(*to));
        if matches!(both, (Some(Resolved::Map(_)), Some(Resolved::Map(_)))) {
            self.take(*at, *to);
        }
    }
}

fn sid(value: &Resolved) -> Option<String> {
    let sid = value.get("Sid").cloned().and_then(Resolved::text);
    sid.map(|sid| sid.with_tokens())
}

/// What a statement allows or denies, piece by piece; `*` says nothing of whose it is.
fn words(value: &Resolved) -> Option<Vec<String>> {
    let effect = canon(value.get("Effect")?);
    let mut words = Vec::new();
    for key in ["Action", "NotAction", "Resource", "NotResource"] {
        let items = value.get(key).cloned().map(Resolved::listed);
        for item in items.into_iter().flatten() {
            let said = canon(&item);
            if said != "\"*\"" {
                words.push(format!("{effect} {key} {said}"));
            }
        }
    }
    Some(words)
}
