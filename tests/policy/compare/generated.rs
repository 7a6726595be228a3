//! Generated pairs of documents: what is claimed of them holds for every request
//! of a pool, and every witness is what it says.

use proptest::{prelude::*, sample::select};
use watchkeeper::{
    facts::Verdict,
    policy::{Compiled, Context, Decision, Document, Request, Values, compare, judge},
};

use crate::policy::of_statements;

const ACTIONS: [&str; 7] = [
    "*",
    "s3:*",
    "s3:Get*",
    "s3:GetObject",
    "s3:?etObject",
    "sqs:Send*",
    "SQS:sendmessage",
];
const RESOURCES: [&str; 10] = [
    "*",
    "arn:aws:s3:::a/*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::a/b",
    "arn:aws:s3:::?/b*",
    "arn:aws:sqs:e*t:1:q",
    "arn:aws:sqs:*:1:q*",
    "arn:aws:sqs:*",
    "arn:aws:s3:::a/${aws:username}",
    "arn:aws:s3:::${aws:username, 'a'}/*",
];
const CONDITIONS: [&str; 27] = [
    r#""StringEquals":{"k:text":["","ab"]}"#,
    r#""StringLike":{"k:text":["${aws:username}*","x"]}"#,
    r#""StringNotLike":{"aws:TagKeys":"a*"}"#,
    r#""StringEquals":{"k:text":"ab"}"#,
    r#""StringNotEquals":{"k:text":["ab","a"]}"#,
    r#""StringLike":{"k:text":["a*","?b"]}"#,
    r#""StringNotLike":{"k:text":"a*"}"#,
    r#""StringEqualsIgnoreCase":{"K:Text":"AB"}"#,
    r#""StringLikeIfExists":{"k:text":"*b"}"#,
    r#""StringEquals":{"k:text":"${aws:username}"}"#,
    r#""Null":{"k:text":"true"}"#,
    r#""Null":{"k:text":"false"}"#,
    r#""NumericLessThan":{"k:number":"10"}"#,
    r#""NumericGreaterThanEquals":{"k:number":["9.5","20"]}"#,
    r#""NumericNotEquals":{"k:number":10}"#,
    r#""DateGreaterThan":{"k:date":"2025-11-01"}"#,
    r#""DateLessThanEqualsIfExists":{"k:date":"2025-11-01T00:00:00Z"}"#,
    r#""IpAddress":{"k:ip":["10.0.0.0/8","2001:db8::/32"]}"#,
    r#""NotIpAddress":{"k:ip":"10.0.0.0/9"}"#,
    r#""Bool":{"k:bool":"true"}"#,
    r#""BoolIfExists":{"k:bool":false}"#,
    r#""ForAllValues:StringLike":{"k:set":["a*","b"]}"#,
    r#""ForAnyValue:StringLike":{"k:set":["a*"]}"#,
    r#""ForAnyValue:StringNotEquals":{"k:set":["ab"]}"#,
    r#""ForAllValues:StringNotEquals":{"k:set":["ab"]}"#,
    r#""ArnLike":{"k:arn":"arn:aws:sns:*:1:t*"}"#,
    r#""ArnNotEquals":{"k:arn":"arn:aws:sns:e?:1:t"}"#,
];

fn statement() -> impl Strategy<Value = String> {
    (
        select(vec!["Allow", "Allow", "Allow", "Deny"]),
        select(vec!["Action", "Action", "Action", "NotAction"]),
        proptest::collection::vec(select(ACTIONS.to_vec()), 1..3),
        select(vec!["Resource", "Resource", "Resource", "NotResource"]),
        proptest::collection::vec(select(RESOURCES.to_vec()), 1..3),
        proptest::collection::btree_set(0..CONDITIONS.len(), 0..3),
    )
        .prop_map(|(effect, action, actions, resource, resources, conditions)| {
            // Two conditions of one operator would repeat a key of the object.
            let mut operators = Vec::new();
            let mut kept = Vec::new();
            for at in conditions {
                let operator = CONDITIONS[at].split(':').next().unwrap();
                if !operators.contains(&operator) {
                    operators.push(operator);
                    kept.push(CONDITIONS[at]);
                }
            }
            format!(
                r#"{{"Effect":"{effect}","{action}":{actions:?},"{resource}":{resources:?},"Condition":{{{}}}}}"#,
                kept.join(",")
            )
        })
}

pub(super) fn document() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(statement(), 1..4)
}

/// A second document that shares statements with the first.
fn pair() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    (document(), document(), 0..4_usize).prop_map(|(first, second, how)| {
        let changed = match how {
            0 => second,
            1 => first.iter().chain(&second[..1]).cloned().collect(),
            2 => first[1..].to_vec(),
            _ => first[1..].iter().chain(&second[..1]).cloned().collect(),
        };
        (first, changed)
    })
}

