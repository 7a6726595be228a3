//! The two files of cases: every label must be met, and nothing guessed.

use serde_json::Value;
use watchkeeper::policy::cases;

const EQUIVALENCE: &str = include_str!("vectors/policy-equivalence.jsonl");

const EVALUATION: &str = include_str!("vectors/policy-eval.jsonl");

fn json(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

#[test]
fn every_equivalent_pair_is_proved_and_no_other_is() {
    let results = cases::compare(EQUIVALENCE).unwrap();
    assert_eq!(results.len(), 150);
    for (case, result) in EQUIVALENCE.lines().zip(&results) {
        let (case, result) = (json(case), json(result));
        assert_eq!(case["id"], result["id"]);
        let proved = result["equivalent"] == Value::Bool(true);
        assert_eq!(
            case["equivalent"], proved,
            "{} {}",
            case["id"], case["classes"]
        );
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
