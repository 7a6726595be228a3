//! Which value of the file becomes which value of the live document.
//!
//! Equal ones first, then statements of one Sid, then the most similar. What
//! has no counterpart is removed or new. Bounded: of very many statements only
//! the first two ways are tried.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::tree::{Field, Node, Place, Value};

/// Similarity is measured for each pair left over; above this many it is not.
const MOST_COMPARISONS: usize = 10_000;

/// In hundredths of what the two hold together.
const LEAST_SIMILARITY: usize = 30;

/// For each live element the file's element that becomes it.
pub(super) fn elements(old: &[Node], live: &[Node], place: Place) -> Vec<Option<usize>> {
    let mut pairs = vec![None; live.len()];
    let mut free: BTreeSet<usize> = (0..old.len()).collect();
    let form = |node: &Node| Some(node.canonical(place));
    let sid = |node: &Node| node.text_of("Sid").map(str::to_owned);
    match_by(old, live, &mut free, &mut pairs, form);
    match_by(old, live, &mut free, &mut pairs, sid);
    by_similarity(old, live, &mut free, &mut pairs, place);
    pairs
}

/// Pairs what has the same key, in the order of either side.
fn match_by(
    old: &[Node],
    live: &[Node],
    free: &mut BTreeSet<usize>,
    pairs: &mut [Option<usize>],
    key: impl Fn(&Node) -> Option<String>,
) {
    let mut waiting: HashMap<String, VecDeque<usize>> = HashMap::new();
    for &at in free.iter() {
        if let Some(key) = old.get(at).and_then(&key) {
            waiting.entry(key).or_default().push_back(at);
        }
    }
    for (pair, node) in pairs.iter_mut().zip(live) {
        if pair.is_none() {
            *pair = key(node)
                .and_then(|key| waiting.get_mut(&key))
                .and_then(VecDeque::pop_front);
            if let Some(at) = pair {
                free.remove(at);
            }
        }
    }
}

fn by_similarity(
    old: &[Node],
    live: &[Node],
    free: &mut BTreeSet<usize>,
    pairs: &mut [Option<usize>],
    place: Place,
) {
    let parts = |node: &Node| {
        let mut parts = BTreeSet::new();
        // Only objects can be alike: a text is the same or another.
        if matches!(node.value, Value::Object(_)) {
            leaves(node, place, "", &mut parts);
        }
        parts
    };
    let open: Vec<usize> = (0..live.len()).filter(|at| pairs[*at].is_none()).collect();
    if open.len().saturating_mul(free.len()) > MOST_COMPARISONS {
        return;
    }
    let left: Vec<_> = free.iter().map(|at| (*at, parts(&old[*at]))).collect();
    let right: Vec<_> = open.iter().map(|at| (*at, parts(&live[*at]))).collect();
    let mut scores = Vec::new();
    for (from, one) in &left {
        for (to, other) in &right {
            let both = one.intersection(other).count();
            let all = one.union(other).count().max(1);
            let score = both * 100 / all;
            if score >= LEAST_SIMILARITY {
                scores.push((score, *from, *to));
            }
        }
    }
    scores.sort_by_key(|&(score, from, to)| (std::cmp::Reverse(score), from.abs_diff(to), from));
    for (_, from, to) in scores {
        if free.contains(&from) && pairs[to].is_none() {
            free.remove(&from);
            pairs[to] = Some(from);
        }
    }
}

/// Each scalar with the keys above it; a list of one is like its element.
fn leaves(node: &Node, place: Place, path: &str, into: &mut BTreeSet<String>) {
    match &node.value {
        Value::Object(fields) => {
            for field in fields {
                let path = format!("{path}/{:?}", field.name);
                leaves(&field.node, place.of(&field.name), &path, into);
            }
        }
        Value::List(items) => {
            for item in items {
                leaves(item, place.element(), path, into);
            }
        }
        _ => {
            into.insert(format!("{path}={}", node.canonical(place)));
        }
    }
}

/// For each field of the file the live field that it becomes, under its name or a new one.
pub(super) fn fields(old: &[Field], live: &[Field], place: Place) -> Vec<Option<usize>> {
    let names: HashMap<&str, usize> = live
        .iter()
        .enumerate()
        .map(|(at, field)| (field.name.as_str(), at))
        .collect();
    let mut pairs: Vec<Option<usize>> = old
        .iter()
        .map(|field| names.get(field.name.as_str()).copied())
        .collect();
    let taken: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let mut new: Vec<usize> = (0..live.len()).filter(|at| !taken.contains(at)).collect();
    let mut gone: Vec<usize> = (0..old.len()).filter(|at| pairs[*at].is_none()).collect();
    let form = |field: &Field| field.node.canonical(place.of(&field.name));
    // `Action` that became `NotAction`, `StringLike` that became `StringEquals`.
    if gone.len().saturating_mul(new.len()) <= MOST_COMPARISONS {
        new.retain(|to| {
            let same = gone
                .iter()
                .position(|from| form(&old[*from]) == form(&live[*to]));
            let from = same.map(|at| gone.remove(at));
            if let Some(from) = from {
                pairs[from] = Some(*to);
            }
            from.is_none()
        });
    }
    if let ([from], [to]) = (gone.as_slice(), new.as_slice()) {
        let kinds = (&old[*from].node.value, &live[*to].node.value);
        if std::mem::discriminant(kinds.0) == std::mem::discriminant(kinds.1) {
            pairs[*from] = Some(*to);
        }
    }
    pairs
}