pub(super) fn request() -> impl Strategy<Value = Request> {
    let one = |key: &'static str, values: &[&'static str]| {
        proptest::option::of(
            select(values.to_vec()).prop_map(move |value| (key, Values::One(value.into()))),
        )
    };
    let set = proptest::option::of(
        proptest::collection::vec(select(vec!["a", "ab", "b", "c"]), 0..3).prop_map(|values| {
            (
                "k:set",
                Values::Many(values.into_iter().map(Into::into).collect()),
            )
        }),
    );
    let context = (
        one("k:text", &["", "a", "ab", "AB", "b", "bb", "x", "c*"]),
        one(
            "K:number",
            &["9", "9.5", "9.75", "10", "10.0", "15", "20", "21", "many"],
        ),
        one(
            "k:date",
            &["2025-10-31T23:59:59Z", "2025-11-01T00:00:00Z", "2025-11-02"],
        ),
        one(
            "k:ip",
            &["10.0.0.1", "10.128.0.0", "11.0.0.0", "2001:db8::1", "::1"],
        ),
        one("k:bool", &["true", "false"]),
        one(
            "k:arn",
            &[
                "arn:aws:sns:eu:1:t",
                "arn:aws:sns:eu:1:tt",
                "arn:aws:sns:us:2:t",
            ],
        ),
        one("aws:username", &["a", "ab", "b"]),
        set,
    )
        .prop_map(|(a, b, c, d, e, f, g, h)| {
            let mut context = Context::default();
            for (key, values) in [a, b, c, d, e, f, g, h].into_iter().flatten() {
                context.set(key, values);
            }
            context
        });
    let actions = vec![
        "s3:GetObject",
        "S3:getobject",
        "s3:PutObject",
        "sqs:SendMessage",
        "iam:GetRole",
    ];
    let resources = vec![
        "*",
        "arn:aws:s3:::a/b",
        "arn:aws:s3:::a/bc",
        "arn:aws:s3:::c/b",
        "arn:aws:sqs:east:1:q",
        "arn:aws:sqs:east:2:t:1:q",
        "arn:aws:sqs:west:1:qq",
    ];
    (select(actions), select(resources), context).prop_map(|(action, resource, context)| Request {
        principal: None,
        action: action.into(),
        resource: resource.into(),
        context,
    })
}

fn decide(document: &Document, request: &Request) -> Decision {
    Compiled::new(document).decide(request)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_request_contradicts_a_verdict(
        (codified, live) in pair(),
        requests in proptest::collection::vec(request(), 60),
    ) {
        let (a, b) = (of_statements(&codified.join(",")), of_statements(&live.join(",")));
        let found = compare(&a, &b);
        for request in &requests {
            let (before, after) = (decide(&a, request), decide(&b, request));
            let holds = match found.verdict {
                Verdict::Equal => before == after,
                Verdict::Broader => after >= before,
                Verdict::Narrower => after <= before,
                Verdict::Different | Verdict::Undecided => true,
            };
            prop_assert!(holds, "{:?} but {before:?} {after:?} for {request:?}", found.verdict);
        }
        for witness in found.gained.iter().chain(&found.lost) {
            prop_assert_eq!(decide(&a, &witness.request), witness.codified);
            prop_assert_eq!(decide(&b, &witness.request), witness.live);
            prop_assert!(witness.codified != witness.live);
        }
        prop_assert!(found.gained.iter().all(|witness| witness.live > witness.codified));
        prop_assert!(found.lost.iter().all(|witness| witness.live < witness.codified));
        prop_assert_eq!(found.equivalent == Some(true), found.verdict == Verdict::Equal);
    }

    /// What is told in words is never on the wrong side of the verdict.
    #[test]
    fn nothing_is_gained_where_nothing_can_be((codified, live) in pair()) {
        let (a, b) = (of_statements(&codified.join(",")), of_statements(&live.join(",")));
        let found = judge(&a, &b);
        let verdict = found.comparison.verdict;
        if matches!(verdict, Verdict::Equal | Verdict::Narrower) {
            prop_assert!(found.gained.is_empty(), "{:?}", found.gained);
        }
        if matches!(verdict, Verdict::Equal | Verdict::Broader) {
            prop_assert!(found.lost.is_empty(), "{:?}", found.lost);
        }
        prop_assert!(found.comparison.gained.is_none() || !found.gained.is_empty());
        prop_assert!(found.comparison.lost.is_none() || !found.lost.is_empty());
    }

    #[test]
    fn the_two_directions_mirror_each_other((codified, live) in pair()) {
        let (a, b) = (of_statements(&codified.join(",")), of_statements(&live.join(",")));
        let (there, back) = (compare(&a, &b).verdict, compare(&b, &a).verdict);
        let agrees = matches!(
            (there, back),
            (Verdict::Equal, Verdict::Equal)
                | (Verdict::Broader, Verdict::Narrower)
                | (Verdict::Narrower, Verdict::Broader)
                | (Verdict::Different, Verdict::Different)
                | (Verdict::Undecided, _)
                | (_, Verdict::Undecided)
        );
        prop_assert!(agrees, "{there:?} {back:?}");
    }

    #[test]
    fn a_document_equals_itself_in_any_order(statements in document()) {
        let a = of_statements(&statements.join(","));
        let reversed: Vec<String> = statements.into_iter().rev().collect();
        let b = of_statements(&reversed.join(","));
        prop_assert_eq!(compare(&a, &b).verdict, Verdict::Equal);
    }

    /// What the first allows and the second allows more, the third allows more.
    #[test]
    fn broader_is_transitive((first, second) in pair(), third in document()) {
        let all: Vec<String> = second.iter().chain(&third).cloned().collect();
        let [a, b, c] = [&first, &second, &all].map(|one| of_statements(&one.join(",")));
        let up = |verdict| matches!(verdict, Verdict::Equal | Verdict::Broader);
        if up(compare(&a, &b).verdict) && up(compare(&b, &c).verdict) {
            let whole = compare(&a, &c).verdict;
            prop_assert!(up(whole) || whole == Verdict::Undecided, "{whole:?}");
        }
    }
}
