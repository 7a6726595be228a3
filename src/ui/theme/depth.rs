//! How many colours the terminal has, and a style made to fit them.
//!
//! Decided from environment values that the caller passes in: asking the
//! terminal would mean waiting for an answer that may never come.

use ratatui::style::{Color, Style};

use super::colour::{contrast, nearest_indexed, nearest_named, xterm_rgb};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColorDepth {
    /// No colour at all: weight, underline and reverse carry the difference.
    None,
    Ansi16,
    Indexed256,
    TrueColor,
}

/// Below this ratio, on xterm's palette, a reduced colour gives way to black or white.
const LEGIBLE: f64 = 3.0;

impl ColorDepth {
    /// From the values of `NO_COLOR`, `COLORTERM` and `TERM`.
    pub fn detect(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Self {
        // no-color.org: present and not empty, whatever it says.
        if no_color.is_some_and(|value| !value.is_empty()) {
            return Self::None;
        }
        let term = term.unwrap_or_default();
        if term == "dumb" || term.contains("-mono") || term.starts_with("vt") {
            return Self::None;
        }
        if matches!(colorterm, Some("truecolor" | "24bit")) || term.ends_with("-direct") {
            return Self::TrueColor;
        }
        if term.contains("256color") {
            return Self::Indexed256;
        }
        Self::Ansi16
    }

    pub(super) fn fit(self, style: Style) -> Style {
        match self {
            Self::None => style.fg(Color::Reset).bg(Color::Reset),
            Self::TrueColor => style,
            Self::Indexed256 => map(style, |colour| match colour {
                Color::Rgb(r, g, b) => Color::Indexed(nearest_indexed([r, g, b])),
                other => other,
            }),
            Self::Ansi16 => legible(map(style, |colour| match colour {
                Color::Rgb(..) | Color::Indexed(_) => {
                    xterm_rgb(colour).map_or(Color::Reset, nearest_named)
                }
                other => other,
            })),
        }
    }
}

fn map(mut style: Style, to: impl Fn(Color) -> Color) -> Style {
    style.fg = style.fg.map(&to);
    style.bg = style.bg.map(&to);
    style
}

/// Two colours that were far apart can come out alike when only 16 are left.
fn legible(style: Style) -> Style {
    let value = |colour: Option<Color>| colour.and_then(xterm_rgb);
    let (Some(fg), Some(bg)) = (value(style.fg), value(style.bg)) else {
        return style;
    };
    if contrast(fg, bg) >= LEGIBLE {
        return style;
    }
    if contrast([0; 3], bg) > contrast([255; 3], bg) {
        style.fg(Color::Black)
    } else {
        style.fg(Color::White)
    }
}
