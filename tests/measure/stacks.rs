//! A stack with 10,000 events: what the newest page costs, what all of them cost
//! to read, what they weigh when they are kept, how soon after the last page the
//! first failure is found, and what following the stack costs while it is at work
//! and when that is over.
//!
//! In this process, through the program's own edge, because memory is asked of it.

use std::{
    fmt::Write as _,
    fs,
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use watchkeeper::{
    ask::{AwsAsk, Question, cloudformation::Events},
    cause::stack_story::{Inputs, tell},
    edge::aws::{Ambient, Aws, Limits, Proxies},
    facts::{Environment, EnvironmentName, EventExtent, Region, Settings, StackEvents},
};

use crate::{
    Plan,
    iam::Server,
    stats::{median, ms, rounded, summary},
};

const EVENTS: usize = 10_000;
const PAGE: usize = 100;
const ROUND_TRIP: Duration = Duration::from_millis(1);
/// What 10,000 events may weigh.
const MOST_MIB: f64 = 20.0;
/// Looks at a stack at work, and what lies between two of them.
const ROUNDS: usize = 3;
const PACE: Duration = Duration::from_millis(5_100);
/// The first failure may be found so long after the last page is there.
const MOST_ROOT_MS: f64 = 50.0;
/// The stack came to its end.
static OVER: AtomicBool = AtomicBool::new(false);
/// The place of the first failure, and how many failed because of it, newer ones.
const ROOT: usize = EVENTS - 200;
const FOLLOWERS: usize = 20;
const STACK: &str =
    "arn:aws:cloudformation:eu-west-1:817685572750:stack/dataops-v1/3f0c1d70-1b7e-11f0-a5c4";

pub(crate) fn measure(plan: &Plan) -> Value {
    let server = Server::listen(ROUND_TRIP);
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    let profile = format!(
        "[profile dev]\naws_access_key_id = A\naws_secret_access_key = s\nendpoint_url = http://{}\n",
        server.at
    );
    fs::write(&config, profile).unwrap();
    let ambient = || Ambient {
        profile_files: EnvConfigFiles::builder()
            .with_file(EnvConfigFileKind::Config, &config)
            .build(),
        keys_in_environment: false,
        ca_bundle: None,
        cert_file: None,
        cert_dirs: Vec::new(),
        proxies: Proxies::none(),
        limits: Limits::default(),
    };
    let runtime = Runtime::new().unwrap();
    let read = |aws: &Aws, extent| runtime.block_on(events(aws, extent));
    let mut first = Vec::new();
    let mut calls = 0;
    for _ in 0..plan.runs {
        let aws = Aws::with_ambient(Arc::new(settings()), ambient());
        let since = Instant::now();
        let page = read(&aws, EventExtent::FirstPage);
        first.push(ms(since.elapsed()));
        assert_eq!((page.events.len(), page.calls), (PAGE, 1));
        calls = page.calls;
    }
    // What stays after a first reading is the program's, not the events'.
    let aws = Aws::with_ambient(Arc::new(settings()), ambient());
    drop(read(&aws, EventExtent::FirstPage));
    let before = resident_mib();
    let since = Instant::now();
    let all = read(&aws, EventExtent::Operation);
    let whole = since.elapsed();
    assert_eq!(all.events.len(), EVENTS);
    let calls_of_all = all.calls;
    let weight = resident_mib() - before;
    assert!(weight < MOST_MIB, "{weight} MiB for {EVENTS} events");
    server.take();
    let found = root(plan, all);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        // As the pane does: a page younger than that is not read again.
        thread::sleep(PACE);
        let since = Instant::now();
        let again = read(&aws, EventExtent::Operation);
        rounds.push(ms(since.elapsed()));
        assert_eq!(again.events.len(), EVENTS);
    }
    let followed = server.take().calls;
    // One a round, for the newest page, and nothing else at all.
    let expected = [("DescribeStackEvents".to_owned(), ROUNDS)];
    assert!(followed.clone().into_iter().eq(expected), "{followed:?}");
    OVER.store(true, Ordering::SeqCst);
    thread::sleep(PACE);
    read(&aws, EventExtent::Operation);
    // What failed is asked now, once; the pane's next ask finds it there.
    read(&aws, EventExtent::Failures);
    let over = server.take().calls;
    let expected = ["DescribeEvents", "DescribeStackEvents"].map(|of| (of.to_owned(), 1));
    assert!(over.clone().into_iter().eq(expected), "{over:?}");
    OVER.store(false, Ordering::SeqCst);
    json!({
        "events": EVENTS, "round trip ms": ms(ROUND_TRIP),
        "first page": { "calls": calls, "ms with identity": summary(&first) },
        "whole operation": {
            "calls": calls_of_all, "ms": rounded(ms(whole)), "apart by our own pace ms": 100,
        },
        "root after the last page": found,
        "following": {
            "goal": "one call a round", "rounds": ROUNDS, "apart ms": ms(PACE),
            "calls": followed, "ms a round": summary(&rounds), "calls at the end": over,
        },
        "memory of all events": { "goal": "under 20 MiB", "MiB": rounded(weight) },
    })
}

