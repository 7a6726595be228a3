//! Patterns with policy variables, as far as they can be known without values.
//!
//! Whether such a pattern matches is an open yes or no, within two limits: what
//! it matches lies within the pattern that has a star for each variable, and of
//! two patterns with the same variables one may include the other.

use super::automaton::{Budget, Exhausted, combinations};
use crate::policy::{
    glob::{Glob, Token},
    pattern::{Pattern, Piece},
};

/// More variables than these in one place are not followed.
const MOST: usize = 6;

/// What stands for a variable while two patterns are compared: no policy and no
/// request may contain these.
const FIRST_SYMBOL: u32 = 0x10_FF00;

pub(super) struct Variables {
    /// For each pattern, everything it could possibly match.
    pub(super) hulls: Vec<Glob>,
    /// When the first matches, so does the second.
    implied: Vec<(usize, usize)>,
}

impl Variables {
    pub(super) fn of(patterns: &[&Pattern], budget: &mut Budget) -> Result<Self, Exhausted> {
        if patterns.len() > MOST {
            return Err(Exhausted);
        }
        let mut known: Vec<&Piece> = Vec::new();
        let symbolic: Vec<Glob> = patterns
            .iter()
            .map(|pattern| pattern.with_variables(|piece| symbol(piece, &mut known)))
            .collect();
        let mut implied = Vec::new();
        for (a, left) in symbolic.iter().enumerate() {
            for (b, right) in symbolic.iter().enumerate() {
                if a != b && includes(right, left, budget)? {
                    implied.push((a, b));
                }
            }
        }
        Ok(Self {
            hulls: patterns
                .iter()
                .map(|pattern| pattern.with_variables(|_| Token::Many))
                .collect(),
            implied,
        })
    }

    /// Every way in which the patterns may match a text, given which hulls do.
    pub(super) fn assignments(&self, in_hull: impl Fn(usize) -> bool) -> Vec<u32> {
        let count = self.hulls.len();
        let has = |assignment: u32, at: usize| assignment >> at & 1 == 1;
        (0..1_u32 << count)
            .filter(|assignment| {
                (0..count).all(|at| !has(*assignment, at) || in_hull(at))
                    && self
                        .implied
                        .iter()
                        .all(|(a, b)| !has(*assignment, *a) || has(*assignment, *b))
            })
            .collect()
    }
}

fn symbol<'a>(piece: &'a Piece, known: &mut Vec<&'a Piece>) -> Token {
    let at = known
        .iter()
        .position(|one| *one == piece)
        .unwrap_or_else(|| {
            known.push(piece);
            known.len() - 1
        });
    let code = u32::try_from(at).unwrap_or(0) + FIRST_SYMBOL;
    Token::One(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// Whether the wide pattern matches all that the narrow one does, whatever the
/// variables stand for. A `?` could match a symbol but not what it stands for,
/// so a wide pattern with one proves nothing.
fn includes(wide: &Glob, narrow: &Glob, budget: &mut Budget) -> Result<bool, Exhausted> {
    let has_any =
        |token: &Token| matches!(token, Token::Any | Token::AnyInPart | Token::ManyInPart);
    if wide.tokens().iter().any(has_any) {
        return Ok(false);
    }
    let samples = combinations(&[wide], narrow, None, &[], budget)?;
    Ok(samples.iter().all(|sample| sample.matched.has(0)))
}
