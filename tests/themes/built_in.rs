//! What holds for every theme that comes with the program: complete and legible.

use std::collections::BTreeSet;

use crate::support::folder::file_names;
use ratatui::style::{Color, Modifier};
use watchkeeper::ui::{
    ColorDepth, Role, Theme,
    theme::{BUILT_IN, contrast, xterm_rgb},
};

pub(super) fn themes() -> impl Iterator<Item = Theme> {
    BUILT_IN.iter().map(|(name, text)| {
        Theme::parse(name, text, BUILT_IN).unwrap_or_else(|errors| panic!("{errors:#?}"))
    })
}

/// Themes that bring their own background, so that the ratio can be known.
pub(super) fn with_own_colours() -> impl Iterator<Item = Theme> {
    themes().filter(|theme| matches!(theme.style(Role::Text).bg, Some(Color::Rgb(..))))
}

/// Lines and what is meant to step back: legible, but not body text.
const QUIET: &[Role] = &[Role::Rule, Role::Backdrop];

#[test]
fn every_theme_file_is_built_in() {
    let on_disk = file_names("themes");
    let built_in = BUILT_IN.iter().map(|(name, _)| format!("{name}.toml"));
    assert_eq!(on_disk, built_in.collect());
}

#[test]
fn every_theme_sets_every_role_counting_what_it_inherits() {
    assert_eq!(themes().count(), BUILT_IN.len());
    let names: BTreeSet<&str> = Role::ALL.into_iter().map(Role::name).collect();
    assert_eq!(names.len(), Role::ALL.len());
    for (at, role) in Role::ALL.into_iter().enumerate() {
        assert_eq!(role as usize, at, "{role:?} stands out of order");
    }
}

fn ratio(theme: &Theme, role: Role) -> f64 {
    let style = theme.style(role);
    let value = |colour: Option<Color>| xterm_rgb(colour.unwrap()).unwrap();
    contrast(value(style.fg), value(style.bg))
}

#[test]
fn text_on_a_theme_s_own_background_has_a_contrast_of_at_least_4_5() {
    for depth in [ColorDepth::TrueColor, ColorDepth::Indexed256] {
        for theme in with_own_colours() {
            let theme = theme.at(depth);
            for role in Role::ALL {
                let least = if QUIET.contains(&role) { 3.0 } else { 4.5 };
                let found = ratio(&theme, role);
                assert!(
                    found >= least,
                    "{} {role:?} {depth:?}: {found:.2}",
                    theme.name()
                );
            }
        }
    }
}

#[test]
fn high_contrast_means_seven() {
    let theme = themes()
        .find(|theme| theme.name() == "high-contrast")
        .unwrap();
    for role in Role::ALL {
        assert!(ratio(&theme, role) >= 7.0, "{role:?}");
    }
}

#[test]
fn sixteen_colours_stay_legible_on_xterm_s_palette() {
    for theme in with_own_colours() {
        let theme = theme.at(ColorDepth::Ansi16);
        for role in Role::ALL {
            let found = ratio(&theme, role);
            assert!(found >= 3.0, "{} {role:?}: {found:.2}", theme.name());
        }
    }
}

/// The sixteen colours and the background of terminals that people have, as
/// their makers ship them. A person's own palette cannot be known.
const PALETTES: [(&str, u32, [u32; 16]); 6] = [
    ("xterm on black", 0x00_0000, XTERM),
    ("xterm on white", 0xff_ffff, XTERM),
    (
        "VS Code dark",
        0x1e_1e1e,
        [
            0x00_0000, 0xcd_3131, 0x0d_bc79, 0xe5_e510, 0x24_72c8, 0xbc_3fbc, 0x11_a8cd, 0xe5_e5e5,
            0x66_6666, 0xf1_4c4c, 0x23_d18b, 0xf5_f543, 0x3b_8eea, 0xd6_70d6, 0x29_b8db, 0xe5_e5e5,
        ],
    ),
    (
        "VS Code light",
        0xff_ffff,
        [
            0x00_0000, 0xcd_3131, 0x10_7c10, 0x94_9800, 0x04_51a5, 0xbc_05bc, 0x05_98bc, 0x55_5555,
            0x66_6666, 0xcd_3131, 0x14_ce14, 0xb5_ba00, 0x04_51a5, 0xbc_05bc, 0x05_98bc, 0xa5_a5a5,
        ],
    ),
    ("Solarized dark", 0x00_2b36, SOLARIZED),
    ("Solarized light", 0xfd_f6e3, SOLARIZED),
];

const XTERM: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
    0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];

const SOLARIZED: [u32; 16] = [
    0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198, 0xee_e8d5,
    0x00_2b36, 0xcb_4b16, 0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4, 0x93_a1a1, 0xfd_f6e3,
];

fn value(hex: u32) -> [u8; 3] {
    let [_, r, g, b] = hex.to_be_bytes();
    [r, g, b]
}

/// Which of the sixteen it is.
fn place(colour: Color) -> usize {
    const ORDER: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    ORDER.iter().position(|known| *known == colour).unwrap()
}

/// What the default theme promises. It is 2.9 and not 3 because bright blue on
/// Solarized light is 2.93. `dim` is left out: terminals draw it as they like.
const LEAST_ON_ANY_PALETTE: f64 = 2.9;

#[test]
fn the_default_theme_uses_only_colours_legible_on_light_and_on_dark() {
    let theme = themes().find(|theme| theme.name() == "default").unwrap();
    for role in Role::ALL {
        let style = theme.style(role);
        assert_eq!(style.bg, Some(Color::Reset), "{role:?} paints a background");
        let fg = style.fg.unwrap();
        if fg == Color::Reset {
            continue;
        }
        assert!(!style.add_modifier.contains(Modifier::DIM), "{role:?}");
        for (name, background, palette) in PALETTES {
            let found = contrast(value(palette[place(fg)]), value(background));
            assert!(
                found >= LEAST_ON_ANY_PALETTE,
                "{role:?} on {name}: {found:.2}"
            );
        }
    }
}

#[test]
fn the_mono_theme_has_no_colour_at_all() {
    let theme = themes().find(|theme| theme.name() == "mono").unwrap();
    assert_eq!(theme.at(ColorDepth::None), theme);
}
