//! Shapes: one letter for every state, and lines for terminals with and without Unicode.
//!
//! A state's letter is ASCII in every locale: it must survive any font, any
//! terminal and a paste into a chat.

use ratatui::{
    buffer::{Buffer, CellWidth},
    symbols::line,
};

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
            Self::Unknown => "unknown, or not read yet",
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
    pub line: line::Set<'static>,
    /// The border of what must not be overlooked: the gate.
    pub heavy: line::Set<'static>,
    /// The last child in a tree.
    pub last_branch: &'static str,
    /// At the left edge of the selected row.
    pub marker: &'static str,
    /// The same on a wide screen: easier to find, and no more bytes.
    pub wide_marker: &'static str,
    pub ellipsis: &'static str,
    pub arrow: &'static str,
    /// Rows are sorted from the lowest on, or from the greatest.
    pub up: &'static str,
    pub down: &'static str,
    /// There is more to the left, and to the right.
    pub more: (&'static str, &'static str),
    pub spinner: &'static [&'static str],
}

pub const UNICODE: Glyphs = Glyphs {
    line: line::NORMAL,
    heavy: line::THICK,
    last_branch: "└",
    marker: "▌",
    wide_marker: "█",
    ellipsis: "…",
    arrow: "→",
    up: "↑",
    down: "↓",
    more: ("‹", "›"),
    spinner: &["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"],
};

pub const ASCII: Glyphs = Glyphs {
    line: plain("-", "|", "+"),
    heavy: plain("=", "#", "#"),
    last_branch: "`",
    marker: ">",
    wide_marker: ">",
    ellipsis: "~",
    arrow: ">",
    up: "^",
    down: "v",
    more: ("<", ">"),
    spinner: &["|", "/", "-", "\\"],
};

/// Lines that meet in one and the same sign, whatever their directions.
const fn plain(
    horizontal: &'static str,
    vertical: &'static str,
    corner: &'static str,
) -> line::Set<'static> {
    line::Set {
        vertical,
        horizontal,
        top_right: corner,
        top_left: corner,
        bottom_right: corner,
        bottom_left: corner,
        vertical_left: corner,
        vertical_right: corner,
        horizontal_down: corner,
        horizontal_up: corner,
        cross: corner,
    }
}

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
        self.line.horizontal.is_ascii()
    }
}

/// The last step before a terminal without Unicode: what it could not show
/// becomes ASCII, so that columns stay where they are. Names keep their length
/// on screen; their exact text is in the copy and in the JSON.
pub fn reduce_to_ascii(buf: &mut Buffer) {
    let shapes = |set: &Glyphs| {
        let [light, heavy] = [set.line, set.heavy].map(|line| [line.horizontal, line.vertical]);
        let (sorted, more) = ([set.up, set.down], [set.more.0, set.more.1]);
        let rest = [
            [set.marker, set.ellipsis],
            [set.arrow, set.wide_marker],
            sorted,
            more,
        ];
        [light, heavy]
            .into_iter()
            .chain(rest)
            .flatten()
            .collect::<Vec<_>>()
    };
    let (line, plain) = (shapes(&UNICODE), shapes(&ASCII));
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
