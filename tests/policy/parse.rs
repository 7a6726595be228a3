//! Texts that are policies, texts that are none, and texts that are noise.

use proptest::prelude::*;
use watchkeeper::policy::{Kind, MAX_BYTES, Version, parse};

use super::identity;

const STATEMENT: &str = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#;

/// The place and text of the error.
fn error(text: &str, kind: Kind) -> (u32, u32, String) {
    let error = parse(text, kind).unwrap_err();
    assert!(!error.hint.is_empty());
    (error.place.line, error.place.column, error.what)
}

#[test]
fn a_missing_version_is_the_old_one_and_one_statement_needs_no_list() {
    let document = identity(&format!(r#"{{"Statement":{STATEMENT}}}"#));
    assert_eq!(document.version, Version::V2008);
    assert_eq!(document.statements.len(), 1);
    assert_eq!(document.statements[0].action.patterns[0].place.line, 1);
    assert_eq!(document.statements[0].action.patterns[0].place.column, 41);
}

#[test]
fn numbers_and_booleans_keep_their_spelling() {
    let document = identity(
        r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*",
            "Condition":{"Bool":{"aws:SecureTransport":true},"NumericLessThan":{"k:n":[3.50,"4"]}}}}"#,
    );
    let values: Vec<&str> = document.statements[0]
        .conditions
        .iter()
        .flat_map(|condition| &condition.values)
        .map(|text| text.value.as_str())
        .collect();
    assert_eq!(values, ["true", "3.50", "4"]);
}

#[test]
fn a_byte_order_mark_is_named() {
    let text = format!("\u{feff}{{\"Statement\":{STATEMENT}}}");
    let (line, column, what) = error(&text, Kind::Identity);
    assert_eq!((line, column), (1, 1));
    assert!(what.contains("byte order mark"), "{what}");
}

#[test]
fn columns_count_characters_and_lines_count_line_feeds() {
    let text = "{\r\n \"Id\": \"größe\", \"Statment\": []}";
    let (line, column, what) = error(text, Kind::Identity);
    assert_eq!((line, column), (2, 17));
    assert!(what.contains("Statment"));
}

#[test]
fn keys_given_twice_are_errors_at_every_level() {
    let twice = [
        r#"{"Statement":[],"Statement":[]}"#,
        r#"{"Statement":{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}}"#,
        r#"{"Statement":{"Effect":"Allow","\u0045ffect":"Deny","Action":"*","Resource":"*"}}"#,
        r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{},"Bool":{}}}}"#,
    ];
    for text in twice {
        let (_, _, what) = error(text, Kind::Identity);
        assert!(what.contains("twice"), "{text}: {what}");
    }
    let cases = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*",
        "Condition":{"StringEquals":{"aws:UserName":"1","aws:username":"2"}}}}"#;
    assert_eq!(identity(cases).statements[0].conditions.len(), 2);
}

#[test]
fn what_is_not_strict_json_is_refused() {
    let nearly = [
        "",
        "\u{feff}{\"Statement\":[]}",
        "{\"Statement\":[],}",
        "{\"Statement\":[]} // done",
        "{'Statement':[]}",
        "{Statement:[]}",
        "{\"Statement\":[]}{}",
        "{\"Id\":\"a\tb\",\"Statement\":[]}",
        "{\u{a0}\"Statement\":[]}",
        "{\"Id\":\"\\ud800\",\"Statement\":[]}",
        "{\"Statement\":[{\"Effect\":01}]}",
        "[]",
        "null",
    ];
    for text in nearly {
        assert!(parse(text, Kind::Identity).is_err(), "{text:?}");
    }
}

#[test]
fn elements_out_of_place_are_refused_with_the_next_step() {
    let identity_error = |statement: &str| {
        let text = format!(r#"{{"Statement":[{statement}]}}"#);
        parse(&text, Kind::Identity).unwrap_err()
    };
    for (statement, part) in [
        (r#"{"Action":"*","Resource":"*"}"#, "no Effect"),
        (r#"{"Effect":"Allow","Resource":"*"}"#, "no Action"),
        (r#"{"Effect":"Allow","Action":"*"}"#, "no Resource"),
        (
            r#"{"Effect":"allow","Action":"*","Resource":"*"}"#,
            "not an effect",
        ),
        (
            r#"{"Effect":"Allow","Action":"GetObject","Resource":"*"}"#,
            "names no service",
        ),
        (
            r#"{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}"#,
            "both Action and NotAction",
        ),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}"#,
            "no place in an identity policy",
        ),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLikes":{}}}"#,
            "not a condition operator",
        ),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NullIfExists":{}}}"#,
            "not a condition operator",
        ),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":null}}}"#,
            "is null",
        ),
    ] {
        let error = identity_error(statement);
        assert!(error.what.contains(part), "{statement}: {}", error.what);
    }
    let misspelt = identity_error(r#"{"Effect":"Allow","action":"*","Resource":"*"}"#);
    assert_eq!(misspelt.hint, "Did you mean \"Action\"?");
    let trust = format!(r#"{{"Statement":[{STATEMENT}]}}"#);
    assert!(parse(&trust, Kind::Trust).is_err());
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = format!(
        "{{\"Statement\":{}1{}}}",
        "[".repeat(60_000),
        "]".repeat(60_000)
    );
    assert!(parse(&deep, Kind::Identity).is_err());
    let large = format!("{{\"Statement\":[]{}}}", " ".repeat(MAX_BYTES));
    let error = parse(&large, Kind::Identity).unwrap_err();
    assert!(error.what.contains("bytes"));
    let fault = error.fault("iam/role/policy.json");
    assert!(
        fault.what.starts_with("iam/role/policy.json:1:1: "),
        "{}",
        fault.what
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        for kind in [Kind::Identity, Kind::Trust, Kind::Resource] {
            let _ = parse(&text, kind);
        }
    }

    /// Noise made of the language's own words gets further into the parser.
    #[test]
    fn no_jumble_of_policy_words_makes_the_parser_panic(
        words in proptest::collection::vec(0..WORDS.len(), 0..120)
    ) {
        let text: String = words.iter().map(|at| WORDS[*at]).collect();
        for text in [text.clone(), format!("{{\"Statement\":[{{{text}}}]}}")] {
            for kind in [Kind::Identity, Kind::Trust, Kind::Resource] {
                let _ = parse(&text, kind);
            }
        }
    }
}

const WORDS: [&str; 26] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"Effect\":\"Allow\"",
    "\"Action\":",
    "\"Resource\":",
    "\"Condition\":",
    "\"StringLike\":",
    "\"aws:x\":",
    "\"*\"",
    "\"s3:*\"",
    "\"a\\u00e9\"",
    "é",
    "true",
    "1.5e3",
    "null",
    "\"Principal\":",
    "\"AWS\":",
    "\"NotAction\":",
    "\n",
    "\"Sid\":\"x\"",
    "\"",
    "\\",
];
