//! Two thousand entries of a registry, joined with what they point at and judged.

use std::{collections::BTreeMap, time::Instant};

use serde_json::{Value, json};
use watchkeeper::{
    facts::{AccountId, Ec2Instance, Entry, Remote},
    registry::{Joined, Sought},
};

use crate::{Plan, stats::median};

const ENTRIES: usize = 2000;

pub(crate) fn measure(plan: &Plan) -> Value {
    let entries: Vec<Entry> = (0..ENTRIES).map(entry).collect();
    // Every second instance is still there.
    let instances: Vec<Ec2Instance> = (0..ENTRIES).step_by(2).map(instance).collect();
    let account = AccountId::from("600802701449");
    let mut stale = 0;
    let times: Vec<f64> = (0..plan.runs.max(5))
        .map(|_| {
            let began = Instant::now();
            let sought = Sought::of(&entries);
            let joined = Joined::new(&account, Ok(&instances), Ok(&[]), []);
            let judged = entries.iter().map(|entry| joined.judge(entry));
            stale = judged.filter(|one| one.verdict.is_stale()).count();
            assert_eq!(sought.instances.len(), ENTRIES);
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    json!({"entries": ENTRIES, "stale": stale, "ms": median(&times)})
}

fn entry(at: usize) -> Entry {
    Entry {
        id: format!("i-{at:08x}").as_str().into(),
        attributes: BTreeMap::from([("AWS_INSTANCE_IPV4".to_owned(), Remote::new(ip(at)))]),
        created_by: None,
    }
}

fn instance(at: usize) -> Ec2Instance {
    Ec2Instance {
        id: format!("i-{at:08x}").as_str().into(),
        state: "running".to_owned(),
        ips: vec![ip(at)],
        launched: None,
        why: None,
        name: None,
        group: None,
    }
}

fn ip(at: usize) -> String {
    format!("10.0.{}.{}", at / 256, at % 256)
}
