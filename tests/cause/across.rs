//! Chains across panes: each with what really joins it, and with what only happened together.

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;
use watchkeeper::{
    cause::{
        across::{Deployment, Function, Seen, Service, chain},
        chain::{Confidence, Link, LinkKind},
    },
    facts::{
        AlarmState, AutoScalingGroup, Entry, Fault, FaultKind, Finding, FunctionRuns,
        FunctionState, GroupName, LogEvent, Priority, Reading, Status, Subject,
    },
    registry::{EntryVerdict, Judged, Registered},
};

fn at(text: &str) -> Timestamp {
    format!("2026-05-18T{text}Z").parse().unwrap()
}

fn finding(rule: &str, name: &str, parent: Option<&str>) -> Finding {
    Finding {
        id: format!("{rule}/{name}"),
        rule: rule.to_owned(),
        priority: Priority::P1,
        status: Status::Red,
        subject: Subject {
            kind: "thing".to_owned(),
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
        },
        title: format!("{name} is not well"),
        evidence: Vec::new(),
        remedy: String::new(),
    }
}

fn entry(ip: &str, verdict: EntryVerdict, group: Option<&str>) -> Registered {
    let entry: Entry = serde_json::from_value(json!({
        "id": format!("of-{ip}"), "attributes": {"AWS_INSTANCE_IPV4": ip}, "created_by": null,
    }))
    .unwrap();
    Registered {
        entry,
        judged: Judged {
            verdict,
            why: "The instance is terminated.".to_owned(),
        },
        keeper: None,
        group: group.map(GroupName::new),
        first_seen: None,
    }
}

fn group(name: &str, hooks: &serde_json::Value) -> AutoScalingGroup {
    serde_json::from_value(json!({
        "name": name, "min": 1, "max": 1, "desired": 1, "in_service": 1, "hooks": {"known": hooks},
        "stack": null, "logical_id": null,
    }))
    .unwrap()
}

fn hook() -> serde_json::Value {
    json!([{"name": "deregister", "transition": "autoscaling:EC2_INSTANCE_TERMINATING"}])
}

fn event(when: &str, text: &str) -> LogEvent {
    serde_json::from_value(json!({
        "at": at(when), "ingested": at(when), "stream": "s", "id": null, "text": text,
    }))
    .unwrap()
}

fn runs() -> FunctionRuns {
    FunctionRuns {
        ever: 9,
        invocations: 9,
        errors: 4,
        throttles: 0,
        longest: Some(60_010),
        average: Some(30_000),
    }
}

fn state(modified: Option<&str>) -> FunctionState {
    FunctionState {
        state: None,
        last_update: None,
        reason: None,
        timeout: Some(60),
        is_managed: false,
        modified: modified.map(at),
    }
}

fn kinds(links: &[Link]) -> Vec<LinkKind> {
    links.iter().map(|link| link.kind).collect()
}

fn service(entries: &[Registered]) -> Vec<Service<'_>> {
    vec![Service {
        name: "backend-api",
        namespace: "tradai-dev.local",
        entries,
    }]
}

/// What a function that timed out beside these entries is joined with, by its log.
fn timed_out(entries: &[Registered], lines: Result<&[LogEvent], &str>) -> Vec<Link> {
    let groups = [group("asg", &json!([]))];
    let (runs, state) = (runs(), state(None));
    let seen = Seen {
        services: service(entries),
        groups: &groups,
        function: Some(Function {
            name: "health-check",
            runs: Some(&runs),
            state: Some(&state),
            lines: lines
                .map(|lines| lines.iter().collect())
                .map_err(str::to_owned),
        }),
        ..Seen::default()
    };
    chain(&finding("function-runs", "health-check", None), &seen)
}

fn stale() -> [Registered; 2] {
    [
        entry("10.0.1.4", EntryVerdict::StaleTerminated, Some("asg")),
        entry("10.0.1.9", EntryVerdict::Current, Some("asg")),
    ]
}

