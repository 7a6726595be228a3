//! Colours and weights as the fewest bytes that change one look into another.
//!
//! Named colours are sent as the sixteen of the terminal's own palette, which
//! every terminal knows and a person may have chosen.

use std::io::Write;

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

/// Back to the terminal's own colours; crossterm writes a byte more.
pub(super) const RESET: &[u8] = b"\x1b[m";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CellStyle {
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) modifier: Modifier,
}

/// What can be seen of a blank.
const SEEN_ON_BLANKS: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

impl CellStyle {
    pub(super) fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// The same look on a blank, without what a blank does not show.
    pub(super) fn on_blank(self) -> Self {
        let modifier = self.modifier & SEEN_ON_BLANKS;
        let fg = if modifier.is_empty() {
            Color::Reset
        } else {
            self.fg
        };
        Self {
            fg,
            bg: self.bg,
            modifier,
        }
    }

    /// Writes the change from this look to `to`: by difference or from nothing, whichever is shorter.
    pub(super) fn write_change(self, to: Self, out: &mut Vec<u8>) {
        if self == to {
            return;
        }
        let start = out.len();
        let mut codes = Codes::begin(out);
        self.difference(to, &mut codes);
        codes.end();
        let middle = out.len();
        let mut codes = Codes::begin(out);
        if to != Self::default() {
            codes.push(0);
        }
        Self::default().difference(to, &mut codes);
        codes.end();
        if out.len() - middle < middle - start {
            out.drain(start..middle);
        } else {
            out.truncate(middle);
        }
    }

    fn difference(self, to: Self, codes: &mut Codes<'_>) {
        let mut removed = self.modifier - to.modifier;
        let mut added = to.modifier - self.modifier;
        // Bold and dim go out together, and so do the two blinks.
        for pair in [
            Modifier::BOLD | Modifier::DIM,
            Modifier::SLOW_BLINK | Modifier::RAPID_BLINK,
        ] {
            if removed.intersects(pair) {
                removed |= pair;
                added |= to.modifier & pair;
            }
        }
        for (modifier, code) in OFF {
            if removed.contains(modifier) {
                codes.push(code);
            }
        }
        for (modifier, code) in ON {
            if added.contains(modifier) {
                codes.push(code);
            }
        }
        if self.fg != to.fg {
            push_color(to.fg, Ground::Fore, codes);
        }
        if self.bg != to.bg {
            push_color(to.bg, Ground::Back, codes);
        }
    }
}

const ON: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

const OFF: [(Modifier, u8); 7] = [
    (Modifier::BOLD, 22),
    (Modifier::ITALIC, 23),
    (Modifier::UNDERLINED, 24),
    (Modifier::SLOW_BLINK, 25),
    (Modifier::REVERSED, 27),
    (Modifier::HIDDEN, 28),
    (Modifier::CROSSED_OUT, 29),
];

#[derive(Clone, Copy)]
enum Ground {
    Fore = 30,
    Back = 40,
}

fn push_color(color: Color, ground: Ground, codes: &mut Codes<'_>) {
    let base = ground as u8;
    match color {
        Color::Reset => codes.push(base + 9),
        Color::Rgb(red, green, blue) => {
            for code in [base + 8, 2, red, green, blue] {
                codes.push(code);
            }
        }
        color => match palette_index(color) {
            index @ 0..8 => codes.push(base + index),
            index @ 8..16 => codes.push(base + 60 + index - 8),
            index => {
                for code in [base + 8, 5, index] {
                    codes.push(code);
                }
            }
        },
    }
}

fn palette_index(color: Color) -> u8 {
    match color {
        Color::Reset | Color::Rgb(..) | Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
    }
}

/// One select-graphic-rendition sequence in the making.
struct Codes<'a> {
    out: &'a mut Vec<u8>,
    any: bool,
}

impl<'a> Codes<'a> {
    fn begin(out: &'a mut Vec<u8>) -> Self {
        out.extend_from_slice(b"\x1b[");
        Self { out, any: false }
    }

    fn push(&mut self, code: u8) {
        if self.any {
            self.out.push(b';');
        }
        self.any = true;
        // Writing to a Vec cannot fail.
        let _ = write!(self.out, "{code}");
    }

    fn end(self) {
        self.out.push(b'm');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(from: CellStyle, to: CellStyle) -> String {
        let mut out = Vec::new();
        from.write_change(to, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    fn look(fg: Color, bg: Color, modifier: Modifier) -> CellStyle {
        CellStyle { fg, bg, modifier }
    }

    #[test]
    fn no_change_is_no_bytes() {
        let bold = look(Color::Red, Color::Reset, Modifier::BOLD);
        assert_eq!(change(bold, bold), "");
    }

    #[test]
    fn back_to_nothing_is_the_shortest_reset() {
        let loud = look(Color::Red, Color::Blue, Modifier::BOLD);
        assert_eq!(change(loud, CellStyle::default()), "\x1b[m");
    }

    #[test]
    fn only_what_differs_is_said() {
        let red = look(Color::Red, Color::Reset, Modifier::BOLD);
        let green = look(Color::LightGreen, Color::Reset, Modifier::BOLD);
        assert_eq!(change(red, green), "\x1b[92m");
    }

    #[test]
    fn from_nothing_when_that_is_shorter() {
        let loud = look(
            Color::Rgb(1, 2, 3),
            Color::Blue,
            Modifier::BOLD | Modifier::UNDERLINED,
        );
        let dim = look(Color::Reset, Color::Reset, Modifier::DIM);
        assert_eq!(change(loud, dim), "\x1b[0;2m");
    }

    #[test]
    fn dim_survives_the_end_of_bold() {
        let both = look(
            Color::Indexed(200),
            Color::Reset,
            Modifier::BOLD | Modifier::DIM,
        );
        let dim = look(Color::Indexed(200), Color::Reset, Modifier::DIM);
        assert_eq!(change(both, dim), "\x1b[22;2m");
    }
}
