//! The binary's size, and how long it takes to say its version.

use std::{
    fs,
    process::{Command, Stdio},
    time::Instant,
};

use serde_json::{Map, Value, json};

use crate::{
    Plan,
    stats::{median, ms, rounded},
    subject::is_installed,
};

const RUNS_EACH: usize = 10;

pub(crate) fn measure(plan: &Plan) -> Value {
    let mut figures = Map::new();
    figures.insert(
        "watchkeeper".to_owned(),
        rounded(version(plan, &plan.program)),
    );
    for peer in ["gitui", "lnav", "less", "rg"] {
        if is_installed(peer) {
            figures.insert(peer.to_owned(), rounded(version(plan, peer)));
        }
    }
    let size = fs::metadata(&plan.program).unwrap().len();
    json!({
        "--version, ms": figures,
        "size, MB": rounded(size as f64 / 1e6),
    })
}

fn version(plan: &Plan, program: &str) -> f64 {
    let times: Vec<f64> = (0..plan.runs * RUNS_EACH)
        .map(|_| {
            let since = Instant::now();
            let mut command = Command::new(program);
            command.arg("--version").stdout(Stdio::null());
            assert!(command.status().unwrap().success(), "{program} --version");
            ms(since.elapsed())
        })
        .collect();
    median(&times)
}
