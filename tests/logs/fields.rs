//! Conditions on the fields of JSON lines.

use proptest::prelude::*;
use watchkeeper::logs::{Condition, ConditionError, Keep, Test};

use super::{piped, shown};

fn holds(line: &str, typed: &str) -> bool {
    let mut log = piped(line);
    log.filter(Keep::In, Test::Field(Condition::parse(typed).unwrap()));
    !shown(&log).is_empty()
}

const LINE: &str = r#"{"status":503,"ok":false,"requestId":"4f1c","took":"12.5","user":{"name":"Ann \"A\"","tags":["a}","b"],"id":7},"log.level":"warn","message":"late"}"#;

#[test]
fn a_field_is_compared_as_what_it_is() {
    for (typed, wanted) in [
        ("status>=500", true),
        ("status > 503", false),
        ("status<=503", true),
        ("status<503", false),
        ("status=503", true),
        ("status=503.0", true),
        ("status!=503", false),
        ("requestId=4f1c", true),
        ("requestId=4F1C", false),
        ("took>12", true),
        ("ok=false", true),
        ("user.id=7", true),
        ("user.name=Ann \"A\"", true),
        ("user.name~A", true),
        ("log.level=warn", true),
        ("message~at", true),
        ("name=Ann", false),
        ("absent!=1", false),
        ("message>1", false),
    ] {
        assert_eq!(holds(LINE, typed), wanted, "{typed}");
    }
    assert!(
        holds(&format!("2026-11-21T14:00:00Z INFO {LINE}"), "status=503"),
        "what comes before the brace is no matter"
    );
    assert!(!holds("status=503 in plain words", "status=503"));
    assert!(
        !holds(r#"{"status":503"#.get(..8).unwrap(), "status=503"),
        "a line that was cut has no such field"
    );
}

#[test]
fn what_is_no_condition_is_refused_with_its_reason() {
    assert_eq!(
        Condition::parse("status"),
        Err(ConditionError::NoComparison)
    );
    assert_eq!(Condition::parse(">=5"), Err(ConditionError::NoField));
    assert_eq!(
        Condition::parse("status>=high"),
        Err(ConditionError::NotANumber("high".to_owned()))
    );
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(serde_json::Value::from),
        (-1000_i64..1000).prop_map(serde_json::Value::from),
        "[a-z\"\\\\{}\\[\\],: ]{0,8}".prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::hash_map("[a-c]{1,2}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Any object, however it nests: the walk finds what a real parser finds.
    #[test]
    fn the_walk_agrees_with_a_parser(inner in json(), value in "[a-z ]{1,6}", cut in any::<prop::sample::Index>()) {
        let whole = serde_json::json!({"a": inner, "wanted": value, "z": 1});
        let line = whole.to_string();
        let typed = format!("wanted={}", value.trim());
        prop_assert_eq!(holds(&line, &typed), value.trim() == value);
        // A line that was cut anywhere is no reason to stop working.
        let mut end = cut.index(line.len());
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        holds(&format!("{}\n", &line[..end]), &typed);
    }
}
