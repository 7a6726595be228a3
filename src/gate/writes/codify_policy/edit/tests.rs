//! What an edit keeps, what it changes, and what it refuses.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod generated;

use super::{edited, new_file};

/// The codified file of the story, with one value on a line.
const FILE: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "PutAlphaEngineMetrics",
      "Effect": "Allow",
      "Action": "cloudwatch:PutMetricData",
      "Resource": "*",
      "Condition": {
        "StringLike": {
          "cloudwatch:namespace": [
            "AlphaEngine/*"
          ]
        }
      }
    },
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": ["cloudwatch:ListMetrics", "cloudwatch:GetMetricData"],
      "Resource": "*"
    }
  ]
}
"#;

const LIVE: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"PutAlphaEngineMetrics","Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*","Condition":{"StringLike":{"cloudwatch:namespace":["AlphaEngine","AlphaEngine/*"]}}},{"Sid":"Read","Effect":"Allow","Action":["cloudwatch:GetMetricData","cloudwatch:ListMetrics"],"Resource":"*"}]}"#;

/// The lines that are only in one of the two, `-` and `+` before them.
fn diff(before: &str, after: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(before, after);
    let changes = diff.iter_all_changes();
    changes
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .map(|change| format!("{}{}", change.tag(), change.value()))
        .collect()
}

fn refused(text: &str, live: &str) -> String {
    edited(text, live).unwrap_err().to_string()
}

