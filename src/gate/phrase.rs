//! What a person types to confirm: the target's name, and in production the
//! account's alias. Never a single key, never `y`.
//!
//! A long name may be confirmed by its end, with a code of this very preview.
//! Characters outside ASCII are typed as escapes, as they are shown.

use std::ops::Range;

use crate::facts::{INCIDENT_FORM, Incident, Remote};

/// What nobody knows beforehand, in the sentence that asks for it.
const NUMBER: &str = "the number of the incident";

/// A name up to this length is typed whole.
const WHOLE: usize = 32;
/// The least of a longer name's end.
const LEAST: usize = 12;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    text: String,
    /// What it consists of, for the line that asks for it.
    asks: String,
    parts: Vec<Part>,
    /// The number of an incident is typed behind it, which nobody knows beforehand.
    for_incident: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// `the account's alias`
    name: String,
    /// Where in the text it stands.
    place: Range<usize>,
}

/// How far what was typed agrees with the phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// All of it so far, but not yet the whole.
    Begun,
    /// The number of the first character that is wrong.
    WrongAt(usize),
    Exact,
}

impl Phrase {
    /// `kind` is what the name is of: `role`. `alias` is asked for in production.
    pub(super) fn new(
        kind: &str,
        name: &str,
        peers: Option<&[Remote]>,
        code: &str,
        alias: Option<&str>,
    ) -> Self {
        let whole = escaped(name);
        let peers = peers.filter(|_| name.chars().count() > WHOLE);
        let mut parts = match peers.and_then(|peers| shortened(&whole, peers)) {
            Some(end) => vec![
                (format!("the end of the {kind}'s name"), end),
                ("the code of this preview".to_owned(), code.to_owned()),
            ],
            None => vec![(format!("the {kind}'s name"), whole)],
        };
        parts.extend(alias.map(of_alias));
        Self::made(parts)
    }

    /// Of several things at once: what they are in, how many they are, and the code.
    pub(super) fn of_batch(
        kind: &str,
        name: &str,
        count: usize,
        code: &str,
        alias: Option<&str>,
    ) -> Self {
        let mut parts = vec![
            (format!("the {kind}'s name"), escaped(name)),
            ("how many they are".to_owned(), count.to_string()),
            ("the code of this preview".to_owned(), code.to_owned()),
        ];
        parts.extend(alias.map(of_alias));
        Self::made(parts)
    }

    fn made(parts: Vec<(String, String)>) -> Self {
        let mut text = String::new();
        let names = parts.iter().map(|(name, _)| name.as_str());
        let asks = names.collect::<Vec<_>>().join(" and ");
        let parts = parts.into_iter().map(|(name, part)| {
            if !text.is_empty() {
                text.push(' ');
            }
            let begins = text.len();
            text.push_str(&part);
            let place = begins..text.len();
            Part { name, place }
        });
        let parts = parts.collect();
        Self {
            text,
            asks,
            parts,
            for_incident: false,
        }
    }

    /// The same, with this behind it.
    #[must_use]
    pub(super) fn with(mut self, further: Option<(&'static str, String)>) -> Self {
        if let Some((name, text)) = further {
            self.text.push(' ');
            let begins = self.text.len();
            self.text.push_str(&escaped(&text));
            self.asks = format!("{} and {name}", self.asks);
            self.parts.push(Part {
                name: name.to_owned(),
                place: begins..self.text.len(),
            });
        }
        self
    }

    /// The same, with the number of an incident behind it.
    #[must_use]
    pub(super) fn for_incident(mut self) -> Self {
        self.for_incident = true;
        self.asks = format!("{}, then {NUMBER} ({INCIDENT_FORM})", self.asks);
        self
    }

    pub fn asks_incident(&self) -> bool {
        self.for_incident
    }

    /// What is typed behind the text, as it is shown: nobody can type this itself.
    pub fn further(&self) -> Option<&'static str> {
        self.for_incident.then_some("<number of the incident>")
    }

    /// The most that is typed of it.
    pub fn longest(&self) -> usize {
        let further = if self.for_incident {
            1 + Incident::MOST
        } else {
            0
        };
        self.text.len() + further
    }

