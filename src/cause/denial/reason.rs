//! The clause that says why: "because no … policy allows", "with an explicit deny in …".

use super::pattern::Pattern;
use crate::facts::{DeniedWhy, PolicyKind};

pub(super) static ENCODED: Pattern = Pattern::new(
    r"\A[\s.,]{0,8}(?i-u:Encoded authorization failure message):\s{0,8}(?<encoded>[A-Za-z0-9_-]{16,10240})",
);

#[derive(Debug, Default)]
pub(super) struct Reason {
    pub(super) why: DeniedWhy,
    pub(super) policy: Option<String>,
    /// Where the clause ends.
    pub(super) end: usize,
}

/// Each kind of policy, and why the call is refused where none of it allows it.
const KINDS: &[(PolicyKind, DeniedWhy)] = &[
    (PolicyKind::Identity, DeniedWhy::NoIdentityPolicy),
    (PolicyKind::Resource, DeniedWhy::NoResourcePolicy),
    (PolicyKind::Boundary, DeniedWhy::NoBoundary),
    (PolicyKind::Session, DeniedWhy::NoSessionPolicy),
    (PolicyKind::Scp, DeniedWhy::NoScp),
    (PolicyKind::Rcp, DeniedWhy::NoRcp),
    (PolicyKind::VpcEndpoint, DeniedWhy::NoVpcEndpoint),
];

/// The clause at a place, if there is one.
pub(super) fn at(text: &str, at: usize) -> Reason {
    let mut walk = Walk { text, at };
    walk.punctuation(",");
    let found = if walk.words("because no") {
        implicit(walk)
    } else if walk.words("with an explicit deny") {
        Some(explicit(walk))
    } else {
        None
    };
    found.unwrap_or(Reason {
        end: at,
        ..Reason::default()
    })
}

fn implicit(mut walk: Walk<'_>) -> Option<Reason> {
    let why = if walk.words("role trust policy") || walk.words("trust policy") {
        DeniedWhy::NoTrustPolicy
    } else {
        walk.kind()?.1
    };
    if walk.words("allows the") {
        let before = walk.at;
        walk.token();
        if !walk.words("action") {
            walk.at = before;
        }
    }
    Some(Reason {
        why,
        policy: None,
        end: walk.at,
    })
}

fn explicit(mut walk: Walk<'_>) -> Reason {
    let bare = Reason {
        why: DeniedWhy::ExplicitDeny,
        policy: None,
        end: walk.at,
    };
    if !(walk.words("in an") || walk.words("in a") || walk.words("in the")) {
        return bare;
    }
    let Some((kind, _)) = walk.kind() else {
        return bare;
    };
    let mut end = walk.at;
    walk.punctuation(",");
    walk.words("with policy ARN");
    walk.punctuation(":");
    let policy = walk.token().filter(|token| token.starts_with("arn:"));
    if policy.is_some() {
        end = walk.at;
    }
    Reason {
        why: DeniedWhy::ExplicitDenyIn(kind),
        policy: policy.map(str::to_owned),
        end,
    }
}

/// Walks over words, with any space between them.
pub(super) struct Walk<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

/// What may stand between two words, and no token holds.
const LONGEST: usize = 2048;

impl<'t> Walk<'t> {
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Spaces, line ends and their escapes in JSON, within reason.
    pub(super) fn gap(&mut self) {
        for _ in 0..256 {
            let rest = self.rest();
            let mut chars = rest.chars();
            match chars.next() {
                Some(c) if c.is_whitespace() => self.at += c.len_utf8(),
                Some('\\') if rest[1..].starts_with(['n', 'r', 't', '\n']) => self.at += 2,
                _ => return,
            }
        }
    }

    /// Takes these words, or nothing. Letter case does not count.
    pub(super) fn words(&mut self, words: &str) -> bool {
        let start = self.at;
        for word in words.split(' ') {
            self.gap();
            let after = self.rest().split_at_checked(word.len());
            let after = after.filter(|(there, _)| there.eq_ignore_ascii_case(word));
            let is_there = after.is_some_and(|(_, rest)| !rest.starts_with(char::is_alphanumeric));
            if !is_there {
                self.at = start;
                return false;
            }
            self.at += word.len();
        }
        true
    }

    pub(super) fn punctuation(&mut self, mark: &str) -> bool {
        let start = self.at;
        self.gap();
        if self.rest().starts_with(mark) {
            self.at += mark.len();
            return true;
        }
        self.at = start;
        false
    }

    /// As AWS writes it.
    fn kind(&mut self) -> Option<(PolicyKind, DeniedWhy)> {
        let mut kinds = KINDS.iter().copied();
        kinds.find(|(kind, _)| self.words(kind.name()))
    }

    /// The next word without the marks that end a sentence or a quotation.
    pub(super) fn token(&mut self) -> Option<&'t str> {
        let start = self.at;
        self.gap();
        let rest = self.rest();
        let most = rest.floor_char_boundary(LONGEST.min(rest.len()));
        let stop = |(at, c): (usize, char)| {
            let ends = c.is_whitespace()
                || c.is_control()
                || matches!(c, '"' | '\'' | '`' | '\\')
                || (c == '<' && at > 0);
            ends.then_some(at)
        };
        let end = rest[..most].char_indices().find_map(stop).unwrap_or(most);
        let token = rest[..end].trim_end_matches(['.', ',', ';', ')', ']', '}']);
        if token.is_empty() {
            self.at = start;
            return None;
        }
        self.at += token.len();
        Some(token)
    }

    /// What stands between quotation marks, or the next word.
    pub(super) fn quoted(&mut self) -> Option<&'t str> {
        let start = self.at;
        self.gap();
        for mark in ["\\\"", "\"", "'", "`"] {
            let Some(inner) = self.rest().strip_prefix(mark) else {
                continue;
            };
            let most = inner.floor_char_boundary(LONGEST.min(inner.len()));
            if let Some(end) = inner[..most].find(mark) {
                self.at += mark.len() + end + mark.len();
                return Some(&inner[..end]).filter(|value| !value.is_empty());
            }
            self.at = start;
            return None;
        }
        self.token()
    }
}

/// The encoded message that stands at a place, and where it ends.
pub(super) fn encoded(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = text.get(at..)?;
    let found = ENCODED.captures(rest).next()?;
    let encoded = found.name("encoded")?;
    Some((encoded.as_str().to_owned(), at + encoded.end()))
}
