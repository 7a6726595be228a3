//! Cases of one request each: what do these policies decide?

use jsonc_parser::{CollectOptions, ParseOptions, ast, common::Ranged, parse_to_ast};
use serde::{Deserialize, Serialize};

use super::{each_line, not_a_case, print};
use crate::{
    facts::{Fault, FaultKind},
    policy::{Compiled, Decision, Kind, Named, Policies, Request, parse},
};

#[derive(Deserialize)]
struct EvalCase {
    id: String,
    request: Request,
}

#[derive(Serialize)]
struct EvalResult<'a> {
    id: &'a str,
    decision: Decision,
}

/// One line of result for each line of cases.
pub fn eval(jsonl: &str) -> Result<Vec<String>, Box<Fault>> {
    each_line(jsonl, eval_line)
}

fn eval_line(line: &str) -> Result<String, Box<Fault>> {
    let case: EvalCase = serde_json::from_str(line).map_err(|error| not_a_case(&error))?;
    let policies = read_policies(line)?;
    print(&EvalResult {
        id: &case.id,
        decision: policies.decide(&case.request),
    })
}

/// The documents are cut out of the line as they were written, so that the
/// parser sees repeated keys and the spelling of numbers.
fn read_policies(line: &str) -> Result<Policies, Box<Fault>> {
    let parsed = parse_to_ast(line, &CollectOptions::default(), &ParseOptions::default());
    let Ok(Some(ast::Value::Object(case))) = parsed.map(|parsed| parsed.value) else {
        return Err(incomplete("identity_policies"));
    };
    let listed = case
        .get_array("identity_policies")
        .ok_or_else(|| incomplete("identity_policies"))?;
    let mut policies = Policies::default();
    for (at, entry) in listed.elements.iter().enumerate() {
        let document = entry.as_object().and_then(|entry| entry.get("document"));
        let document = document.ok_or_else(|| incomplete("document"))?;
        let name = entry
            .as_object()
            .and_then(|entry| entry.get_string("name"))
            .map_or_else(
                || format!("policy {}", at + 1),
                |name| name.value.to_string(),
            );
        policies
            .identity
            .push(read(&name, document.value.text(line))?);
    }
    if let Some(boundary) = case.get("permission_boundary") {
        policies.boundary = Some(read("boundary", boundary.value.text(line))?);
    }
    Ok(policies)
}

fn incomplete(what: &str) -> Box<Fault> {
    Box::new(Fault::new(
        FaultKind::Malformed,
        format!("The case has no {what}."),
        "Write one JSON object a line, as tests/policy/vectors/README.md describes.",
    ))
}

fn read(name: &str, text: &str) -> Result<Named, Box<Fault>> {
    let parsed = parse(text, Kind::Identity);
    let document = parsed.map_err(|malformed| Box::new(malformed.fault(name)))?;
    Ok(Named {
        name: name.to_owned(),
        policy: Compiled::new(&document),
    })
}
