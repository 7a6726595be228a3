//! How many colours a terminal has, and what becomes of a theme on it.

use ratatui::style::{Color, Modifier};
use watchkeeper::ui::{ColorDepth, Role, Theme, theme::BUILT_IN};

fn detect(no_color: &str, colorterm: &str, term: &str) -> ColorDepth {
    let set = |value| Some(value).filter(|value: &&str| *value != "-");
    ColorDepth::detect(set(no_color), set(colorterm), set(term))
}

#[test]
fn the_environment_says_how_many_colours_there_are() {
    let cases = [
        ("-", "truecolor", "xterm-256color", ColorDepth::TrueColor),
        ("-", "24bit", "screen", ColorDepth::TrueColor),
        ("-", "-", "xterm-direct", ColorDepth::TrueColor),
        ("-", "-", "tmux-256color", ColorDepth::Indexed256),
        ("-", "yes", "xterm-256color", ColorDepth::Indexed256),
        ("-", "-", "xterm", ColorDepth::Ansi16),
        ("-", "-", "linux", ColorDepth::Ansi16),
        ("-", "-", "-", ColorDepth::Ansi16),
        ("-", "truecolor", "dumb", ColorDepth::None),
        ("-", "-", "vt100", ColorDepth::None),
        ("1", "truecolor", "xterm-256color", ColorDepth::None),
        ("0", "truecolor", "xterm-256color", ColorDepth::None),
        ("", "truecolor", "xterm-256color", ColorDepth::TrueColor),
    ];
    for (no_color, colorterm, term, expected) in cases {
        let found = detect(no_color, colorterm, term);
        assert_eq!(found, expected, "{no_color:?} {colorterm:?} {term:?}");
    }
}

fn with_info(fg: &str, bg: &str, depth: ColorDepth) -> (Color, Color) {
    let text = format!("[roles]\ninfo = {{ fg = {fg}, bg = {bg} }}");
    let theme = Theme::parse("my", &text, BUILT_IN).unwrap().at(depth);
    let style = theme.style(Role::Info);
    (style.fg.unwrap(), style.bg.unwrap())
}

#[test]
fn a_colour_becomes_the_nearest_one_that_the_terminal_has() {
    let at = |fg, depth| with_info(fg, "'default'", depth).0;
    assert_eq!(
        at("'#ff5f01'", ColorDepth::TrueColor),
        Color::Rgb(255, 95, 1)
    );
    assert_eq!(at("'#ff5f01'", ColorDepth::Indexed256), Color::Indexed(202));
    assert_eq!(at("'#808080'", ColorDepth::Indexed256), Color::Indexed(244));
    assert_eq!(at("'#ff5f5f'", ColorDepth::Ansi16), Color::LightRed);
    assert_eq!(at("'#008700'", ColorDepth::Ansi16), Color::Green);
    assert_eq!(at("'#eeeeee'", ColorDepth::Ansi16), Color::Gray);
    assert_eq!(at("9", ColorDepth::Ansi16), Color::LightRed);
    assert_eq!(at("'bright-blue'", ColorDepth::Ansi16), Color::LightBlue);
}

#[test]
fn two_colours_that_come_out_alike_give_way_to_black_or_white() {
    let depth = ColorDepth::Ansi16;
    let (fg, bg) = with_info("'#875f00'", "'#ffffff'", depth);
    assert_eq!((fg, bg), (Color::Black, Color::White));
    let (fg, bg) = with_info("'#202020'", "'#000000'", depth);
    assert_eq!((fg, bg), (Color::White, Color::Black));
}

#[test]
fn without_colour_only_modifiers_remain_and_still_tell_what_matters_apart() {
    for (name, text) in BUILT_IN {
        let theme = Theme::parse(name, text, BUILT_IN).unwrap();
        let theme = theme.at(ColorDepth::None);
        for role in Role::ALL {
            let style = theme.style(role);
            let colours = (style.fg, style.bg);
            assert_eq!(
                colours,
                (Some(Color::Reset), Some(Color::Reset)),
                "{name} {role:?}"
            );
        }
        let modifier = |role| theme.style(role).add_modifier;
        for role in [Role::Production, Role::Writes] {
            assert!(
                modifier(role).contains(Modifier::REVERSED),
                "{name} {role:?}"
            );
        }
        let loud = [
            Role::Strong,
            Role::Marker,
            Role::Bad,
            Role::Tab,
            Role::Match,
            Role::AddedWord,
            Role::RemovedWord,
            Role::Key,
        ];
        for role in loud {
            assert_ne!(modifier(role), modifier(Role::Text), "{name} {role:?}");
        }
    }
}
