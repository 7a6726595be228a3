//! GitHub's own description of its API, cut down to what is asked: holds requests and
//! answers against it, and makes answers of it.
//!
//! `tests/edge/github/cut_openapi.py` made the file, and says of which version.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../edge/github/openapi.json")).expect("a description")
});

/// `/repos/{owner}/{repo}/...` of a path.
pub fn template(path: &str) -> Option<&'static str> {
    let paths = DESCRIPTION["paths"].as_object()?;
    paths.keys().map(String::as_str).find(|one| fits(one, path))
}

fn fits(template: &str, path: &str) -> bool {
    let (wanted, given) = (template.split('/'), path.split('/'));
    wanted.clone().count() == given.clone().count()
        && wanted
            .zip(given)
            .all(|(wanted, given)| wanted == given || wanted.starts_with('{'))
}

/// `POST /repos/{owner}/{repo}/...` of a request that changes something.
pub fn write(method: &str, path: &str) -> Option<&'static str> {
    let writes = DESCRIPTION["writes"].as_object()?;
    let mut all = writes.keys().map(String::as_str);
    all.find(|one| {
        let (verb, template) = one.split_once(' ').unwrap_or_default();
        verb == method && fits(template, path)
    })
}

/// What is wrong with the body of a request that changes something, by the description.
pub fn body_faults(operation: &str, body: &[u8]) -> Vec<String> {
    let told = &DESCRIPTION["writes"][operation];
    let schema = &told["body"];
    match (body.is_empty(), schema.is_null()) {
        (true, _) if told["body_required"] == json!(true) => {
            vec![format!("{operation} needs a body")]
        }
        (true, _) => Vec::new(),
        (false, true) => vec![format!("{operation} takes no body")],
        (false, false) => match serde_json::from_slice::<Value>(body) {
            Ok(value) => {
                let mut wrong = faults(schema, &value, "body");
                let known = schema["properties"].as_object();
                let given = value.as_object().into_iter().flatten();
                let foreign =
                    given.filter(|(name, _)| known.is_none_or(|all| !all.contains_key(*name)));
                wrong.extend(foreign.map(|(name, _)| format!("{operation} knows no {name}")));
                wrong
            }
            Err(error) => vec![format!("{operation}: {error}")],
        },
    }
}

/// What is wrong with an answer to it.
pub fn write_answer_faults(operation: &str, status: u16, body: &[u8]) -> Vec<String> {
    let answers = &DESCRIPTION["writes"][operation]["answers"];
    match answers.get(status.to_string()) {
        None => vec![format!("{operation} is not answered with {status}")],
        Some(Value::Null) => Vec::new(),
        Some(schema) => match serde_json::from_slice(body) {
            Ok(value) => faults(schema, &value, "answer"),
            Err(error) => vec![format!("{operation}: {error}")],
        },
    }
}

/// An answer to it, in full.
pub fn write_example(operation: &str, status: u16) -> Value {
    let schema = &DESCRIPTION["writes"][operation]["answers"][status.to_string()];
    made(schema, true, 0)
}

pub fn paths() -> impl Iterator<Item = &'static str> {
    let paths = DESCRIPTION["paths"].as_object().expect("paths");
    paths.keys().map(String::as_str)
}

/// What is wrong with a query, by the description.
pub fn query_faults(template: &str, query: &[(String, String)]) -> Vec<String> {
    let known = &DESCRIPTION["paths"][template]["query"];
    let fault = |(name, value): &(String, String)| {
        let Some(schema) = known.get(name) else {
            return Some(format!("{template} knows no {name}"));
        };
        let typed = match schema["type"].as_str() {
            Some("integer") => value.parse::<u64>().map_or(Value::Null, |n| json!(n)),
            Some("boolean") => value.parse::<bool>().map_or(Value::Null, |b| json!(b)),
            _ if name == "workflow_id" => return None,
            _ => json!(value),
        };
        faults(schema, &typed, name).into_iter().next()
    };
    query.iter().filter_map(fault).collect()
}

/// What is wrong with an answer, by the description.
pub fn answer_faults(template: &str, status: u16, body: &Value) -> Vec<String> {
    let schema = &DESCRIPTION["paths"][template]["answers"][status.to_string()];
    match schema {
        Value::Null => vec![format!("{template} has no answer {status} with a body")],
        schema => faults(schema, body, "answer"),
    }
}

fn resolved(schema: &Value) -> &Value {
    match schema["$ref"].as_str() {
        Some(name) => resolved(&DESCRIPTION["schemas"][name]),
        None => schema,
    }
}

fn list<'a>(schema: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    schema[key].as_array().into_iter().flatten()
}

