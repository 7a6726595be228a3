//! `why RUN` in the demo's world: from a run to its cause, in one chain.

use std::sync::Arc;

use watchkeeper::{
    checks::{Conclusion, Registered, run::{OneRun, RunStory}},
    edge::demo::Demo,
    facts::{EnvironmentName, actions::RunId},
    report::why::{Told, Why, as_json, as_text},
};

use crate::support::{
    harness::{STARTED, demo_settings},
    headless::concluded,
};

fn story(run: u64) -> Arc<RunStory> {
    let settings = demo_settings("dataops");
    let topic = OneRun::of(&EnvironmentName::from("dataops"), RunId(run)).topic();
    let (store, conclusion) = concluded(&Demo::open().unwrap(), &settings, &topic);
    for (ask, load) in store.iter() {
        assert!(load.fault.is_none(), "{ask:?} {:?}", load.fault);
    }
    let Conclusion::OneRun(story) = conclusion else {
        panic!("another conclusion")
    };
    story
}

fn told(run: u64) -> (String, serde_json::Value) {
    let story = story(run);
    let environment = EnvironmentName::from("dataops");
    let why = Why {
        environment: &environment,
        caller: None,
        at: STARTED.parse().unwrap(),
        faults: Vec::new(),
        told: Some(Told::Run(&story)),
    };
    let json = serde_json::from_str(&as_json(&why)).unwrap();
    (as_text(&why), json)
}

#[test]
fn debug() {
    for run in [28319977186, 28316902214, 28281770345, 28255510077, 28120044310, 28317700921, 28302200417] {
        println!("=== {run}\n{}", told(run).0);
    }
}