#[test]
fn a_key_given_twice_is_refused_on_either_side() {
    let why = refused(r#"{"Version": "a", "Version": "b"}"#, LIVE);
    assert_eq!(why, r#"The file gives the key "Version" twice."#);
    let why = refused(FILE, r#"{"A":{"B":1,"\u0042":2}}"#);
    assert_eq!(why, r#"The live document gives the key "B" twice."#);
}

#[test]
fn what_is_no_json_is_refused_whatever_a_lenient_reader_would_say() {
    for text in [
        "",
        "  \n",
        "{",
        "{\"a\": 1,}",
        "{'a': 1}",
        "{a: 1}",
        "{\"a\": 01}",
        "{\"a\": 0x1}",
        "{\"a\": .5}",
        "{\"a\": \"\\x41\"}",
        "{} {}",
        "{\"a\" 1}",
        "[1 2]",
        "\u{feff}\u{feff}{}",
        "{\"a\": \"\\ud800\"}",
        "{\"a\": \"line\nend\"}",
        "{\"a\": NaN}",
        "not json",
    ] {
        assert!(edited(text, LIVE).is_err(), "{text:?}");
        assert!(edited(FILE, text).is_err(), "{text:?}");
        assert!(new_file(text).is_err(), "{text:?}");
    }
    assert!(refused("{\"a\": 1,}", LIVE).starts_with("The file is not JSON: "));
}

#[test]
fn deep_and_large_texts_are_refused_without_harm() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refused(&deep, LIVE).contains("nesting"));
    let large = format!("[\"{}\"]", "x".repeat(300 * 1024));
    assert!(refused(&large, LIVE).contains("larger than 256 KiB"));
    assert!(refused(FILE, &large).contains("The live document is larger"));
}

#[test]
fn a_comment_stays_unless_what_it_stands_in_goes() {
    let file = "{\n  // why\n  \"Action\": [\n    \"a\", /* old */\n    \"b\"\n  ]\n}\n";
    let kept = edited(file, r#"{"Action":["a","b","c"]}"#).unwrap();
    let lines = ["-    \"b\"\n", "+    \"b\",\n", "+    \"c\"\n"];
    assert_eq!(diff(file, &kept), lines);
    let why = refused(file, r#"{"Action":["b"]}"#);
    assert!(
        why.starts_with("A comment is inside what would be replaced"),
        "{why}"
    );
    assert!(refused(FILE, "// x\n{}").contains("omments are not allowed"));
}

#[test]
fn one_value_more_is_one_line_more() {
    let after = edited(FILE, LIVE).unwrap();
    assert_eq!(diff(FILE, &after), ["+            \"AlphaEngine\",\n"]);
}

#[test]
fn a_value_more_on_a_line_of_several_changes_that_line_alone() {
    let live = LIVE.replace(
        r#""cloudwatch:ListMetrics"]"#,
        r#""cloudwatch:ListMetrics","x:Y"]"#,
    );
    let live = live.replace(r#"["AlphaEngine","AlphaEngine/*"]"#, r#"["AlphaEngine/*"]"#);
    let after = edited(FILE, &live).unwrap();
    let line = |action: &str| format!("      \"Action\": [{action}],\n");
    let was = line(r#""cloudwatch:ListMetrics", "cloudwatch:GetMetricData""#);
    let is = line(r#""cloudwatch:ListMetrics", "x:Y", "cloudwatch:GetMetricData""#);
    assert_eq!(diff(FILE, &after), [format!("-{was}"), format!("+{is}")]);
}

#[test]
fn one_value_that_becomes_several_is_laid_out_as_the_files_lists_are() {
    let one = "{\n\t\"Action\": \"a:\\u0042\",\n\t\"Resource\": [\n\t\t\"x\"\n\t]\n}";
    let several =
        "{\n\t\"Action\": [\n\t\t\"a:\\u0042\",\n\t\t\"a:C\"\n\t],\n\t\"Resource\": \"x\"\n}";
    let one = one
        .replace("\"Action\"", "\"Statement\": {\"Action\"")
        .replace("]\n}", "]}\n}");
    let several = several.replace("\"Action\"", "\"Statement\": {\"Action\"");
    let several = several.replace("\"x\"\n}", "\"x\"}\n}");
    let after = edited(
        &one,
        r#"{"Statement":{"Action":["a:B","a:C"],"Resource":"x"}}"#,
    )
    .unwrap();
    assert_eq!(after, several);
    let back = edited(&after, r#"{"Statement":{"Action":"a:B","Resource":["x"]}}"#).unwrap();
    assert_eq!(back, one);
}

#[test]
fn line_ends_the_mark_and_a_missing_last_line_end_stay() {
    let file = format!("\u{feff}{}", FILE.trim_end().replace('\n', "\r\n"));
    let after = edited(&file, LIVE).unwrap();
    assert_eq!(diff(&file, &after), ["+            \"AlphaEngine\",\r\n"]);
    assert!(after.starts_with('\u{feff}') && after.ends_with("}\r\n}") == file.ends_with("}\r\n}"));
    assert!(!after.replace("\r\n", "").contains(['\r', '\n']));
}

#[test]
fn statements_that_moved_take_their_bytes_along() {
    let statement =
        |sid: &str, gap: &str| format!("{{\"Sid\":{gap}\"{sid}\", \"Action\": \"{sid}:*\"}}");
    let list = |items: [String; 3]| {
        format!(
            "{{\n    \"Statement\": [\n        {}\n    ]\n}}\n",
            items.join(",\n        ")
        )
    };
    let file = list([
        statement("A", " "),
        statement("B", "  "),
        statement("C", "   "),
    ]);
    let live = r#"{"Statement":[{"Sid":"C","Action":"C:*"},{"Sid":"A","Action":["A:*"]},{"Sid":"N","Action":"B:*"}]}"#;
    let a = statement("A", " ").replace("\"A:*\"", "[\"A:*\"]");
    let b = statement("N", "  ").replace("N:*", "B:*");
    assert_eq!(
        edited(&file, live).unwrap(),
        list([statement("C", "   "), a, b])
    );
}

#[test]
fn keys_keep_the_files_order_and_a_renamed_key_its_place() {
    let file = "{\n  \"Statement\": {\n    \"Resource\": \"*\",\n    \"Action\": [\n      \"a:B\"\n    ],\n    \"Effect\": \"Allow\"\n  }\n}\n";
    let live = r#"{"Statement":{"Sid":"S","Effect":"Allow","NotAction":["a:B"],"Resource":"*"}}"#;
    let after = edited(file, live).unwrap();
    let lines = [
        "+    \"Sid\": \"S\",\n",
        "-    \"Action\": [\n",
        "+    \"NotAction\": [\n",
    ];
    assert_eq!(diff(file, &after), lines);
}

#[test]
fn numbers_and_booleans_are_quoted_as_live_has_them_to_the_last_digit() {
    let file = r#"{"Statement":{"Condition":{"Bool":{"a":"true","b":true},"N":{"c":"1","d":12345678901234567890123,"e":1.0}}}}"#;
    let live = r#"{"Statement":{"Condition":{"Bool":{"a":true,"b":"true"},"N":{"c":1,"d":12345678901234567890124,"e":1.00}}}}"#;
    assert_eq!(edited(file, live).unwrap(), live);
}

#[test]
fn what_a_reader_could_not_see_is_escaped_and_nothing_is_lost() {
    let hidden = "a\u{1}\u{7f}\u{9b}\u{202e}b\u{e0041}ü/\"";
    let live = serde_json::json!({"Statement": {"Sid": hidden}}).to_string();
    let after = edited("{}\n", &live).unwrap();
    let text = r#""a\u0001\u007f\u009b\u202eb\udb40\udc41ü/\"""#;
    assert!(after.contains(text), "{after}");
    assert!(new_file(&live).unwrap().contains(text));
    let value: serde_json::Value = serde_json::from_str(&after).unwrap();
    assert_eq!(value["Statement"]["Sid"], hidden);
    // What the file has it keeps, even so.
    let raw = "{\"Statement\": {\"Sid\": \"\u{202e}\"}, \"x\": 1}";
    let after = edited(raw, "{\"Statement\":{\"Sid\":\"\u{202e}\"},\"x\":2}").unwrap();
    assert_eq!(after, raw.replace('1', "2"));
}

#[test]
fn a_list_of_attached_policies_is_a_set_and_other_lists_are_not() {
    let file = "[\n  \"arn:b\",\n  \"arn:a\"\n]\n";
    assert_eq!(edited(file, r#"["arn:a","arn:b"]"#).unwrap(), file);
    let more = edited(file, r#"["arn:a","arn:b","arn:c"]"#).unwrap();
    assert_eq!(more, "[\n  \"arn:b\",\n  \"arn:c\",\n  \"arn:a\"\n]\n");
    assert_eq!(edited(file, "[]").unwrap(), "[]\n");
    let other = edited(r#"{"x": ["b", "a"]}"#, r#"{"x":["a","b"]}"#).unwrap();
    assert_eq!(other, r#"{"x": ["a", "b"]}"#);
}

#[test]
fn a_new_file_has_lives_own_order_of_keys_and_two_blanks() {
    let text =
        new_file(r#"{"Version":"v","Statement":[{"Sid":"S","Action":["b","a"],"Condition":{}}]}"#);
    let laid_out = [
        "{",
        "  \"Version\": \"v\",",
        "  \"Statement\": [",
        "    {",
        "      \"Sid\": \"S\",",
        "      \"Action\": [",
        "        \"b\",",
        "        \"a\"",
        "      ],",
        "      \"Condition\": {}",
        "    }",
        "  ]",
        "}",
        "",
    ];
    assert_eq!(text.unwrap(), laid_out.join("\n"));
}
