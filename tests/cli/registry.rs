//! `check registry` and `check health` as a script sees them: what they print and how they
//! exit.

use serde_json::json;

use super::process::Machine;
use crate::edge::{
    fake::{Fake, Reply, Request, json as answer},
    health_world::world,
};

/// A service with an entry that is current and one of an instance that is gone.
fn cloud_map(request: &Request) -> Reply {
    let entry = |id: &str, ip: &str| json!({"Id": id, "Attributes": {"AWS_INSTANCE_IPV4": ip}});
    match request.operation.as_str() {
        "ListNamespaces" => answer(&json!({"Namespaces": [
            {"Id": "ns-1", "Name": "app.local", "Type": "DNS_PRIVATE"},
        ]})),
        "ListServices" => answer(&json!({"Services": [{
            "Id": "srv-1", "Name": "backend",
            "DnsConfig": {"RoutingPolicy": "MULTIVALUE", "DnsRecords": [{"Type": "A", "TTL": 60}]},
        }]})),
        "ListInstances" => answer(&json!({"Instances": [
            entry("i-0d81ba92e56c19946", "10.0.0.1"), entry("i-0abb996a2c9885150", "10.0.0.2"),
        ]})),
        "DescribeInstances" => Reply::Body(
            200,
            "text/xml",
            "<DescribeInstancesResponse><reservationSet><item><ownerId>123456789012</ownerId><instancesSet><item>\
             <instanceId>i-0d81ba92e56c19946</instanceId><instanceState><name>running</name></instanceState>\
             <privateIpAddress>10.0.0.1</privateIpAddress></item></instancesSet></item></reservationSet></DescribeInstancesResponse>"
                .to_owned(),
        ),
        _ => world(request).unwrap(),
    }
}

