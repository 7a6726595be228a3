//! Colours by name, number and hex, and how they compare.
//!
//! The sixteen names are the terminal's own palette: what they look like is the
//! person's choice and cannot be known here; xterm's values stand in for them.

use ratatui::style::Color;

/// The terminal palette in its order, as theme files name it.
pub(super) const NAMED: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

/// xterm's values for the sixteen.
const XTERM: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// `default`, a palette name, or `#rrggbb`.
pub(super) fn parse(text: &str) -> Option<Color> {
    if text == "default" {
        return Some(Color::Reset);
    }
    if let Some((_, colour)) = NAMED.iter().find(|(name, _)| *name == text) {
        return Some(*colour);
    }
    let hex = text.strip_prefix('#')?;
    if hex.len() != 6 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(hex, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some(Color::Rgb(r, g, b))
}

/// The colour's value on an xterm; none for the terminal's default colours.
pub fn xterm_rgb(colour: Color) -> Option<[u8; 3]> {
    match colour {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(number) => Some(indexed(number)),
        named => {
            let at = NAMED.iter().position(|(_, known)| *known == named)?;
            XTERM.get(at).copied()
        }
    }
}

/// 0 to 15 the palette, then a cube of six levels a side, then 24 greys.
fn indexed(number: u8) -> [u8; 3] {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match number {
        0..=15 => XTERM[usize::from(number)],
        16..=231 => {
            let cube = number - 16;
            [level(cube / 36), level(cube / 6 % 6), level(cube % 6)]
        }
        232..=255 => [8 + 10 * (number - 232); 3],
    }
}

/// The nearest of the 240 fixed colours; the first 16 may look like anything.
pub(super) fn nearest_indexed(rgb: [u8; 3]) -> u8 {
    (16..=255)
        .min_by_key(|number| distance(indexed(*number), rgb))
        .unwrap_or(16)
}

/// The palette colour of the same hue. Plain distance would turn every light
/// tint into white, and with it a failure into ordinary text.
pub(super) fn nearest_named(rgb: [u8; 3]) -> Color {
    let (most, least) = (max(rgb), min(rgb));
    let hues: &[usize] = if most - least < 48 {
        &[0, 8, 7, 15]
    } else {
        match hue(rgb) {
            30..90 => &[3, 11],
            90..150 => &[2, 10],
            150..210 => &[6, 14],
            210..270 => &[4, 12],
            270..330 => &[5, 13],
            _ => &[1, 9],
        }
    };
    let nearest = hues.iter().min_by_key(|at| distance(XTERM[**at], rgb));
    nearest.map_or(Color::Reset, |at| NAMED[*at].1)
}

fn max(rgb: [u8; 3]) -> u8 {
    rgb[0].max(rgb[1]).max(rgb[2])
}

fn min(rgb: [u8; 3]) -> u8 {
    rgb[0].min(rgb[1]).min(rgb[2])
}

/// Degrees on the colour wheel, red at 0. The caller has excluded greys.
fn hue(rgb: [u8; 3]) -> i32 {
    let [r, g, b] = rgb.map(i32::from);
    let (most, least) = (i32::from(max(rgb)), i32::from(min(rgb)));
    let spread = (most - least).max(1);
    let degrees = if most == r {
        60 * (g - b) / spread
    } else if most == g {
        120 + 60 * (b - r) / spread
    } else {
        240 + 60 * (r - g) / spread
    };
    degrees.rem_euclid(360)
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let square = |at: usize| u32::from(a[at].abs_diff(b[at])).pow(2);
    square(0) + square(1) + square(2)
}

/// The contrast ratio of WCAG 2: 1 for the same colour, 21 for black on white.
pub fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}
