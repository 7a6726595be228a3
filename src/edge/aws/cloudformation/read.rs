//! Pieces of answers as facts: times, texts within bounds, values that may be cut.

use aws_smithy_types::DateTime;
use jiff::Timestamp;
use serde::de::IgnoredAny;

use crate::facts::{Remote, stack::PropertyValue};

/// Reasons and descriptions; AWS's own are shorter.
const MAX_TEXT: usize = 16 * 1024;
/// A value or a whole context of properties.
const MAX_VALUE: usize = 256 * 1024;

pub(super) fn time(at: Option<&DateTime>) -> Option<Timestamp> {
    let at = at?;
    Timestamp::new(at.secs(), i32::try_from(at.subsec_nanos()).ok()?).ok()
}

/// None for an empty text: the service writes both.
pub(super) fn text(text: Option<&str>) -> Option<Remote> {
    let text = text.filter(|text| !text.is_empty())?;
    Some(Remote::new(within(text, MAX_TEXT)))
}

/// One of the API's words, in the vocabulary of the fact that takes it.
pub(super) fn word<W: for<'a> From<&'a str>>(of: Option<&impl AsRef<str>>) -> Option<W> {
    of.map(|word| W::from(word.as_ref()))
}

pub(super) fn words<W: for<'a> From<&'a str>>(of: &[impl AsRef<str>]) -> Vec<W> {
    of.iter().map(|word| W::from(word.as_ref())).collect()
}

/// A state that was not given is an unknown one: nothing may be done on its strength.
pub(super) fn state<W: for<'a> From<&'a str>>(of: Option<&impl AsRef<str>>) -> W {
    W::from(of.map_or("", AsRef::as_ref))
}

pub(super) fn name(text: Option<&str>) -> Remote {
    Remote::new(within(text.unwrap_or_default(), MAX_TEXT))
}

pub(super) fn value(text: Option<&str>) -> Option<PropertyValue> {
    let text = text?;
    let kept = within(text, MAX_VALUE);
    Some(PropertyValue {
        truncated: kept.len() < text.len() || is_cut(text),
        text: Remote::new(kept),
    })
}

/// AWS truncates large values and does not say which: one that ends in dots, or
/// ends within JSON, is not whole. Text that is no JSON at all (`[old] text`, a
/// dynamic reference, `{{changeSet:KNOWN_AFTER_APPLY}}`) only begins like it.
fn is_cut(text: &str) -> bool {
    let trimmed = text.trim();
    if trimmed.ends_with("...") || trimmed.ends_with('…') || trimmed.ends_with("(truncated)") {
        return true;
    }
    let ends_within = || match serde_json::from_str::<IgnoredAny>(trimmed) {
        Ok(_) => false,
        Err(error) => error.is_eof(),
    };
    trimmed.starts_with(['{', '[']) && ends_within()
}

pub(super) fn within(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::{MAX_VALUE, value};

    fn cut(text: &str) -> bool {
        value(Some(text)).is_some_and(|value| value.truncated)
    }

    #[test]
    fn a_value_that_is_not_whole_says_so() {
        assert!(cut(r#"[{"PolicyName":"deploy","PolicyDocument":{"Statem"#));
        assert!(cut("first lines of a script..."));
        assert!(cut(&"x".repeat(MAX_VALUE + 1)));
        assert!(cut(&"ö".repeat(MAX_VALUE)));
    }

    #[test]
    fn whole_values_are_taken_as_they_are() {
        for whole in [
            r#"{"a":["b"]}"#,
            "[]",
            "cron(0 6 * * ? *)",
            "true",
            "",
            "****",
            "{{resolve:ssm:/a:1}}",
            "{{changeSet:KNOWN_AFTER_APPLY}}",
            "[old] text",
            "{name} of the month",
        ] {
            assert!(!cut(whole), "{whole}");
            let kept = value(Some(whole)).map(|value| value.text);
            assert_eq!(kept, Some(whole.into()));
        }
        assert!(value(None).is_none());
    }
}
