//! Patterns of the policy language: `*` is any text, `?` is one character.
//!
//! A pattern is compiled once and then matched without allocating; the
//! comparison builds its automata from the same tokens.

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

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Glob(Vec<Token>);

impl Glob {
    /// With `*` and `?` as wildcards.
    pub(super) fn like(pattern: &str) -> Self {
        Self::of(pattern.chars().map(wild))
    }

    /// Without wildcards.
    pub(super) fn exact(text: &str) -> Self {
        Self::of(text.chars().map(Token::One))
    }

    /// Runs of one kind of `*` are one, so that equal languages have equal
    /// tokens more often.
    pub(super) fn of(tokens: impl IntoIterator<Item = Token>) -> Self {
        let mut kept: Vec<Token> = tokens.into_iter().collect();
        kept.dedup_by(|a, b| a.is_many() && a == b);
        Self(kept)
    }

    pub(super) fn tokens(&self) -> &[Token] {
        &self.0
    }

    /// Matches everything.
    pub(super) fn is_all(&self) -> bool {
        self.0 == [Token::Many]
    }

    /// Only the last `*` is ever retried: what an earlier one could take
    /// instead, the last one can take as well. That holds for stars bound to one
    /// part too, because a part's colons fix where it begins and ends.
    pub(super) fn matches(&self, text: &str) -> bool {
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

/// A character of a pattern in which `*` and `?` are wildcards.
pub(super) fn wild(c: char) -> Token {
    match c {
        '*' => Token::Many,
        '?' => Token::Any,
        other => Token::One(other),
    }
}