    /// The text itself: the preview shows it, a person types it.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn asks(&self) -> &str {
        &self.asks
    }

    /// What is not typed yet, as a sentence; None: all of it is, or something is wrong.
    pub fn missing(&self, typed: &str) -> Option<String> {
        if self.compare(typed) != Typed::Begun {
            return None;
        }
        let missing = self
            .parts
            .iter()
            .filter(|part| typed.len() < part.place.end);
        let missing: Vec<&Part> = missing.collect();
        let begun = missing
            .first()
            .map_or(self.text.len() + 1, |part| part.place.start);
        let rest = if typed.len() > begun {
            "the rest of "
        } else {
            ""
        };
        let mut names: Vec<&str> = missing.iter().map(|part| part.name.as_str()).collect();
        names.extend(self.for_incident.then_some(NUMBER));
        let verb = if names.len() == 1 { "is" } else { "are" };
        let names = names.join(" and ");
        Some(format!("Not yet: {rest}{names} {verb} missing."))
    }

    pub(super) fn is_exactly(&self, typed: &str) -> bool {
        !self.text.is_empty()
            && match self.for_incident {
                false => self.text == typed,
                true => self.incident(typed).is_some(),
            }
    }

    /// The number that was typed, where one is asked for and all before it is right.
    pub(super) fn incident(&self, typed: &str) -> Option<Incident> {
        let rest = typed.strip_prefix(self.text.as_str())?.strip_prefix(' ')?;
        Incident::of(rest).filter(|_| self.for_incident)
    }

    /// What is expected as the character of this number.
    pub fn expects(&self, at: usize) -> Option<Expected> {
        let length = self.text.chars().count();
        match self.text.chars().nth(at) {
            Some(c) => Some(Expected::Character(c)),
            None if !self.for_incident => None,
            None if at == length => Some(Expected::Character(' ')),
            None => (at <= length + Incident::MOST).then_some(Expected::Incident),
        }
    }

    /// Only the exact phrase will do; otherwise how far it agreed.
    pub(super) fn exactly(&self, typed: &str) -> Result<(), Typed> {
        match self.compare(typed) {
            Typed::Exact => Ok(()),
            wrong @ (Typed::Begun | Typed::WrongAt(_)) => Err(wrong),
        }
    }

    pub fn compare(&self, typed: &str) -> Typed {
        if self.is_exactly(typed) {
            return Typed::Exact;
        }
        let fits = |at, c| match self.expects(at) {
            Some(Expected::Character(expected)) => c == expected,
            Some(Expected::Incident) => Incident::may_have(c),
            None => false,
        };
        let mut typed = typed.chars().enumerate();
        match typed.find(|(at, c)| !fits(*at, *c)) {
            Some((at, _)) => Typed::WrongAt(at),
            None => Typed::Begun,
        }
    }
}

/// What belongs in one place of what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Character(char),
    /// A letter, a digit or a dash of an incident's number.
    Incident,
}

fn of_alias(alias: &str) -> (String, String) {
    ("the account's alias".to_owned(), escaped(alias))
}

/// The shortest end of a long name that begins at a word and that no other name has.
fn shortened(name: &str, peers: &[Remote]) -> Option<String> {
    // IAM keeps names apart without case, and so does a tired eye.
    let others: Vec<String> = peers
        .iter()
        .map(|peer| escaped(peer.raw()))
        .filter(|peer| peer != name)
        .map(|peer| peer.to_ascii_lowercase())
        .collect();
    let starts = name.char_indices().rev().map(|(at, _)| at);
    let starts = starts.filter(|at| *at > 0 && name[..*at].ends_with(['-', '_', '/', '.']));
    let mut ends = starts.map(|at| &name[at..]);
    let end = ends.find(|end| {
        let lower = end.to_ascii_lowercase();
        end.chars().count() >= LEAST && !others.iter().any(|other| other.ends_with(&lower))
    })?;
    Some(end.to_owned())
}

/// As it is shown and typed: what is not printable ASCII is spelled out, and a
/// backslash is doubled, so that no two names are typed alike. Blanks that
/// nobody would see, at either end or side by side, are spelled out too.
pub(in crate::gate) fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name.chars().peekable();
    let mut before = None;
    while let Some(c) = rest.next() {
        let hides = |neighbour: Option<char>| neighbour.is_none_or(|other| other == ' ');
        match c {
            '\\' => out.push_str("\\\\"),
            ' ' if hides(before) || hides(rest.peek().copied()) => out.push_str("\\u{20}"),
            '!'..='~' | ' ' => out.push(c),
            other => out.push_str(&format!("\\u{{{:x}}}", u32::from(other))),
        }
        before = Some(c);
    }
    out
}
