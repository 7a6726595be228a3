//! Which statement of one document is the counterpart of which of the other.
//!
//! First equal ones, then equal Sids, then the most similar. Deterministic, and
//! bounded: documents with very many statements are paired by the first two only.

use std::collections::{BTreeSet, HashMap};

use super::{ElementName, elements::elements};
use crate::policy::{Document, Statement, canonical::CanonicalStatement};

#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) codified: Option<usize>,
    pub(super) live: Option<usize>,
    pub(super) same: bool,
}

/// Similarity is measured for each pair left over; above this many it is not.
const MOST_COMPARISONS: usize = 10_000;

/// In hundredths of the elements and values they have together.
const LEAST_SIMILARITY: usize = 30;

pub(super) fn pair(codified: &Document, live: &Document) -> Vec<Pair> {
    let mut links = Links::of_equals(codified, live);
    let sid = |statement: &Statement| statement.sid.as_ref().map(|sid| sid.value.clone());
    let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
    for right in links.free_right().into_iter().rev() {
        if let Some(sid) = live.statements.get(right).and_then(sid) {
            waiting.entry(sid).or_default().push(right);
        }
    }
    for left in links.free_left() {
        let name = codified.statements.get(left).and_then(sid);
        let queue = name.and_then(|name| waiting.get_mut(&name));
        if let Some(right) = queue.and_then(Vec::pop) {
            links.link(left, right);
        }
    }
    for (left, right) in by_similarity(codified, live, &links) {
        links.link(left, right);
    }
    links.finish()
}

/// One slot for each statement of either side, empty while it has no counterpart.
struct Links {
    left: Vec<Option<Pair>>,
    right: Vec<Option<Pair>>,
}

impl Links {
    /// A statement repeated on one side meets the same counterpart again.
    fn of_equals(codified: &Document, live: &Document) -> Self {
        let forms = |document: &Document| -> Vec<CanonicalStatement> {
            let statements = document.statements.iter();
            statements.map(CanonicalStatement::of).collect()
        };
        let (left, right) = (forms(codified), forms(live));
        let places = |forms: &[CanonicalStatement]| {
            let mut places: HashMap<CanonicalStatement, Vec<usize>> = HashMap::new();
            for (at, form) in forms.iter().enumerate() {
                places.entry(form.clone()).or_default().push(at);
            }
            places
        };
        let (in_left, in_right) = (places(&left), places(&right));
        let twins = |forms: &[CanonicalStatement], others: &HashMap<_, Vec<usize>>| {
            let mut used: HashMap<&CanonicalStatement, usize> = HashMap::new();
            let mut found = Vec::with_capacity(forms.len());
            let forms_of = forms.iter();
            for form in forms_of {
                let turn = used.entry(form).or_default();
                let twins: Option<&Vec<usize>> = others.get(form);
                found.push(twins.and_then(|twins| twins.get(*turn).or(twins.first()).copied()));
                *turn += 1;
            }
            found
        };
        let pair = |codified, live| Pair {
            codified: Some(codified),
            live: Some(live),
            same: true,
        };
        let left_twins = twins(&left, &in_right);
        let right_twins = twins(&right, &in_left);
        let numbered = |twins: Vec<Option<usize>>| twins.into_iter().enumerate();
        Self {
            left: numbered(left_twins)
                .map(|(at, twin)| twin.map(|twin| pair(at, twin)))
                .collect(),
            right: numbered(right_twins)
                .map(|(at, twin)| twin.map(|twin| pair(twin, at)))
                .collect(),
        }
    }

    fn link(&mut self, left: usize, right: usize) {
        let pair = Pair {
            codified: Some(left),
            live: Some(right),
            same: false,
        };
        if let (Some(l @ None), Some(r @ None)) =
            (self.left.get_mut(left), self.right.get_mut(right))
        {
            *l = Some(pair);
            *r = Some(pair);
        }
    }

    fn free_left(&self) -> Vec<usize> {
        free(&self.left)
    }

    fn free_right(&self) -> Vec<usize> {
        free(&self.right)
    }

    /// Every statement of either side once: the left in order, then what no
    /// left one has met.
    fn finish(self) -> Vec<Pair> {
        let alone = |at| Pair {
            codified: Some(at),
            live: None,
            same: false,
        };
        let left: Vec<Pair> = self
            .left
            .into_iter()
            .enumerate()
            .map(|(at, pair)| pair.unwrap_or_else(|| alone(at)))
            .collect();
        let met: BTreeSet<usize> = left.iter().filter_map(|pair| pair.live).collect();
        let rest = self.right.into_iter().enumerate();
        let rest = rest.filter(|(at, _)| !met.contains(at)).map(|(at, pair)| {
            pair.unwrap_or(Pair {
                codified: None,
                live: Some(at),
                same: false,
            })
        });
        left.iter().copied().chain(rest).collect()
    }
}

fn free(slots: &[Option<Pair>]) -> Vec<usize> {
    let slots = slots.iter().enumerate();
    slots
        .filter(|(_, slot)| slot.is_none())
        .map(|(at, _)| at)
        .collect()
}

/// The pairs left over, most similar first, then in the documents' order.
fn by_similarity(codified: &Document, live: &Document, links: &Links) -> Vec<(usize, usize)> {
    let (free_left, free_right) = (links.free_left(), links.free_right());
    if free_left.len() * free_right.len() > MOST_COMPARISONS {
        return Vec::new();
    }
    let traits = |document: &Document, at: &[usize]| -> Vec<(usize, BTreeSet<String>)> {
        let statements = at.iter().filter_map(|at| {
            let statement = document.statements.get(*at)?;
            Some((*at, traits_of(statement)))
        });
        statements.collect()
    };
    let right = traits(live, &free_right);
    let mut scored = Vec::new();
    for (l, ours) in traits(codified, &free_left) {
        for (r, theirs) in &right {
            let in_both = ours.intersection(theirs).count();
            let together = ours.len() + theirs.len() - in_both;
            let score = in_both * 100 / together.max(1);
            if score >= LEAST_SIMILARITY {
                scored.push((usize::MAX - score, l, *r));
            }
        }
    }
    scored.sort_unstable();
    scored.into_iter().map(|(_, l, r)| (l, r)).collect()
}

/// What most statements have, an effect or a bare star, makes none alike.
fn traits_of(statement: &Statement) -> BTreeSet<String> {
    let mut traits = BTreeSet::new();
    for element in elements(statement) {
        if element.name == ElementName::Effect {
            continue;
        }
        for (_, form) in element.values.iter().filter(|(_, form)| form != "*") {
            traits.insert(format!("{} {form}", element.subject));
        }
        if matches!(element.name, ElementName::Condition { .. }) {
            traits.insert(element.subject);
        }
    }
    traits
}
