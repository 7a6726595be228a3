//! The gate, refusals first: everything that is not the exact phrase, typed by a
//! person who has read every line, leaves the world as it is.

use watchkeeper::{flow::Msg, keys::parse_chords, shell::App};

use crate::support::harness::Harness;

const SIZE: (u16, u16) = (80, 24);
/// Where the preview takes more pages than two.
const SMALL: (u16, u16) = (60, 15);

/// The preview of the revert of story 000, read to its end, the field open.
fn open() -> Harness {
    let mut console = Harness::previewing("alpha-prod", SIZE, "default");
    console.press("a r");
    console.read_all();
    console.shows("Type the role's name and the account's alias");
    console.gated();
    console
}

#[track_caller]
fn nothing_is_applied(console: &mut Harness) {
    let gated = console.gated();
    assert!(!gated.contains(&"apply".to_owned()), "{gated:?}");
}

#[test]
fn a_read_only_console_shows_the_preview_and_takes_no_phrase_for_it() {
    for keys in ["a c", "a r"] {
        let mut console = Harness::demo();
        console.effects();
        console.press(keys);
        console.shows("READ-ONLY: this is a preview, and nothing is written from here.");
        console.shows("To write: `watchkeeper demo -e alpha-prod`.");
        console.hides("This console is read-only.");
        for _ in 0..9 {
            console.wait(600);
            console.press("pgdn");
        }
        console.type_text("alpha-engine-executor-role alpha-prod");
        console.press("enter");
        assert_eq!(console.gated(), ["prepare"], "{keys}: nothing is noted");
        console.press("esc");
        console.hides("READ-ONLY: this");
    }
}

#[test]
fn a_restricted_console_shows_no_preview() {
    let mut console = Harness::restricted_in("alpha-prod", (80, 24));
    console.effects();
    console.press("a r");
    console.shows("This console is restricted: it only looks.");
    assert_eq!(console.effects(), []);
}

#[test]
fn a_wrong_phrase_is_marked_and_enter_does_nothing() {
    let mut console = open();
    let phrase = console.phrase();
    let wrong_case = phrase.to_uppercase();
    let trailing = format!("{phrase} ");
    let missing: String = phrase.chars().skip(1).collect();
    let without_alias = phrase.rsplit_once(' ').unwrap().0.to_owned();
    for typed in [&wrong_case, &trailing, &missing, &without_alias, "y", "yes"] {
        console.type_text(typed);
        console.press("enter");
        nothing_is_applied(&mut console);
        console.press("ctrl-u");
    }
    console.type_text("alpha-enginx");
    console.shows("Character 12 is wrong: `e` belongs there.");
    console.press("ctrl-u");
    console.type_text(&trailing);
    console.shows("is too many.");
}

#[test]
fn enter_does_nothing_before_anything_is_typed_or_read() {
    let mut console = Harness::previewing("alpha-prod", SIZE, "default");
    console.press("a r");
    let before = console.screen();
    console.gated();
    for _ in 0..20 {
        console.press("enter y space tab");
    }
    nothing_is_applied(&mut console);
    assert!(before.contains("WRITES"), "{before}");
}

#[test]
fn nothing_can_be_typed_until_every_line_has_been_on_the_screen() {
    let mut console = Harness::previewing("alpha-prod", SMALL, "default");
    console.press("a r");
    console.wait(600);
    console.shows("read them first (down, pgdn)");
    console.type_text("alpha");
    console.shows("Read every line first");
    console.hides("> alpha");
    // To the end at once: what is between was never in sight.
    console.press("end");
    console.shows("above: read them first (up)");
    console.type_text("alpha");
    console.hides("> alpha");
}

#[test]
fn lines_that_rush_past_were_not_read() {
    let mut console = Harness::previewing("alpha-prod", SMALL, "default");
    console.press("a r");
    console.wait(600);
    for _ in 0..60 {
        // The loop takes in all that came before it draws a frame.
        let chord = parse_chords("pgdn").unwrap()[0];
        let key = console.key(chord);
        console.state.update(key);
    }
    console.press("end");
    console.shows("above: read them first");
}

#[test]
fn a_paste_is_refused_with_a_sentence() {
    let mut console = open();
    let phrase = console.phrase();
    console.paste(&phrase);
    console.shows("A paste is not taken here");
    console.press("enter");
    nothing_is_applied(&mut console);
    console.wait(600);
    console.type_text(&phrase[..5]);
    console.shows(&format!("> {}", &phrase[..5]));
    console.paste(&phrase[5..]);
    console.press("enter");
    nothing_is_applied(&mut console);
    console.hides(&format!("> {}", &phrase[..5]));
}

#[test]
fn what_follows_a_paste_without_half_a_second_of_quiet_is_a_part_of_it() {
    let mut console = open();
    let phrase = console.phrase();
    console.paste("");
    // A clipboard with the mark of a paste's end in it: the rest comes as keys.
    console.type_text(&phrase);
    console.wait(200);
    console.press("enter");
    console.hides(&format!("> {}", &phrase[..1]));
    nothing_is_applied(&mut console);
    console.wait(400);
    console.type_text(&phrase);
    console.press("enter");
    assert!(console.gated().contains(&"apply".to_owned()));
}

#[test]
fn what_follows_something_that_is_no_key_is_dropped_and_said() {
    let mut console = open();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.no_key();
    console.press("enter");
    console.shows("it came right after a paste or what is not a key");
    nothing_is_applied(&mut console);
    console.wait(400);
    console.press("enter");
    assert!(console.gated().contains(&"apply".to_owned()));
}

