//! Entries of Cloud Map: the verdict on each kind, what is never said of half an answer,
//! who keeps an entry, and what the rules make of a service.

use std::collections::BTreeMap;

use jiff::Timestamp;
use watchkeeper::{
    facts::{
        AccountId, AutoScalingGroup, DiscoveryService, Ec2Id, Ec2Instance, EcsTask, EcsTasks,
        Entry, EntryId, Fault, FaultKind, GroupName, LifecycleHook, Namespace, NetworkInterface,
        Priority, Reading, Remote, ServiceDns,
    },
    registry::{EntryVerdict, Joined, Judged, Registered, Share, Sought, keeper},
    rules::stale::{Subject, judge, put_hook},
};

const RUNNING: &str = "i-0d81ba92e56c19946";
const OTHER: &str = "i-0036ccac4827f82ca";

fn account() -> AccountId {
    AccountId::from("600802701449")
}

fn entry(id: &str, attributes: &[(&str, &str)]) -> Entry {
    let attributes = attributes.iter();
    Entry {
        id: EntryId::from(id),
        attributes: attributes
            .map(|(name, value)| ((*name).to_owned(), Remote::new(*value)))
            .collect(),
        created_by: None,
    }
}

fn at(id: &str, ip: &str) -> Entry {
    entry(id, &[("AWS_INSTANCE_IPV4", ip)])
}

fn instance(id: &str, state: &str, ip: &str) -> Ec2Instance {
    Ec2Instance {
        id: Ec2Id::from(id),
        state: state.to_owned(),
        ips: vec![ip.to_owned()],
        launched: None,
        why: None,
        name: None,
        group: Some(GroupName::from("asg")),
    }
}

fn verdict(entry: &Entry, instances: &[Ec2Instance]) -> EntryVerdict {
    let account = account();
    let joined = Joined::new(&account, Ok(instances), Ok(&[]), []);
    joined.judge(entry).verdict
}

fn denied() -> Fault {
    let kind = FaultKind::Denied {
        action: "ec2:DescribeInstances".to_owned(),
        resource: None,
    };
    Fault::new(kind, "The caller may not call ec2:DescribeInstances.", "")
}

#[test]
fn an_entry_is_current_only_where_its_instance_runs_with_its_address() {
    let of = |state: &str, ip: &str| {
        verdict(&at(RUNNING, "10.0.11.129"), &[instance(RUNNING, state, ip)])
    };
    assert_eq!(of("running", "10.0.11.129"), EntryVerdict::Current);
    assert_eq!(of("running", "10.0.11.7"), EntryVerdict::StaleIp);
    assert_eq!(of("terminated", ""), EntryVerdict::StaleTerminated);
    assert_eq!(of("stopped", "10.0.11.129"), EntryVerdict::Stopped);
    assert_eq!(of("pending", "10.0.11.129"), EntryVerdict::Warming);
    assert_eq!(of("shutting-down", "10.0.11.129"), EntryVerdict::Draining);
    assert_eq!(of("dreaming", "10.0.11.129"), EntryVerdict::Unjudged);
    let gone = verdict(&at(OTHER, "10.0.11.100"), &[]);
    assert_eq!(gone, EntryVerdict::StaleGone);
}

#[test]
fn half_an_answer_of_ec2_makes_nothing_stale() {
    let (account, fault) = (account(), denied());
    let joined = Joined::new(&account, Err(&fault), Err(&fault), []);
    for one in [at(OTHER, "10.0.11.100"), at("printer", "10.0.11.5")] {
        let judged = joined.judge(&one);
        assert_eq!(judged.verdict, EntryVerdict::Unjudged);
        assert_eq!(judged.why, fault.what);
    }
}

#[test]
fn what_names_nothing_that_can_be_looked_up_is_unjudged() {
    let of_other = Entry {
        created_by: Some(AccountId::from("111122223333")),
        ..at(OTHER, "10.0.11.100")
    };
    for one in [
        entry("web", &[("AWS_ALIAS_DNS_NAME", "lb.example")]),
        entry("web", &[("AWS_INSTANCE_CNAME", "x.example")]),
        entry("web", &[]),
        at("web", "192.0.2.7"),
        of_other,
    ] {
        assert_eq!(verdict(&one, &[]), EntryVerdict::Unjudged, "{one:?}");
    }
}

