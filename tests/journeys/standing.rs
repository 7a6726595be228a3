//! What tabs, counts, footers and menus say of things is what is known of them, and what
//! can be done.

use crate::support::harness::{Harness, line};

fn footer(console: &Harness) -> String {
    let buf = console.buffer();
    line(&buf, buf.area.height - 1)
}

#[test]
fn a_pane_that_was_never_read_has_a_mark_until_it_is() {
    let mut console = Harness::demo_in("alpha-prod", (150, 24));
    console.shows(
        "2 Drift !10 3 Stacks ? 4 Runs ? 5 Logs ? 6 Registry ? 7 Health ? 8 Pipeline ? 9 Runbooks ? 0 Journal ?",
    );
    console.press("3");
    console.shows(
        "2 Drift !10 3 Stacks 4 Runs ? 5 Logs ? 6 Registry ? 7 Health ? 8 Pipeline ? 9 Runbooks ? 0 Journal ?",
    );
    console.press("0");
    console.hides("Journal ?");
}

#[test]
fn a_tab_and_its_list_count_the_same_and_n_visits_each() {
    let mut console = Harness::demo();
    console.shows("Drift !10");
    console.shows("25 rows, 10 to look at");
    let first = console.selected();
    let mut seen = vec![first.clone()];
    loop {
        console.press("n");
        let now = console.selected();
        if now == first {
            break;
        }
        seen.push(now);
    }
    assert_eq!(seen.len(), 10, "{seen:#?}");
}

#[test]
fn where_no_row_is_the_footer_offers_nothing_of_rows() {
    let mut console = Harness::demo();
    console.press("0");
    console.shows("Nothing has been proposed or written yet.");
    for key in ["enter open", "a propose", "n next", "/ find", "y copy"] {
        assert!(!footer(&console).contains(key), "{}", footer(&console));
    }
    assert!(footer(&console).contains("? help"));
    console.press("2 /");
    console.type_text("zzz");
    console.press("enter");
    console.shows("No row matches the filter.");
    assert!(!footer(&console).contains("enter open"));
    assert!(!footer(&console).contains("t text"), "{}", footer(&console));
    assert!(footer(&console).contains("/ find"), "{}", footer(&console));
    console.press("esc");
    assert!(footer(&console).contains("enter open"));
}

#[test]
fn a_read_only_console_says_so_where_changes_are_listed_and_how_it_would_write() {
    let mut console = Harness::demo_in("alpha-prod", (160, 50));
    assert!(footer(&console).contains("a preview (read-only)"));
    assert!(!footer(&console).contains("a c codify"));
    console.press("a");
    console.shows("Read-only: these are previews, and nothing is changed from here.");
    console.shows("Start the demo without --read-only.");
    let writing = Harness::writing("alpha-prod", (160, 50));
    assert!(footer(&writing).contains("a c codify"));
    let mut writing = writing;
    writing.press("a");
    writing.hides("Read-only");
}

#[test]
fn a_menu_that_has_no_room_cuts_its_reasons_and_says_how_many_entries_it_leaves_out() {
    let mut console = Harness::writing("alpha-prod", (60, 15));
    console.press("3 enter v c a");
    for key in ["p ", "c ", "r ", "b ", "k ", "D ", "x ", "d "] {
        let entry = format!("   {key}");
        assert!(console.screen().contains(&entry), "{}", console.screen());
    }
    let mut small = Harness::demo_in("alpha-prod", (60, 15));
    small.press("3 enter v c a");
    small.shows("more where the window is higher");
}

#[test]
fn what_is_deleted_is_said_in_the_menu() {
    let mut console = Harness::writing("alpha-prod", (100, 30));
    console.press("/");
    console.type_text("break-glass");
    console.press("enter n");
    console.press("a");
    console.shows("r Put the repository's policy live: deletes it from the role");
}

#[test]
fn a_copy_of_what_is_not_there_says_so() {
    let mut console = Harness::demo();
    console.press("/");
    console.type_text("break-glass");
    console.press("enter");
    console.effects();
    console.press("c c");
    console.shows("There is nothing to copy here.");
    assert_eq!(console.effects(), []);
}

#[test]
fn the_environment_that_is_looked_at_is_the_one_selected_among_them() {
    let mut console = Harness::demo_in("dataops", (80, 24));
    console.press("e");
    console.shows("dataops PRODUCTION (now)");
    console.press("enter");
    console.shows("dataops");
    console.press("e up enter");
    console.shows("insight-prod");
}
