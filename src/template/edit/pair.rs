//! Which item of a written list becomes which wanted one.
//!
//! The same value first, then the same `Sid`, then the most alike, then the only
//! one left on both sides. A pairing decides how small an edit is, never what it means.

use std::cmp::Reverse;

use super::compare::canon;
use crate::{policy::pairs::Pairs, template::Resolved};

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
    // What is not there under these inputs takes no part.
    let absent = old.iter().enumerate();
    let absent = absent.filter(|(_, value)| **value == Resolved::Absent);
    let absent: Vec<usize> = absent.map(|(at, _)| at).collect();
    let mut pairs = Pairs::new(old.len(), new.len()).without(&absent, &[]);
    pairs.by_key(|at| old.get(at).map(canon), |to| new.get(to).map(canon));
    for only_likely in [true, false] {
        pairs.by(|at, to| match (old.get(at), new.get(to)) {
            (Some(old), Some(new)) => (!only_likely || likely(old, new)) && same(old, new),
            _ => false,
        });
    }
    pairs.by_key(|at| sid(old.get(at)?), |to| sid(new.get(to)?));
    // Statements without a `Sid` are told by what they speak of.
    let words = |values: &[Resolved]| values.iter().map(words).collect::<Vec<_>>();
    let (left, right) = (words(old), words(new));
    pairs.by_score(|at, to| {
        let (one, other) = (left.get(at)?.as_ref()?, right.get(to)?.as_ref()?);
        let shared = one.iter().filter(|word| other.contains(word)).count();
        (shared > 0).then_some(Reverse(shared))
    });
    if let ([at], [to]) = (pairs.free().0.as_slice(), pairs.free().1.as_slice())
        && let (Some(Resolved::Map(_)), Some(Resolved::Map(_))) = (old.get(*at), new.get(*to))
    {
        pairs.pair(*at, *to);
    }
    pairs.to
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
