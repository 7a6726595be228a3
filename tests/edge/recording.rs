//! What a recording may say, and that whatever else it says is found when it is opened.

use serde_json::{Value, json};
use watchkeeper::{
    ask::{Question, cloudformation, sts},
    edge::demo::Demo,
    facts::FaultKind,
};

const STARTED: &str = "2026-05-18T14:02:11Z";

fn recording(answers: &Value, writes: &Value) -> String {
    json!({"format": 1, "started": STARTED, "answers": answers, "writes": writes}).to_string()
}

#[track_caller]
fn is_malformed(recording: &str, why: &str) {
    let fault = Demo::with_recordings(&[recording]).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Malformed);
    assert!(fault.source.contains(why), "{fault:?}");
}

fn identity() -> Value {
    json!({"aws": ["dataops", {"sts": "caller-identity"}]})
}

#[test]
fn another_format_or_none_is_refused() {
    let next = json!({"format": 2, "started": STARTED}).to_string();
    is_malformed(&next, "It has format 2, and only 1 is known.");
    is_malformed("{}", "format");
    is_malformed("[]", "format");
    let more = json!({"format": 1, "started": STARTED, "extra": 1}).to_string();
    is_malformed(&more, "extra");
}

#[test]
fn an_answer_to_another_question_is_found_at_once() {
    let drifts = json!([{"ask": identity(), "answer": {"stacks": [], "complete": true}}]);
    is_malformed(&recording(&drifts, &json!([])), "CallerIdentity");
    let none = json!([{"ask": identity()}]);
    is_malformed(&recording(&none, &json!([])), "has no answer, or two");
    let unknown = json!([{"ask": {"aws": ["dataops", {"sts": "who"}]}, "answer": {}}]);
    is_malformed(&recording(&unknown, &json!([])), "who");
}

#[test]
fn what_would_fail_after_a_write_is_found_before_any() {
    let after = |after: Value| {
        let write = json!({"delete-change-set": {"stack": "app", "change_set": "«set»"}});
        let write = json!({"environment": "dataops", "write": write, "after": [after]});
        recording(&json!([]), &json!([write]))
    };
    let set = json!({"aws": ["dataops", {"cloud-formation": {"proposed": "«set»"}}]});
    let unknown = after(json!({"ask": set, "becomes": {"answer": "«other»"}}));
    is_malformed(&unknown, "Nothing is called «other».");
    let other = after(json!({"ask": set, "becomes": {"answer": {"text": 1}}}));
    is_malformed(&other, "Proposed");
    let list = json!({"aws": ["dataops", {"cloud-formation": "stacks"}]});
    let nowhere = json!({"put": {"in": "/nowhere", "value": 1}});
    is_malformed(
        &after(json!({"ask": list, "becomes": nowhere})),
        "There is nothing in /nowhere.",
    );
    let no_status = json!({"put": {"in": "/stacks", "value": {"status": 1}}});
    is_malformed(&after(json!({"ask": list, "becomes": no_status})), "Stacks");
    let write = json!({"environment": "dataops", "write": {"teleport": {}}, "after": []});
    is_malformed(&recording(&json!([]), &json!([write])), "teleport");
}

#[test]
fn a_later_recording_is_laid_over_the_embedded_ones() {
    let fault = json!({"kind": "expired", "what": "It ended.", "hint": "Sign in.", "source": ""});
    let over = json!([{"ask": identity(), "fault": fault}]);
    let demo = Demo::with_recordings(&[&recording(&over, &json!([]))]).unwrap();
    let environment = "dataops".into();
    let ended = demo.read(&sts::CallerIdentity.of(&environment));
    assert_eq!(ended.unwrap_err().kind, FaultKind::Expired);
    assert!(demo.read(&cloudformation::Stacks.of(&environment)).is_ok());
}
