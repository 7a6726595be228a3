//! The IAM policies that the program needs: for reading, and for writing; and of GitHub
//! the permissions of the token.

mod github;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Stop, off, output};
use crate::{
    ask::READ_ONLY_POLICY,
    config::Flags,
    gate::writes::{READS, Registered, WRITES},
    keys,
};

/// `writes`: None for reading alone; empty for every kind of write. `github`: what its
/// token needs, in the place of IAM's policy.
pub(super) fn run(flags: &Flags, writes: Option<&[String]>, github: bool) -> Result<u8, Stop> {
    if github && !(flags.restricted && writes.is_some()) {
        return github::run(writes);
    }
    let Some(kinds) = writes else {
        return output::report(READ_ONLY_POLICY.trim_end()).map(|()| 0);
    };
    if flags.restricted {
        // Nothing is written in that mode, so nothing is needed for it.
        return Err(off("policy-needed --writes"));
    }
    let policy = with_writes(&actions(kinds)?)?;
    output::json(&policy)?;
    for note in notes(kinds) {
        output::tell(note);
    }
    Ok(0)
}

/// What no list can name beforehand: JSON has no comments, so it stands beside it.
fn notes(kinds: &[String]) -> Vec<&'static str> {
    let wants = |kind: &str| kinds.is_empty() || kinds.iter().any(|known| known == kind);
    let mut notes = Vec::new();
    if WRITES
        .iter()
        .any(|one| one.works_on_resources && wants(one.kind))
    {
        notes.push(
            "what CloudFormation does to a stack's resources it does with the stack's own role, where it has one, and else with the caller's permissions: those for the resources are not in this policy.",
        );
    }
    if wants("create-change-set") {
        notes.push(
            "a template of more than 51,200 bytes needs s3:PutObject and s3:GetObject on watchkeeper/* of the environment's template_bucket too.",
        );
        notes.push(
            "a template with parameters of type AWS::SSM::Parameter::Value needs ssm:GetParameters on those too.",
        );
    }
    notes
}

/// The actions of these kinds of write; of all when none is named.
fn actions(kinds: &[String]) -> Result<BTreeSet<&'static str>, Stop> {
    let chosen = chosen(kinds, on_aws)?.into_iter();
    Ok(chosen.flat_map(|one| one.needs).copied().collect())
}

/// Those of all that are named; all of them when none is. A name that none has is an error.
fn chosen<I: Iterator<Item = &'static Registered>>(
    kinds: &[String],
    all: impl Fn() -> I,
) -> Result<Vec<&'static Registered>, Stop> {
    let known = || all().map(|one| one.kind);
    for kind in kinds {
        if !known().any(|known| known == kind) {
            let near = keys::nearest(kind, known());
            let hint = near.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
            let all: Vec<&str> = known().collect();
            return Err(Stop::Usage(format!(
                "There is no kind of write `{kind}`.{hint} The known ones: {}.",
                all.join(", ")
            )));
        }
    }
    let is_chosen = |kind: &str| kinds.is_empty() || kinds.iter().any(|k| k == kind);
    Ok(all().filter(|one| is_chosen(one.kind)).collect())
}

/// What only writes into the working tree needs no permission.
fn on_aws() -> impl Iterator<Item = &'static Registered> {
    WRITES.iter().filter(|one| !one.needs.is_empty())
}

fn with_writes(actions: &BTreeSet<&'static str>) -> Result<String, Stop> {
    let mut policy: Value = serde_json::from_str(READ_ONLY_POLICY).map_err(std::io::Error::from)?;
    let prepares: Vec<String> = READS
        .iter()
        .map(|(service, operation)| format!("{}:{operation}", service.to_ascii_lowercase()))
        .collect();
    let mut by_resource: BTreeMap<&[&str], Vec<&str>> = BTreeMap::new();
    for action in actions {
        by_resource
            .entry(resources(action))
            .or_default()
            .push(action);
    }
    if let Some(statements) = policy["Statement"].as_array_mut() {
        statements.push(statement("WatchkeeperPreparesWrites", &prepares, &["*"]));
        for (at, (resources, actions)) in by_resource.iter().enumerate() {
            let sid = format!("WatchkeeperWrites{}", at + 1);
            statements.push(statement(&sid, actions, resources));
        }
    }
    Ok(serde_json::to_string_pretty(&policy).map_err(std::io::Error::from)?)
}

fn statement(sid: &str, actions: &[impl serde::Serialize], resources: &[&str]) -> Value {
    let resource = match resources {
        [one] => json!(one),
        several => json!(several),
    };
    json!({ "Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource })
}

/// The kinds of resources that the service authorization reference names for the action.
fn resources(action: &str) -> &'static [&'static str] {
    const STACKS: &str = "arn:*:cloudformation:*:*:stack/*";
    match action.split_once(':') {
        Some(("iam", operation)) if operation.ends_with("PolicyVersion") => {
            &["arn:*:iam::*:policy/*"]
        }
        Some(("iam", _)) => &["arn:*:iam::*:role/*"],
        // A template that AWS's own transforms expand is also asked for at these.
        Some(("cloudformation", "CreateChangeSet")) => {
            &[STACKS, "arn:*:cloudformation:*:aws:transform/*"]
        }
        Some(("cloudformation", _)) => &[STACKS],
        _ => &["*"],
    }
}
