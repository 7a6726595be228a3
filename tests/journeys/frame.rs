//! What the terminal itself is told, and what stands around the panes: the cursor, the
//! title, the tabs, a clock that is wrong, the order of rows, the theme.

use ratatui::layout::Position;
use watchkeeper::{
    ask::{Question, sts},
    facts::Caller,
    flow::Effect,
};

use super::account::{DEV, identity, settings, who};
use crate::support::harness::{Harness, look};

fn titles(console: &mut Harness) -> Vec<String> {
    let effects = console.effects().into_iter();
    let title = |effect| match effect {
        Effect::Title { title } => Some(title),
        _ => None,
    };
    effects.filter_map(title).collect()
}

#[track_caller]
fn line_of_cursor(console: &Harness) -> String {
    let Position { x, y } = console.cursor().expect("a cursor");
    assert_eq!(x, 0);
    console
        .screen()
        .lines()
        .nth(usize::from(y))
        .unwrap()
        .to_owned()
}

#[test]
fn the_terminals_cursor_stands_on_the_selected_row() {
    for size in [(60, 15), (80, 24), (160, 50)] {
        let mut console = Harness::demo_in("dataops", size);
        assert_eq!(line_of_cursor(&console), console.selected());
        console.press("3 j");
        assert!(line_of_cursor(&console).contains("dataops-v1-github-actions"));
        console.press("k enter ]");
        assert!(line_of_cursor(&console).contains("ROOT"));
        console.press("?");
        assert_eq!(console.cursor(), None, "help has no selected row");
    }
}

#[test]
fn while_something_is_typed_the_cursor_is_there() {
    let mut console = Harness::demo();
    console.press("/");
    assert_eq!(console.cursor(), Some(Position::new(2, 23)));
    console.press("esc :");
    assert!(console.cursor().is_some_and(|at| at.x > 2));
}

#[test]
fn the_title_says_the_environment_and_what_is_wrong() {
    let mut console = Harness::demo_in("dataops", (80, 24));
    console.press("3");
    let last = titles(&mut console).pop().unwrap();
    assert!(last.starts_with("dataops  "), "{last}");
    assert!(last.contains("Stacks x2"), "{last}");
    // Nothing is sent twice.
    console.press("j k");
    assert_eq!(titles(&mut console), Vec::<String>::new());
}

#[test]
fn tabs_count_what_is_wrong_and_are_digits_where_there_is_no_room() {
    let mut console = Harness::demo_in("dataops", (160, 30));
    console.press("3");
    console
        .shows("3 Stacks x2 4 Runs ? 5 Logs ? 6 Registry ? 7 Health ? 8 Pipeline ? 9 Runbooks ?");
    console.resize(60, 15);
    let screen = console.screen();
    let tabs = screen.lines().find(|line| line.contains("3 Stacksx2"));
    assert!(tabs.is_some(), "{screen}");
}

#[test]
fn a_clock_that_is_wrong_is_said_and_a_little_is_not() {
    for (ahead, said) in [
        (Some(94), Some("clock is 94 s ahead of AWS's")),
        (Some(-3600), Some("clock is 3600 s behind AWS's")),
        (Some(60), None),
        (None, None),
    ] {
        let mut console = Harness::by_hand(settings());
        let caller = Caller {
            clock_ahead: ahead,
            ..who(DEV)
        };
        console.answer(&identity("dev"), Ok(sts::CallerIdentity::answered(caller)));
        match said {
            Some(said) => console.shows(said),
            None => console.hides("clock is"),
        }
    }
}

#[test]
fn rows_are_sorted_by_the_next_column_and_the_heading_says_so() {
    let mut console = Harness::demo_in("alpha-prod", (100, 40));
    let selected = console.selected();
    console.hides("↑");
    console.press("o");
    console.shows("role / policy ↑");
    assert_eq!(
        console.selected(),
        selected,
        "the selection stays on its row"
    );
    let screen = console.screen();
    let heads: Vec<&str> = screen
        .lines()
        .skip(4)
        .filter(|line| line.starts_with(' ') && line.get(3..4) != Some(" "))
        .filter_map(|line| line.get(3..)?.split_whitespace().next())
        .filter(|name| name.contains("-role"))
        .collect();
    assert!(
        heads.is_sorted() && heads.len() > 3,
        "{heads:?} of {screen}"
    );
    console.press("o");
    console.shows("verdict ↑");
    console.hides("policy ↑");
    console.press("o");
    console.hides("↑");
}

#[test]
fn the_theme_changes_while_the_console_runs() {
    let mut console = Harness::demo();
    let style = |console: &Harness| console.buffer()[(1, 0)].style();
    let before = style(&console);
    console.press(":");
    console.type_text("app.theme");
    console.press("enter");
    console.shows("deuteranopia");
    console.type_text("light");
    console.press("enter");
    assert_ne!(style(&console), before);
    let light = Harness::drawn("alpha-prod", (80, 24), "light");
    assert_eq!(console.buffer(), light.buffer());
    assert_eq!(look("light").theme.name(), "light.toml");

    console.press("T");
    console.type_text("dark");
    console.press("enter");
    assert_ne!(console.buffer(), light.buffer());
    console.press("T");
    console.type_text("anna");
    console.press("enter");
    assert_eq!(console.buffer(), light.buffer());
}