#[test]
fn an_unmarked_paste_is_dropped_and_said_and_what_was_typed_before_stays() {
    let mut console = open();
    let phrase = console.phrase();
    console.type_text(&phrase[..5]);
    console.burst(&phrase[5..]);
    console.shows("More came at once than a person types");
    console.shows(&format!("> {} ", &phrase[..5]));
    console.press("enter");
    console.wait(600);
    console.press("enter");
    nothing_is_applied(&mut console);
    console.press("ctrl-u");
    console.burst(&format!("{phrase}\r"));
    console.wait(600);
    console.press("enter");
    nothing_is_applied(&mut console);
    console.type_text(&phrase);
    console.press("enter");
    assert!(console.gated().contains(&"apply".to_owned()));
}

#[test]
fn an_enter_right_behind_the_last_character_is_said_and_once_more_is_a_yes() {
    let mut console = open();
    let phrase = console.phrase();
    let (begin, end) = phrase.split_at(phrase.len() - 1);
    console.type_text(begin);
    console.burst(&format!("{end}\r"));
    console.shows("press it once more, by itself");
    nothing_is_applied(&mut console);
    console.press("enter");
    assert!(console.gated().contains(&"apply".to_owned()));
}

#[test]
fn the_way_out_is_open_in_the_quiet_too() {
    let mut console = open();
    console.paste("x");
    console.press("esc");
    assert_eq!(console.gated(), ["Left"]);
}

#[test]
fn keys_of_the_first_half_second_were_meant_for_something_else() {
    let mut console = Harness::previewing("alpha-prod", (160, 50), "default");
    console.press("a r");
    console.type_text("alp");
    console.read_all();
    console.hides("> alp");
    console.type_text("alp");
    console.shows("> alp");
}

#[test]
fn another_size_clears_what_was_typed_and_read() {
    let mut console = open();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.shows("enter applies it.");
    console.resize(100, 26);
    console.press("enter");
    nothing_is_applied(&mut console);
    console.hides(&format!("> {phrase}"));
    console.type_text(&phrase);
    console.hides(&format!("> {phrase}"));
    console.settle();
    console.read_all();
    console.type_text(&phrase);
    console.shows("enter applies it.");
}

#[test]
fn a_terminal_that_is_too_small_swallows_the_phrase() {
    let mut console = open();
    let phrase = console.phrase();
    console.resize(59, 24);
    console.settle();
    console.type_text(&phrase);
    console.press("enter");
    nothing_is_applied(&mut console);
    console.resize(80, 24);
    console.settle();
    console.read_all();
    console.press("enter");
    nothing_is_applied(&mut console);
}

#[test]
fn an_expired_preview_is_not_confirmed_and_is_read_again_by_a_key() {
    let mut console = open();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.expire();
    console.shows("This preview is too old. ctrl-r reads again.");
    console.press("enter");
    console.type_text(&phrase);
    console.press("enter");
    assert_eq!(console.gated(), ["refused: the preview expired"]);
    console.press("ctrl-r");
    assert_eq!(console.gated(), ["prepare", "proposed"]);
    console.hides("too old");
}

#[test]
fn a_preview_expires_by_the_clock_even_if_no_timer_fired() {
    let mut console = open();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.wait(300_000);
    console.press("enter");
    assert_eq!(console.gated(), ["refused: the preview expired"]);
    console.shows("too old");
}

#[test]
fn a_guard_that_stops_says_why_and_opens_no_field() {
    let mut console = Harness::protecting("alpha-engine-executor-role", SIZE);
    console.press("a r");
    let gated = console.gated();
    assert_eq!(gated[..2], ["prepare", "proposed"]);
    assert!(
        gated[2].starts_with("refused: stopped: ") && gated[2].ends_with("(guard protected)"),
        "{gated:?}"
    );
    console.shows("protect");
    console.read_all();
    console.shows("This is stopped: nothing that is typed helps.");
    console.type_text("alpha-engine-executor-role alpha-prod");
    console.press("enter esc");
    assert_eq!(console.gated(), Vec::<String>::new());
    console.hides("PUT ROLE POLICY");
}

#[test]
fn looking_away_clears_what_was_typed() {
    let mut console = open();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.send(Msg::FocusLost);
    console.shows("You were elsewhere");
    console.press("enter");
    nothing_is_applied(&mut console);
}

#[test]
fn esc_leaves_everything_as_it_is() {
    let mut console = Harness::previewing("alpha-prod", SIZE, "default");
    let before = console.screen();
    console.press("a r");
    console.read_all();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.press("esc");
    assert_eq!(
        console.gated(),
        [
            "prepare",
            "proposed",
            "refused: left, with the phrase begun"
        ]
    );
    assert_eq!(console.screen(), before);
}

#[test]
fn no_other_command_runs_under_the_gate() {
    let mut console = open();
    let before = console.screen();
    console.press("f1 ctrl-s alt-x tab");
    console.effects();
    assert_eq!(console.screen(), before);
    console.type_text("q:?R/2e");
    assert_eq!(console.effects(), [], "it is text");
}

#[test]
fn leaving_while_it_is_read_stops_the_reading() {
    let mut console = Harness::previewing("alpha-prod", SIZE, "default");
    console.hold_gate();
    console.press("a r");
    console.shows("Reading afresh");
    console.press("esc");
    console.hides("Reading afresh");
    console.gated();
    console.answer_gate();
    console.hides("PUT ROLE POLICY");
    assert_eq!(console.gated(), Vec::<String>::new(), "nobody waits for it");
}

#[test]
fn where_there_is_nothing_to_write_that_is_said() {
    let mut console = Harness::previewing("alpha-prod", (160, 50), "default");
    console.press("a u");
    console.shows("Nothing was applied since this console started.");
    console.press("esc a p");
    console.shows("Choose a policy that one of two siblings lacks.");
    console.press("esc k k k k k k k k k a c");
    console.shows("NOTHING IS PROPOSED");
}
