//! The two files of cases: every label must be met, and nothing guessed.

use serde_json::Value;
use watchkeeper::policy::{Kind, cases, equivalent, parse};

const EQUIVALENCE: &str = include_str!("vectors/policy-equivalence.jsonl");

const EVALUATION: &str = include_str!("vectors/policy-eval.jsonl");

fn json(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

#[test]
fn every_pair_is_decided_as_labelled() {
    let results = cases::compare(EQUIVALENCE).unwrap();
    assert_eq!(results.len(), 150);
    for (case, result) in EQUIVALENCE.lines().zip(&results) {
        let (case, result) = (json(case), json(result));
        assert_eq!(case["id"], result["id"]);
        assert_eq!(case["equivalent"], result["equivalent"], "{case} {result}");
        assert_eq!(result["equivalent"] == true, result["verdict"] == "equal");
        assert_eq!(result["equivalent"] == true, result["witness"].is_null());
    }
}

/// What the canonical form alone proves: the edits that keep the meaning, and
/// nothing else.
#[test]
fn the_canonical_form_proves_every_equivalent_pair_and_no_other() {
    for case in EQUIVALENCE.lines().map(json) {
        let [a, b] = ["a", "b"].map(|side| {
            let text = case[side].as_str().unwrap();
            let text = match case[format!("{side}_encoding")].as_str() {
                Some("url") => percent_encoding::percent_decode_str(text)
                    .decode_utf8()
                    .unwrap()
                    .into_owned(),
                _ => text.to_owned(),
            };
            let kind = match case["kind"].as_str().unwrap() {
                "trust" => Kind::Trust,
                "resource" => Kind::Resource,
                _ => Kind::Identity,
            };
            // As the vectors' README says: an account's number is its root there.
            parse(&text, kind).unwrap().within(Some("aws"))
        });
        let proved = equivalent(&a, &b);
        assert_eq!(case["equivalent"], proved, "{}", case["id"]);
    }
}

#[test]
fn a_broken_case_is_a_fault_that_names_its_line() {
    let fault = cases::compare("\n{\"id\":").unwrap_err();
    assert!(fault.what.contains("line 2"), "{}", fault.what);
    let case = r#"{"id":"x","kind":"identity","a":"{}","b":"{}"}"#;
    let fault = cases::compare(case).unwrap_err();
    assert!(fault.what.contains("no Statement"), "{}", fault.what);
}

#[test]
fn percent_encoded_documents_keep_their_plus_signs() {
    let statement = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/a+b"}"#;
    let plain = format!(r#"{{"Statement":{statement}}}"#);
    let encoded = plain.replace('{', "%7B").replace('"', "%22");
    let case = serde_json::json!({
        "id": "plus", "kind": "identity", "a": plain, "b": encoded, "b_encoding": "url",
    });
    let results = cases::compare(&case.to_string()).unwrap();
    assert_eq!(json(&results[0])["equivalent"], true);
}

#[test]
fn every_request_is_decided_as_labelled() {
    let results = cases::eval(EVALUATION).unwrap();
    assert_eq!(results.len(), 1500);
    for (case, result) in EVALUATION.lines().zip(&results) {
        let (case, result) = (json(case), json(result));
        assert_eq!(case["id"], result["id"]);
        assert_eq!(case["expected"], result["decision"], "{case}");
    }
}
