//! A line in one screen line: what its columns say already (time, level) is left out, an
//! id is cut to its beginning, and of a JSON object the message comes first. The whole
//! line is what wrapping and opening it show.

use serde_json::{Map, Value};

use crate::cause::job_log::unmarked;

const MESSAGES: [&str; 5] = ["message", "msg", "event", "error", "errorMessage"];
/// What the columns before the text say.
const SAID: [&str; 9] = [
    "timestamp",
    "@timestamp",
    "time",
    "ts",
    "date",
    "level",
    "severity",
    "levelname",
    "lvl",
];
/// Characters of an id that tell it from its neighbours.
const OF_AN_ID: usize = 8;

pub(super) fn compact(text: &str) -> String {
    if text.trim_start().starts_with('{')
        && let Ok(Value::Object(object)) = serde_json::from_str(text.trim())
    {
        return of_object(&object);
    }
    let rest = without_level(text);
    let rest = without_time(rest).unwrap_or(rest);
    let rest = without_level(without_mark(rest));
    shorter_id(rest)
}

/// `[INFO]`, `INFO`, `[WARNING]`: only where something follows.
fn without_level(text: &str) -> &str {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let level = word.trim_start_matches('[').trim_end_matches(']');
    let is_level = matches!(
        level,
        "TRACE" | "DEBUG" | "INFO" | "NOTICE" | "WARN" | "WARNING" | "ERROR" | "FATAL" | "CRITICAL"
    );
    let rest = text[word.len()..].trim_start();
    if is_level && !rest.is_empty() {
        rest
    } else {
        text
    }
}

/// `##[error]` and its kin, before what a runner of GitHub prints: the level says it.
fn without_mark(text: &str) -> &str {
    match unmarked(text) {
        (_, "") => text,
        (_, rest) => rest,
    }
}

/// A whole moment at the beginning: `2026-11-21T14:03:27.123Z `.
fn without_time(text: &str) -> Option<&str> {
    let head = text.as_bytes().first_chunk::<19>()?;
    let shape: String = head
        .iter()
        .map(|byte| {
            if byte.is_ascii_digit() {
                '0'
            } else {
                char::from(*byte)
            }
        })
        .collect();
    let is_time = matches!(
        shape.as_str(),
        "0000-00-00T00:00:00" | "0000-00-00 00:00:00"
    );
    let rest = text.get(19..).filter(|_| is_time)?;
    let zone = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | 'Z' | '+' | '-' | ':');
    let rest = rest.trim_start_matches(zone).trim_start();
    (!rest.is_empty()).then_some(rest)
}

/// `8b7046e3-873c-4f54-a3b2-5ab8a2af964d  text` with as much of the id as tells it.
fn shorter_id(text: &str) -> String {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let is_id = word.len() == 36
        && word.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    match is_id && word.len() < text.len() {
        true => format!("{} {}", &word[..OF_AN_ID], text[36..].trim_start()),
        false => text.to_owned(),
    }
}

fn of_object(object: &Map<String, Value>) -> String {
    let message = MESSAGES
        .iter()
        .find_map(|key| Some((*key, object.get(*key)?.as_str()?)));
    let mut out = message.map_or(String::new(), |(_, text)| text.to_owned());
    let (of_message, _) = message.unwrap_or_default();
    for (key, value) in object {
        if key == of_message || SAID.contains(&key.as_str()) {
            continue;
        }
        let value = match value {
            Value::String(text) => shorter_id(&format!("{text} ")).trim_end().to_owned(),
            other => other.to_string(),
        };
        let gap = if out.is_empty() { "" } else { "  " };
        out.push_str(&format!("{gap}{key}={value}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn what_the_columns_say_is_left_out_and_nothing_else() {
        for (line, said) in [
            (
                "[INFO]\t2026-05-18T13:37:41.020Z\t91d5afa3-51b8-465a-ada3-5f13ff13edfe\tLoaded 4",
                "91d5afa3 Loaded 4",
            ),
            ("2026-05-18T13:37:41Z ERROR [web] no", "[web] no"),
            (
                r#"{"time":"2026-05-18T13:37:41Z","level":"INFO","status":500,"message":"failed"}"#,
                "failed  status=500",
            ),
            ("INFO", "INFO"),
            ("2026-05-18T13:37:41Z", "2026-05-18T13:37:41Z"),
            ("{\"broken\": ", "{\"broken\": "),
            ("[1, 2]", "[1, 2]"),
            ("", ""),
        ] {
            assert_eq!(compact(line), said, "{line}");
        }
    }
}
