//! Theme files: what overlays what, and what is said about a mistake.

use ratatui::style::{Color, Modifier, Style};
use watchkeeper::ui::{Role, Theme, theme::BUILT_IN};

fn read(text: &str) -> Result<Theme, Vec<String>> {
    Theme::parse("my.toml", text, BUILT_IN)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

fn mistakes(text: &str) -> Vec<String> {
    read(text).err().unwrap_or_default()
}

fn plain() -> Style {
    Style::new().fg(Color::Reset).bg(Color::Reset)
}

#[test]
fn an_empty_file_looks_like_the_default_theme() {
    let bad = read("").unwrap().style(Role::Bad);
    assert_eq!(bad, plain().fg(Color::Red).add_modifier(Modifier::BOLD));
}

#[test]
fn a_role_replaces_the_inherited_one_whole() {
    let theme = read("[roles]\nbad = { fg = 208, bg = '#000001' }").unwrap();
    let expected = Style::new().fg(Color::Indexed(208)).bg(Color::Rgb(0, 0, 1));
    assert_eq!(theme.style(Role::Bad), expected);
    assert_eq!(theme.style(Role::Info), plain().fg(Color::LightBlue));
}

#[test]
fn a_palette_entry_replaces_the_inherited_one_in_every_role_that_names_it() {
    let theme = read("inherits = 'dark'\n[palette]\nbad = '#ff0000'").unwrap();
    for role in [Role::Bad, Role::Removed, Role::Production] {
        assert_eq!(theme.style(role).fg, Some(Color::Rgb(255, 0, 0)));
    }
}

#[test]
fn a_role_without_a_colour_has_those_of_plain_text() {
    let theme = read("inherits = 'dark'\n[roles]\nkey = { modifiers = ['italic'] }").unwrap();
    let text = theme.style(Role::Text);
    assert_eq!(theme.style(Role::Key), text.add_modifier(Modifier::ITALIC));
}

#[test]
fn every_mistake_is_told_with_its_line_and_the_nearest_name() {
    let text = "inherits = 'drak'\nrole = 1\n[palette]\nred = '#ff0000'\nsea = '#12345'\n\
                [roles]\nbda = {}\nwarn = { fgg = 'red', modifiers = ['blod'] }\n\
                good = { fg = 256 }\ninfo = 'red'\ndim = { fg = true }\nkey = { modifiers = 'bold' }";
    let expected = [
        "my.toml:1: There is no theme `drak`; there are default, dark, light, high-contrast, \
         deuteranopia, mono, none.",
        "my.toml:2: A theme has no `role`; did you mean `roles`?",
        "my.toml:4: `red` is the terminal's own colour: use another name.",
        "my.toml:5: `#12345` is not a colour: write \"#rrggbb\".",
        "my.toml:7: There is no role `bda`; did you mean `bad`?",
        "my.toml:8: A role has no `fgg`; did you mean `fg`?",
        "my.toml:8: There is no modifier `blod`; did you mean `bold`?",
        "my.toml:9: A colour's number is 0 to 255.",
        "my.toml:10: Write info = { fg = \"...\", modifiers = [\"bold\"] }.",
        "my.toml:11: A colour is a name, \"#rrggbb\" or 0 to 255.",
        "my.toml:12: `modifiers` is a list: [\"bold\"].",
    ];
    assert_eq!(mistakes(text), expected);
}

#[test]
fn a_colour_that_no_palette_has_is_told_with_its_line() {
    let told = mistakes(
        "[palette]\nsea = '#0000ff'\n[roles]\ninfo = { fg = 'sae' }\nbad = { fg = 'rde' }",
    );
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.contains(&"my.toml:4: There is no colour `sae`; did you mean `sea`?".to_owned()));
    assert!(told.contains(&"my.toml:5: There is no colour `rde`; did you mean `red`?".to_owned()));
}

#[test]
fn a_theme_that_inherits_nothing_must_set_every_role() {
    let told = mistakes("inherits = 'none'\n[roles]\ntext = {}");
    assert_eq!(told.len(), Role::ALL.len() - 1);
    assert!(told.contains(&"my.toml:1: No style for the role `bad`.".to_owned()));
}

#[test]
fn broken_toml_is_told_with_its_line() {
    let told = mistakes("[roles]\nbad = {\n");
    assert!(told[0].contains("This is not TOML"), "{told:?}");
    let told = mistakes(&"#".repeat(300_000));
    assert_eq!(told, ["my.toml:1: This is too large to be a theme."]);
}
