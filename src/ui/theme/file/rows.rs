//! The rows of one theme file: `inherits`, `[palette]` and `[roles]`.
//!
//! Knows what may stand in a file, not what it comes to once layers are joined.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::colour;
use crate::{
    keys::layered::{FileError, Layer, did_you_mean},
    ui::Role,
};

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
    pub(super) layer: Layer<'a>,
    pub(super) palette: BTreeMap<String, Color>,
    pub(super) roles: BTreeMap<Role, RoleRow>,
}

impl<'a> Reader<'a> {
    pub(super) fn read(
        file: &str,
        text: &'a str,
        built_in: &[(&str, &str)],
    ) -> Result<Self, Vec<FileError>> {
        let (layer, document) = Layer::open("theme", file, text, built_in);
        let mut reader = Self {
            layer,
            palette: BTreeMap::new(),
            roles: BTreeMap::new(),
        };
        for (key, value) in &document {
            let (name, offset) = (key.get_ref().as_ref(), key.span().start);
            match (name, value.get_ref()) {
                ("inherits", DeValue::String(_)) => {}
                ("palette", DeValue::Table(table)) => reader.palette(table),
                ("roles", DeValue::Table(table)) => reader.roles(table),
                _ => {
                    let near = did_you_mean(name, ["inherits", "palette", "roles"]);
                    reader.wrong(offset, format!("A theme has no `{name}`{near}"));
                }
            }
        }
        reader.layer.checked()?;
        Ok(reader)
    }

    pub(super) fn wrong(&mut self, offset: usize, what: impl Into<String>) {
        self.layer.wrong(offset, what);
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
                self.wrong(
                    offset,
                    format!("`{text}` is not a colour: write \"#rrggbb\"."),
                );
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