#[test]
fn a_timeout_at_a_stale_address_leads_to_the_hook_that_its_group_lacks() {
    let line = event("13:40:05", "GET http://10.0.1.4:8000/health: timed out");
    let links = timed_out(&stale(), Ok(&[line]));
    use LinkKind::{Cause, Entries, Function, Instances, Log};
    assert_eq!(
        kinds(&links),
        [Function, Log, Entries, Instances, Cause],
        "{links:?}"
    );
    assert!(
        links
            .iter()
            .all(|link| link.confidence == Confidence::Certain)
    );
    assert!(
        links[4]
            .what
            .contains("asg has no terminating lifecycle hook")
    );
}

#[test]
fn a_name_without_an_address_is_only_likely() {
    let line = event("13:40:05", "backend-api.tradai-dev.local: timed out");
    let links = timed_out(&stale(), Ok(&[line]));
    assert_eq!(links[1].confidence, Confidence::Likely);
    assert!(links[1].said().ends_with("(likely)"));
}

#[test]
fn a_timeout_beside_stale_entries_that_its_log_does_not_name_stays_alone() {
    for text in [
        "connecting to api.example.com timed out",
        "GET http://10.0.1.42:8000 timed out",
        "GET http://110.0.1.4 timed out",
        "xbackend-api.tradai-dev.local timed out",
        "backend-api.tradai-dev.local.example.com timed out",
        "GET http://10.0.1.9:8000 timed out",
    ] {
        let links = timed_out(&stale(), Ok(&[event("13:40:05", text)]));
        assert_eq!(links, [], "{text}");
    }
}

#[test]
fn an_unread_log_is_what_would_be_needed() {
    let links = timed_out(&stale(), Err("Allow logs:FilterLogEvents."));
    assert_eq!(kinds(&links), [LinkKind::Function, LinkKind::Needed]);
    let said = links[1].said();
    assert!(said.contains("/aws/lambda/health-check"), "{said}");
    assert!(said.contains("Allow logs:FilterLogEvents."), "{said}");
    let well = [entry("10.0.1.4", EntryVerdict::Current, None)];
    assert_eq!(timed_out(&well, Err("Allow logs:FilterLogEvents.")), []);
}

fn of_registry(entries: &[Registered], groups: &[AutoScalingGroup]) -> Vec<Link> {
    let seen = Seen {
        services: service(entries),
        groups,
        ..Seen::default()
    };
    let of = finding("stale-entries", "backend-api", Some("tradai-dev.local"));
    chain(&of, &seen)
}

#[test]
fn a_group_with_a_hook_or_of_unknown_hooks_is_not_blamed() {
    let unread: AutoScalingGroup = {
        let mut group = group("asg", &json!([]));
        group.hooks = Reading::Unknown(Fault::new(FaultKind::Offline, "No answer.", "Refresh."));
        group
    };
    for (groups, needed) in [
        (vec![group("asg", &hook())], "its log says why"),
        (vec![unread], "could not be read"),
        (vec![group("other", &json!([]))], "could not be read"),
    ] {
        let links = of_registry(&stale(), &groups);
        let last = links.last().unwrap();
        assert_eq!(last.kind, LinkKind::Needed, "{links:?}");
        assert!(last.what.contains(needed), "{last:?}");
    }
}

#[test]
fn the_hook_s_own_finding_has_the_same_cause() {
    let groups = [group("asg", &json!([]))];
    let entries = stale();
    let of_entries = of_registry(&entries, &groups);
    let seen = Seen {
        services: service(&entries),
        groups: &groups,
        ..Seen::default()
    };
    let of = finding("no-terminating-hook", "asg", Some("tradai-dev.local"));
    assert_eq!(chain(&of, &seen).last(), of_entries.last());
}

/// An alarm of 14:00 on a function that was changed at this time.
fn alarmed(modified: Option<&str>, deployed: &str, lines: &[LogEvent]) -> Vec<Link> {
    let alarm = AlarmState {
        state: "ALARM".to_owned(),
        since: Some(at("14:00:00")),
        actions_enabled: true,
        actions: 1,
        function: Some("ingest".into()),
    };
    let state = state(modified);
    let seen = Seen {
        alarm: Some(&alarm),
        function: Some(Function {
            name: "ingest",
            runs: None,
            state: Some(&state),
            lines: Ok(lines.iter().collect()),
        }),
        deployments: vec![Deployment {
            environment: "production",
            commit: "1a2b3c4",
            at: at(deployed),
        }],
        ..Seen::default()
    };
    chain(&finding("alarm", "ingest-errors", None), &seen)
}

