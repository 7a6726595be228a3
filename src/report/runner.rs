//! What the runner of GitHub Actions would take for a command in what a step prints.
//!
//! It obeys a line that begins, blanks aside, with `::`, and one that has `##[` anywhere,
//! on either stream (`ActionCommand.cs` of actions/runner). Names, reasons and paths that
//! others chose could set variables there, or mask and hide the rest of a log. It changes
//! only what the runner would obey, and in JSON only how it is spelled.

use std::borrow::Cow;

/// The older way: anywhere in a line.
const BRACKETED: &str = "##[";
const COLONS: &str = "::";

/// A line that is no command. It is sanitised already, so it is one line.
pub fn disarmed(line: &str) -> Cow<'_, str> {
    let begins = line.len() - line.trim_start().len();
    let is_command = line[begins..].starts_with(COLONS);
    if !is_command && !line.contains(BRACKETED) {
        return Cow::Borrowed(line);
    }
    let mut text = line.replace(BRACKETED, "#<U+0023>[");
    if is_command {
        text.replace_range(begins..=begins, "<U+003A>");
    }
    Cow::Owned(text)
}

/// The same document for a parser, spelled so that no line of it is a command, nor
/// any value that stands on a line of its own.
pub fn disarmed_json(json: &str) -> String {
    json.replace(BRACKETED, "#\\u0023[")
        .replace("\"::", "\"\\u003a:")
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]
mod tests {
    use serde_json::{Value, json};

    use super::{disarmed, disarmed_json};

    /// What the runner does with a line.
    fn obeys(line: &str) -> bool {
        line.trim_start().starts_with("::") || line.contains("##[")
    }

    #[test]
    fn no_line_is_a_command_whatever_it_begins_with() {
        for line in [
            "::error::x",
            "  ::add-mask::a",
            "\u{a0}\u{3000}::stop-commands::t",
            "name ##[group]x",
            "###[command]##[error]",
            "::##[debug]",
            ":::",
        ] {
            assert!(obeys(line), "{line:?}");
            assert!(!obeys(&disarmed(line)), "{:?}", disarmed(line));
        }
        assert_eq!(disarmed("  ::a::b"), "  <U+003A>:a::b");
        assert_eq!(disarmed("x ##[a"), "x #<U+0023>[a");
    }

    #[test]
    fn what_is_no_command_is_left_as_it_is() {
        for line in ["arn:aws:iam::1:role/x", "# [a]", "", "a ::error::", "##"] {
            assert_eq!(disarmed(line), line);
        }
    }

    #[test]
    fn json_means_the_same_and_has_no_command() {
        let value = json!({
            "::set-env name=A::b": ["::x", "##[group]", "\\##[error]", "\"::y", "a\n::error::z"],
        });
        for text in [
            serde_json::to_string_pretty(&value).unwrap(),
            value.to_string(),
        ] {
            let safe = disarmed_json(&text);
            assert!(!safe.lines().any(obeys), "{safe}");
            assert!(!safe.contains("\"::"), "{safe}");
            let back: Value = serde_json::from_str(&safe).unwrap();
            assert_eq!(back, value);
        }
    }
}
