//! A million lines, about 200 MB: read and counted, filtered by a text and by an
//! expression, as plain text and as JSON, with ripgrep and lnav beside it; and the console
//! on them. What is not installed here is said to be so.

mod pane;

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::{
    Plan,
    stats::{median, ms, rounded},
    subject::is_installed,
};

const LINES: u64 = 1_000_000;
const TEXT: &str = "AccessDenied";
const EXPRESSION: &str = "timed out|denied|refused";

pub(crate) fn measure(plan: &Plan) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let (plain, json) = (
        written(&folder, "plain.log", plain),
        written(&folder, "json.log", as_json),
    );
    let mut figures = Map::new();
    for (what, file) in [("plain", &plain), ("JSON", &json)] {
        let path = file.to_str().unwrap();
        let ours = |more: &[&'static str]| [&["logs", "--file", path, "--count"], more].concat();
        let mut times = Map::new();
        let mut time = |name: &str, program: &str, arguments: &[&str], counts: bool| {
            let times_of = (0..plan.runs).map(|_| timed(program, arguments, counts));
            times.insert(
                name.to_owned(),
                rounded(median(&times_of.collect::<Vec<_>>())),
            );
        };
        time("all lines", &plan.program, &ours(&[]), true);
        time(
            "lines with a text",
            &plan.program,
            &ours(&["--grep", TEXT]),
            true,
        );
        time(
            "lines with an expression",
            &plan.program,
            &ours(&["--grep", EXPRESSION]),
            true,
        );
        if is_installed("rg") {
            time("rg, all lines", "rg", &["-c", "", path], true);
            time("rg, lines with a text", "rg", &["-c", TEXT, path], true);
            time(
                "rg, lines with an expression",
                "rg",
                &["-ic", EXPRESSION, path],
                true,
            );
        }
        if is_installed("lnav") {
            let query = ";SELECT count(*) FROM all_logs";
            time("lnav, all lines", "lnav", &["-n", "-c", query, path], false);
        }
        for peer in ["rg", "lnav", "less"] {
            if !is_installed(peer) {
                times.insert(peer.to_owned(), json!("not here"));
            }
        }
        figures.insert(format!("{what}, ms"), times.into());
        let in_console = pane::figures(plan, file, TEXT, LINES);
        figures.insert(format!("{what}, in the console"), in_console);
    }
    json!({
        "lines": LINES,
        "MB": rounded(fs::metadata(&plain).unwrap().len() as f64 / 1e6),
        "times": figures,
    })
}

fn timed(program: &str, arguments: &[&str], counts: bool) -> f64 {
    let since = Instant::now();
    let mut command = Command::new(program);
    let said = command
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let took = ms(since.elapsed());
    if counts {
        let count: u64 = String::from_utf8_lossy(&said.stdout)
            .trim()
            .parse()
            .unwrap();
        assert!(count > 0 && count <= LINES, "{program} counts {count}");
    }
    took
}

fn written(folder: &TempDir, name: &str, line: fn(u64, &mut dyn Write)) -> PathBuf {
    let path = Path::new(folder.path()).join(name);
    let mut file = BufWriter::new(File::create(&path).unwrap());
    for number in 0..LINES {
        line(number, &mut file);
    }
    file.flush().unwrap();
    path
}

/// The same lines in every run: what differs between them is mixed from their number.
fn mixed(number: u64) -> u64 {
    let mixed = (number ^ (number >> 7)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

fn message(number: u64) -> String {
    let some = mixed(number);
    match some % 100 {
        0 => format!(
            "User: arn:aws:sts::817685572750:assumed-role/job-{} is not authorized: {TEXT}",
            some % 1000
        ),
        1..4 => format!(
            "connection timed out after {} ms to 10.0.{}.7",
            some % 5000,
            some % 256
        ),
        4..24 => format!(
            "cache refreshed entries={} took={}ms",
            some % 100_000,
            some % 900
        ),
        _ => format!(
            "handled request path=/api/v1/jobs/{} status=200",
            some % 1_000_000
        ),
    }
}

fn stamp(number: u64) -> String {
    let (seconds, millis) = (number / 100, number % 100 * 10);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!(
        "2026-11-21T{hours:02}:{minutes:02}:{:02}.{millis:03}Z",
        seconds % 60
    )
}

fn plain(number: u64, to: &mut dyn Write) {
    let some = mixed(number);
    let level = ["INFO", "INFO", "DEBUG", "WARN", "ERROR"][(some >> 8) as usize % 5];
    let (stamp, message) = (stamp(number), message(number));
    let pad = "x".repeat(60 + (some >> 16) as usize % 50);
    writeln!(
        to,
        "{stamp} {level} [worker-{}] req={some:016x} {message} {pad}",
        some % 16
    )
    .unwrap();
}

fn as_json(number: u64, to: &mut dyn Write) {
    let some = mixed(number);
    let level = ["info", "debug", "warn", "error"][(some >> 8) as usize % 4];
    let (stamp, message) = (stamp(number), message(number));
    let pad = "x".repeat((some >> 16) as usize % 50);
    writeln!(
        to,
        r#"{{"timestamp":"{stamp}","level":"{level}","requestId":"{some:032x}","status":200,"message":"{message}","pad":"{pad}"}}"#
    )
    .unwrap();
}
