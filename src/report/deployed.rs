//! What `check deployed` says of each environment, as text and as JSON.

use serde_json::{Value, json};

use crate::{
    checks::deployed::{DeployedReport, DeployedTo},
    facts::{Remote, actions::Artifact, to_the_second},
};

/// Three lines and the artifacts for each.
pub(super) fn lines(report: &DeployedReport) -> Vec<String> {
    let branch = report.branch.as_ref().map_or("the branch", Remote::raw);
    let all = report.environments.iter();
    all.flat_map(|one| of_environment(one, branch)).collect()
}

fn of_environment(one: &DeployedTo, branch: &str) -> Vec<String> {
    let at = one
        .at
        .map_or(String::new(), |at| format!(" since {}", to_the_second(at)));
    let by = one
        .run
        .map_or(String::new(), |run| format!(", by run {}", run.0));
    let sign = if one.sha.is_some() { "=" } else { "?" };
    let mut lines = vec![format!(
        "{sign} {} has {}{at}{by}",
        one.name.raw(),
        one.short()
    )];
    lines.push(format!("    {}", one.said));
    if one.sha.is_some() {
        lines.push(format!("    {}", one.distance(branch)));
    }
    let newer = one.newer.as_ref();
    lines.extend(newer.map(|state| format!("    a newer deployment is {}", state.raw())));
    match &one.artifacts {
        Some(all) => lines.extend(all.iter().map(|one| format!("    left {}", artifact(one)))),
        None if one.run.is_some() => lines.push("    what its run left was not read".to_owned()),
        None => {}
    }
    lines
}

/// `sbom.spdx.json sha256:a9a9..., until 2026-08-16T10:06:48Z`.
fn artifact(one: &Artifact) -> String {
    let raw = |text: &Option<Remote>| text.as_ref().map_or("?", Remote::raw).to_owned();
    let until = match (one.expired, one.expires_at) {
        (Some(true), _) => ", expired".to_owned(),
        (_, Some(at)) => format!(", until {}", to_the_second(at)),
        _ => String::new(),
    };
    format!("{} {}{until}", raw(&one.name), raw(&one.digest))
}

pub(super) fn details(report: &DeployedReport) -> Vec<(&'static str, Value)> {
    let repository = report.repository.as_ref().map(ToString::to_string);
    let all = report.environments.iter().map(environment);
    vec![
        ("repository", json!(repository)),
        ("branch", json!(report.branch)),
        ("environments", all.collect()),
    ]
}

fn environment(one: &DeployedTo) -> Value {
    let artifact = |one: &Artifact| {
        json!({
            "name": one.name,
            "digest": one.digest,
            "size_in_bytes": one.size_in_bytes,
            "expired": one.expired,
            "expires_at": one.expires_at,
        })
    };
    let artifacts = one.artifacts.as_ref();
    json!({
        "name": one.name,
        "deployment": one.deployment,
        "at": one.at,
        "run": one.run,
        "sha": one.sha,
        "known_by": one.said,
        "ahead": one.ahead,
        "behind": one.behind,
        "newer": one.newer,
        "artifacts": artifacts.map(|all| all.iter().map(artifact).collect::<Vec<_>>()),
    })
}
