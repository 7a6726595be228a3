//! What an idle console costs: nothing, and how much memory.

use std::{collections::BTreeMap, ffi::OsString, fs, thread, time::Duration};

use serde_json::{Map, Value, json};

use crate::{
    Plan,
    keys::ready,
    session::Session,
    subject::{SMALL, Subject, demo, floor, peers},
};

const WATCHED: Duration = Duration::from_secs(10);

/// Past every delay that follows a start: threads that read from disk wait ten
/// seconds for more to do before they end.
const AFTER_START: Duration = Duration::from_secs(12);

pub(crate) fn measure(plan: &Plan) -> Value {
    let mut subjects = vec![floor(), demo(plan)];
    subjects.extend(peers());
    // All at once: each sleeps, or should.
    let watched: Vec<(&'static str, Value)> = thread::scope(|scope| {
        let threads: Vec<_> = subjects
            .iter()
            .map(|subject| scope.spawn(move || (subject.name, watch(subject))))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let figures: Map<String, Value> = watched
        .into_iter()
        .map(|(name, figures)| (name.to_owned(), figures))
        .collect();
    Value::Object(figures)
}

fn watch(subject: &Subject) -> Value {
    let mut session = subject.start(SMALL);
    ready(&mut session, subject);
    thread::sleep(AFTER_START);
    let before = (session.written_len(), cpu_ms(&session), switches(&session));
    thread::sleep(WATCHED);
    json!({
        "seconds": WATCHED.as_secs(),
        "bytes": session.written_len() - before.0,
        "cpu ms": cpu_ms(&session) - before.1,
        "wake-ups": wake_ups(&before.2, &switches(&session)),
        "anonymous memory, MB": anonymous_kb(&session) as f64 / 1000.0,
    })
}

fn value(status: &str, field: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// How often each thread went to sleep: every wake-up ends in that.
fn switches(session: &Session) -> BTreeMap<OsString, u64> {
    let tasks = format!("/proc/{}/task", session.child.id());
    fs::read_dir(tasks)
        .unwrap()
        .filter_map(|task| {
            let task = task.ok()?;
            let status = fs::read_to_string(task.path().join("status")).ok()?;
            let count = value(&status, "voluntary_ctxt_switches:")?;
            Some((task.file_name(), count))
        })
        .collect()
}

/// A thread that ended meanwhile woke up for it.
fn wake_ups(before: &BTreeMap<OsString, u64>, after: &BTreeMap<OsString, u64>) -> u64 {
    let ended = before.keys().filter(|thread| !after.contains_key(*thread));
    let woken = after.iter().map(|(thread, count)| {
        let slept = before.get(thread).copied().unwrap_or_default();
        count.saturating_sub(slept)
    });
    ended.count() as u64 + woken.sum::<u64>()
}

fn anonymous_kb(session: &Session) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", session.child.id())).unwrap();
    value(&status, "RssAnon:").unwrap_or_default()
}

/// User and system time in ticks of 10 ms.
fn cpu_ms(session: &Session) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", session.child.id())).unwrap();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    behind_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum::<u64>()
        * 10
}
