//! From a key to the settled frame, and the bytes it costs.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::{
    Plan,
    session::Session,
    stats::{median, ms, rounded, summary},
    subject::{LARGE, SMALL, Subject, demo, floor, peers},
};

/// A frame is settled when nothing follows for so long.
const SILENCE: Duration = Duration::from_millis(50);

/// Longer than the rest after which the detail follows.
const REST: Duration = Duration::from_millis(250);

const KEYS: usize = 60;

pub(crate) fn measure(plan: &Plan) -> Value {
    json!({
        "80x24": at(plan, SMALL),
        "200x60": at(plan, LARGE),
    })
}

fn at(plan: &Plan, size: (u16, u16)) -> Value {
    let mut subjects = vec![floor(), demo(plan)];
    subjects.extend(peers());
    let mut figures = Map::new();
    for subject in &subjects {
        let mut pressed = Pressed::default();
        for _ in 0..plan.runs {
            press(subject, size, &mut pressed);
        }
        figures.insert(subject.name.to_owned(), pressed.figures());
    }
    Value::Object(figures)
}

#[derive(Default)]
struct Pressed {
    times: Vec<f64>,
    bytes: Vec<f64>,
    /// What follows a key once the selection rests, without the key's own frame.
    detail: Vec<f64>,
}

impl Pressed {
    fn figures(&self) -> Value {
        json!({
            "settled ms": summary(&self.times),
            "bytes": summary(&self.bytes),
            "bytes of the detail that follows": rounded(median(&self.detail)),
        })
    }
}

fn press(subject: &Subject, size: (u16, u16), pressed: &mut Pressed) {
    let mut session = subject.start(size);
    ready(&mut session, subject);
    for pressing in 0..KEYS {
        // Down and up in turns of five, so that a short list is enough.
        let key = if pressing / 5 % 2 == 0 {
            subject.down
        } else {
            subject.up
        };
        let before = session.written_len();
        let sent = session.send(key);
        if let Some(last) = session.settle(SILENCE).filter(|last| *last > sent) {
            pressed.times.push(ms(last - sent));
            pressed.bytes.push((session.written_len() - before) as f64);
        }
    }
    for key in [subject.down, subject.up, subject.down] {
        session.settle(REST);
        session.send(key);
        session.settle(SILENCE);
        let moved = session.written_len();
        session.settle(REST);
        pressed.detail.push((session.written_len() - moved) as f64);
    }
}

pub(crate) fn ready(session: &mut Session, subject: &Subject) {
    match subject.complete {
        Some(word) => session.wait_for(word),
        None => session.wait_until("output", |screen| !screen.contents().trim().is_empty()),
    }
    session.settle(REST);
}
