//! What a typed line of filters means.

use watchkeeper::logs::{Keep, Level, Levels, Millis, Wanted, Wish, query::wishes};

/// 2026-11-21T14:03:27Z.
const NEAR: Millis = 1_795_269_807_000;

fn of(typed: &str) -> Vec<(Keep, Wanted)> {
    let (wishes, wrong) = wishes(typed, NEAR);
    assert_eq!(wrong, None, "{typed}");
    wishes
        .into_iter()
        .map(|Wish { keep, wanted, .. }| (keep, wanted))
        .collect()
}

fn text(text: &str) -> Wanted {
    Wanted::Text(text.to_owned())
}

#[test]
fn words_side_by_side_are_one_text_and_a_bar_makes_them_two() {
    assert_eq!(of("timed out"), [(Keep::In, text("timed out"))]);
    assert_eq!(
        of("timed out | denied"),
        [(Keep::In, text("timed out")), (Keep::In, text("denied"))]
    );
    assert_eq!(
        of("timed out !health check status>=500"),
        [
            (Keep::In, text("timed out")),
            (Keep::Out, text("health check")),
            (Keep::In, Wanted::Field("status>=500".to_owned())),
        ]
    );
}

#[test]
fn quotes_and_slashes_say_what_is_text_and_what_is_an_expression() {
    assert_eq!(of("\"a=b c\""), [(Keep::In, text("a=b c"))]);
    assert_eq!(of("!\"level:x\""), [(Keep::Out, text("level:x"))]);
    assert_eq!(
        of("/time d.*out/ next"),
        [(Keep::In, text("/time d.*out/")), (Keep::In, text("next"))]
    );
    assert_eq!(of("\"not closed"), [(Keep::In, text("not closed"))]);
    assert_eq!(of("  "), []);
}

#[test]
fn levels_streams_and_times_have_words_of_their_own() {
    let errors = Levels::of([Level::Error, Level::Warn]);
    assert_eq!(of("level:error,warn"), [(Keep::In, Wanted::Levels(errors))]);
    assert_eq!(
        of("level>=error"),
        [(Keep::In, Wanted::Levels(Levels::from(Level::Error)))]
    );
    assert_eq!(
        of("stream:4f1c"),
        [(Keep::In, Wanted::Stream("4f1c".to_owned()))]
    );
    let (from, to) = (NEAR - 87_000, NEAR + 393_000);
    assert_eq!(
        of("from:14:02 to:14:10"),
        [(Keep::In, Wanted::Time(from, to))]
    );
    assert_eq!(
        of("from:2026-11-21T14:02:00Z"),
        [(Keep::In, Wanted::Time(from, Millis::MAX))]
    );
}

#[test]
fn what_is_wrong_is_said_and_the_rest_still_filters() {
    for (typed, left) in [("level:loud x", 1), ("/a(/ x", 1), ("from:noon x", 1)] {
        let (wishes, wrong) = wishes(typed, NEAR);
        assert!(wrong.is_some(), "{typed}");
        assert_eq!(wishes.len(), left, "{typed}");
    }
}
