//! Which combinations of patterns one text can match, and a text for each.
//!
//! All patterns are run at once over the texts of a universe, each text being
//! extended by one representative of every class of characters that the patterns
//! tell apart here. The patterns are the evaluator's own.

mod calm;

use std::{collections::HashSet, rc::Rc};

use self::calm::Calm;
use super::bits::Bits;
use crate::policy::glob::{Glob, Token};

/// What a comparison may still spend; when it is used up the answer is unknown.
#[derive(Debug)]
pub(in crate::policy) struct Budget {
    pub(super) steps: u64,
    pub(super) states: usize,
    pub(super) nodes: usize,
}

/// The comparison grew beyond what it may spend.
#[derive(Debug)]
pub(in crate::policy) struct Exhausted;

impl Budget {
    /// For all the probes behind one judgement in words.
    pub(in crate::policy) fn to_tell() -> Self {
        Self {
            steps: 1_000_000,
            states: 10_000,
            nodes: 0,
        }
    }

    pub(super) fn spend(&mut self, steps: usize) -> Result<(), Exhausted> {
        let steps = u64::try_from(steps).map_err(|_| Exhausted)?;
        self.steps = self.steps.checked_sub(steps).ok_or(Exhausted)?;
        Ok(())
    }
}

/// A combination of patterns, by number, with a text that matches just those.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) matched: Bits,
    pub(super) text: String,
    /// One of the texts that were proposed, not a constructed one.
    pub(super) proposed: bool,
}

/// How often a proposed text is held against a pattern.
const MOST_PROPOSED_MATCHES: usize = 30_000;

/// Every reachable combination, once. With a focus, only the texts that one of
/// these patterns matches count.
pub(super) fn combinations(
    patterns: &[&Glob],
    universe: &Glob,
    focus: Option<&Bits>,
    proposed: &[String],
    budget: &mut Budget,
) -> Result<Vec<Sample>, Exhausted> {
    let product = Product::new(patterns, universe, focus.cloned());
    let mut found: HashSet<Bits> = HashSet::new();
    let mut samples = Vec::new();
    // They only make for readable samples, so there is an end to it.
    let affordable = MOST_PROPOSED_MATCHES / patterns.len().max(1) + 1;
    for text in proposed.iter().take(affordable) {
        budget.spend(text.len() + patterns.len())?;
        let in_focus = |focus: &Bits| {
            let mut patterns = focus.iter().filter_map(|at| patterns.get(at));
            patterns.any(|glob| glob.matches(text))
        };
        if !focus.is_none_or(in_focus) || !universe.matches(text) {
            continue;
        }
        let matched = Bits::of_those(patterns, |glob| glob.matches(text));
        if found.insert(matched.clone()) {
            samples.push(Sample {
                matched,
                text: text.clone(),
                proposed: true,
            });
        }
    }
    product.explore(budget, |matched, text| {
        if product.in_focus(&matched) && found.insert(matched.clone()) {
            samples.push(Sample {
                matched,
                text: text(),
                proposed: false,
            });
        }
    })?;
    Ok(samples)
}

/// The active positions of all patterns, ascending.
type State = Vec<u32>;

struct Product {
    /// The tokens of the universe and then of each pattern, each ending in None.
    tokens: Vec<Option<Token>>,
    /// Of each position: its pattern (0 is the universe) and how many colons
    /// precede it there.
    owners: Vec<(u32, u32)>,
    starts: Vec<u32>,
    patterns: usize,
    /// The patterns of which at least one has to match, if not all texts count.
    focus: Option<Bits>,
    /// Whether letters in both cases have to be told apart.
    cased: bool,
}

impl Product {
    fn new(patterns: &[&Glob], universe: &Glob, focus: Option<Bits>) -> Self {
        let mut product = Self {
            tokens: Vec::new(),
            owners: Vec::new(),
            starts: Vec::new(),
            patterns: patterns.len(),
            focus,
            cased: false,
        };
        for (owner, glob) in std::iter::once(universe)
            .chain(patterns.iter().copied())
            .enumerate()
        {
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            product.starts.push(number(product.tokens.len()));
            let mut colons = 0;
            for token in glob.tokens() {
                product.tokens.push(Some(*token));
                product.owners.push((number(owner), colons));
                colons += u32::from(*token == Token::One(':'));
                product.cased |= matches!(token, Token::One(c) if c.is_ascii_alphabetic());
            }
            product.tokens.push(None);
            product.owners.push((number(owner), colons));
        }
        product
    }

    fn token(&self, at: u32) -> Option<Token> {
        self.tokens.get(at as usize).copied().flatten()
    }

    fn owner(&self, at: u32) -> (u32, u32) {
        self.owners.get(at as usize).copied().unwrap_or_default()
    }

    fn start(&self) -> State {
        let mut state = Vec::with_capacity(self.starts.len() * 2);
        for start in &self.starts {
            self.enter(*start, &mut state);
        }
        self.settle(state)
    }

    /// A star may also match nothing.
    fn enter(&self, mut at: u32, state: &mut State) {
        state.push(at);
        while self.token(at).is_some_and(Token::is_many) {
            at += 1;
            state.push(at);
        }
    }

