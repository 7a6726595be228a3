//! Filter, help, palette, the menu of a sequence, and the terminal that is too small.

use watchkeeper::flow::Effect;

use crate::support::harness::Harness;

#[test]
fn the_filter_keeps_what_matches_and_counts_what_it_hides() {
    let mut console = Harness::demo();
    console.press("/");
    console.type_text("orchestr");
    console.shows("/orchestr");
    console.shows("alpha-engine-orchestrator-role");
    console.hides("alpha-engine-archive-role");
    console.shows("hidden by the filter");
    console.press("enter");
    console.shows("/orchestr");
    assert!(console.selected().contains("alpha-engine"));
    console.press("esc");
    console.hides("hidden by the filter");
    console.shows("25 rows");
}

#[test]
fn a_filter_that_matches_nothing_says_so_and_esc_drops_it() {
    let mut console = Harness::demo();
    console.press("/");
    console.type_text("no such role");
    console.shows("No row matches the filter. Esc clears it.");
    console.press("esc");
    console.shows("25 rows");
}

#[test]
fn fuzzy_is_a_toggle_within_the_filter() {
    let mut console = Harness::demo();
    console.press("/");
    console.type_text("orchrole");
    console.shows("No row matches");
    console.press("alt-f");
    console.shows("fuzzy /orchrole");
    console.shows("alpha-engine-orchestrator-role");
}

#[test]
fn keys_that_type_run_no_command() {
    let mut console = Harness::demo();
    console.press("/");
    console.effects();
    console.type_text("qxRHtn?:2");
    console.shows("/qxRHtn?:2");
    assert_eq!(console.effects(), [], "it is text");
    console.press("ctrl-w");
    console.hides("qxRHtn");
}

#[test]
fn help_says_every_key_and_what_the_letters_mean() {
    let mut console = Harness::demo();
    let before = console.screen();
    console.press("?");
    let mut seen = String::new();
    for _ in 0..20 {
        seen.push_str(&console.words());
        console.press("ctrl-d");
    }
    for said in [
        "Nothing here changes AWS, GitHub or a file",
        "Go to the next hit, or to the next row to look at",
        "R Read everything here again",
        "c d Copy everything that the detail says",
        "! drifted",
        "? unknown, or not read yet",
    ] {
        assert!(seen.contains(said), "{said}");
    }
    console.press("esc");
    assert_eq!(console.screen(), before);
}

#[test]
fn the_palette_finds_a_command_by_its_words_and_runs_it() {
    let mut console = Harness::demo();
    console.effects();
    console.press(":");
    console.type_text("copy everything");
    console.shows("Copy everything that the detail says");
    console.press("enter");
    assert!(console.copied().contains("cloudwatch:PutMetricData"));
    console.hides("Commands");
}

#[test]
fn the_palette_can_quit() {
    let mut console = Harness::demo();
    console.press(":");
    console.type_text("leave the console");
    console.press("enter");
    assert!(console.effects().contains(&Effect::Quit));
}

#[test]
fn a_sequence_shows_what_may_follow_and_esc_forgets_it() {
    let mut console = Harness::demo();
    let before = console.screen();
    console.press("c");
    console.shows("Copy the live document as it is");
    console.shows("Copy the path of the codified file");
    console.press("esc");
    assert_eq!(console.screen(), before);
    console.effects();
    console.press("c z d");
    assert_eq!(
        console.effects(),
        [],
        "a sequence that means nothing runs nothing"
    );
}

#[test]
fn pasted_text_goes_into_a_text_field_and_nowhere_else() {
    let mut console = Harness::demo();
    let before = console.screen();
    console.effects();
    console.paste("q:quit\nR");
    assert_eq!(console.effects(), []);
    assert_eq!(console.screen(), before);
    console.press("/");
    console.paste("exec\u{1b}[2J\nutor");
    console.shows("/exec[2Jutor");
    console.press("esc ?");
    let help = console.screen();
    console.paste("q");
    assert_eq!(console.screen(), help);
    console.press("esc :");
    console.paste("leave");
    console.shows("Leave the console");
    assert_eq!(console.effects(), []);
}

#[test]
fn a_paste_cannot_flood_a_text_field() {
    let mut console = Harness::demo();
    console.press("/");
    console.paste(&"x".repeat(1_000_000));
    console.press("ctrl-u");
    console.shows("25 rows");
}

#[test]
fn a_terminal_that_is_too_small_swallows_every_key_but_quit() {
    for size in [(59, 24), (80, 14), (1, 1)] {
        let mut console = Harness::demo();
        let before = console.screen();
        console.effects();
        console.resize(size.0, size.1);
        console.press("j n H t R x y / e : ? enter c d 2");
        console.paste("text");
        assert_eq!(console.effects(), [], "{size:?}");
        console.resize(80, 24);
        assert_eq!(console.screen(), before, "{size:?}");
        console.resize(size.0, size.1);
        console.press("q");
        assert_eq!(console.effects(), [Effect::Quit]);
    }
}

#[test]
fn a_terminal_that_is_too_small_says_what_it_needs() {
    let mut console = Harness::demo();
    console.resize(59, 14);
    console.shows("59x14 is too small. It needs 60x15.");
    console.hides("alpha");
}
