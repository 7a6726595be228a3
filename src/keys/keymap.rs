//! The keymap: which chords, in which scope, mean which command.
//!
//! Answers questions about bindings; reading them from a file is in `file`.
//! It never runs anything and never knows which pane has the focus: the caller
//! says which scopes apply, innermost first.

use std::{collections::BTreeMap, ops::Bound};

use super::{Chord, Key, spell_chords};

mod file;

/// The key in front of every proposal of a write. Nothing that could change the
/// world is one key press away, and it is the same first key everywhere.
pub const LEADER: Chord = Chord::plain(Key::Char('a'));

#[derive(Clone, Debug)]
pub struct Keymap {
    scopes: Vec<Bindings>,
}

#[derive(Clone, Debug)]
struct Bindings {
    scope: &'static str,
    /// The scopes that apply where this one does, itself first.
    chain: Vec<&'static str>,
    typing: bool,
    /// Sorted by chords, so that what continues a prefix stands together.
    rows: BTreeMap<Vec<Chord>, Row>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    command: &'static str,
    /// File (the overlay is 0, what it inherits from 1) and place in it: help
    /// shows a person's own keys first, then the order they were written in.
    place: (usize, usize),
}

/// What a chord means now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    Command(&'static str),
    /// More chords are needed; these are the ones that lead somewhere.
    Pending(Vec<Next>),
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    pub chord: Chord,
    /// None when still more chords follow.
    pub command: Option<&'static str>,
}

impl Bindings {
    fn beneath<'a>(&'a self, prefix: &'a [Chord]) -> impl Iterator<Item = (&'a [Chord], Row)> {
        self.rows
            .range::<[Chord], _>((Bound::Excluded(prefix), Bound::Unbounded))
            .take_while(move |(chords, _)| chords.starts_with(prefix))
            .map(|(chords, row)| (chords.as_slice(), *row))
    }
}

impl Keymap {
    /// What `chord` means after the chords already `pending`. An inner scope's
    /// command or prefix hides an outer command; prefixes of all scopes join.
    pub fn lookup(&self, scopes: &[&str], pending: &[Chord], chord: Chord) -> Lookup {
        let mut chords = pending.to_vec();
        chords.push(chord);
        let mut found: Vec<(Chord, Row, bool)> = Vec::new();
        for bindings in self.applying(scopes) {
            if bindings.typing && pending.is_empty() && chord.typed().is_some() {
                break;
            }
            if let Some(row) = bindings.rows.get(&chords) {
                if found.is_empty() {
                    return Lookup::Command(row.command);
                }
                continue;
            }
            for (longer, row) in bindings.beneath(&chords) {
                let next = longer[chords.len()];
                if !found.iter().any(|(known, ..)| *known == next) {
                    found.push((next, row, longer.len() > chords.len() + 1));
                }
            }
        }
        if found.is_empty() {
            return Lookup::None;
        }
        found.sort_by_key(|(_, row, _)| row.place);
        let next = found.into_iter().map(|(chord, row, longer)| Next {
            chord,
            command: (!longer).then_some(row.command),
        });
        Lookup::Pending(next.collect())
    }

    /// The command that pressing these chords one after the other ends at.
    pub fn reached(&self, scopes: &[&str], chords: &[Chord]) -> Option<&'static str> {
        let (last, before) = chords.split_last()?;
        let unbroken = (0..before.len()).all(|at| {
            let lookup = self.lookup(scopes, &before[..at], before[at]);
            matches!(lookup, Lookup::Pending(_))
        });
        match self.lookup(scopes, before, *last) {
            Lookup::Command(id) if unbroken => Some(id),
            _ => None,
        }
    }

    /// The spellings that really reach a command where these scopes apply,
    /// the preferred one first; empty when only the palette offers it.
    pub fn keys_for(&self, scopes: &[&str], id: &str) -> Vec<String> {
        let mut found: Vec<(Row, &[Chord])> = Vec::new();
        for bindings in self.applying(scopes) {
            let rows = bindings.rows.iter().filter(|(_, row)| row.command == id);
            found.extend(rows.map(|(chords, row)| (*row, chords.as_slice())));
        }
        found.sort_by_key(|(row, _)| row.place);
        found.retain(|(_, chords)| self.reached(scopes, chords) == Some(id));
        let mut keys: Vec<String> = Vec::new();
        for (_, chords) in found {
            let spelling = spell_chords(chords);
            if !keys.contains(&spelling) {
                keys.push(spelling);
            }
        }
        keys
    }

    /// The preferred key of a command where its scope applies, as a sentence names it:
    /// `Esc`, `R`, `a u`; the command's id where only the palette offers it.
    pub fn key_in_words(&self, id: &str) -> String {
        let bound = |scope: &&Bindings| scope.rows.values().any(|row| row.command == id);
        let scope = self.scopes.iter().find(bound);
        self.key_in_words_at(scope.map_or(&[], |scope| &scope.chain), id)
    }

    /// The same where these scopes apply.
    pub fn key_in_words_at(&self, scopes: &[&str], id: &str) -> String {
        let key = self.keys_for(scopes, id).into_iter().next();
        let key = key.unwrap_or_else(|| id.to_owned());
        let mut letters = key.chars();
        match letters.next() {
            Some(first) if key.len() > 1 && !key.contains([' ', '.']) => {
                first.to_uppercase().chain(letters).collect()
            }
            _ => key,
        }
    }

    /// Every binding of one scope in the order written, for key tables.
    pub fn bindings(&self, scope: &str) -> Vec<(&[Chord], &'static str)> {
        let bindings = self.scopes.iter().find(|known| known.scope == scope);
        let mut rows: Vec<_> = bindings.into_iter().flat_map(|b| &b.rows).collect();
        rows.sort_by_key(|(_, row)| row.place);
        rows.into_iter()
            .map(|(chords, row)| (chords.as_slice(), row.command))
            .collect()
    }

    /// In the caller's order, not the file's: the caller knows the focus.
    fn applying(&self, scopes: &[&str]) -> impl Iterator<Item = &Bindings> {
        scopes
            .iter()
            .filter_map(|name| self.scopes.iter().find(|known| known.scope == *name))
    }
}
