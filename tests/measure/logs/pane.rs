//! A million lines in the console itself: the first screen, all indexed, a filter from its
//! last letter to the exact count, keys meanwhile, a line that is scrolled, and keys while
//! 5,000 lines a second are followed; `less` scrolls the same file beside it.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    Plan,
    session::Session,
    stats::{median, ms, rounded, summary},
    subject::{LARGE, SMALL, is_installed},
};

const SILENCE: Duration = Duration::from_millis(50);
/// Lines a second that are written to a file that is followed.
const PER_SECOND: usize = 5_000;

pub(super) fn figures(plan: &Plan, file: &Path, text: &str, lines: u64) -> Value {
    let hits = BufReader::new(File::open(file).unwrap())
        .lines()
        .filter(|line| line.as_ref().is_ok_and(|line| line.contains(text)))
        .count();
    let mut rows = Vec::new();
    for _ in 0..plan.runs {
        rows.push(one(plan, file, text, lines, hits));
    }
    let of = |at: usize| rounded(median(&rows.iter().map(|row| row[at]).collect::<Vec<_>>()));
    json!({
        "first screen ms": of(0),
        "all indexed ms": of(1),
        "keys while indexing, p99 ms": of(2),
        "filter to the exact count ms": of(3),
        "anonymous MB": of(4),
        "bytes of a scrolled line, 80x24": scrolled(plan, file, SMALL),
        "bytes of a scrolled line, 200x60": scrolled(plan, file, LARGE),
        "keys while following 5,000 lines a second": following(plan),
    })
}

fn console(plan: &Plan, file: &Path, size: (u16, u16)) -> Session {
    let mut command = Session::command(&plan.program);
    command.args(["--log", file.to_str().unwrap()]);
    Session::start(command, size)
}

fn shows(session: &mut Session, text: &str) -> std::time::Instant {
    session.when(text, |screen| screen.contents().contains(text))
}

fn one(plan: &Plan, file: &Path, text: &str, lines: u64, hits: usize) -> [f64; 5] {
    let mut session = console(plan, file, SMALL);
    let first = shows(&mut session, "line 1 of ") - session.spawned;
    let mut keys = Vec::new();
    for _ in 0..10 {
        let sent = session.send("j");
        if let Some(last) = session
            .settle(Duration::from_millis(10))
            .filter(|last| *last > sent)
        {
            keys.push(ms(last - sent));
        }
    }
    let all = format!("of {}", grouped(lines));
    let indexed = shows(&mut session, &all) - session.spawned;
    session.send(format!("&{}", &text[..text.len() - 1]));
    session.settle(Duration::from_millis(300));
    let sent = session.send(&text[text.len() - 1..]);
    let counted = shows(&mut session, &format!("of {} ", grouped(hits as u64))) - sent;
    let status = std::fs::read_to_string(format!("/proc/{}/status", session.child.id())).unwrap();
    let anonymous = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"));
    let anonymous =
        anonymous.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    let p99 = crate::stats::percentile(&keys, 0.99);
    [
        ms(first),
        ms(indexed),
        p99,
        ms(counted),
        anonymous.unwrap_or(f64::NAN) / 1e3,
    ]
}

/// `1,000,000`, as the console counts.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap())
        .collect();
    groups.join(",")
}

/// Bytes for each line that is scrolled at the bottom of the screen.
fn scrolled(plan: &Plan, file: &Path, size: (u16, u16)) -> Value {
    let mut ours = console(plan, file, size);
    shows(&mut ours, "line 1 of ");
    let mut figures = json!({ "watchkeeper": scroll(&mut ours, size) });
    if is_installed("less") {
        let mut command = Session::command("less");
        command.args(["-S", file.to_str().unwrap()]);
        let mut less = Session::start(command, size);
        less.settle(SILENCE);
        figures["less"] = scroll(&mut less, size);
    }
    figures
}

fn scroll(session: &mut Session, (_, rows): (u16, u16)) -> Value {
    for _ in 0..rows {
        session.send("j");
    }
    session.settle(Duration::from_millis(300));
    let mut bytes = Vec::new();
    for _ in 0..40 {
        let before = session.written_len();
        session.send("j");
        session.settle(SILENCE);
        bytes.push((session.written_len() - before) as f64);
    }
    summary(&bytes)
}

/// Keys in a file that somebody else writes to.
fn following(plan: &Plan) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("growing.log");
    std::fs::write(&path, "2026-11-21T14:00:00Z INFO first\n").unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let (growing, stopped) = (path.clone(), Arc::clone(&stop));
    let writer = thread::spawn(move || {
        let mut file = OpenOptions::new().append(true).open(growing).unwrap();
        let mut number = 0;
        while !stopped.load(Ordering::Relaxed) {
            for _ in 0..PER_SECOND / 50 {
                number += 1;
                writeln!(file, "2026-11-21T14:00:00Z INFO request {number} handled").unwrap();
            }
            thread::sleep(Duration::from_millis(20));
        }
    });
    let mut session = console(plan, &path, SMALL);
    shows(&mut session, "line 1 of ");
    session.send("p");
    shows(&mut session, "following");
    let mut times = Vec::new();
    for _ in 0..40 {
        // The tabs answer to this key, whatever comes meanwhile.
        for (key, seen) in [("u", "+"), ("u", "Z ")] {
            let sent = session.send(key);
            let at = session.when(seen, |screen| screen.contents().contains(seen));
            times.push(ms(at.saturating_duration_since(sent)));
        }
    }
    stop.store(true, Ordering::Relaxed);
    writer.join().unwrap();
    summary(&times)
}
