//! All policies of a role together: one may grant what another lost, and the
//! boundary withholds what none of its statements allows.

use proptest::{prelude::*, sample::select};
use watchkeeper::{
    facts::Verdict,
    policy::{
        Access, Compiled, Decision, Document, Kind, Named, Policies, Request, compare, effective,
        judge, judge_effective, parse,
    },
};

use super::{
    allow,
    generated::{document, request},
};
use crate::policy::of_statements;

fn access(identity: &[&str], boundary: Option<&str>) -> Access {
    Access {
        identity: identity.iter().map(|text| of_statements(text)).collect(),
        boundary: boundary.map(of_statements),
    }
}

fn on_star(action: &str) -> String {
    allow(&format!(r#""{action}""#), r#""*""#, "")
}

#[test]
fn documents_of_different_kinds_are_not_compared() {
    let trust = r#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}}"#;
    let trust = Access {
        identity: vec![parse(trust, Kind::Trust).unwrap()],
        boundary: None,
    };
    let found = effective(&access(&[&on_star("s3:*")], None), &trust);
    assert_eq!(found.verdict, Verdict::Undecided);
    assert_eq!(found.equivalent, None);
}

#[test]
fn what_another_policy_grants_anyway_is_no_change_of_access() {
    let wide = on_star("s3:*");
    let narrow = allow(r#""s3:GetObject""#, r#""arn:aws:s3:::a/*""#, "");
    let before = access(&[&narrow, &wide], None);
    let after = access(&[&on_star("s3:PutObject"), &wide], None);
    let found = judge_effective(&before, &after);
    assert_eq!(found.comparison.verdict, Verdict::Equal);
    assert!(found.gained.is_empty() && found.lost.is_empty());
    // The one policy by itself did change.
    let alone = compare(&before.identity[0], &after.identity[0]);
    assert_eq!(alone.verdict, Verdict::Different);
}

#[test]
fn a_denial_counts_wherever_it_stands() {
    let deny = r#"{"Sid":"No","Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}"#;
    let all = on_star("s3:*");
    let before = access(&[&all], None);
    let after = access(&[&all, deny], None);
    let found = judge_effective(&before, &after);
    assert_eq!(found.comparison.verdict, Verdict::Narrower);
    assert_eq!(found.lost[0].what, "s3:DeleteObject on *");
    let in_boundary = access(&[&all], Some(&format!("{},{deny}", on_star("*"))));
    assert_eq!(effective(&after, &in_boundary).verdict, Verdict::Equal);
}

#[test]
fn a_statement_that_moves_to_another_policy_is_no_change() {
    let (get, put) = (on_star("s3:GetObject"), on_star("s3:PutObject"));
    let both = format!("{get},{put}");
    let found = effective(&access(&[&both], None), &access(&[&put, &get], None));
    assert_eq!(found.verdict, Verdict::Equal);
    let found = effective(&access(&[&both], None), &access(&[&put], None));
    assert_eq!(found.verdict, Verdict::Narrower);
}

#[test]
fn a_boundary_withholds_what_a_policy_gained() {
    let limit = on_star("s3:*");
    let before = access(&[&on_star("s3:Get*")], Some(&limit));
    let gained = access(&[&on_star("s3:Get*"), &on_star("iam:*")], Some(&limit));
    assert_eq!(effective(&before, &gained).verdict, Verdict::Equal);
    let wider = format!("{limit},{}", on_star("iam:PassRole"));
    let loosened = access(&[&on_star("s3:Get*"), &on_star("iam:*")], Some(&wider));
    let found = judge_effective(&gained, &loosened);
    assert_eq!(found.comparison.verdict, Verdict::Broader);
    let witness = found.comparison.gained.unwrap();
    assert_eq!(witness.request.action, "iam:PassRole");
    assert_eq!(found.gained[0].what, "iam:PassRole on *");
    assert!(found.lost.is_empty());
}

#[test]
fn a_boundary_that_comes_or_goes_is_told_by_what_it_withholds() {
    let identity = [on_star("s3:*"), on_star("sqs:*")];
    let identity: Vec<&str> = identity.iter().map(String::as_str).collect();
    let free = access(&identity, None);
    let bound = access(&identity, Some(&on_star("s3:*")));
    let found = judge_effective(&free, &bound);
    assert_eq!(found.comparison.verdict, Verdict::Narrower);
    let witness = found.comparison.lost.unwrap();
    assert!(witness.request.action.starts_with("sqs:"), "{witness:?}");
    assert_eq!(found.lost.len(), 1);
    assert!(found.lost[0].what.starts_with("sqs:"));
    assert_eq!(effective(&bound, &free).verdict, Verdict::Broader);
    let all = access(&identity, Some(&on_star("*")));
    assert_eq!(effective(&free, &all).verdict, Verdict::Equal);
}

#[test]
fn an_example_that_nobody_would_send_is_marked_as_one() {
    let told = |action: &str| {
        let identity = on_star(action);
        let limit = on_star("sqs:*");
        let found = judge_effective(
            &access(&[&identity], None),
            &access(&[&identity], Some(&limit)),
        );
        assert_eq!(found.comparison.verdict, Verdict::Narrower);
        assert!(found.lost[0].what.starts_with(action));
        found.lost[0].reason.is_some()
    };
    assert!(told("s3:Frobnicate"));
    assert!(!told("s3:ListAllMyBuckets"));
}

#[test]
fn a_role_without_policies_may_do_nothing_whatever_its_boundary() {
    let none = access(&[], None);
    let bound = access(&[], Some(&on_star("*")));
    assert_eq!(effective(&none, &bound).verdict, Verdict::Equal);
    let some = access(&[&on_star("s3:*")], Some(&on_star("*")));
    assert_eq!(effective(&bound, &some).verdict, Verdict::Broader);
}

fn generated() -> impl Strategy<Value = (Vec<Vec<String>>, Option<Vec<String>>)> {
    (
        proptest::collection::vec(document(), 0..3),
        proptest::option::of(document()),
    )
}

/// A second one that shares most policies with the first.
fn pair() -> impl Strategy<Value = (Access, Access)> {
    (generated(), generated(), select(vec![0, 1, 2, 3])).prop_map(|(first, other, how)| {
        let of = |(identity, boundary): &(Vec<Vec<String>>, Option<Vec<String>>)| {
            let read = |statements: &Vec<String>| of_statements(&statements.join(","));
            Access {
                identity: identity.iter().map(read).collect(),
                boundary: boundary.as_ref().map(read),
            }
        };
        let (first, mut second) = (of(&first), of(&other));
        match how {
            0 => {}
            1 => second.identity.clone_from(&first.identity),
            2 => {
                second.boundary.clone_from(&first.boundary);
                second.identity.extend(first.identity.iter().cloned());
            }
            _ => {
                second = first.clone();
                second.identity.pop();
            }
        }
        (first, second)
    })
}

fn policies(access: &Access) -> Policies {
    let named = |document: &Document| Named {
        name: "policy".into(),
        policy: Compiled::new(document),
    };
    Policies {
        identity: access.identity.iter().map(named).collect(),
        boundary: access.boundary.as_ref().map(named),
        ..Policies::default()
    }
}

fn decide(policies: &Policies, request: &Request) -> Decision {
    let answer = policies.answer(request);
    assert_eq!(answer.decision, policies.decide(request));
    answer.decision
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_request_contradicts_what_is_said_of_a_role(
        (before, after) in pair(),
        requests in proptest::collection::vec(request(), 60),
    ) {
        let found = effective(&before, &after);
        let (a, b) = (policies(&before), policies(&after));
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

    #[test]
    fn nothing_is_told_of_a_role_against_the_verdict((before, after) in pair()) {
        let found = judge_effective(&before, &after);
        prop_assert_eq!(&found.comparison, &effective(&before, &after));
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
    fn one_policy_without_a_boundary_is_the_plain_comparison(
        first in document(),
        second in document(),
    ) {
        let [a, b] = [&first, &second].map(|one| of_statements(&one.join(",")));
        let alone = |document: &Document| Access {
            identity: vec![document.clone()],
            boundary: None,
        };
        prop_assert_eq!(effective(&alone(&a), &alone(&b)), compare(&a, &b));
        prop_assert_eq!(judge_effective(&alone(&a), &alone(&b)), judge(&a, &b));
    }
}
