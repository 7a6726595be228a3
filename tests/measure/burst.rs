//! Sixty keys written at once, as a held key over a slow line arrives.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::{
    Plan,
    keys::ready,
    stats::{median, ms, rounded},
    subject::{LARGE, SMALL, Subject, demo, peers},
};

const SILENCE: Duration = Duration::from_millis(150);

pub(crate) fn measure(plan: &Plan) -> Value {
    let mut subjects = vec![demo(plan)];
    subjects.extend(peers());
    let mut figures = Map::new();
    for subject in &subjects {
        let at = |size| burst(plan, subject, size);
        let both = json!({ "80x24": at(SMALL), "200x60": at(LARGE) });
        figures.insert(subject.name.to_owned(), both);
    }
    Value::Object(figures)
}

fn burst(plan: &Plan, subject: &Subject, size: (u16, u16)) -> Value {
    let (mut bytes, mut writes, mut times, mut frames) = (vec![], vec![], vec![], vec![]);
    for _ in 0..plan.runs {
        let mut session = subject.start(size);
        ready(&mut session, subject);
        let before = (session.written_len(), session.chunks());
        frames.push(before.0 as f64);
        let sent = session.send(subject.down.repeat(60));
        let last = session.settle(SILENCE).filter(|last| *last > sent);
        bytes.push((session.written_len() - before.0) as f64);
        writes.push((session.chunks() - before.1) as f64);
        times.extend(last.map(|last| ms(last - sent)));
    }
    json!({
        "bytes": rounded(median(&bytes)),
        "reads": rounded(median(&writes)),
        "ms to quiet": rounded(median(&times)),
        "bytes to start, for comparison": rounded(median(&frames)),
    })
}