fn is_nullable(schema: &Value) -> bool {
    let schema = resolved(schema);
    schema["nullable"] == json!(true)
        || list(schema, "type").any(|kind| kind == "null")
        || schema["type"] == json!("null")
        || ["anyOf", "oneOf"]
            .iter()
            .any(|key| list(schema, key).any(is_nullable))
}

fn faults(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = resolved(schema);
    if value.is_null() && is_nullable(schema) {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        wrong.push(format!("{at}: {value} is none of {words:?}"));
    }
    let kind = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => true,
    };
    let kinds = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|one| kind(one)) {
        wrong.push(format!("{at}: {value} is no {kinds:?}"));
    }
    if let Some(object) = value.as_object() {
        for name in list(schema, "required").filter_map(Value::as_str) {
            if !object.contains_key(name) {
                wrong.push(format!("{at} lacks {name}"));
            }
        }
        for (name, inner) in object {
            if let Some(schema) = schema["properties"].get(name) {
                wrong.extend(faults(schema, inner, &format!("{at}.{name}")));
            }
        }
    }
    for (nth, item) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(schema) = schema.get("items") {
            wrong.extend(faults(schema, item, &format!("{at}[{nth}]")));
        }
    }
    for part in list(schema, "allOf") {
        wrong.extend(faults(part, value, at));
    }
    for key in ["anyOf", "oneOf"] {
        let mut ways = list(schema, key)
            .map(|way| faults(way, value, at))
            .peekable();
        if ways.peek().is_some() && !ways.any(|wrong| wrong.is_empty()) {
            wrong.push(format!("{at} is none of its {key}"));
        }
    }
    wrong
}

/// An answer of this path in which whatever may be left out or null is so. `full`:
/// instead, nothing is.
pub fn example(template: &str, full: bool) -> Value {
    let answers = DESCRIPTION["paths"][template]["answers"].as_object();
    let schema = answers
        .and_then(|answers| answers.get("200"))
        .expect("a schema");
    made(schema, full, 0)
}

fn made(schema: &Value, full: bool, depth: usize) -> Value {
    let schema = resolved(schema);
    if is_nullable(schema) && (!full || depth > 8) {
        return Value::Null;
    }
    if let Some(word) = list(schema, "enum").find(|word| !word.is_null()) {
        return word.clone();
    }
    if let Some(part) = list(schema, "allOf").next() {
        return made(part, full, depth);
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(way) = list(schema, key).find(|way| resolved(way)["type"] != json!("null")) {
            return made(way, full, depth);
        }
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .find(|one| *one != "null"),
        other => other.as_str(),
    };
    match (kind, schema["format"].as_str()) {
        (Some("object") | None, _) => object(schema, full, depth),
        (Some("array"), _) => match schema.get("items") {
            Some(items) => json!([made(items, full, depth + 1)]),
            None => json!([]),
        },
        (Some("integer" | "number"), _) => json!(7),
        (Some("boolean"), _) => json!(true),
        (_, Some("date-time")) => json!("2026-11-30T03:14:15Z"),
        _ => json!("text"),
    }
}

fn object(schema: &Value, full: bool, depth: usize) -> Value {
    let required: Vec<&str> = list(schema, "required").filter_map(Value::as_str).collect();
    let mut made_ = Map::new();
    let properties = schema["properties"].as_object();
    for (name, inner) in properties.into_iter().flatten() {
        if depth < 8 && (full || required.contains(&name.as_str())) {
            made_.insert(name.clone(), made(inner, full, depth + 1));
        }
    }
    Value::Object(made_)
}

/// A full answer of this path in which what may be missing is so here and there, by the seed.
pub fn thinned(template: &str, seed: u64) -> Value {
    let answers = DESCRIPTION["paths"][template]["answers"].as_object();
    let schema = answers
        .and_then(|answers| answers.get("200"))
        .expect("a schema");
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut toss = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.is_multiple_of(3)
    };
    let mut value = made(schema, true, 0);
    thin(schema, &mut value, &mut toss);
    value
}

fn thin(schema: &Value, value: &mut Value, toss: &mut impl FnMut() -> bool) {
    let schema = resolved(schema);
    if is_nullable(schema) && toss() {
        *value = Value::Null;
        return;
    }
    // As an answer is made of it: the first of its parts.
    for key in ["allOf", "anyOf", "oneOf"] {
        if let Some(part) = list(schema, key).find(|part| resolved(part)["type"] != json!("null")) {
            return thin(part, value, toss);
        }
    }
    if let Some(items) = value.as_array_mut() {
        items
            .iter_mut()
            .for_each(|item| thin(&schema["items"], item, toss));
    }
    let required: Vec<&str> = list(schema, "required").filter_map(Value::as_str).collect();
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, _| required.contains(&name.as_str()) || !toss());
        for (name, field) in fields {
            thin(&schema["properties"][name], field, toss);
        }
    }
}
