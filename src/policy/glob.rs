//! Patterns of the policy language: `*` is any text, `?` is one character.
//!
//! A pattern is compiled once and then matched without allocating; the
//! comparison builds its automata from the same compiled form.

/// One position of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Token {
    One(char),
    /// `?`
    Any,
    /// `*`
    Many,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Glob(Vec<Token>);

impl Glob {
    /// With `*` and `?` as wildcards.
    pub(super) fn like(pattern: &str) -> Self {
        Self::of(pattern.chars().map(|c| match c {
            '*' => Token::Many,
            '?' => Token::Any,
            other => Token::One(other),
        }))
    }

    /// Runs of `*` are one `*`, so equal tokens are the same language more often.
    pub(super) fn of(tokens: impl Iterator<Item = Token>) -> Self {
        let mut kept: Vec<Token> = tokens.collect();
        kept.dedup_by(|a, b| *a == Token::Many && *b == Token::Many);
        Self(kept)
    }

    pub(super) fn tokens(&self) -> &[Token] {
        &self.0
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.matches_by(text, |a, b| a == b)
    }

    /// Linear in practice: only the last `*` is ever retried, since what an
    /// earlier one could take instead, the last one can take as well.
    pub(super) fn matches_by(&self, text: &str, same: impl Fn(char, char) -> bool) -> bool {
        let tokens = self.tokens();
        let mut at = 0;
        let mut rest = text.chars();
        let mut retry: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            if tokens.get(at) == Some(&Token::Many) {
                at += 1;
                retry = Some((at, rest.clone()));
                continue;
            }
            let mut ahead = rest.clone();
            let matched = match (tokens.get(at), ahead.next()) {
                (None, None) => return true,
                (Some(Token::Any), Some(_)) => true,
                (Some(Token::One(wanted)), Some(found)) => same(*wanted, found),
                _ => false,
            };
            if matched {
                at += 1;
                rest = ahead;
                continue;
            }
            let Some((after, mut from)) = retry.take() else {
                return false;
            };
            if from.next().is_none() {
                return false;
            }
            at = after;
            rest = from.clone();
            retry = Some((after, from));
        }
    }
}
