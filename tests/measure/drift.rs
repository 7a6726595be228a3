//! A whole drift check at a round trip of 30 ms: how many calls, how long.

use std::{
    env, fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    Plan,
    hang::environment,
    iam::{INLINE, MANAGED, ROLES, Server, document, role_name},
    stats::{median, ms, rounded},
};

const ROUND_TRIP: Duration = Duration::from_millis(30);

pub(crate) fn measure(plan: &Plan) -> Value {
    let server = Server::listen(ROUND_TRIP);
    let folder = tempfile::tempdir().unwrap();
    codify(folder.path());
    let (mut wall, mut on_the_line) = (Vec::new(), Vec::new());
    let mut calls = json!(null);
    let mut found = json!(null);
    for _ in 0..plan.runs {
        let since = Instant::now();
        let mut check = Command::new(&plan.program);
        check
            .args(["check", "drift", "--json"])
            .current_dir(folder.path());
        check.env_clear().envs(environment(server.at));
        check
            .env("HOME", folder.path())
            .env("PATH", env::var_os("PATH").unwrap_or_default());
        let output = check.output().unwrap();
        wall.push(ms(since.elapsed()));
        let asked = server.take();
        on_the_line.push(ms(asked.span()));
        calls = json!({ "by action": asked.calls, "connections": asked.connections });
        found = tally(&output.stdout, output.status.code());
    }
    json!({
        "roles": ROLES, "inline policies each": INLINE, "managed policies": MANAGED,
        "round trip, ms": ROUND_TRIP.as_millis(),
        "calls": calls,
        "wall, ms": rounded(median(&wall)),
        "first call to last answer, ms": rounded(median(&on_the_line)),
        "result": found,
    })
}

/// A right answer is part of the measurement: every twelfth role drifted.
fn tally(stdout: &[u8], code: Option<i32>) -> Value {
    let report: Value = serde_json::from_slice(stdout).unwrap_or_default();
    let drifted = report["drift"].as_array().map_or(0, |items| {
        items
            .iter()
            .filter(|item| item["state"] == "drifted")
            .count()
    });
    json!({ "exit code": code, "drifted": drifted, "expected": ROLES.div_ceil(12) })
}

/// A repository whose policies are those of the account before it drifted.
pub(crate) fn codify(folder: &Path) {
    let project = "[drift]\npolicies = [\"infrastructure/iam\"]\n";
    fs::write(folder.join("watchkeeper.toml"), project).unwrap();
    for role in 0..ROLES {
        let place = folder.join("infrastructure/iam").join(role_name(role));
        fs::create_dir_all(&place).unwrap();
        for policy in 0..INLINE {
            let file = place.join(format!("policy-{policy}.json"));
            fs::write(file, document(role, policy, false)).unwrap();
        }
    }
}
