//! The values of a change: in a line, as texts to be compared, and what the resource as a
//! whole says beyond its single properties. No value is told twice, and none is left out.

use serde_json::Value;

use super::Section;
use crate::facts::{
    Remote, ResourceChange,
    stack::{ChangeDetail, PropertyValue},
};

/// A longer value is a text of its own.
const LONGEST: usize = 120;

pub(super) enum Told {
    Nothing,
    Line(String),
    Text(Section),
}

pub(super) fn of(detail: &ChangeDetail) -> Told {
    let (before, after) = (raw(detail.before.as_ref()), raw(detail.after.as_ref()));
    let short = |text: Option<&str>| {
        text.is_none_or(|text| text.chars().count() <= LONGEST && !text.contains('\n'))
    };
    match (before, after) {
        (None, None) => Told::Nothing,
        _ if !short(before) || !short(after) => Told::Text(Section::Text {
            before: before.map_or_else(String::new, normal),
            after: after.map_or_else(String::new, normal),
        }),
        (Some(before), Some(after)) => Told::Line(format!(": {before} becomes {after}")),
        (None, Some(after)) => Told::Line(format!(": {after} is added")),
        (Some(before), None) => Told::Line(format!(": {before} is REMOVED")),
    }
}

pub(super) fn is_cut(detail: &ChangeDetail) -> bool {
    let both = [&detail.before, &detail.after].into_iter();
    both.flatten().any(|value| value.truncated)
}

/// The whole resource, before and after, where its properties do not say all of it.
pub(super) fn beyond(change: &ResourceChange) -> Option<Section> {
    let (before, after) = (&change.before, &change.after);
    let (before_text, after_text) = (raw(before.as_ref()), raw(after.as_ref()));
    if before_text.is_none() && after_text.is_none() || before_text == after_text {
        return None;
    }
    if let Some((before, after)) = wholes(change)
        && with_details(before, &after, &change.details) == after
    {
        return None;
    }
    let text = |value: &Option<PropertyValue>| match value {
        Some(value) if value.truncated => format!("{} (cut)", value.text.raw()),
        Some(value) => normal(value.text.raw()),
        None => String::new(),
    };
    Some(Section::Text {
        before: text(before),
        after: text(after),
    })
}

/// Neither the properties nor the resource as a whole say a value.
pub(super) fn is_untold(change: &ResourceChange) -> bool {
    let whole = change.before.is_some() || change.after.is_some();
    let mut details = change.details.iter();
    !whole && !details.any(|detail| detail.before.is_some() || detail.after.is_some())
}

/// The resource before and after, both of them whole.
pub(super) fn wholes(change: &ResourceChange) -> Option<(Value, Value)> {
    let parsed = |value: &Option<PropertyValue>| {
        let value = value.as_ref().filter(|value| !value.truncated)?;
        serde_json::from_str::<Value>(value.text.raw()).ok()
    };
    Some((parsed(&change.before)?, parsed(&change.after)?))
}

/// The resource as it was, with every change that its properties tell with their values.
fn with_details(mut whole: Value, after: &Value, details: &[ChangeDetail]) -> Value {
    for detail in details.iter().filter(|detail| !is_cut(detail)) {
        let Some(path) = detail.path.as_ref().map(Remote::raw) else {
            continue;
        };
        let is_told = says(whole.pointer(path), detail.before.as_ref())
            && says(after.pointer(path), detail.after.as_ref());
        if is_told {
            put(&mut whole, path, after.pointer(path));
        }
    }
    whole
}

/// Whether what stands there is what the property says, or neither is there.
fn says(there: Option<&Value>, told: Option<&PropertyValue>) -> bool {
    match (there, told.map(|told| told.text.raw())) {
        (None, None) => true,
        (Some(Value::String(there)), Some(told)) => there == told,
        (Some(there), Some(told)) => {
            serde_json::from_str::<Value>(told).is_ok_and(|told| told == *there)
        }
        _ => false,
    }
}

fn put(whole: &mut Value, path: &str, value: Option<&Value>) {
    if let (Some(there), Some(value)) = (whole.pointer_mut(path), value) {
        *there = value.clone();
        return;
    }
    let Some((parent, name)) = path.rsplit_once('/') else {
        return;
    };
    // Lists move when something comes or goes: those are shown as a whole.
    if let Some(Value::Object(fields)) = whole.pointer_mut(parent) {
        match value {
            Some(value) => drop(fields.insert(name.to_owned(), value.clone())),
            None => drop(fields.remove(name)),
        }
    }
}

/// JSON in one order and layout, so that only what differs differs; else as it is.
fn normal(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(parsed @ (Value::Object(_) | Value::Array(_))) => format!("{parsed:#}"),
        _ => text.to_owned(),
    }
}

fn raw(value: Option<&PropertyValue>) -> Option<&str> {
    value.map(|value| value.text.raw())
}

/// A place in the resource with what stands there before and after.
pub(super) type Difference = (String, Option<Value>, Option<Value>);

/// Every place where they differ.
pub(super) fn differ(before: &Value, after: &Value, path: String, to: &mut Vec<Difference>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(before), Value::Object(after)) => {
            let added = after.keys().filter(|name| !before.contains_key(*name));
            for name in before.keys().chain(added) {
                let path = format!("{path}/{name}");
                match (before.get(name), after.get(name)) {
                    (Some(before), Some(after)) => differ(before, after, path, to),
                    (before, after) => to.push((path, before.cloned(), after.cloned())),
                }
            }
        }
        _ => to.push((path, Some(before.clone()), Some(after.clone()))),
    }
}
