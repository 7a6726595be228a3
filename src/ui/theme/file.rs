//! Reading a theme: its file and the ones it inherits, made one.
//!
//! A role that a file sets replaces the inherited one whole; a palette entry
//! replaces the inherited one for every role that names it. Every mistake is
//! reported with its line.

use std::{collections::BTreeMap, fmt};

use ratatui::style::{Color, Style};

use super::{Role, Theme, colour};

mod rows;

use rows::{Reader, Written, did_you_mean};

/// One mistake in a theme file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    pub file: String,
    pub line: usize,
    /// A sentence: what is wrong, and what to write instead.
    pub what: String,
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// Reads a theme. `built_in` resolves `inherits`; a file that names no
    /// parent inherits `default`, one that says `"none"` must set every role.
    pub fn parse(
        name: &str,
        text: &str,
        built_in: &[(&str, &str)],
    ) -> Result<Self, Vec<ThemeError>> {
        let mut layers = vec![Reader::read(name.to_owned(), text, built_in)?];
        let mut seen: Vec<&str> = Vec::new();
        while let Some(parent) = layers.last().and_then(|layer| layer.inherits.as_deref()) {
            // A file that leads back to itself has nothing left to add.
            let found = built_in
                .iter()
                .find(|(known, _)| *known == parent && !seen.contains(known));
            let Some((parent, text)) = found else { break };
            seen.push(parent);
            let file = format!("themes/{parent}.toml");
            layers.push(Reader::read(file, text, built_in)?);
        }
        resolve(name, &mut layers)
    }
}

/// From the file itself outwards: the first layer that says something wins.
fn resolve(name: &str, layers: &mut [Reader<'_>]) -> Result<Theme, Vec<ThemeError>> {
    let mut palette = BTreeMap::new();
    for layer in layers.iter().rev() {
        palette.extend(layer.palette.clone());
    }
    let mut errors = Vec::new();
    let mut theme = Theme {
        name: name.to_owned(),
        ..Theme::default()
    };
    for role in Role::ALL {
        let row = layers
            .iter()
            .enumerate()
            .find_map(|(at, layer)| Some((at, layer.roles.get(&role)?.clone())));
        let Some((at, row)) = row else {
            layers[0].wrong(0, format!("No style for the role `{}`.", role.name()));
            continue;
        };
        let mut value = |written: &Option<Written>| match written {
            None => None,
            Some(Written::Colour(colour)) => Some(*colour),
            Some(Written::Palette { name, offset }) => {
                let known = palette.get(name).copied();
                if known.is_none() {
                    layers[at].wrong(*offset, unknown_colour(name, &palette));
                }
                known
            }
        };
        let (fg, bg) = (value(&row.fg), value(&row.bg));
        // A role that sets no colour has the colours of plain text.
        let text = theme.style(Role::Text);
        let style = Style::new()
            .fg(fg.or(text.fg).unwrap_or(Color::Reset))
            .bg(bg.or(text.bg).unwrap_or(Color::Reset))
            .add_modifier(row.modifiers);
        theme.styles[role as usize] = style;
    }
    for layer in layers {
        errors.append(&mut layer.errors);
    }
    if errors.is_empty() {
        Ok(theme)
    } else {
        Err(errors)
    }
}

fn unknown_colour(name: &str, palette: &BTreeMap<String, Color>) -> String {
    let known = colour::NAMED.iter().map(|(name, _)| *name);
    let known = known.chain(palette.keys().map(String::as_str));
    format!(
        "There is no colour `{name}`{}",
        did_you_mean(name, known.chain(["default"]))
    )
}
