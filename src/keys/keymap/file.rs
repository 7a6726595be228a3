//! Reading a keymap file: rows `chords = "command.id"` under a table per scope.
//!
//! A file overlays the one it `inherits` (the default one unless it says
//! `"none"`). What it says wins: binding `g` drops an inherited `g g`. Every
//! mistake is reported with its line; nothing is half applied.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::{Bindings, Keymap, LEADER, Row};
use crate::keys::{
    Chord, FileError, Scope, find_command,
    layered::{Layer, did_you_mean, layers},
    parse_chords, spell_chords,
};

/// One row of one file, its command looked up; `None` takes a binding away.
struct FileRow {
    scope: &'static str,
    chords: Vec<Chord>,
    command: Option<&'static str>,
    offset: usize,
}

struct Reader<'a> {
    layer: Layer<'a>,
    scopes: &'a [Scope],
    rows: Vec<FileRow>,
}

impl Keymap {
    /// Reads a keymap. `built_in` resolves `inherits`; `scopes` says which
    /// tables and commands exist.
    pub fn parse(
        file: &str,
        text: &str,
        built_in: &[(&str, &str)],
        scopes: &[Scope],
    ) -> Result<Self, Vec<FileError>> {
        let read = |file: &str, text: &str| Reader::read(file, text, scopes, built_in);
        let layers = layers((file, text), "keymaps", built_in, read)?;
        let mut keymap = Self {
            scopes: scopes.iter().map(Bindings::empty).collect(),
        };
        for (depth, rows) in layers.iter().enumerate().rev() {
            keymap.overlay(depth, rows);
        }
        Ok(keymap)
    }

    fn overlay(&mut self, depth: usize, rows: &[FileRow]) {
        for bindings in &mut self.scopes {
            let own = || rows.iter().filter(|row| row.scope == bindings.scope);
            // A binding takes the place of what it hides and of what hides it.
            // One file cannot do that to itself: `read` refuses such a file.
            for row in own() {
                bindings.rows.retain(|chords, _| {
                    !chords.starts_with(&row.chords)
                        && (row.command.is_none() || !row.chords.starts_with(chords))
                });
            }
            for row in own() {
                if let Some(command) = row.command {
                    let place = (depth, row.offset);
                    let chords = row.chords.clone();
                    bindings.rows.insert(chords, Row { command, place });
                }
            }
        }
    }
}

impl Bindings {
    fn empty(scope: &Scope) -> Self {
        Self {
            scope: scope.name,
            chain: scope.chain(),
            typing: scope.typing,
            rows: BTreeMap::new(),
        }
    }
}

impl<'a> Reader<'a> {
    fn read(
        file: &str,
        text: &'a str,
        scopes: &'a [Scope],
        built_in: &[(&str, &str)],
    ) -> Result<(Vec<FileRow>, Option<String>), Vec<FileError>> {
        let (layer, document) = Layer::open("keymap", file, text, built_in);
        let mut reader = Self {
            layer,
            scopes,
            rows: Vec::new(),
        };
        for (key, value) in &document {
            let (name, offset) = (key.get_ref().as_ref(), key.span().start);
            match value.get_ref() {
                DeValue::String(_) if name == "inherits" => {}
                DeValue::Table(table) => reader.scope(name, offset, table),
                _ => reader.wrong(
                    offset,
                    format!("`{name}` is neither `inherits = \"...\"` nor a table of keys."),
                ),
            }
        }
        reader.check_clashes();
        reader.layer.checked()?;
        Ok((reader.rows, reader.layer.inherits))
    }

    fn wrong(&mut self, offset: usize, what: impl Into<String>) {
        self.layer.wrong(offset, what);
    }

    fn scope(&mut self, name: &str, offset: usize, table: &DeTable<'_>) {
        let scopes = self.scopes;
        let Some(scope) = scopes.iter().find(|scope| scope.name == name) else {
            let near = did_you_mean(name, scopes.iter().map(|scope| scope.name));
            self.wrong(offset, format!("There is no scope `{name}`{near}"));
            return;
        };
        for (key, value) in table {
            let (keys, offset) = (key.get_ref().as_ref(), key.span().start);
            match value.get_ref() {
                DeValue::String(command) => self.row(scope, keys, command, offset),
                DeValue::Table(_) => self.wrong(
                    offset,
                    format!("Write a sequence in quotes with blanks: \"{keys} x\" = \"...\"."),
                ),
                _ => self.wrong(offset, format!("`{keys}` needs a command's id in quotes.")),
            }
        }
    }

    fn row(&mut self, scope: &Scope, keys: &str, command: &str, offset: usize) {
        let chords = match parse_chords(keys) {
            Ok(chords) => chords,
            Err(error) => return self.wrong(offset, format!("Not a key: {error}")),
        };
        let command = match command {
            "" | "none" => None,
            id => match self.command(scope, &chords, id) {
                Ok(id) => Some(id),
                Err(what) => return self.wrong(offset, what),
            },
        };
        self.rows.push(FileRow {
            scope: scope.name,
            chords,
            command,
            offset,
        });
    }

    /// The command of that id, if it may be bound to these chords in this scope.
    fn command(&self, scope: &Scope, chords: &[Chord], id: &str) -> Result<&'static str, String> {
        let Some((home, command)) = find_command(self.scopes, id) else {
            let ids = self.scopes.iter().flat_map(|scope| scope.commands);
            let near = did_you_mean(id, ids.map(|command| command.id));
            return Err(format!("There is no command `{id}`{near}"));
        };
        if home.name != scope.name && !scope.over.contains(&home.name) {
            return Err(format!(
                "`{id}` does nothing in `{}`: bind it under [{}].",
                scope.name, home.name
            ));
        }
        if command.proposes_write && (chords.len() < 2 || chords[0] != LEADER) {
            return Err(format!(
                "`{id}` proposes a write, so its keys begin with `{LEADER}`: \"{LEADER} x\"."
            ));
        }
        if scope.typing && chords[0].typed().is_some() {
            return Err(format!(
                "In `{}` plain characters are typed: bind `{id}` with ctrl or alt.",
                scope.name
            ));
        }
        Ok(command.id)
    }

    /// One file may not bind the same chords twice, nor bind a prefix of a
    /// longer sequence: the longer one could never be reached.
    fn check_clashes(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        for (at, row) in rows.iter().enumerate() {
            for other in &rows[..at] {
                if row.scope != other.scope {
                    continue;
                }
                let (a, b) = (&row.chords, &other.chords);
                let both_bound = row.command.is_some() && other.command.is_some();
                if a == b {
                    let what = format!("`{}` appears here twice.", spell_chords(a));
                    self.wrong(row.offset.max(other.offset), what);
                } else if both_bound && (a.starts_with(b) || b.starts_with(a)) {
                    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
                    let (short, long) = (spell_chords(short), spell_chords(long));
                    let what = format!("`{long}` can never be typed: `{short}` is a command.");
                    self.wrong(row.offset.max(other.offset), what);
                }
            }
        }
        self.rows = rows;
    }
}
