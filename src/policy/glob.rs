//! Patterns of the policy language: `*` is any text, `?` is one character.
//!
//! A pattern is compiled once and then matched without allocating; the
//! comparison builds its automata from the same tokens.

use super::Action;

/// One position of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Token {
    One(char),
    /// An ASCII letter in either case, kept in lower case.
    Fold(char),
    /// `?`
    Any,
    /// `*`
    Many,
    /// `?` within one part of an ARN: not a colon.
    AnyInPart,
    /// `*` within one part of an ARN: no colons.
    ManyInPart,
}

impl Token {
    pub(super) fn is_many(self) -> bool {
        matches!(self, Self::Many | Self::ManyInPart)
    }

    /// Whether the character may stand at this position.
    pub(super) fn takes(self, c: char) -> bool {
        match self {
            Self::One(wanted) => wanted == c,
            Self::Fold(wanted) => wanted == c.to_ascii_lowercase(),
            Self::Any | Self::Many => true,
            Self::AnyInPart | Self::ManyInPart => c != ':',
        }
    }
}

/// Readings of a resource's wildcards that the guide leaves open, beside the
/// plain one in which a star is any text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// In the first five parts of the ARN only a star at the end of its part
    /// reaches over a colon.
    WithinParts,
    /// The same, and in the service's part a wildcard is none.
    NoService,
}

impl Reading {
    pub(super) const OTHERS: [Self; 2] = [Self::WithinParts, Self::NoService];
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Glob {
    tokens: Vec<Token>,
    /// A star bound to its part stands behind one that is not.
    mixed: bool,
}

impl Glob {
    /// With `*` and `?` as wildcards.
    pub(super) fn like(pattern: &str) -> Self {
        Self::of(pattern.chars().map(wild))
    }

    /// Runs of one kind of `*` are one, so that equal languages have equal
    /// tokens more often.
    pub(super) fn of(tokens: impl IntoIterator<Item = Token>) -> Self {
        let mut kept: Vec<Token> = tokens.into_iter().collect();
        kept.dedup_by(|a, b| a.is_many() && a == b);
        Self::with(kept)
    }

    fn with(tokens: Vec<Token>) -> Self {
        let mut after_free_star = tokens.iter().skip_while(|token| **token != Token::Many);
        let mixed = after_free_star.any(|token| *token == Token::ManyInPart);
        Self { tokens, mixed }
    }

    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The resource pattern under another reading of its wildcards.
    pub(super) fn under(&self, reading: Reading) -> Self {
        let mut colons = 0;
        let tokens = self.tokens.iter().enumerate().map(|(at, token)| {
            colons += usize::from(*token == Token::One(':'));
            let ends_part = matches!(self.tokens.get(at + 1), None | Some(Token::One(':')));
            match token {
                Token::Many
                    if reading == Reading::NoService && colons == 2 && !ends_all(at, self) =>
                {
                    Token::One('*')
                }
                Token::Any if reading == Reading::NoService && colons == 2 => Token::One('?'),
                Token::Many if colons < 5 && !ends_part => Token::ManyInPart,
                Token::Any if colons < 5 => Token::AnyInPart,
                other => *other,
            }
        });
        Self::with(tokens.collect())
    }

    /// Follows every way of matching at once.
    fn simulate(&self, text: &str) -> bool {
        let enter = |mut at: usize, active: &mut Vec<bool>| {
            loop {
                if let Some(slot) = active.get_mut(at) {
                    *slot = true;
                }
                if !self.tokens.get(at).is_some_and(|token| token.is_many()) {
                    break;
                }
                at += 1;
            }
        };
        let size = self.tokens.len() + 1;
        let mut active = vec![false; size];
        enter(0, &mut active);
        for c in text.chars() {
            let mut next = vec![false; size];
            for (at, token) in self.tokens.iter().enumerate() {
                if active.get(at) == Some(&true) && token.takes(c) {
                    enter(if token.is_many() { at } else { at + 1 }, &mut next);
                }
            }
            active = next;
        }
        active.last() == Some(&true)
    }

    /// Only the last `*` is ever retried: what an earlier one could take
    /// instead, the last one can take as well. That holds for stars bound to one
    /// part too, because a part's colons fix where it begins and ends.
    pub(super) fn matches(&self, text: &str) -> bool {
        if self.mixed {
            return self.simulate(text);
        }
        let tokens = self.tokens();
        let mut at = 0;
        let mut rest = text.chars();
        let mut retry: Option<(usize, Token, std::str::Chars<'_>)> = None;
        loop {
            let token = tokens.get(at).copied();
            if let Some(many) = token.filter(|token| token.is_many()) {
                at += 1;
                retry = Some((at, many, rest.clone()));
                continue;
            }
            let mut ahead = rest.clone();
            let matched = match (token, ahead.next()) {
                (None, None) => return true,
                (Some(token), Some(found)) => token.takes(found),
                _ => false,
            };
            if matched {
                at += 1;
                rest = ahead;
                continue;
            }
            let Some((after, many, mut from)) = retry.take() else {
                return false;
            };
            match from.next() {
                Some(taken) if many.takes(taken) => {}
                _ => return false,
            }
            at = after;
            rest = from.clone();
            retry = Some((after, many, from));
        }
    }
}

/// Whether a text is of a pattern in which `*` is any text and `?` one character.
pub fn like(pattern: &str, text: &str) -> bool {
    Glob::like(pattern).matches(text)
}

impl Action {
    /// Whether the element, negation included, covers an action: compiled once.
    pub fn covering(&self) -> impl Fn(&str) -> bool + use<> {
        let patterns = self.patterns.iter();
        let patterns: Vec<Glob> = patterns
            .map(|pattern| Glob::like(&pattern.value.to_ascii_lowercase()))
            .collect();
        let negated = self.negated;
        move |action| {
            let action = action.to_ascii_lowercase();
            patterns.iter().any(|pattern| pattern.matches(&action)) != negated
        }
    }
}

/// A star that ends the whole pattern stands for all parts that follow.
fn ends_all(at: usize, glob: &Glob) -> bool {
    at + 1 == glob.tokens.len()
}

/// A character of a pattern in which `*` and `?` are wildcards.
pub(super) fn wild(c: char) -> Token {
    match c {
        '*' => Token::Many,
        '?' => Token::Any,
        other => Token::One(other),
    }
}