#[test]
fn an_address_alone_is_current_where_a_network_interface_in_use_has_it() {
    let interface = |status: &str| NetworkInterface {
        id: "eni-1".to_owned(),
        ips: vec!["10.0.11.5".to_owned()],
        status: status.to_owned(),
        instance: None,
        description: None,
    };
    let account = account();
    for (status, verdict) in [
        ("in-use", EntryVerdict::Current),
        ("available", EntryVerdict::Unjudged),
    ] {
        let all = [interface(status)];
        let joined = Joined::new(&account, Ok(&[]), Ok(&all), []);
        assert_eq!(joined.judge(&at("db", "10.0.11.5")).verdict, verdict);
    }
}

#[test]
fn a_task_of_ecs_that_is_on_its_way_out_is_draining_and_not_stale() {
    let task = |last: &str, desired: &str| EcsTask {
        id: "0a1b".to_owned(),
        last_status: last.to_owned(),
        desired_status: desired.to_owned(),
        ips: vec!["10.0.11.9".to_owned()],
        stopped_reason: None,
    };
    let attributes = [
        ("AWS_INSTANCE_IPV4", "10.0.11.9"),
        ("ECS_CLUSTER_NAME", "tradai-dev"),
        ("ECS_SERVICE_NAME", "live-trading"),
    ];
    let one = entry("0a1b", &attributes);
    let account = account();
    let judged = |tasks: &EcsTasks| {
        let joined = Joined::new(&account, Ok(&[]), Ok(&[]), [("tradai-dev", tasks)]);
        joined.judge(&one).verdict
    };
    let of = |last: &str, desired: &str| {
        judged(&EcsTasks {
            tasks: vec![task(last, desired)],
            missing: Vec::new(),
        })
    };
    assert_eq!(of("RUNNING", "RUNNING"), EntryVerdict::Current);
    assert_eq!(of("RUNNING", "STOPPED"), EntryVerdict::Draining);
    assert_eq!(of("DEACTIVATING", "STOPPED"), EntryVerdict::Draining);
    assert_eq!(of("PENDING", "RUNNING"), EntryVerdict::Warming);
    assert_eq!(of("STOPPED", "STOPPED"), EntryVerdict::StaleTerminated);
    let gone = EcsTasks {
        tasks: Vec::new(),
        missing: vec!["0a1b".to_owned()],
    };
    assert_eq!(judged(&gone), EntryVerdict::StaleGone);
    assert_eq!(judged(&EcsTasks::default()), EntryVerdict::Unjudged);
}

#[test]
fn each_thing_is_looked_up_once_however_many_entries_name_it() {
    let task = entry("0a1b", &[("ECS_CLUSTER_NAME", "c")]);
    let entries = [
        at(OTHER, "10.0.11.100"),
        at(OTHER, "10.0.11.100"),
        at("db", "10.0.11.5"),
        task,
    ];
    let sought = Sought::of(&entries);
    assert_eq!(sought.instances, [Ec2Id::from(OTHER)]);
    assert_eq!(sought.ips, ["10.0.11.5"]);
    let tasks = BTreeMap::from([("c".to_owned(), vec!["0a1b".to_owned()])]);
    assert_eq!(sought.tasks, tasks);
}

fn namespace() -> Namespace {
    Namespace {
        id: "ns-1".into(),
        name: Remote::new("tradai-dev.local"),
        kind: Some("DNS_PRIVATE".to_owned()),
        soa_ttl: Some(15),
        owner: None,
    }
}

fn service() -> DiscoveryService {
    DiscoveryService {
        id: "srv-1".into(),
        name: Remote::new("backend-api"),
        description: None,
        dns: Some(ServiceDns {
            ttl: Some(60),
            routing: Some("MULTIVALUE".to_owned()),
        }),
        failure_threshold: None,
        has_health_check: false,
        created_by: None,
        owner: None,
    }
}

#[test]
fn an_entry_that_somebody_keeps_says_who_would_register_it_again() {
    let plain = at(OTHER, "10.0.11.100");
    let said = |service: &DiscoveryService, entry: &Entry| {
        let kept = keeper(&namespace(), service, entry, &account());
        kept.map(|kept| kept.to_string()).unwrap_or_default()
    };
    assert_eq!(said(&service(), &plain), "");
    let of_ecs = entry("0a1b", &[("ECS_SERVICE_NAME", "live-trading")]);
    assert!(said(&service(), &of_ecs).contains("ECS keeps it for its service live-trading"));
    let of_cluster = entry("x", &[("K8S_CONTROLLER", "aws-cloud-map-mcs")]);
    assert!(said(&service(), &of_cluster).contains("Kubernetes controller aws-cloud-map-mcs"));
    let by_dns = DiscoveryService {
        description: Some(Remote::new("heritage=external-dns,external-dns/owner=x")),
        ..service()
    };
    assert!(said(&by_dns, &plain).contains("external-dns keeps the service"));
    let of_other = Entry {
        created_by: Some(AccountId::from("111122223333")),
        ..plain
    };
    assert!(said(&service(), &of_other).contains("Account 111122223333 made it"));
}

