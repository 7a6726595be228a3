//! Which level a line has, and which words are only prose.

use watchkeeper::logs::Level;

use super::piped;

fn level(line: &str) -> Level {
    piped(line).store().level(0)
}

#[test]
fn a_level_is_what_the_line_says_of_itself() {
    for (line, wanted) in [
        ("2026-11-21T14:00:00Z ERROR no route", Level::Error),
        (
            "[ERROR]\t2026-11-21T14:00:00Z\t4f1c\tno route",
            Level::Error,
        ),
        ("[warning] disk", Level::Warn),
        ("2026/11/21 time=x level=warn msg=\"disk\"", Level::Warn),
        ("WARNING: pip is old", Level::Warn),
        ("##[error]Process completed with exit code 1.", Level::Error),
        (r#"{"level":"error","message":"x"}"#, Level::Error),
        (r#"{"message":"x","level" : "WARN"}"#, Level::Warn),
        (r#"{"level":30,"msg":"pino"}"#, Level::Info),
        (r#"{"severity":"CRITICAL"}"#, Level::Fatal),
        (
            "2026-11-21T14:00:03Z 4f1c Task timed out after 3.00 seconds",
            Level::Error,
        ),
        ("Traceback (most recent call last):", Level::Error),
        ("0 errors, 2 warnings", Level::Plain),
        ("no error was found", Level::Plain),
        (r#"{"message":"the word error"}"#, Level::Plain),
        ("ERRORS=0", Level::Plain),
        ("", Level::Plain),
    ] {
        assert_eq!(level(line), wanted, "{line}");
    }
}
