//! The policy documents in a change, paired before and after and compared.
//!
//! They are found by their shape, an object with a `Statement`, wherever a resource
//! keeps them. A value that is only known after the change is said, never guessed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::PolicyChange;
use crate::{
    facts::{ResourceChange, Verdict, stack::PropertyValue},
    policy::{
        self, Kind,
        explain::Change,
        open::{OPEN, is_open, stand_in},
    },
};

const NOTHING: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;
const DEEPEST: usize = 32;
/// More documents than a resource may have.
const MOST: usize = 64;

/// `partition`: where the stack and its documents live.
pub(super) fn changes(change: &ResourceChange, partition: Option<&str>) -> Vec<PolicyChange> {
    let mut found = Found::default();
    let contexts = [&change.before, &change.after];
    let whole = contexts.iter().any(|side| side.is_some());
    for (side, context) in contexts.into_iter().enumerate() {
        found.read(side, context.as_ref(), &[]);
    }
    if !whole || found.unread {
        for detail in &change.details {
            let path = detail.path.as_ref().or(detail.name.as_ref());
            let path: Vec<&str> = path.map_or(Vec::new(), |path| path.raw().split('/').collect());
            found.read(0, detail.before.as_ref(), &path);
            found.read(1, detail.after.as_ref(), &path);
        }
    }
    let iam = change.resource_type.raw().starts_with("AWS::IAM::");
    let mut out: Vec<PolicyChange> = found
        .documents
        .iter()
        .filter_map(|(name, [before, after])| compared(name, [before, after], iam, partition))
        .collect();
    if found.unread && (iam || !out.is_empty()) {
        let why = "some values did not come whole, so not everything was compared";
        out.push(PolicyChange {
            why: Some(why.into()),
            ..undecided("values")
        });
    }
    out
}

#[derive(Default)]
struct Found {
    documents: BTreeMap<String, [Option<String>; 2]>,
    /// A value was truncated or is no JSON.
    unread: bool,
}

impl Found {
    fn read(&mut self, side: usize, value: Option<&PropertyValue>, path: &[&str]) {
        let Some(value) = value else {
            return;
        };
        if value.truncated {
            self.unread = true;
            return;
        }
        // A single property's value may be plain text: that is no document.
        match serde_json::from_str::<Value>(value.text.raw()) {
            Ok(json) => {
                let path = path.iter().map(|part| (*part).to_owned()).collect();
                self.search(side, &json, path, 0);
            }
            Err(_) => self.unread |= value.text.raw().trim_start().starts_with('{'),
        }
    }

    fn search(&mut self, side: usize, value: &Value, path: Vec<String>, depth: usize) {
        if depth > DEEPEST || self.documents.len() > MOST {
            self.unread = true;
            return;
        }
        match value {
            Value::Object(members) if members.contains_key("Statement") => {
                let name = path
                    .into_iter()
                    .filter(|part| !part.is_empty() && part != "Properties")
                    .collect::<Vec<_>>()
                    .join("/");
                let sides = self.documents.entry(name).or_default();
                sides[side].get_or_insert_with(|| value.to_string());
            }
            Value::Object(members) => {
                // `{"PolicyName": .., "PolicyDocument": ..}` is known by its name, not its place.
                let named = members.get("PolicyName").and_then(Value::as_str);
                let mut base = path;
                if let Some(name) = named
                    && base.last().is_some_and(|last| last.parse::<u32>().is_ok())
                {
                    base.pop();
                    base.push(name.to_owned());
                }
                for (key, member) in members {
                    let mut path = base.clone();
                    if named.is_none() || key != "PolicyDocument" {
                        path.push(key.clone());
                    }
                    self.search(side, member, path, depth + 1);
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    let mut path = path.clone();
                    path.push(at.to_string());
                    self.search(side, item, path, depth + 1);
                }
            }
            // Some resources keep a document as text.
            Value::String(text) if text.trim_start().starts_with('{') => {
                if let Ok(json @ Value::Object(_)) = serde_json::from_str::<Value>(text) {
                    self.search(side, &json, path, depth + 1);
                }
            }
            _ => {}
        }
    }
}

fn undecided(name: &str) -> PolicyChange {
    PolicyChange {
        name: name.to_owned(),
        verdict: Verdict::Undecided,
        gained: Vec::new(),
        lost: Vec::new(),
        why: None,
    }
}

/// None: the document is the same on both sides.
fn compared(
    name: &str,
    [before, after]: [&Option<String>; 2],
    iam: bool,
    partition: Option<&str>,
) -> Option<PolicyChange> {
    if before == after {
        return None;
    }
    let is_trust = name
        .split('/')
        .any(|part| part == "AssumeRolePolicyDocument");
    let kind = match (is_trust, iam) {
        (true, _) => Kind::Trust,
        (false, true) => Kind::Identity,
        (false, false) => Kind::Resource,
    };
    let text = |side: &Option<String>| side.clone().unwrap_or_else(|| NOTHING.to_owned());
    let parsed = [text(before), text(after)].map(|text| {
        let mut document = policy::parse(&text, kind)?.within(partition);
        stand_in(&mut document);
        Ok::<_, policy::Malformed>(document)
    });
    let mut change = undecided(name);
    match &parsed {
        [Ok(before), Ok(after)] => {
            let judged = policy::judge(before, after);
            let words = |changes: Vec<Change>| {
                let word = |change: Change| (change.what.replace(OPEN, ""), change.reason);
                changes.into_iter().map(word).collect()
            };
            change.verdict = judged.comparison.verdict;
            change.why = judged.comparison.why;
            change.gained = words(judged.gained);
            change.lost = words(judged.lost);
        }
        [Err(malformed), _] | [_, Err(malformed)] => {
            change.why = Some(malformed.fault(name).what);
        }
    }
    // What such a value comes to decides: nothing is proved, whatever was found.
    let mut sides = [before, after].into_iter().flatten();
    if sides.any(|text| is_open(text)) {
        change.verdict = Verdict::Undecided;
        change.why = Some("part of it is known only once the change set was executed".into());
    }
    Some(change)
}
