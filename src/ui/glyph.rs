//! Shapes: one letter for every state, and lines for terminals with and without Unicode.
//!
//! A state's letter is ASCII in every locale: it must survive any font, any
//! terminal and a paste into a chat.

use ratatui::buffer::{Buffer, CellWidth};

use super::Role;

/// What a row is, at a glance. The letter stands beside the colour, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    Failed,
    Drifted,
    Stale,
    InSync,
    Unknown,
    Cosmetic,
    Missing,
}

impl Mark {
    pub const ALL: [Self; 7] = [
        Self::Failed,
        Self::Drifted,
        Self::Stale,
        Self::InSync,
        Self::Unknown,
        Self::Cosmetic,
        Self::Missing,
    ];

    pub const fn letter(self) -> &'static str {
        match self {
            Self::Failed => "x",
            Self::Drifted => "!",
            Self::Stale => "~",
            Self::InSync => "=",
            Self::Unknown => "?",
            Self::Cosmetic => "c",
            Self::Missing => "-",
        }
    }

    /// The word for the legend in help.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Drifted => "drifted",
            Self::Stale => "stale data",
            Self::InSync => "in sync",
            Self::Unknown => "unknown",
            Self::Cosmetic => "cosmetic",
            Self::Missing => "missing",
        }
    }

    pub const fn role(self) -> Role {
        match self {
            Self::Failed | Self::Drifted | Self::Missing => Role::Bad,
            Self::Unknown => Role::Warn,
            Self::Stale => Role::Stale,
            Self::InSync => Role::Good,
            Self::Cosmetic => Role::Info,
        }
    }
}

/// Lines and marks, each one column wide.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    pub horizontal: &'static str,
    pub vertical: &'static str,
    pub top_left: &'static str,
    pub top_right: &'static str,
    pub bottom_left: &'static str,
    pub bottom_right: &'static str,
    /// Where a rule meets the border at the left and at the right.
    pub tee_left: &'static str,
    pub tee_right: &'static str,
    /// A rule that ends in a vertical one: above and below.
    pub tee_down: &'static str,
    pub tee_up: &'static str,
    /// A child and the last child in a tree.
    pub branch: &'static str,
    pub last_branch: &'static str,
    /// At the left edge of the selected row.
    pub marker: &'static str,
    pub ellipsis: &'static str,
    pub arrow: &'static str,
    pub spinner: &'static [&'static str],
    /// The border of what must not be overlooked: the gate.
    pub heavy: Heavy,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Heavy {
    pub horizontal: &'static str,
    pub vertical: &'static str,
    pub top_left: &'static str,
    pub top_right: &'static str,
    pub bottom_left: &'static str,
    pub bottom_right: &'static str,
    pub tee_left: &'static str,
    pub tee_right: &'static str,
}

pub const UNICODE: Glyphs = Glyphs {
    horizontal: "─",
    vertical: "│",
    top_left: "┌",
    top_right: "┐",
    bottom_left: "└",
    bottom_right: "┘",
    tee_left: "├",
    tee_right: "┤",
    tee_down: "┬",
    tee_up: "┴",
    branch: "├",
    last_branch: "└",
    marker: "▌",
    ellipsis: "…",
    arrow: "→",
    spinner: &["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"],
    heavy: Heavy {
        horizontal: "━",
        vertical: "┃",
        top_left: "┏",
        top_right: "┓",
        bottom_left: "┗",
        bottom_right: "┛",
        tee_left: "┣",
        tee_right: "┫",
    },
};

pub const ASCII: Glyphs = Glyphs {
    horizontal: "-",
    vertical: "|",
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    tee_left: "+",
    tee_right: "+",
    tee_down: "+",
    tee_up: "+",
    branch: "|",
    last_branch: "`",
    marker: ">",
    ellipsis: "~",
    arrow: ">",
    spinner: &["|", "/", "-", "\\"],
    heavy: Heavy {
        horizontal: "=",
        vertical: "#",
        top_left: "#",
        top_right: "#",
        bottom_left: "#",
        bottom_right: "#",
        tee_left: "#",
        tee_right: "#",
    },
};

impl Glyphs {
    /// From the values of `LC_ALL`, `LC_CTYPE` and `LANG`: the first one that is
    /// set and not empty decides, as for every other program.
    pub fn for_locale(
        lc_all: Option<&str>,
        lc_ctype: Option<&str>,
        lang: Option<&str>,
    ) -> &'static Self {
        let locale = [lc_all, lc_ctype, lang]
            .into_iter()
            .flatten()
            .find(|value| !value.is_empty());
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        if locale.contains("utf-8") || locale.contains("utf8") {
            &UNICODE
        } else {
            &ASCII
        }
    }

    pub fn is_ascii(&self) -> bool {
        self.horizontal.is_ascii()
    }
}

/// The last step before a terminal without Unicode: what it could not show
/// becomes ASCII, so that columns stay where they are. Names keep their length
/// on screen; their exact text is in the copy and in the JSON.
pub fn reduce_to_ascii(buf: &mut Buffer) {
    let line = [
        UNICODE.horizontal,
        UNICODE.vertical,
        UNICODE.marker,
        UNICODE.ellipsis,
        UNICODE.arrow,
        UNICODE.heavy.horizontal,
        UNICODE.heavy.vertical,
    ];
    let plain = [
        ASCII.horizontal,
        ASCII.vertical,
        ASCII.marker,
        ASCII.ellipsis,
        ASCII.arrow,
        ASCII.heavy.horizontal,
        ASCII.heavy.vertical,
    ];
    let mut covered = 0;
    for cell in &mut buf.content {
        let symbol = cell.symbol();
        if covered > 0 {
            covered -= 1;
            cell.set_symbol("?");
        } else if !symbol.is_ascii() {
            covered = symbol.cell_width().saturating_sub(1);
            let known = line.iter().position(|shape| *shape == symbol);
            let instead = match known.and_then(|at| plain.get(at)) {
                Some(shape) => shape,
                None if symbol
                    .chars()
                    .all(|c| ('\u{2500}'..'\u{2580}').contains(&c)) =>
                {
                    "+"
                }
                None => "?",
            };
            cell.set_symbol(instead);
        }
    }
}