#[test]
fn an_alarm_shortly_after_a_deployment_leads_to_it_as_likely() {
    let lines = [
        event("13:50:00", "START RequestId: 1"),
        event("13:52:00", "ERROR no such column"),
    ];
    let links = alarmed(Some("13:40:00"), "13:39:00", &lines);
    use LinkKind::{Alarm, Cause, Deployment, Function, Log};
    assert_eq!(
        kinds(&links),
        [Alarm, Function, Log, Deployment, Cause],
        "{links:?}"
    );
    assert_eq!(links[2].what, "ERROR no such column");
    let likely = |link: &&Link| link.confidence == Confidence::Likely;
    assert_eq!(links.iter().filter(likely).count(), 2);
}

#[test]
fn a_change_after_the_alarm_or_long_before_it_is_ruled_out() {
    for modified in ["14:10:00", "02:00:00"] {
        let links = alarmed(Some(modified), modified, &[]);
        assert!(
            kinds(&links).iter().all(|kind| *kind != LinkKind::Cause),
            "{links:?}"
        );
        assert!(links.last().unwrap().what.starts_with("ruled out"));
    }
    let deployed_long_before = alarmed(Some("13:40:00"), "09:00:00", &[]);
    assert!(!kinds(&deployed_long_before).contains(&LinkKind::Deployment));
    let unknown = alarmed(None, "13:40:00", &[]);
    assert_eq!(unknown.last().unwrap().kind, LinkKind::Needed);
}

fn verdicts() -> impl Strategy<Value = EntryVerdict> {
    prop_oneof![
        Just(EntryVerdict::Current),
        Just(EntryVerdict::StaleTerminated),
        Just(EntryVerdict::StaleGone),
        Just(EntryVerdict::StaleIp),
        Just(EntryVerdict::Unjudged),
    ]
}

proptest! {
    #[test]
    fn no_cause_is_named_without_evidence(
        entries in prop::collection::vec((1u8..5, verdicts(), prop::option::of("[ab]")), 0..5),
        hooks in prop::collection::vec(any::<bool>(), 2),
        text in "(GET http://10\\.0\\.0\\.[1-6]:80|api\\.example\\.com|backend-api\\.tradai-dev\\.local) timed out",
        is_read in any::<bool>(),
    ) {
        let entries: Vec<Registered> = entries
            .iter()
            .map(|(n, verdict, group)| entry(&format!("10.0.0.{n}"), *verdict, group.as_deref()))
            .collect();
        let groups: Vec<AutoScalingGroup> = ["a", "b"]
            .iter()
            .zip(&hooks)
            .map(|(name, has)| group(name, &if *has { hook() } else { json!([]) }))
            .collect();
        let lines = [event("13:00:00", &text)];
        let of_time = timed_out(&entries, if is_read { Ok(&lines) } else { Err("Unread.") });
        for links in [of_registry(&entries, &groups), of_time] {
            prop_assert!(links.iter().all(|link| !link.evidence.is_empty() && !link.what.is_empty()));
            let cause = links.iter().find(|link| link.kind == LinkKind::Cause);
            if let Some(cause) = cause {
                let made = entries.iter().any(|one| {
                    one.verdict() == EntryVerdict::StaleTerminated
                        && one.group.as_ref().is_some_and(|group| group.raw() == cause.subject)
                });
                prop_assert!(made, "{links:?}");
                let has_hook = groups.iter().zip(&hooks).any(|(group, has)| {
                    *has && group.name.raw() == cause.subject
                });
                prop_assert!(!has_hook, "{links:?}");
                if links[0].kind == LinkKind::Function {
                    prop_assert_eq!(links[1].kind, LinkKind::Log);
                    prop_assert!(is_read);
                }
            }
        }
    }
}
