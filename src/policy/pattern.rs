//! Patterns that may hold policy variables, compiled for one place of use.
//!
//! Variables exist only in version 2012-10-17; in a resource only after the
//! fifth colon. What a variable stands for is plain text, never a wildcard.

mod filled;

use self::filled::Filled;
use super::{
    Context, Version,
    canonical::fold_key,
    glob::{Glob, Token, wild},
};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Pattern {
    Plain(Glob),
    Variable(Vec<Piece>, Matching),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Piece {
    Token(Token),
    Variable {
        key: String,
        default: Option<String>,
    },
}

/// How the tokens of a pattern are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Matching {
    /// `StringEquals`: no wildcards.
    Exact,
    /// `StringEqualsIgnoreCase`, `Bool`.
    IgnoreCase,
    /// `StringLike` and resources: `*` is any text.
    Like,
    /// ARN operators: six parts, each matched by itself.
    Arn,
}

impl Pattern {
    pub(super) fn compile(text: &str, matching: Matching, version: Version) -> Self {
        if version == Version::V2008 || !text.contains("${") {
            return Self::plain(text, matching);
        }
        Self::from_pieces(pieces(text, matching, version == Version::V2012), matching)
    }

    /// A resource of a policy: variables only after the fifth colon.
    pub(super) fn resource(text: &str, version: Version) -> Self {
        if version == Version::V2008 || !text.contains("${") {
            return Self::plain(text, Matching::Like);
        }
        let colons = text.match_indices(':').nth(4);
        let at = colons.map_or(text.len(), |(at, _)| at + 1);
        let (before, after) = text.split_at(at);
        let mut all = pieces(before, Matching::Like, false);
        all.extend(pieces(after, Matching::Like, version == Version::V2012));
        Self::from_pieces(all, Matching::Like)
    }

    fn plain(text: &str, matching: Matching) -> Self {
        let tokens = text.chars().map(|c| token(c, matching));
        if matching == Matching::Arn {
            return Self::Plain(Glob::of(by_parts(tokens.collect(), matching)));
        }
        Self::Plain(Glob::of(tokens))
    }

    fn from_pieces(pieces: Vec<Piece>, matching: Matching) -> Self {
        let plain: Option<Vec<Token>> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Token(token) => Some(*token),
                Piece::Variable { .. } => None,
            })
            .collect();
        match plain {
            Some(tokens) => Self::Plain(Glob::of(by_parts(tokens, matching))),
            None => Self::Variable(pieces, matching),
        }
    }

    /// A variable without a value matches nothing.
    pub(super) fn matches(&self, text: &str, context: &Context) -> bool {
        match self {
            Self::Plain(glob) => glob.matches(text),
            Self::Variable(pieces, matching) => {
                let filled = Filled {
                    pieces,
                    matching: *matching,
                    context,
                };
                filled.has_values() && filled.matches(text)
            }
        }
    }

    /// What it is made of, where it has variables.
    pub(super) fn pieces(&self) -> &[Piece] {
        match self {
            Self::Plain(_) => &[],
            Self::Variable(pieces, _) => pieces,
        }
    }

    /// With something else in place of each variable.
    pub(super) fn with_variables<'a>(&'a self, mut of: impl FnMut(&'a Piece) -> Token) -> Glob {
        match self {
            Self::Plain(glob) => glob.clone(),
            Self::Variable(pieces, matching) => {
                let token = |piece: &'a Piece| match piece {
                    Piece::Token(token) => *token,
                    variable @ Piece::Variable { .. } => of(variable),
                };
                Glob::of(by_parts(pieces.iter().map(token).collect(), *matching))
            }
        }
    }
}

fn literal(c: char, matching: Matching) -> Token {
    if matching == Matching::IgnoreCase {
        Token::Fold(c.to_ascii_lowercase())
    } else {
        Token::One(c)
    }
}

fn token(c: char, matching: Matching) -> Token {
    match matching {
        Matching::Exact | Matching::IgnoreCase => literal(c, matching),
        Matching::Like | Matching::Arn => wild(c),
    }
}

/// In the first five parts of an ARN pattern no wildcard reaches over a colon.
fn by_parts(tokens: Vec<Token>, matching: Matching) -> Vec<Token> {
    if matching != Matching::Arn {
        return tokens;
    }
    let mut colons = 0;
    let within = tokens.into_iter().map(|token| {
        colons += usize::from(token == Token::One(':'));
        match token {
            Token::Many if colons < 5 => Token::ManyInPart,
            Token::Any if colons < 5 => Token::AnyInPart,
            other => other,
        }
    });
    within.collect()
}

fn pieces(text: &str, matching: Matching, variables: bool) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((piece, after)) = variables.then(|| variable(rest, matching)).flatten() {
            pieces.push(piece);
            rest = after;
            continue;
        }
        pieces.push(Piece::Token(token(c, matching)));
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    pieces
}

/// `${key}`, `${key, 'default'}`, or one of the escapes `${*}`, `${?}`, `${$}`.
fn variable(text: &str, matching: Matching) -> Option<(Piece, &str)> {
    let inside = text.strip_prefix("${")?;
    let (inside, after) = inside.split_once('}')?;
    if let "*" | "?" | "$" = inside {
        let escaped = inside.chars().next()?;
        return Some((Piece::Token(literal(escaped, matching)), after));
    }
    let (key, default) = match inside.split_once(',') {
        Some((key, default)) => {
            let default = default.trim();
            let unquoted = default.strip_prefix('\'')?.strip_suffix('\'')?;
            (key, Some(unquoted.to_owned()))
        }
        None => (inside, None),
    };
    let key = key.trim();
    (!key.is_empty() && !key.contains(['$', '{'])).then(|| {
        let key = fold_key(key);
        (Piece::Variable { key, default }, after)
    })
}
