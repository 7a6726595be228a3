//! From exec to the first complete frame; also while every endpoint hangs.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::{
    Plan,
    hang::Hanging,
    session::Session,
    stats::{median, ms, rounded},
    subject::{SMALL, Subject, demo, floor, peers},
};

const SILENCE: Duration = Duration::from_millis(150);

/// A word of the frame that stands before anything is known.
const EMPTY_FRAME: &str = "Drift";

pub(crate) fn measure(plan: &Plan) -> Value {
    let mut subjects = vec![floor(), demo(plan)];
    subjects.extend(peers());
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); subjects.len()];
    let (mut framed, mut hanging) = (Vec::new(), Vec::new());
    let endpoint = Hanging::listen();
    // Interleaved, so that a busy moment hits all alike.
    for _ in 0..plan.runs {
        for (subject, times) in subjects.iter().zip(&mut times) {
            times.push(complete(subject));
        }
        framed.push(until(demo(plan).start(SMALL), EMPTY_FRAME));
        hanging.push(until(endpoint.console(plan, SMALL), EMPTY_FRAME));
    }
    let mut complete_ms = Map::new();
    for (subject, times) in subjects.iter().zip(&times) {
        complete_ms.insert(subject.name.to_owned(), rounded(median(times)));
    }
    json!({
        "first complete frame, 80x24, ms": complete_ms,
        "first frame, demo, ms": rounded(median(&framed)),
        "first frame, every endpoint hangs, ms": rounded(median(&hanging)),
    })
}

fn complete(subject: &Subject) -> f64 {
    let mut session = subject.start(SMALL);
    match subject.complete {
        Some(word) => until(session, word),
        None => {
            session.wait_until("output", |screen| !screen.contents().trim().is_empty());
            let last = session.settle(SILENCE).unwrap();
            ms(last - session.spawned)
        }
    }
}

fn until(mut session: Session, word: &str) -> f64 {
    session.wait_for(word);
    let at = session.first(|screen| screen.contents().contains(word));
    ms(at.unwrap() - session.spawned)
}
