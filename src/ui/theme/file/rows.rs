//! The rows of one theme file: `inherits`, `[palette]` and `[roles]`.
//!
//! Knows what may stand in a file, not what it comes to once layers are joined.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{ThemeError, colour};
use crate::{keys::nearest, ui::Role};

/// Larger than any theme a person writes.
const LARGEST_FILE: usize = 256 * 1024;

const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// A colour as written: a value, or a name that some palette gives a value.
#[derive(Clone, Debug)]
pub(super) enum Written {
    Colour(Color),
    Palette { name: String, offset: usize },
}

#[derive(Clone, Debug, Default)]
pub(super) struct RoleRow {
    pub(super) fg: Option<Written>,
    pub(super) bg: Option<Written>,
    pub(super) modifiers: Modifier,
}

pub(super) struct Reader<'a> {
    file: String,
    text: &'a str,
    pub(super) inherits: Option<String>,
    pub(super) palette: BTreeMap<String, Color>,
    pub(super) roles: BTreeMap<Role, RoleRow>,
    pub(super) errors: Vec<ThemeError>,
}

impl<'a> Reader<'a> {
    pub(super) fn read(
        file: String,
        text: &'a str,
        built_in: &[(&str, &str)],
    ) -> Result<Self, Vec<ThemeError>> {
        let mut reader = Self {
            file,
            text,
            inherits: Some("default".into()),
            palette: BTreeMap::new(),
            roles: BTreeMap::new(),
            errors: Vec::new(),
        };
        reader.document(built_in);
        if reader.errors.is_empty() {
            Ok(reader)
        } else {
            reader.errors.sort_by_key(|error| error.line);
            Err(reader.errors)
        }
    }

    pub(super) fn wrong(&mut self, offset: usize, what: impl Into<String>) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        self.errors.push(ThemeError {
            file: self.file.clone(),
            line: 1 + before.matches('\n').count(),
            what: what.into(),
        });
    }

    fn document(&mut self, built_in: &[(&str, &str)]) {
        if self.text.len() > LARGEST_FILE {
            return self.wrong(0, "This is too large to be a theme.");
        }
        let document = match DeTable::parse(self.text) {
            Ok(document) => document.into_inner(),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                return self.wrong(offset, format!("This is not TOML: {}.", error.message()));
            }
        };
        for (key, value) in &document {
            let (name, offset) = (key.get_ref().as_ref(), key.span().start);
            match (name, value.get_ref()) {
                ("inherits", DeValue::String(parent)) => {
                    self.parent(parent, value.span().start, built_in);
                }
                ("palette", DeValue::Table(table)) => self.palette(table),
                ("roles", DeValue::Table(table)) => self.roles(table),
                _ => {
                    let near = did_you_mean(name, ["inherits", "palette", "roles"]);
                    self.wrong(offset, format!("A theme has no `{name}`{near}"));
                }
            }
        }
    }

    fn parent(&mut self, name: &str, offset: usize, built_in: &[(&str, &str)]) {
        let known: Vec<&str> = built_in.iter().map(|(name, _)| *name).collect();
        if name == "none" {
            self.inherits = None;
        } else if known.contains(&name) {
            self.inherits = Some(name.to_owned());
        } else {
            let known = known.join(", ");
            self.wrong(
                offset,
                format!("There is no theme `{name}`; there are {known}, none."),
            );
        }
    }

    fn palette(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if colour::parse(name).is_some() {
                let what = format!("`{name}` is the terminal's own colour: use another name.");
                self.wrong(key.span().start, what);
                continue;
            }
            match self.colour(value) {
                Some(Written::Colour(colour)) => {
                    self.palette.insert(name.to_owned(), colour);
                }
                Some(Written::Palette { offset, .. }) => {
                    let what = format!("`{name}` needs a colour, not the name of another entry.");
                    self.wrong(offset, what);
                }
                None => {}
            }
        }
    }

    fn roles(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let (name, offset) = (key.get_ref().as_ref(), key.span().start);
            let Some(role) = Role::ALL.into_iter().find(|role| role.name() == name) else {
                let near = did_you_mean(name, Role::ALL.map(Role::name));
                self.wrong(offset, format!("There is no role `{name}`{near}"));
                continue;
            };
            let DeValue::Table(fields) = value.get_ref() else {
                let what = format!("Write {name} = {{ fg = \"...\", modifiers = [\"bold\"] }}.");
                self.wrong(offset, what);
                continue;
            };
            let row = self.role(fields);
            self.roles.insert(role, row);
        }
    }

    fn role(&mut self, fields: &DeTable<'_>) -> RoleRow {
        let mut row = RoleRow::default();
        for (key, value) in fields {
            match key.get_ref().as_ref() {
                "fg" => row.fg = self.colour(value),
                "bg" => row.bg = self.colour(value),
                "modifiers" => row.modifiers = self.modifiers(value),
                other => {
                    let near = did_you_mean(other, ["fg", "bg", "modifiers"]);
                    self.wrong(key.span().start, format!("A role has no `{other}`{near}"));
                }
            }
        }
        row
    }

    fn colour(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Written> {
        let offset = value.span().start;
        match value.get_ref() {
            DeValue::String(text) if text.starts_with('#') && colour::parse(text).is_none() => {
                self.wrong(offset, format!("`{text}` is no colour: write \"#rrggbb\"."));
                None
            }
            DeValue::String(text) => Some(match colour::parse(text) {
                Some(colour) => Written::Colour(colour),
                None => Written::Palette {
                    name: text.to_string(),
                    offset,
                },
            }),
            DeValue::Integer(number) => match number.as_str().parse() {
                Ok(number) => Some(Written::Colour(Color::Indexed(number))),
                Err(_) => {
                    self.wrong(offset, "A colour's number is 0 to 255.");
                    None
                }
            },
            _ => {
                self.wrong(offset, "A colour is a name, \"#rrggbb\" or 0 to 255.");
                None
            }
        }
    }

    fn modifiers(&mut self, value: &Spanned<DeValue<'_>>) -> Modifier {
        let mut all = Modifier::empty();
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(value.span().start, "`modifiers` is a list: [\"bold\"].");
            return all;
        };
        for entry in list {
            let text = entry.get_ref().as_str().unwrap_or_default();
            match MODIFIERS.iter().find(|(name, _)| *name == text) {
                Some((_, modifier)) => all |= *modifier,
                None => {
                    let known = MODIFIERS.map(|(name, _)| name);
                    let near = did_you_mean(text, known);
                    let what = format!("There is no modifier `{text}`{near}");
                    self.wrong(entry.span().start, what);
                }
            }
        }
        all
    }
}

pub(super) fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(wrong, known) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => ".".into(),
    }
}
