//! A pattern with variables, matched where it is: nothing is copied for a request.

use super::{Matching, Piece, literal};
use crate::policy::{
    Context,
    glob::{Token, retry_last},
};

/// A pattern with what its variables stand for, matched where they are.
pub(super) struct Filled<'a> {
    pub(super) pieces: &'a [Piece],
    pub(super) matching: Matching,
    pub(super) context: &'a Context,
}

/// A position: a piece, how far into a variable's value, and the part of an ARN.
#[derive(Clone, Copy, Default)]
struct Place {
    piece: usize,
    within: usize,
    colons: usize,
}

impl<'a> Filled<'a> {
    fn value(&self, piece: &'a Piece) -> Option<&'a str> {
        match piece {
            Piece::Token(_) => None,
            Piece::Variable { key, default } => self.context.single(key).or(default.as_deref()),
        }
    }

    pub(super) fn has_values(&self) -> bool {
        let mut variables = self.pieces.iter();
        variables.all(|piece| matches!(piece, Piece::Token(_)) || self.value(piece).is_some())
    }

    /// The token here, and the place after it; an empty value is stepped over.
    fn token(&self, mut place: Place) -> Option<(Token, Place)> {
        loop {
            let piece = self.pieces.get(place.piece)?;
            let Piece::Token(token) = piece else {
                let value = self.value(piece)?;
                let Some(c) = value
                    .get(place.within..)
                    .and_then(|rest| rest.chars().next())
                else {
                    place.piece += 1;
                    place.within = 0;
                    continue;
                };
                let token = literal(c, self.matching);
                place.within += c.len_utf8();
                place.colons += usize::from(token == Token::One(':'));
                return Some((token, place));
            };
            let in_part = self.matching == Matching::Arn && place.colons < 5;
            place.piece += 1;
            place.colons += usize::from(*token == Token::One(':'));
            let token = match token {
                Token::Many if in_part => Token::ManyInPart,
                Token::Any if in_part => Token::AnyInPart,
                other => *other,
            };
            return Some((token, place));
        }
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        retry_last(Place::default(), |place| self.token(place), text)
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]
mod tests {
    use proptest::prelude::*;

    use crate::policy::{
        Context, Values, Version,
        pattern::{Matching, Pattern},
    };

    /// With the escaped value written into the pattern instead.
    fn written_out(pattern: &str, value: &str) -> String {
        let escaped = value.replace('*', "${*}").replace('?', "${?}");
        pattern.replace("${k:v}", &escaped)
    }

    proptest! {
        #[test]
        fn a_variable_matches_what_its_value_written_there_would(
            pattern in "([ab:*?]|\\$\\{k:v\\}){0,7}",
            value in "[ab:*?]{0,3}",
            text in "[ab:*?]{0,8}",
            which in 0..4_usize,
        ) {
            let matching = [Matching::Like, Matching::Arn, Matching::Exact, Matching::IgnoreCase][which];
            let compile = |text: &str| Pattern::compile(text, matching, Version::V2012);
            let mut context = Context::default();
            let is_open = pattern.contains("${");
            prop_assert!(!is_open || !compile(&pattern).matches(&text, &context));
            context.set("k:v", Values::One(value.clone()));
            let plain = compile(&written_out(&pattern, &value));
            prop_assert_eq!(
                compile(&pattern).matches(&text, &context),
                plain.matches(&text, &Context::default()),
                "{} {}", pattern, value
            );
        }
    }
}