    fn step(&self, state: &State, c: char) -> State {
        let mut next = Vec::with_capacity(state.len() + 4);
        for at in state {
            match self.token(*at) {
                Some(token) if !token.takes(c) => {}
                Some(token) if token.is_many() => self.enter(*at, &mut next),
                Some(_) => self.enter(at + 1, &mut next),
                None => {}
            }
        }
        self.settle(next)
    }

    /// Of one pattern, what precedes an active star can only match what the
    /// star matches as well; dropping it keeps the number of states small.
    fn settle(&self, mut state: State) -> State {
        state.sort_unstable();
        state.dedup();
        let mut kept = Vec::with_capacity(state.len());
        let mut star: Option<(u32, u32, bool)> = None;
        for at in state.into_iter().rev() {
            let (owner, colons) = self.owner(at);
            if let Some((of, within, everywhere)) = star
                && of == owner
                && (everywhere || within == colons)
            {
                continue;
            }
            match self.token(at) {
                Some(Token::Many) => star = Some((owner, colons, true)),
                Some(Token::ManyInPart) => star = Some((owner, colons, false)),
                _ => {}
            }
            kept.push(at);
        }
        kept.reverse();
        kept
    }

    #[cfg(test)]
    fn run(&self, text: &str) -> State {
        text.chars()
            .fold(self.start(), |state, c| self.step(&state, c))
    }

    /// The patterns matched here; None outside the universe.
    fn accepting(&self, state: &State) -> Option<Bits> {
        let mut matched = Bits::none(self.patterns);
        let mut inside = false;
        for at in state {
            if self.token(*at).is_none() {
                match self.owner(*at).0 {
                    0 => inside = true,
                    pattern => matched.set(pattern as usize - 1),
                }
            }
        }
        inside.then_some(matched)
    }

    fn in_focus(&self, matched: &Bits) -> bool {
        let focus = self.focus.as_ref();
        focus.is_none_or(|focus| focus.meets(matched))
    }

    /// Whether the universe, and one of the patterns in focus, can still be reached.
    fn is_alive(&self, state: &State) -> bool {
        let in_focus = |focus: &Bits| {
            let owners = state.iter().map(|at| self.owner(*at).0 as usize);
            owners
                .into_iter()
                .any(|owner| owner > 0 && focus.has(owner - 1))
        };
        state.first().is_some_and(|at| self.owner(*at).0 == 0)
            && self.focus.as_ref().is_none_or(in_focus)
    }

    /// One character of each class that the active positions tell apart.
    fn classes(&self, state: &State) -> Vec<char> {
        let mut classes = Vec::with_capacity(8);
        for at in state {
            match self.token(*at) {
                Some(Token::One(c)) => classes.push(c),
                Some(Token::Fold(c)) => {
                    classes.push(c);
                    if self.cased {
                        classes.push(c.to_ascii_uppercase());
                    }
                }
                Some(Token::AnyInPart | Token::ManyInPart) => classes.push(':'),
                Some(Token::Any | Token::Many) | None => {}
            }
        }
        classes.sort_unstable();
        classes.dedup();
        let other = "xae01-b"
            .chars()
            .chain('!'..='~')
            .chain('\u{a1}'..='\u{ffff}')
            .find(|c| {
                let folded = c.to_ascii_lowercase();
                !classes.contains(c) && !classes.contains(&folded)
            });
        classes.extend(other);
        classes
    }

    fn explore(
        &self,
        budget: &mut Budget,
        mut found: impl FnMut(Bits, &dyn Fn() -> String),
    ) -> Result<(), Exhausted> {
        let mut known: HashSet<Rc<State>> = HashSet::new();
        let start = Rc::new(self.start());
        known.insert(Rc::clone(&start));
        let mut queue = vec![Visit {
            state: start,
            from: 0,
            by: String::new(),
        }];
        let mut calm = Calm::default();
        let mut at = 0;
        while let Some(visit) = queue.get(at) {
            let state = Rc::clone(&visit.state);
            if let Some(matched) = self.accepting(&state) {
                found(matched, &|| spell(&queue, at));
            }
            let classes = self.classes(&state);
            budget.spend(state.len() * 2 + 8)?;
            if let Some(other) = classes.last() {
                calm.after(self, self.step(&state, *other));
            }
            for c in classes {
                budget.spend(state.len() * 2 + 8)?;
                let mut next = self.step(&state, c);
                let mut by = String::from(c);
                self.follow(&calm, &mut next, &mut by, budget)?;
                if self.is_alive(&next) && !known.contains(&next) {
                    budget.states = budget.states.checked_sub(1).ok_or(Exhausted)?;
                    let state = Rc::new(next);
                    known.insert(Rc::clone(&state));
                    queue.push(Visit {
                        state,
                        from: at,
                        by,
                    });
                }
            }
            at += 1;
        }
        Ok(())
    }
}

/// A state with the one it was reached from, and by which text.
struct Visit {
    state: Rc<State>,
    from: usize,
    by: String,
}

/// The text that leads to a state.
fn spell(queue: &[Visit], mut at: usize) -> String {
    let mut parts = Vec::new();
    while at != 0 {
        let Some(visit) = queue.get(at) else {
            break;
        };
        parts.push(visit.by.as_str());
        at = visit.from;
    }
    parts.iter().rev().copied().collect()
}

#[cfg(test)]
mod tests;
