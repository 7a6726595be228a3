//! Literals taken in one step: what keeps the automaton as small as its patterns
//! have branches, not as long as they are.

use super::{Budget, Exhausted, Product, State};
use crate::policy::glob::Token;

impl Product {
    /// Along a literal that all positions beside the calm ones share, nothing is
    /// decided before its end: to leave it is to be where the calm state already
    /// is, or where that leads. So its characters are one step.
    pub(super) fn follow(
        &self,
        calm: &Calm,
        state: &mut State,
        by: &mut String,
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        if !calm.is_calm {
            return Ok(());
        }
        loop {
            let Some(heads) = calm.heads(state) else {
                return Ok(());
            };
            let mut tokens = heads.iter().map(|at| self.token(*at));
            let Some(Some(token)) = tokens.next() else {
                return Ok(());
            };
            let (Token::One(c) | Token::Fold(c)) = token else {
                return Ok(());
            };
            let is_special = calm.special.contains(&c)
                || (token == Token::Fold(c) && calm.special.contains(&c.to_ascii_uppercase()));
            if is_special || !tokens.all(|other| other == Some(token)) {
                return Ok(());
            }
            budget.spend(state.len() + 2)?;
            state.clone_from(&calm.state);
            for at in heads {
                self.enter(at + 1, state);
            }
            *state = self.settle(std::mem::take(state));
            by.push(c);
        }
    }
}

/// A state that a character nobody names leaves as it is.
#[derive(Default)]
pub(super) struct Calm {
    state: State,
    is_calm: bool,
    /// The characters that may lead elsewhere.
    special: Vec<char>,
}

impl Calm {
    pub(super) fn after(&mut self, product: &Product, state: State) {
        if self.state == state && !state.is_empty() {
            return;
        }
        self.special = product.classes(&state);
        let other = self.special.pop();
        self.is_calm = other.is_some_and(|other| product.step(&state, other) == state);
        self.state = state;
    }

    /// What the state has beside the calm one; None when it lacks some of that.
    fn heads(&self, state: &State) -> Option<Vec<u32>> {
        let more = state.len().checked_sub(self.state.len())?;
        let mut calm = self.state.iter().peekable();
        let mut heads = Vec::with_capacity(more);
        for at in state {
            if calm.peek() == Some(&at) {
                calm.next();
            } else {
                heads.push(*at);
            }
        }
        (heads.len() == more).then_some(heads)
    }
}
