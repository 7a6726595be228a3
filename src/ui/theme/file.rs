//! Reading a theme: its file and the ones it inherits, made one.
//!
//! A role that a file sets replaces the inherited one whole; a palette entry
//! replaces the inherited one for every role that names it. Every mistake is
//! reported with its line.

use std::collections::BTreeMap;

use ratatui::style::{Color, Style};

use super::{Role, Theme, colour};
use crate::keys::layered::{FileError, did_you_mean, layers};

mod rows;

use rows::{Reader, Written};

impl Theme {
    /// Reads a theme. `built_in` resolves `inherits`; a file that names no
    /// parent inherits `default`, one that says `"none"` must set every role.
    pub fn parse(
        name: &str,
        text: &str,
        built_in: &[(&str, &str)],
    ) -> Result<Self, Vec<FileError>> {
        let read = |file: &str, text| {
            let reader = Reader::read(file, text, built_in)?;
            let inherits = reader.layer.inherits.clone();
            Ok((reader, inherits))
        };
        let mut layers = layers((name, text), "themes", built_in, read)?;
        resolve(name, &mut layers)
    }
}

/// From the file itself outwards: the first layer that says something wins.
fn resolve(name: &str, layers: &mut [Reader<'_>]) -> Result<Theme, Vec<FileError>> {
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
        errors.append(&mut layer.layer.errors);
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
