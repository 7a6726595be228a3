//! When a line was written, in the forms in which logs say it.

use jiff::Timestamp;

use super::piped;

fn time(line: &str) -> Option<String> {
    let millis = piped(line).store().time(0)?;
    Some(Timestamp::from_millisecond(millis).unwrap().to_string())
}

#[test]
fn a_time_is_read_in_the_forms_in_which_logs_write_it() {
    for (line, wanted) in [
        (
            "2026-11-21T14:03:27.123Z INFO x",
            Some("2026-11-21T14:03:27.123Z"),
        ),
        (
            "2026-11-21T14:03:27.1234567Z x",
            Some("2026-11-21T14:03:27.123Z"),
        ),
        (
            "2026-11-21 14:03:27,123 INFO x",
            Some("2026-11-21T14:03:27.123Z"),
        ),
        ("2026-11-21T14:03:27+02:00 x", Some("2026-11-21T12:03:27Z")),
        (
            "2026-11-21T14:03:27.5-0530 x",
            Some("2026-11-21T19:33:27.5Z"),
        ),
        (
            "[INFO]\t2026-11-21T14:03:27.123Z\t4f1c\tx",
            Some("2026-11-21T14:03:27.123Z"),
        ),
        ("[2026-11-21 14:03:27] x", Some("2026-11-21T14:03:27Z")),
        (
            r#"{"timestamp":"2026-11-21T14:03:27.123Z"}"#,
            Some("2026-11-21T14:03:27.123Z"),
        ),
        (
            r#"{"level":"info","time":1795269807123}"#,
            Some("2026-11-21T14:03:27.123Z"),
        ),
        ("1795269807123 x", Some("2026-11-21T14:03:27.123Z")),
        ("1795269807 x", Some("2026-11-21T14:03:27Z")),
        ("2026-13-41T14:03:27Z x", None),
        ("10.0.0.1 - - GET /", None),
        ("x", None),
    ] {
        assert_eq!(time(line).as_deref(), wanted, "{line}");
    }
}

#[test]
fn a_line_without_a_time_has_that_of_the_line_before() {
    let log = piped("first\n2026-11-21T14:03:27Z ERROR\n  at main\n2026-11-21T14:03:28Z INFO\n");
    let store = log.store();
    assert_eq!(store.time(0), None);
    assert_eq!(store.time(2), store.time(1));
    assert_eq!(store.time(3).unwrap() - store.time(2).unwrap(), 1000);
}
