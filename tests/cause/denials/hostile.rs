//! Any text at all: no panic, spans that can be sliced, bounded work and answers.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use watchkeeper::cause::denial;

/// Pieces of messages, so that chance builds broken ones.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "User: ",
        "arn:aws:sts::1:assumed-role/r/ü",
        " is ",
        "You are ",
        "not authorized to perform",
        ": ",
        "s3:GetObject",
        " on resource: ",
        "\"",
        "\\\"",
        "\\n",
        "role x",
        " because no ",
        "identity-based policy",
        " allows the ",
        " with an explicit deny in a ",
        "service control policy",
        ": arn:aws:organizations::1:policy/p",
        " this operation.",
        " Encoded authorization failure message: ",
        "AAAAAAAAAAAAAAAAAAAAAAAA",
        "An error occurred (AccessDenied) when calling the X operation: ",
        "AccessDenied: Access Denied",
        "(Service: S3, Status Code: 403",
        "\"eventName\": \"X\"",
        "\u{1b}[31m",
        "\u{1b}[",
        "\u{1b}",
        "\n",
        "\n│ ",
        "\n2026-09-01T10:00:00.1234567Z ",
        "é",
        "\u{1f600}",
        "\u{202e}",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => ".{0,8}"]
}

proptest! {
    #[test]
    fn spans_lie_in_the_text_and_in_order(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = pieces.concat();
        let found = denial::denials(&text);
        let mut last = 0;
        for denied in &found {
            prop_assert!(text.get(denied.span.clone()).is_some(), "{:?}", denied.span);
            prop_assert!(denied.span.start < denied.span.end);
            prop_assert!(denied.span.start >= last);
            last = denied.span.start;
            prop_assert!(denied.action.bytes().all(|b| b.is_ascii_alphanumeric() || b":*-_".contains(&b)));
        }
        prop_assert!(found.len() <= denial::MOST);
    }

    #[test]
    fn any_text_at_all_is_read_without_a_panic(text in "\\PC*") {
        denial::denials(&text);
    }
}

#[test]
fn no_more_denials_are_told_than_the_bound() {
    let one = "User: a is not authorized to perform: s3:GetObject on resource: x\n";
    assert_eq!(denial::denials(&one.repeat(2000)).len(), denial::MOST);
}

/// Twice the text may cost about twice the time; the fourfold would be a square.
#[test]
fn the_work_grows_with_the_text_and_not_with_its_square() {
    let hostile = [
        "not authorized to perform".to_owned(),
        "User: x is not authorized to perform: ".to_owned(),
        "User: ".to_owned() + &"a".repeat(50) + " is not authorized to perform ",
        "(AccessDenied) when calling the ".to_owned(),
        "\u{1b}[0;0;0;0".to_owned(),
        "denied ".to_owned(),
        "\"errorCode\": \"".to_owned(),
        "You are not authorized to perform this operation. Encoded authorization failure message: "
            .to_owned(),
        "not   authorized   to   ".to_owned(),
        "API: a:b ".to_owned(),
        "operation error a a a a a a a a ".to_owned(),
    ];
    for piece in hostile {
        let time = |bytes: usize| {
            let text = piece.repeat(bytes / piece.len());
            let fastest = (0..3).map(|_| {
                let start = Instant::now();
                std::hint::black_box(denial::denials(&text));
                start.elapsed()
            });
            fastest.min().unwrap()
        };
        time(1000);
        // Sixteen times the text: the square of that would be 256 times the work.
        let (small, large) = (time(20_000), time(320_000));
        let allowed = small * 64 + Duration::from_millis(50);
        assert!(large < allowed, "{piece:?}: {small:?} then {large:?}");
    }
}
