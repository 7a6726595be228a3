//! Holds JSON against a JSON Schema (draft 7), as far as the schemas of these tests use it:
//! patterns and formats of strings are not looked at.

use serde_json::{Map, Value};

/// What is wrong with the value, each with its place.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "$", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        let target = root.pointer(pointer).expect("a definition");
        return check(root, target, value, at, found);
    }
    let mut wrong = |what: String| found.push(format!("{at}: {what}"));
    if !is_of_type(&schema["type"], value) {
        wrong(format!("is no {}", schema["type"]));
    }
    if let Some(listed) = schema["enum"].as_array()
        && !listed.contains(value)
    {
        wrong(format!("{value} is not one of {listed:?}"));
    }
    let number = value.as_f64();
    let beyond = |key: &str, is: fn(f64, f64) -> bool| {
        let bound = schema[key].as_f64();
        number
            .zip(bound)
            .is_some_and(|(number, bound)| is(number, bound))
    };
    if beyond("minimum", |number, bound| number < bound)
        || beyond("maximum", |number, bound| number > bound)
    {
        wrong(format!("{value} is out of bounds"));
    }
    for (key, wanted) in [("anyOf", 1..=usize::MAX), ("oneOf", 1..=1)] {
        let Some(choices) = schema[key].as_array() else {
            continue;
        };
        let fits = choices.iter().filter(|choice| {
            let mut inner = Vec::new();
            check(root, choice, value, at, &mut inner);
            inner.is_empty()
        });
        if !wanted.contains(&fits.count()) {
            wrong(format!("does not fit {key}"));
        }
    }
    if let Some(object) = value.as_object() {
        of_object(root, schema, object, at, found);
    }
    if let Some(items) = value.as_array() {
        of_array(root, schema, items, at, found);
    }
}

fn is_of_type(wanted: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        _ => false,
    };
    match wanted {
        Value::Null => true,
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        name => name.as_str().is_some_and(is),
    }
}

fn of_object(
    root: &Value,
    schema: &Value,
    object: &Map<String, Value>,
    at: &str,
    found: &mut Vec<String>,
) {
    for name in schema["required"].as_array().into_iter().flatten() {
        if !object.contains_key(name.as_str().expect("a name")) {
            found.push(format!("{at}: lacks {name}"));
        }
    }
    for (name, value) in object {
        let at = format!("{at}.{name}");
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => found.push(format!("{at}: is not known")),
            (Value::Null, Value::Null | Value::Bool(true)) => {}
            (Value::Null, more) => check(root, more, value, &at, found),
            (known, _) => check(root, known, value, &at, found),
        }
    }
}

fn of_array(root: &Value, schema: &Value, items: &[Value], at: &str, found: &mut Vec<String>) {
    let least = schema["minItems"].as_u64().unwrap_or(0);
    if (items.len() as u64) < least {
        found.push(format!("{at}: has less than {least} items"));
    }
    for (place, item) in items.iter().enumerate() {
        let at = format!("{at}[{place}]");
        if schema["uniqueItems"] == Value::Bool(true) && items[..place].contains(item) {
            found.push(format!("{at}: is there twice"));
        }
        if !schema["items"].is_null() {
            check(root, &schema["items"], item, &at, found);
        }
    }
}
