//! A thousand workflows and a hundred templates, audited offline from the command line.

use std::{env, fs, path::Path, process::Command, time::Instant};

use serde_json::{Value, json};

use crate::{
    Plan,
    stats::{median, ms, rounded},
};

const WORKFLOWS: usize = 1_000;
const TEMPLATES: usize = 100;

pub(crate) fn measure(plan: &Plan) -> Value {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let mut wall = Vec::new();
    let mut found = json!(null);
    for _ in 0..plan.runs {
        let since = Instant::now();
        let mut check = Command::new(&plan.program);
        check
            .args(["check", "pipeline", "--json"])
            .current_dir(folder.path())
            .env_clear()
            .env("HOME", folder.path())
            .env("PATH", env::var_os("PATH").unwrap_or_default());
        let output = check.output().unwrap();
        wall.push(ms(since.elapsed()));
        found = tally(&output.stdout, output.status.code());
    }
    json!({
        "workflows": WORKFLOWS, "templates": TEMPLATES,
        "wall, ms": rounded(median(&wall)),
        "result": found,
    })
}

/// A right answer is part of the measurement.
fn tally(stdout: &[u8], code: Option<i32>) -> Value {
    let report: Value = serde_json::from_slice(stdout).unwrap_or_default();
    let rows = report["rows"].as_array().map_or(0, Vec::len);
    json!({"exit code": code, "audit": report["audit"], "rows": rows})
}

/// The demo's own workflows and template, again and again under other names.
fn write(root: &Path) {
    fs::create_dir_all(root.join(".git")).unwrap();
    let workflows = root.join(".github/workflows");
    fs::create_dir_all(&workflows).unwrap();
    let texts = [
        include_str!("../../src/edge/demo/pipeline/ci.yml"),
        include_str!("../../src/edge/demo/pipeline/cd.yml"),
        include_str!("../../src/edge/demo/pipeline/sonarqube.yml"),
    ];
    for number in 0..WORKFLOWS {
        let text = texts[number % texts.len()];
        fs::write(workflows.join(format!("w{number}.yml")), text).unwrap();
    }
    let template = include_str!("../../src/edge/demo/pipeline/template.yaml");
    for number in 0..TEMPLATES {
        let folder = root.join(format!("stacks/{number}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("template.yaml"), template).unwrap();
    }
}
