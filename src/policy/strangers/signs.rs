//! A value of a condition as signs, and the texts that its wildcards can become,
//! each letter with where it comes from: written, or a stranger's to choose.

use crate::policy::{Condition, Version, open::is_open};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Char(char),
    /// `?`
    Any,
    /// `*`
    Many,
    /// A variable, or a value that is not known yet.
    Unknown,
}

/// A letter, and whether a wildcard gave it.
pub(super) type Letter = (char, bool);

/// With more stars than these, only a few texts are tried for each.
const MOST_FILLED: usize = 2;
/// Stars beyond these become nothing.
const MOST_STARS: usize = 5;
/// More texts of one value are not tried.
const MOST_TEXTS: usize = 8000;

pub(super) fn signs(text: &str, condition: &Condition, version: Version) -> Vec<Sign> {
    // What stands before the first unknown piece is known.
    let known = match version {
        _ if is_open(text) => text.find("{{").into_iter().chain(text.find('<')).min(),
        Version::V2012 => text.find("${"),
        Version::V2008 => None,
    };
    let wild = condition.operator.family.has_wildcards();
    let mut all = plain(known.and_then(|at| text.get(..at)).unwrap_or(text), wild);
    all.extend(known.map(|_| Sign::Unknown));
    all
}

/// Of a text in which everything is known.
pub(super) fn plain(text: &str, wild: bool) -> Vec<Sign> {
    let sign = |c: char| match c {
        '*' if wild => Sign::Many,
        '?' if wild => Sign::Any,
        c => Sign::Char(c),
    };
    text.chars().map(sign).collect()
}

/// What stands before the first wildcard; true: it is all of it.
pub(super) fn lead(signs: &[Sign]) -> (String, bool) {
    let letters = signs.iter().map_while(|sign| match sign {
        Sign::Char(c) => Some(*c),
        _ => None,
    });
    let text: String = letters.collect();
    let whole = text.chars().count() == signs.len();
    (text, whole)
}

/// Every text that comes of the signs when the wildcards become these; of `few`,
/// where there are many.
pub(super) fn filled(signs: &[Sign], fillers: &[&str], few: &[&str]) -> Vec<Vec<Letter>> {
    let mut texts: Vec<Vec<Letter>> = vec![Vec::new()];
    let count = signs.iter().filter(|sign| **sign == Sign::Many).count();
    let fillers = if count > MOST_FILLED { few } else { fillers };
    let mut stars = 0;
    for sign in signs {
        let pieces: Vec<Vec<Letter>> = match sign {
            Sign::Char(c) => vec![vec![(*c, false)]],
            Sign::Any => vec![vec![('x', true)], vec![('1', true)]],
            Sign::Many => {
                stars += 1;
                let all = if stars > MOST_STARS { &[""] } else { fillers };
                let letters = |text: &&str| text.chars().map(|c| (c, true)).collect();
                all.iter().map(letters).collect()
            }
            Sign::Unknown => return Vec::new(),
        };
        if let ([piece], true) = (pieces.as_slice(), texts.len() > 1) {
            texts.iter_mut().for_each(|text| text.extend(piece));
            continue;
        }
        let longer = texts.iter().flat_map(|text| {
            let pieces = pieces.iter();
            pieces.map(move |piece| [text.as_slice(), piece].concat())
        });
        texts = longer.take(MOST_TEXTS).collect();
    }
    texts
}

pub(super) fn text(letters: &[Letter]) -> String {
    letters.iter().map(|(c, _)| *c).collect()
}

/// Whether a stranger can choose some of it.
pub(super) fn is_chosen(letters: &[Letter]) -> bool {
    letters.iter().any(|(_, chosen)| *chosen)
}

/// The letters up to the separator, and those behind it.
pub(super) fn split(letters: &[Letter], at: char) -> (&[Letter], Option<&[Letter]>) {
    match letters.iter().position(|(c, _)| *c == at) {
        None => (letters, None),
        Some(found) => (
            letters.get(..found).unwrap_or(&[]),
            letters.get(found + 1..),
        ),
    }
}
