//! Real messages of AWS, messages that only look alike, and texts made to harm.

mod hostile;

use serde::Deserialize;
use watchkeeper::{
    cause::denial,
    facts::{Denied, DeniedWhy, Remote},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrasing {
    name: String,
    source: String,
    text: String,
    denied: Vec<Expected>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    action: String,
    why: DeniedWhy,
    principal: Option<String>,
    resource: Option<String>,
    policy: Option<String>,
    encoded: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NearMiss {
    name: String,
    source: String,
    text: String,
}

fn phrasings() -> Vec<Phrasing> {
    lines(include_str!("denials/phrasings.jsonl"))
}

fn lines<T: for<'a> Deserialize<'a>>(text: &str) -> Vec<T> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn raw(remote: Option<&Remote>) -> Option<&str> {
    remote.map(Remote::raw)
}

fn differs(denied: &Denied, expected: &Expected) -> bool {
    denied.action != expected.action
        || denied.why != expected.why
        || raw(denied.principal.as_ref()) != expected.principal.as_deref()
        || raw(denied.resource.as_ref()) != expected.resource.as_deref()
        || raw(denied.policy.as_ref()) != expected.policy.as_deref()
        || raw(denied.encoded.as_ref()) != expected.encoded.as_deref()
}

#[test]
fn what_only_looks_like_a_denial_is_none() {
    let near: Vec<NearMiss> = lines(include_str!("denials/near_misses.jsonl"));
    assert!(near.len() >= 25);
    for miss in near {
        let found = denial::denials(&miss.text);
        assert!(
            found.is_empty(),
            "{} ({}): {found:#?}",
            miss.name,
            miss.source
        );
    }
}

#[test]
fn every_phrasing_is_read_for_what_it_says() {
    let phrasings = phrasings();
    assert!(phrasings.len() >= 40);
    let mut wrong = Vec::new();
    for phrasing in phrasings {
        let found = denial::denials(&phrasing.text);
        let same = found.len() == phrasing.denied.len()
            && !found
                .iter()
                .zip(&phrasing.denied)
                .any(|(a, b)| differs(a, b));
        if !same {
            wrong.push(format!(
                "{} ({})\n found {found:#?}\n expected {:#?}",
                phrasing.name, phrasing.source, phrasing.denied
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_span_holds_what_was_read() {
    for phrasing in phrasings() {
        for denied in denial::denials(&phrasing.text) {
            let said = &phrasing.text[denied.span.clone()];
            assert!(!said.is_empty(), "{}", phrasing.name);
            // Colours and frames may stand within it, so whole values are not looked for.
            for part in [&denied.principal, &denied.encoded, &denied.policy] {
                let part = raw(part.as_ref()).unwrap_or_default();
                assert!(said.contains(part), "{}: {part} in {said}", phrasing.name);
            }
        }
    }
}

#[test]
fn a_denial_is_found_wherever_it_stands() {
    for phrasing in phrasings() {
        let alone = denial::denials(&phrasing.text);
        let noise = "2026-09-01T10:00:00.0000000Z Ünrelated line of a build\n".repeat(400);
        let text = format!("{noise}{}\n{noise}", phrasing.text);
        let within = denial::denials(&text);
        assert_eq!(alone.len(), within.len(), "{}", phrasing.name);
        for (alone, within) in alone.iter().zip(&within) {
            let moved = alone.span.start + noise.len()..alone.span.end + noise.len();
            assert_eq!(within.span, moved, "{}", phrasing.name);
            assert_eq!(within.action, alone.action, "{}", phrasing.name);
        }
    }
}

#[test]
fn the_role_and_the_account_are_read_off_the_principal() {
    let text = "User: arn:aws:sts::123456789012:assumed-role/deploy/run-7 is not authorized to perform: sqs:SendMessage";
    let denied = denial::first(text).unwrap();
    assert_eq!(denied.role().unwrap().raw(), "deploy");
    assert_eq!(denied.account().unwrap().raw(), "123456789012");
    let nobody = denial::first(
        "AWSCloudFormation is not authorized to perform: iam:GetRole on resource: role x",
    );
    assert_eq!(nobody.unwrap().role(), None);
}
