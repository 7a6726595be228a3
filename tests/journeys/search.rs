//! Searching in what is read, whole texts of rows, and the help.

use crate::support::harness::Harness;

#[test]
fn a_text_is_searched_with_a_count_and_esc_ends_that_before_it_leaves() {
    let mut console = Harness::demo();
    console.press("enter /");
    console.type_text("alphaengine");
    console.shows("/alphaengine 1 of");
    console.press("enter n");
    console.shows("/alphaengine 2 of");
    console.press("N N");
    let screen = console.screen();
    console.press("esc");
    console.hides("/alphaengine");
    assert_eq!(
        screen.lines().take(3).collect::<Vec<_>>(),
        console.screen().lines().take(3).collect::<Vec<_>>()
    );
    console.hides("25 rows");
    console.press("esc");
    console.shows("25 rows");
    assert!(console.selected().contains("alpha-engine"));
}

#[test]
fn what_is_nowhere_is_said() {
    let mut console = Harness::demo();
    console.press("enter /");
    console.type_text("no such word");
    console.shows("/no such word not found");
    console.press("esc");
    console.hides("not found");
}

#[test]
fn every_row_of_a_view_opens_its_whole_text() {
    for (view, says) in [("v e", "Reason"), ("v t", "Began"), ("v r", "Physical")] {
        let mut console = Harness::demo_in("dataops", (80, 24));
        console.press("3");
        console.press(view);
        let list = console.screen();
        console.press("enter");
        console.shows(says);
        console.hides(" of 1 ");
        assert_ne!(console.screen(), list, "{view}");
        console.press("esc");
        assert_eq!(console.screen(), list, "{view}");
        console.press("tab tab");
        assert_eq!(console.screen(), list, "{view}: the other side and back");
    }
}

#[test]
fn the_help_is_searched_like_any_text_and_says_where_it_is() {
    let mut console = Harness::demo();
    let before = console.screen();
    console.press("?");
    console.shows(" 1-");
    console.press("/");
    console.type_text("timeline");
    console.shows("/timeline");
    console.press("enter n esc");
    console.shows("Help: Esc closes it");
    console.press("q");
    assert_eq!(console.screen(), before);
}

#[test]
fn what_was_copied_is_said_while_a_filter_is_on() {
    let mut console = Harness::demo();
    console.press("/");
    console.type_text("executor");
    console.press("enter");
    console.send(watchkeeper::flow::Msg::Copied {
        said: "Copied 4 characters.".into(),
    });
    console.shows("/executor");
    console.shows("Copied 4 characters.");
}

#[test]
fn q_goes_back_as_esc_does_and_leaves_at_the_top() {
    let mut console = Harness::demo();
    console.press("enter");
    console.effects();
    console.press("q");
    assert!(console.effects().is_empty(), "it only went back");
    console.press("?");
    console.press("q");
    console.hides("Help: ");
    console.press("q");
    assert!(console.effects().contains(&watchkeeper::flow::Effect::Quit));
}