fn registered(id: &str, verdict: EntryVerdict) -> Registered {
    Registered {
        entry: at(id, "10.0.11.1"),
        judged: Judged {
            verdict,
            why: "It is so.".to_owned(),
        },
        keeper: None,
        group: Some(GroupName::from("asg")),
        first_seen: None,
    }
}

#[test]
fn an_entry_that_appeared_a_moment_ago_is_not_offered() {
    let now: Timestamp = "2026-04-27T09:14:05Z".parse().unwrap();
    let one = |first: Option<&str>| Registered {
        first_seen: first.map(|at| at.parse().unwrap()),
        ..registered("a", EntryVerdict::StaleGone)
    };
    assert!(one(None).may_go(now).is_ok());
    assert!(one(Some("2026-04-27T09:00:00Z")).may_go(now).is_ok());
    let why = one(Some("2026-04-27T09:12:00Z")).may_go(now).unwrap_err();
    assert!(why.as_str().contains("less than five minutes ago"));
    let current = registered("a", EntryVerdict::Current).may_go(now);
    assert!(current.is_err());
}

fn findings(entries: &[Registered], groups: &[AutoScalingGroup]) -> Vec<(String, Priority)> {
    let (namespace, service) = (namespace(), service());
    let found = judge(&Subject {
        namespace: &namespace,
        service: &service,
        entries,
        groups,
    });
    let each = found.into_iter();
    each.map(|one| (one.rule, one.priority)).collect()
}

#[test]
fn a_service_is_urgent_where_every_second_answer_is_stale() {
    use EntryVerdict::{Current, StaleGone, Warming};
    let of = |verdicts: &[EntryVerdict]| {
        let all = verdicts.iter().map(|one| registered("a", *one));
        findings(&all.collect::<Vec<_>>(), &[])
    };
    let stale = |priority| ("stale-entries".to_owned(), priority);
    let none = ("no-current-entry".to_owned(), Priority::P0);
    assert_eq!(of(&[]), []);
    assert_eq!(of(&[Current, Current]), []);
    assert_eq!(of(&[Current, Current, StaleGone]), [stale(Priority::P1)]);
    assert_eq!(of(&[Current, StaleGone]), [stale(Priority::P0)]);
    assert_eq!(of(&[StaleGone]), [none, stale(Priority::P0)]);
    assert_eq!(of(&[Warming, StaleGone]), [stale(Priority::P0)]);
}

fn group(hooks: Reading<Vec<LifecycleHook>>) -> AutoScalingGroup {
    AutoScalingGroup {
        name: GroupName::from("asg"),
        min: 1,
        max: 1,
        desired: 1,
        in_service: 1,
        hooks,
        stack: None,
        logical_id: None,
    }
}

#[test]
fn a_group_whose_instances_register_themselves_needs_a_terminating_hook() {
    let entries = [registered(RUNNING, EntryVerdict::Current)];
    let hook = |transition: &str| LifecycleHook {
        name: Remote::new("deregister"),
        transition: transition.to_owned(),
    };
    let found = |hooks| findings(&entries, &[group(Reading::Known(hooks))]);
    let lacks = [("no-terminating-hook".to_owned(), Priority::P1)];
    assert_eq!(found(Vec::new()), lacks);
    let launching = hook("autoscaling:EC2_INSTANCE_LAUNCHING");
    assert_eq!(found(vec![launching]), lacks);
    assert_eq!(
        found(vec![hook("autoscaling:EC2_INSTANCE_TERMINATING")]),
        []
    );
    // Hooks that may not be read say nothing.
    let unread = findings(&entries, &[group(Reading::Unknown(denied()))]);
    assert_eq!(unread, []);
}

#[test]
fn the_command_for_a_hook_is_one_line_whatever_the_group_is_called() {
    let command = put_hook(&GroupName::from("a'b; rm -rf /"), &"eu-central-1".into());
    assert!(command.contains(r"--auto-scaling-group-name 'a'\''b; rm -rf /' "));
    assert_eq!(command.lines().count(), 1);
}

#[test]
fn the_share_counts_what_is_stale_of_all() {
    use EntryVerdict::{Current, StaleIp, Stopped};
    let all = [Current, StaleIp, Stopped].map(|one| registered("a", one));
    let share = Share::among(&all);
    assert_eq!((share.current, share.stale, share.of), (1, 1, 3));
    assert_eq!(share.words(), "1 of 3");
    assert!(!share.is_half());
}
