//! Strict JSON that knows where its values stand.
//!
//! `serde_json` decides whether a text is JSON at all, since the tolerant parser that
//! knows places would let some control characters and exotic spaces through. What a key
//! that is given twice means, and how deep a text may nest, is for those who call it.

use std::ops::Range;

use jsonc_parser::{
    CollectOptions, CommentCollectionStrategy, ParseOptions, ast::Value, common::Ranged,
    errors::ParseError, parse_to_ast,
};
use serde::de::IgnoredAny;

use super::{Malformed, places::Places};
use crate::facts::Reason;

/// The value of a text that holds JSON and nothing else.
pub(crate) fn strict<'a>(text: &'a str, places: &Places<'_>) -> Result<Value<'a>, Malformed> {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or(&message);
        let lines = text.split_inclusive('\n');
        let before = lines.take(error.line().saturating_sub(1)).map(str::len);
        let at = before.sum::<usize>() + error.column().saturating_sub(1);
        return Err(not_json(places, at, what));
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options(false));
    let parsed = parsed.map_err(|error| {
        let what = error.kind().to_string().to_lowercase();
        not_json(places, error.range().start, &what)
    })?;
    let value = parsed.value;
    value.ok_or_else(|| not_json(places, 0, "the document is empty"))
}

pub(crate) fn not_json(places: &Places<'_>, at: usize, what: &str) -> Malformed {
    Malformed::new(
        places.place(at),
        format!("this is not JSON: {what}"),
        "Correct the JSON here: no comments, no trailing commas, double quotes only",
    )
}

/// The value of a text in which comments may stand, and where they stand. An error is
/// the end of a sentence about the text.
pub(crate) fn commented(
    text: &str,
    allowed: bool,
) -> Result<(Value<'_>, Vec<Range<usize>>), Reason> {
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::Separate,
        tokens: false,
    };
    let parsed = parse_to_ast(text, &collect, &options(allowed));
    let parsed = parsed.map_err(|error| format!("is not JSON: {}", uncapitalised(&error)))?;
    let value = parsed.value.ok_or("is empty")?;
    let found = parsed.comments.iter().flat_map(|found| found.values());
    let mut comments: Vec<Range<usize>> = found
        .flat_map(|found| found.iter())
        .map(|comment| comment.start()..comment.end())
        .collect();
    // Each is listed under the token before it and under the one after.
    comments.sort_by_key(|range| (range.start, range.end));
    comments.dedup();
    let mut bytes = text.as_bytes().to_vec();
    for range in &comments {
        if let Some(comment) = bytes.get_mut(range.clone()) {
            comment.fill(b' ');
        }
    }
    serde_json::from_slice::<serde_json::Value>(&bytes)
        .map_err(|error| format!("is not JSON: {error}"))?;
    Ok((value, comments))
}

fn uncapitalised(error: &ParseError) -> String {
    let said = error.to_string();
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Everything the parser would forgive, off.
fn options(comments: bool) -> ParseOptions {
    ParseOptions {
        allow_comments: comments,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}
