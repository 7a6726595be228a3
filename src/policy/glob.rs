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
    /// The characters before the first wildcard: most patterns end there, or the
    /// text is already another one.
    lead: String,
    /// How many tokens the lead is.
    led: usize,
    /// Whether letter case does not count in the lead.
    folds: bool,
    /// A star bound to its part stands behind one that is not.
    mixed: bool,
}

impl Glob {
    /// The same, letter case aside.
    pub(super) fn like_any_case(pattern: &str) -> Self {
        let fold = |c: char| match wild(c.to_ascii_lowercase()) {
            Token::One(c) => Token::Fold(c),
            wildcard => wildcard,
        };
        Self::of(pattern.chars().map(fold))
    }

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
        let folds = matches!(tokens.first(), Some(Token::Fold(_)));
        let mut lead = String::with_capacity(tokens.len());
        let mut led = 0;
        for token in &tokens {
            match token {
                Token::One(c) if !folds => lead.push(*c),
                Token::Fold(c) if folds => lead.push(*c),
                _ => break,
            }
            led += 1;
        }
        Self {
            lead,
            led,
            folds,
            mixed,
            tokens,
        }
    }

    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Whether another reading of its wildcards could be another pattern.
    pub(super) fn has_readings(&self) -> bool {
        let mut colons = 0;
        let within = self.tokens.iter().take_while(|token| {
            colons += usize::from(**token == Token::One(':'));
            colons < 5
        });
        let mut within = within.map(|token| matches!(token, Token::Any | Token::Many));
        within.any(|is_wild| is_wild)
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

    pub(super) fn matches(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let Some(begins) = bytes.get(..self.lead.len()) else {
            return false;
        };
        let is_led = if self.folds {
            begins.eq_ignore_ascii_case(self.lead.as_bytes())
        } else {
            begins == self.lead.as_bytes()
        };
        if !is_led {
            return false;
        }
        let (Some(tokens), Some(rest)) = (self.tokens.get(self.led..), text.get(self.lead.len()..))
        else {
            return false;
        };
        match tokens {
            [] => rest.is_empty(),
            [Token::Many] => true,
            _ if self.mixed => follow_all(tokens, rest),
            _ => retry_last(0, |at| Some((*tokens.get(at)?, at + 1)), rest),
        }
    }
}

/// Whether a text is of a pattern in which `*` is any text and `?` one character.
pub fn like(pattern: &str, text: &str) -> bool {
    Glob::like(pattern).matches(text)
}

/// Follows the tokens from one place to the next, which `token` tells: a pattern's own,
/// or those that stand for its variables.
///
/// Only the last `*` is ever retried: what an earlier one could take instead, the
/// last one can take as well. That holds for stars bound to one part too, because
/// a part's colons fix where it begins and ends.
pub(super) fn retry_last<P: Copy>(
    start: P,
    token: impl Fn(P) -> Option<(Token, P)>,
    text: &str,
) -> bool {
    let mut at = start;
    let mut rest = text.chars();
    let mut retry: Option<(P, Token, std::str::Chars<'_>)> = None;
    loop {
        let token = token(at);
        if let Some((many, after)) = token.filter(|(token, _)| token.is_many()) {
            at = after;
            retry = Some((at, many, rest.clone()));
            continue;
        }
        let mut ahead = rest.clone();
        match (token, ahead.next()) {
            (None, None) => return true,
            (Some((token, after)), Some(found)) if token.takes(found) => {
                at = after;
                rest = ahead;
                continue;
            }
            _ => {}
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

/// Follows every way of matching at once, one bit for each position.
fn follow_all(tokens: &[Token], text: &str) -> bool {
    const SHORT: usize = 8;
    let words = tokens.len() / 64 + 1;
    if words <= SHORT {
        return follow(tokens, text, &mut [0; SHORT], &mut [0; SHORT]);
    }
    follow(tokens, text, &mut vec![0; words], &mut vec![0; words])
}

fn follow(tokens: &[Token], text: &str, active: &mut [u64], next: &mut [u64]) -> bool {
    enter(tokens, 0, active);
    for c in text.chars() {
        next.fill(0);
        for (at, token) in tokens.iter().enumerate() {
            if has(active, at) && token.takes(c) {
                enter(tokens, if token.is_many() { at } else { at + 1 }, next);
            }
        }
        active.copy_from_slice(next);
    }
    has(active, tokens.len())
}

/// A star may also match nothing.
fn enter(tokens: &[Token], mut at: usize, active: &mut [u64]) {
    loop {
        if let Some(word) = active.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
        if !tokens.get(at).is_some_and(|token| token.is_many()) {
            return;
        }
        at += 1;
    }
}

fn has(active: &[u64], at: usize) -> bool {
    active
        .get(at / 64)
        .is_some_and(|word| word >> (at % 64) & 1 == 1)
}

impl Action {
    /// Whether the element, negation included, covers an action: compiled once.
    pub fn covering(&self) -> impl Fn(&str) -> bool + use<> {
        let patterns = self.patterns.iter();
        let patterns: Vec<Glob> = patterns
            .map(|pattern| Glob::like_any_case(&pattern.value))
            .collect();
        let negated = self.negated;
        move |action| patterns.iter().any(|pattern| pattern.matches(action)) != negated
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
