//! What an idle console costs: nothing, and how much memory.

use std::{fs, thread, time::Duration};

use serde_json::{Map, Value, json};

use crate::{
    Plan,
    keys::ready,
    session::Session,
    subject::{SMALL, Subject, demo, floor, peers},
};

const WATCHED: Duration = Duration::from_secs(10);

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
    // Past every delay that follows a start.
    thread::sleep(Duration::from_secs(1));
    let before = (session.written_len(), cpu_ms(&session), switches(&session));
    thread::sleep(WATCHED);
    json!({
        "seconds": WATCHED.as_secs(),
        "bytes": session.written_len() - before.0,
        "cpu ms": cpu_ms(&session) - before.1,
        "voluntary context switches": switches(&session) - before.2,
        "anonymous memory, MB": anonymous_kb(&session) as f64 / 1000.0,
    })
}

/// One figure of every thread's status.
fn of_threads(session: &Session, field: &str) -> u64 {
    let tasks = format!("/proc/{}/task", session.child.id());
    fs::read_dir(tasks)
        .unwrap()
        .filter_map(|task| {
            let status = fs::read_to_string(task.ok()?.path().join("status")).ok()?;
            value(&status, field)
        })
        .sum()
}

fn value(status: &str, field: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn switches(session: &Session) -> u64 {
    of_threads(session, "voluntary_ctxt_switches:")
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
