//! What one write changes in one answer, and how its own words get there.
//!
//! `«name»` in a recorded write stands for whatever it says in that place, and in
//! what follows for the same. `«now»`, `«now+400»` (in milliseconds) and `«uuid»`
//! are of the moment of the write.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::answers::{Answers, recorded_as};
use crate::{ask::Ask, facts::Reason};

/// Texts by the names under which recordings have them.
pub(super) type Texts = &'static [(&'static str, &'static str)];

/// One answer after the write: another one, a fault, or the known one with a change
/// in it. What is not known stays unknown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    ask: Value,
    becomes: Change,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Change {
    Answer(Value),
    Fault(Value),
    /// These fields become these.
    Put(Edit),
    /// These elements come first in the list.
    First(Edit),
    /// These elements are gone from the list.
    Drop(Edit),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    /// A JSON pointer to the object or the list that is changed.
    #[serde(default, rename = "in")]
    within: String,
    /// Of a list only the elements that say this.
    #[serde(rename = "where")]
    only: Option<Value>,
    #[serde(default)]
    value: Value,
}

impl After {
    pub(super) fn apply(&self, bound: &Bound, answers: &mut Answers) -> Result<(), Reason> {
        let mut ask = self.ask.clone();
        bound.fill(&mut ask)?;
        let ask: Ask = serde_json::from_value(ask).map_err(|error| error.to_string())?;
        let ask = recorded_as(&ask);
        let answered = |written: Value| {
            let answer = ask.answer_from(written);
            answer.map_err(|error| Reason::from(format!("{ask:?}: {error}")))
        };
        let result = match &self.becomes {
            Change::Answer(answer) => Ok(answered(bound.filled_in(answer)?)?),
            Change::Fault(fault) => {
                let fault = serde_json::from_value(bound.filled_in(fault)?);
                Err(fault.map_err(|error| error.to_string())?)
            }
            Change::Put(edit) | Change::First(edit) | Change::Drop(edit) => {
                let Some(Ok(known)) = answers.get(&ask) else {
                    return Ok(());
                };
                let known = known.write(serde_json::value::Serializer);
                let mut known = known.map_err(|error| error.to_string())?;
                edited(&mut known, &self.becomes, edit, bound)?;
                Ok(answered(known)?)
            }
        };
        answers.insert(ask, result);
        Ok(())
    }
}

fn edited(known: &mut Value, change: &Change, edit: &Edit, bound: &Bound) -> Result<(), Reason> {
    let only = edit.only.as_ref().map(|only| bound.filled_in(only));
    let only = only.transpose()?;
    let is_meant = |element: &Value| {
        let only = only.as_ref();
        only.is_none_or(|only| matches(only, element, &mut Bound::default()))
    };
    let within = &edit.within;
    let place = known.pointer_mut(within);
    let place = place.ok_or_else(|| format!("There is nothing in {within}."))?;
    let value = bound.filled_in(&edit.value)?;
    match (change, place, value) {
        (Change::Put(_), Value::Array(elements), value) => {
            for element in elements.iter_mut().filter(|element| is_meant(element)) {
                put(element, &value);
            }
        }
        (Change::Put(_), place, value) => put(place, &value),
        (Change::First(_), Value::Array(elements), Value::Array(new)) => {
            elements.splice(..0, new);
        }
        (Change::Drop(_), Value::Array(elements), _) => {
            elements.retain(|element| !is_meant(element));
        }
        _ => return Err(format!("{within} is not a list.").into()),
    }
    Ok(())
}

fn put(place: &mut Value, value: &Value) {
    match (place, value) {
        (Value::Object(known), Value::Object(new)) => {
            for (key, value) in new {
                put(known.entry(key.as_str()).or_insert(Value::Null), value);
            }
        }
        (place, value) => place.clone_from(value),
    }
}

/// What the names in a recording stand for.
#[derive(Debug, Default)]
pub(super) struct Bound {
    named: BTreeMap<String, String>,
    now: Timestamp,
}

impl Bound {
    /// `seed`: of the same seed the same id is made, because a world has no chance in it.
    pub(super) fn new(texts: Texts, now: Timestamp, seed: &str) -> Self {
        let texts = texts.iter();
        let mut named: BTreeMap<String, String> = texts
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        named.insert("uuid".to_owned(), uuid(seed));
        Self { named, now }
    }

    /// Binds every name in a pattern that stands for anything, as if it said just its name.
    pub(super) fn name_all(&mut self, pattern: &Value) {
        match pattern {
            Value::String(text) => {
                if let Some(name) = name(text) {
                    let known = self.named.entry(name.to_owned());
                    known.or_insert_with(|| name.to_owned());
                }
            }
            Value::Array(elements) => elements.iter().for_each(|one| self.name_all(one)),
            Value::Object(fields) => fields.values().for_each(|one| self.name_all(one)),
            _ => {}
        }
    }

    fn filled_in(&self, value: &Value) -> Result<Value, Reason> {
        let mut value = value.clone();
        self.fill(&mut value)?;
        Ok(value)
    }

    /// Puts what they stand for into the place of all names.
    pub(super) fn fill(&self, value: &mut Value) -> Result<(), Reason> {
        match value {
            Value::String(text) if text.contains('«') => *text = self.filled(text)?,
            Value::Array(elements) => {
                for element in elements {
                    self.fill(element)?;
                }
            }
            Value::Object(fields) => {
                for (_, field) in fields.iter_mut() {
                    self.fill(field)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn filled(&self, text: &str) -> Result<String, Reason> {
        let mut parts = text.split('«');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part
                .split_once('»')
                .ok_or_else(|| format!("A name has no end: «{part}"))?;
            filled += &self.stands_for(name)?;
            filled += rest;
        }
        Ok(filled)
    }

    fn stands_for(&self, name: &str) -> Result<String, Reason> {
        if let Some(known) = self.named.get(name) {
            return Ok(known.clone());
        }
        let unknown = || format!("Nothing is called «{name}».");
        let after = name.strip_prefix("now").ok_or_else(unknown)?;
        let after: i64 = match after.strip_prefix('+') {
            None if after.is_empty() => 0,
            ms => ms.and_then(|ms| ms.parse().ok()).ok_or_else(unknown)?,
        };
        let at = self.now.checked_add(SignedDuration::from_millis(after));
        Ok(at.map_err(|error| error.to_string())?.to_string())
    }
}

/// The whole text is a name.
fn name(text: &str) -> Option<&str> {
    let name = text.strip_prefix('«')?.strip_suffix('»')?;
    (!name.contains('«')).then_some(name)
}

/// Whether it says all that the pattern says; a name that stands for nothing yet
/// stands from now on for the text in its place.
pub(super) fn matches(pattern: &Value, actual: &Value, bound: &mut Bound) -> bool {
    match (pattern, actual) {
        (Value::Object(fields), actual) => fields.iter().all(|(key, field)| {
            let actual = actual.get(key).unwrap_or(&Value::Null);
            matches(field, actual, bound)
        }),
        (Value::String(text), Value::String(actual)) => match name(text) {
            Some(name) => {
                let known = bound.named.entry(name.to_owned());
                known.or_insert_with(|| actual.clone()) == actual
            }
            None => text == actual,
        },
        (pattern, actual) => pattern == actual,
    }
}

/// In the form of a random one.
fn uuid(seed: &str) -> String {
    let digest = Sha256::digest(seed.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}
