//! Cases of one request each: what do these policies decide?

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{each_line, not_a_case, print};
use crate::{
    facts::{Fault, FaultKind},
    policy::{Compiled, Decision, Kind, Named, Policies, Request, parse},
};

#[derive(Deserialize)]
struct EvalCase {
    id: String,
    request: Request,
    identity_policies: Option<Vec<Entry>>,
    permission_boundary: Option<Box<RawValue>>,
}

/// The documents stay as they were written, so that the parser sees repeated keys
/// and the spelling of numbers.
#[derive(Deserialize)]
struct Entry {
    name: Option<String>,
    document: Option<Box<RawValue>>,
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
    print(&EvalResult {
        id: &case.id,
        decision: policies(&case)?.decide(&case.request),
    })
}

fn policies(case: &EvalCase) -> Result<Policies, Box<Fault>> {
    let listed = case.identity_policies.as_ref();
    let listed = listed.ok_or_else(|| incomplete("identity_policies"))?;
    let mut policies = Policies::default();
    for (at, entry) in listed.iter().enumerate() {
        let document = entry.document.as_ref();
        let document = document.ok_or_else(|| incomplete("document"))?;
        let name = entry.name.clone();
        let name = name.unwrap_or_else(|| format!("policy {}", at + 1));
        policies.identity.push(named(&name, document.get())?);
    }
    if let Some(boundary) = &case.permission_boundary {
        policies.boundary = Some(named("boundary", boundary.get())?);
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

fn named(name: &str, text: &str) -> Result<Named, Box<Fault>> {
    let parsed = parse(text, Kind::Identity);
    let document = parsed.map_err(|malformed| Box::new(malformed.fault(name)))?;
    Ok(Named {
        name: name.to_owned(),
        policy: Compiled::new(&document),
    })
}
