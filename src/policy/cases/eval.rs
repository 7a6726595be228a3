//! Cases of one request each: what do these policies decide?

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{each_line, not_a_case, print, read};
use crate::{
    facts::Fault,
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
pub fn eval(jsonl: &str) -> Result<Vec<String>, Fault> {
    each_line(jsonl, eval_line)
}

fn eval_line(line: &str) -> Result<String, Fault> {
    let case: EvalCase = read(line)?;
    print(&EvalResult {
        id: &case.id,
        decision: policies(&case)?.decide(&case.request),
    })
}

fn policies(case: &EvalCase) -> Result<Policies, Fault> {
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

fn incomplete(what: &str) -> Fault {
    not_a_case(format!("The case has no {what}."))
}

fn named(name: &str, text: &str) -> Result<Named, Fault> {
    let document = parse(text, Kind::Identity).map_err(|malformed| malformed.fault(name))?;
    Ok(Named {
        name: name.to_owned(),
        policy: Compiled::new(&document),
    })
}