#[test]
fn check_registry_lists_every_entry_with_its_verdict_and_exits_1() {
    let fake = Fake::start(cloud_map);
    let ran = Machine::at(&fake).run(&["check", "registry", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let said = ran.json();
    assert_eq!(said["command"], "check registry");
    assert_eq!(said["status"], "findings");
    let entries = said["entries"].as_array().unwrap();
    let of = |id: &str| entries.iter().find(|one| one["instance"] == id).unwrap();
    let current = of("i-0d81ba92e56c19946");
    assert_eq!(current["verdict"], "CURRENT");
    assert_eq!(current["namespace"], "app.local");
    assert_eq!(current["service"], "backend");
    assert_eq!(current["ip"], "10.0.0.1");
    assert_eq!(of("i-0abb996a2c9885150")["verdict"], "STALE-GONE");
    assert_eq!(said["services"][0]["stale"], 1);
    assert_eq!(said["findings"][0]["rule"], "stale-entries");
    let ran = Machine::at(&fake).run(&["check", "registry"]);
    assert!(
        ran.out
            .contains("backend of app.local: 1 of 2 entries are stale"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("stale: 1 finding, 0 unknown, 1 service, 2 entries, 1 current, 1 stale"),
        "{}",
        ran.out
    );
}

#[test]
fn where_ec2_is_denied_nothing_is_stale_and_the_check_exits_2() {
    let fake = Fake::start(|request| {
        match request.operation.as_str() {
        "DescribeInstances" => Reply::Body(
            403,
            "text/xml",
            "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>".to_owned(),
        ),
        _ => cloud_map(request),
    }
    });
    let ran = Machine::at(&fake).run(&["check", "registry", "--json"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    let said = ran.json();
    let entries = said["entries"].as_array().unwrap();
    assert!(
        entries.iter().all(|one| one["verdict"] == "UNJUDGED"),
        "{said}"
    );
    assert!(ran.out.contains("ec2:DescribeInstances"));
}

#[test]
fn a_namespace_that_is_named_and_not_there_is_unknown() {
    let fake = Fake::start(cloud_map);
    let machine = Machine::at(&fake);
    let machine = machine.file(
        "watchkeeper.toml",
        "[registry]\nnamespaces = [\"other.local\"]\n",
    );
    let ran = machine.run(&["check", "registry"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(
        ran.out.contains("namespace other.local: it is not there"),
        "{}",
        ran.out
    );
}

const INVENTORY: &str = "env = { default = \"dev\" }\n[[table]]\nname = \"thing\"\n[[target_group]]\nname = \"thing\"\n[[rule]]\nname = \"thing\"\n";

fn audited(fake: &Fake) -> Machine {
    Machine::at(fake)
        .file(
            "watchkeeper.toml",
            "[health]\ninventory = \"health.toml\"\n",
        )
        .file("health.toml", INVENTORY)
}

#[test]
fn check_health_has_a_row_for_each_thing_in_text_json_and_markdown() {
    let fake = Fake::start(|request| world(request).unwrap());
    let ran = audited(&fake).run(&["check", "health", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let said = ran.json();
    let rows = said["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    let of = |row: &str| rows.iter().find(|one| one["row"] == row).unwrap();
    assert_eq!(of("table")["status"], "OK");
    assert_eq!(of("target-group")["status"], "ISSUE");
    assert_eq!(
        of("rule")["calls"],
        json!(["events:DescribeRule", "events:ListTargetsByRule"])
    );
    assert_eq!(said["findings"][0]["priority"], "P0");
    let ran = audited(&fake).run(&["check", "health", "--markdown"]);
    assert!(ran.out.contains("| Compute | ISSUES | 2 |"), "{}", ran.out);
    assert!(
        ran.out
            .contains("| target group | thing | target-group | ISSUE | 0 of 1 healthy |"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("### P0: target group thing is ISSUE: 0 of 1 healthy"),
        "{}",
        ran.out
    );
    let ran = audited(&fake).run(&["check", "health"]);
    assert!(ran.out.contains("Compute: ISSUES"), "{}", ran.out);
}

#[test]
fn without_an_inventory_check_health_says_what_to_write() {
    let fake = Fake::start(|request| world(request).unwrap());
    let ran = Machine::at(&fake).run(&["check", "health"]);
    assert_eq!(ran.code, 64);
    assert!(
        ran.err.contains("inventory = \"health.toml\""),
        "{}",
        ran.err
    );
}

#[test]
fn a_mistake_in_the_inventory_is_named_with_its_place() {
    let fake = Fake::start(|request| world(request).unwrap());
    let machine = Machine::at(&fake)
        .file(
            "watchkeeper.toml",
            "[health]\ninventory = \"health.toml\"\n",
        )
        .file(
            "health.toml",
            "[[lambda]]\nname = \"a\"\nbydesign = \"x\"\n[[table]]\n",
        );
    let ran = machine.run(&["check", "health"]);
    assert_eq!(ran.code, 64);
    assert!(ran.err.contains("health.toml:3"), "{}", ran.err);
    assert!(
        ran.err.contains("did you mean `lambda.by_design`?"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("lacks its `name`"), "{}", ran.err);
    let machine = Machine::at(&fake).file(
        "watchkeeper.toml",
        "[health]\ninventory = \"health.toml\"\n",
    );
    let ran = machine.run(&["check", "health"]);
    assert_eq!(ran.code, 64);
    assert!(
        ran.err
            .contains("health.toml that watchkeeper.toml names is not there"),
        "{}",
        ran.err
    );
}

fn accepting(rule: &str, until: &str) -> String {
    format!(
        "[[accept]]\nrule = \"{rule}\"\nsubject = \"back*\"\nwhy = \"reviewed as OPS-12\"\nuntil = \"{until}\"\nby = \"anna\"\n"
    )
}

#[test]
fn an_accepted_finding_is_counted_and_a_lapsed_acceptance_is_a_finding() {
    let fake = Fake::start(cloud_map);
    let with = |rule: &str, until: &str| {
        let machine = Machine::at(&fake);
        let machine = machine.file("watchkeeper.toml", &accepting(rule, until));
        machine.run(&["check", "registry", "--json"])
    };
    let ran = with("stale-entries", "2999-12-31");
    assert_eq!(ran.code, 0, "{}", ran.out);
    let said = ran.json();
    assert_eq!(said["status"], "ok");
    assert_eq!(said["accepted"][0]["why"], "reviewed as OPS-12");
    assert_eq!(said["accepted"][0]["by"], "anna");
    let ran = with("stale-entries", "2020-01-01");
    assert_eq!(ran.code, 1);
    let rules = |said: &serde_json::Value| {
        let all = said["findings"].as_array().unwrap().iter();
        all.map(|one| one["rule"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(&ran.json()), ["stale-entries", "acceptance-expired"]);
    let ran = with("no-current-entry", "2999-12-31");
    assert_eq!(rules(&ran.json()), ["stale-entries", "acceptance-unused"]);
    // A rule of another check is not looked at here.
    let ran = with("stack-failed", "2999-12-31");
    assert_eq!(rules(&ran.json()), ["stale-entries"]);
    let ran = Machine::at(&fake)
        .file("watchkeeper.toml", "[[accept]]\nrule = \"x\"\n")
        .run(&["check", "registry"]);
    assert_eq!(ran.code, 64);
    assert!(ran.err.contains("lacks its `until`"), "{}", ran.err);
}

#[test]
fn check_health_says_what_changed_since_an_earlier_answer() {
    let fake = Fake::start(|request| world(request).unwrap());
    let row = |kind: &str, row: &str, status: &str| json!({"kind": kind, "name": "thing", "row": row, "status": status});
    let earlier = json!({"schema": 1, "command": "check health", "rows": [
        row("DynamoDB table", "table", "ISSUE"),
        row("target group", "target-group", "OK"),
        row("SQS queue", "queue", "OK"),
    ]});
    let machine = audited(&fake).file("earlier.json", &earlier.to_string());
    let compare = ["check", "health", "--compare", "earlier.json"];
    let ran = machine.run(&compare);
    for line in [
        "worse: target group thing (target-group), was OK, is ISSUE",
        "better: DynamoDB table thing (table), was ISSUE, is OK",
        "new: EventBridge rule thing (rule), was absent, is OK",
        "gone: SQS queue thing (queue), was OK, is absent",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    let said = machine.run(&[&compare[..], &["--json"]].concat()).json();
    assert_eq!(said["changes"].as_array().unwrap().len(), 4);
    assert_eq!(said["changes"][0]["change"], "worse");
    // Another command's answer is refused.
    let other = machine.file(
        "earlier.json",
        r#"{"schema": 1, "command": "check drift", "rows": []}"#,
    );
    other
        .run(&compare)
        .refuses("watchkeeper check health --json");
}
