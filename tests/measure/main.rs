//! `cargo bench --bench measure`: what the console costs, as JSON, with peers beside it.
//!
//! Drives the released binary in a pseudo-terminal that answers no query. Names
//! of measurements as arguments run only those; `--runs N` sets how many runs a
//! median is taken of; `--program PATH` measures another build; `--inputs FOLDER`
//! names the templates that `sam` compares.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement says what went wrong by panicking, and prints its result"
)]

mod binary;
mod burst;
mod drift;
mod hang;
mod iam;
mod idle;
mod keys;
mod logs;
#[path = "../template/oracle.rs"]
mod oracle;
mod pipeline;
mod policy;
mod policy_documents;
mod registry;
mod sam;
#[path = "../pty/session.rs"]
mod session;
mod stacks;
mod start;
mod stats;
mod subject;
#[expect(unreachable_pub, reason = "the tests name it from another crate root")]
#[path = "../support/venv.rs"]
mod venv;
mod watch;

use serde_json::{Map, Value, json};

/// What every measurement is told.
pub(crate) struct Plan {
    pub(crate) runs: usize,
    pub(crate) program: String,
    /// A folder of templates, for those that measure such.
    pub(crate) inputs: Option<String>,
}

type Measure = fn(&Plan) -> Value;

const MEASUREMENTS: &[(&str, Measure)] = &[
    ("start", start::measure),
    ("keys", keys::measure),
    ("burst", burst::measure),
    ("hang", hang::measure),
    ("idle", idle::measure),
    ("drift", drift::measure),
    ("policy", policy::measure),
    ("stacks", stacks::measure),
    ("registry", registry::measure),
    ("watch", watch::measure),
    ("sam", sam::measure),
    ("logs", logs::measure),
    ("pipeline", pipeline::measure),
    ("binary", binary::measure),
];

fn main() {
    let mut plan = Plan {
        runs: 5,
        program: env!("CARGO_BIN_EXE_watchkeeper").to_owned(),
        inputs: None,
    };
    let mut chosen = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            // Cargo says this to every benchmark.
            "--bench" => {}
            "--runs" => plan.runs = args.next().and_then(|n| n.parse().ok()).expect("a number"),
            "--inputs" => plan.inputs = Some(args.next().expect("a folder")),
            "--program" => plan.program = args.next().expect("a path"),
            name => chosen.push(name.to_owned()),
        }
    }
    let mut figures = Map::new();
    for (name, measure) in MEASUREMENTS {
        if chosen.is_empty() || chosen.iter().any(|chosen| chosen == name) {
            eprintln!("measuring {name}");
            figures.insert((*name).to_owned(), measure(&plan));
        }
    }
    let report = json!({
        "runs": plan.runs,
        "terminal": "pseudo-terminal that answers no query",
        "figures": figures,
    });
    println!("{report:#}");
}