/// From the answer of the last page to the named first failure: the cause that all
/// the others followed from stands far back, where it is looked for last.
fn root(plan: &Plan, all: StackEvents) -> Value {
    let inputs = Inputs {
        events: Some(Arc::new(all)),
        ..Inputs::default()
    };
    let mut times = Vec::new();
    for _ in 0..plan.runs {
        let since = Instant::now();
        let told = black_box(tell(black_box(&inputs)));
        times.push(ms(since.elapsed()));
        let root = told.root.as_ref().and_then(|root| told.told(root));
        let root = root.map(|event| event.logical_id.raw());
        assert_eq!(root, Some(logical(ROOT).as_str()));
        // With the stack's own word that sums them up.
        assert_eq!(told.followers, FOLLOWERS + 1);
    }
    let median = median(&times);
    assert!(median < MOST_ROOT_MS, "{median} ms to the root");
    json!({ "goal": "under 50 ms", "ms": summary(&times) })
}

async fn events(aws: &Aws, extent: EventExtent) -> StackEvents {
    let ask = Events {
        stack: "dataops-v1".into(),
        extent,
    };
    let environment = EnvironmentName::from("dev");
    let answer = aws
        .answer(&environment, &AwsAsk::CloudFormation(ask.into()))
        .await;
    Events::typed(&answer.unwrap()).unwrap().clone()
}

fn settings() -> Settings {
    let name = EnvironmentName::from("dev");
    Settings {
        environments: vec![Environment {
            name: name.clone(),
            profile: Some("dev".into()),
            region: Some(Region::from("eu-west-1")),
            production: false,
            ..Environment::unknown(name.clone())
        }],
        current: name,
        ..Settings::default()
    }
}

/// What this process holds in memory now.
fn resident_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib: f64 = line
        .and_then(|line| line.split_whitespace().nth(1))
        .and_then(|kib| kib.parse().ok())
        .unwrap();
    kib / 1024.0
}

/// A page of DescribeStackEvents, newest first; the last event began it all.
pub(crate) fn page(token: Option<&String>) -> String {
    let from: usize = token.and_then(|token| token.parse().ok()).unwrap_or(0);
    let until = (from + PAGE).min(EVENTS);
    let mut out = String::from("<StackEvents>");
    for n in from..until {
        push_event(n, &mut out);
    }
    out.push_str("</StackEvents>");
    if until < EVENTS {
        let _ = write!(out, "<NextToken>{until}</NextToken>");
    }
    out
}

const FAILED: &str =
    "The following resource(s) failed to update: [ResourceWithALongLogicalName200]. ";
const DENIED: &str = "User: arn:aws:sts::817685572750:assumed-role/deploy/ci is not authorized to perform: lambda:UpdateFunctionCode on resource: arn:aws:lambda:eu-west-1:817685572750:function:dataops-v1 because no identity-based policy allows the lambda:UpdateFunctionCode action";

fn logical(n: usize) -> String {
    format!("ResourceWithALongLogicalName{:03}", n % 400)
}

fn push_event(n: usize, out: &mut String) {
    let age = EVENTS - n;
    let (hours, minutes, seconds) = (age / 3600, age / 60 % 60, age % 60);
    let of_the_stack = match n {
        0 if OVER.load(Ordering::SeqCst) => Some(("UPDATE_ROLLBACK_COMPLETE", "")),
        n if n + FOLLOWERS + 1 == ROOT => Some(("UPDATE_ROLLBACK_IN_PROGRESS", FAILED)),
        n if n + 1 == EVENTS => Some(("UPDATE_IN_PROGRESS", "User Initiated")),
        _ => None,
    };
    let (logical, physical, kind, status, reason) = match of_the_stack {
        Some((status, reason)) => (
            "dataops-v1".to_owned(),
            STACK.to_owned(),
            "AWS::CloudFormation::Stack",
            status,
            reason,
        ),
        None => {
            let (status, reason) = match n {
                ROOT => ("UPDATE_FAILED", DENIED),
                n if (ROOT - FOLLOWERS..ROOT).contains(&n) => {
                    ("UPDATE_FAILED", "Resource update cancelled")
                }
                _ => (
                    "UPDATE_COMPLETE",
                    "Resource update completed, and said so in some words of its own",
                ),
            };
            let physical = format!(
                "arn:aws:lambda:eu-west-1:817685572750:function:dataops-v1-Function-{:03}-7yTq1mB2cFhN",
                n % 400
            );
            (
                logical(n),
                physical,
                "AWS::Lambda::Function",
                status,
                reason,
            )
        }
    };
    let _ = write!(
        out,
        "<member><StackId>{STACK}</StackId><EventId>{logical}-{status}-2026-05-18T{hours:02}:{minutes:02}:{seconds:02}.{n:03}Z</EventId><StackName>dataops-v1</StackName><LogicalResourceId>{logical}</LogicalResourceId><PhysicalResourceId>{physical}</PhysicalResourceId><ResourceType>{kind}</ResourceType><Timestamp>2026-05-18T{hours:02}:{minutes:02}:{seconds:02}.000Z</Timestamp><ResourceStatus>{status}</ResourceStatus><ResourceStatusReason>{reason}</ResourceStatusReason><OperationId>e3b1a6d0-52c1-11f1-8f0e-06a2d94b1c77</OperationId><ClientRequestToken>e3b1a6d0-52c1-11f1-8f0e-06a2d94b1c77</ClientRequestToken></member>"
    );
}
