//! A registry and an inventory whose every name means ill, on their panes and in print.

use serde_json::{Value, json};
use watchkeeper::{
    ask::{
        Answer, Ask, AutoScalingAsk, AwsAsk, CloudTrailAsk, CloudWatchAsk, DynamoDbAsk, Ec2Ask,
        EcsAsk, EventBridgeAsk, LambdaAsk, LoadBalancingAsk, LogsAsk, RdsAsk, ServiceDiscoveryAsk,
        SnsAsk, SqsAsk, StepFunctionsAsk, WafAsk,
    },
    facts::{Details, Expected, Inventory, ResourceKind, Settings},
};

use super::{
    screens::{answer_all, harmless, walk},
    world::{evil, settings},
};
use crate::support::harness::Harness;

const ID: &str = "i-0abb996a2c9885150";

/// None: it is of no audit.
pub(super) fn answer(ask: &Ask) -> Option<Answer> {
    let Ask::Aws(_, asked) = ask else {
        return None;
    };
    Some(ask.answer_from(told(asked)?).unwrap())
}

fn told(asked: &AwsAsk) -> Option<Value> {
    Some(match asked {
        AwsAsk::ServiceDiscovery(asked) => registry(asked),
        AwsAsk::Ec2(Ec2Ask::Instances(_)) => json!([{
            "id": ID, "state": evil("state"), "ips": [evil("ip")], "launched": null,
            "why": evil("why"), "name": evil("name"), "group": evil("group"),
        }]),
        AwsAsk::Ec2(Ec2Ask::Interfaces(_)) => json!([{
            "id": evil("eni"), "ips": [evil("ip")], "status": evil("s"), "instance": null, "description": null,
        }]),
        AwsAsk::Ecs(EcsAsk::Tasks(_)) => json!({"tasks": [], "missing": []}),
        AwsAsk::Ecs(EcsAsk::Service(_)) => {
            json!({"status": evil("status"), "desired": 2, "running": 1, "pending": 0})
        }
        AwsAsk::AutoScaling(AutoScalingAsk::Groups(_)) => json!([{
            "name": evil("group"), "min": 1, "max": 1, "desired": 2, "in_service": 1,
            "hooks": {"known": []}, "stack": evil("stack"), "logical_id": evil("id"),
        }]),
        AwsAsk::DynamoDb(DynamoDbAsk::Table(_)) => json!({"status": evil("s"), "items": 1}),
        AwsAsk::Rds(RdsAsk::Database(_)) => json!({"status": evil("s"), "engine": evil("e")}),
        AwsAsk::Sqs(SqsAsk::Queue(_)) => {
            json!({"visible": 1, "in_flight": 0, "has_redrive": false})
        }
        AwsAsk::Sns(SnsAsk::Topic(_)) => json!({"confirmed": 0, "pending": 0}),
        AwsAsk::LoadBalancing(LoadBalancingAsk::TargetGroup(_)) => {
            json!([{"id": evil("i"), "state": evil("s"), "reason": evil("r")}])
        }
        AwsAsk::Lambda(LambdaAsk::Function(_)) => json!({
            "state": "Failed", "last_update": evil("u"), "reason": evil("r"), "timeout": 60,
        }),
        AwsAsk::Lambda(LambdaAsk::EventSources(_)) => {
            json!([{"source": evil("arn:"), "state": evil("s"), "last_result": evil("r")}])
        }
        AwsAsk::CloudWatch(CloudWatchAsk::Runs(_)) => json!({
            "ever": u64::MAX, "invocations": 5, "errors": u64::MAX / 200, "throttles": 1,
            "longest": u64::MAX, "average": 1,
        }),
        AwsAsk::CloudWatch(CloudWatchAsk::Alarm(_)) => json!({
            "state": evil("s"), "since": null, "actions_enabled": true, "actions": 1,
        }),
        AwsAsk::EventBridge(EventBridgeAsk::Rule(_)) => {
            json!({"state": evil("s"), "schedule": evil("rate"), "targets": 1})
        }
        AwsAsk::StepFunctions(StepFunctionsAsk::Executions(_)) => {
            json!([{"status": evil("s"), "started": null}])
        }
        AwsAsk::Waf(WafAsk::WebAcl(_)) => json!({"arn": evil("arn"), "resources": []}),
        AwsAsk::Logs(LogsAsk::Containers(_)) => json!({
            "streams": 1, "minutes_ago": u64::MAX, "errors": usize::MAX, "more": true,
        }),
        AwsAsk::Logs(LogsAsk::DeliverySource(_)) => json!({
            "service": evil("service"), "log_type": evil("type"), "deliveries": 0,
        }),
        AwsAsk::CloudTrail(CloudTrailAsk::Trail(_)) => json!({
            "logging": true, "delivered": null, "minutes_ago": u64::MAX, "error": evil("error"),
        }),
        AwsAsk::Sts(_)
        | AwsAsk::Iam(_)
        | AwsAsk::CloudTrail(_)
        | AwsAsk::CloudFormation(_)
        | AwsAsk::Logs(_) => return None,
        kept => return kept_or_routed(kept),
    })
}

/// Of what keeps things, and of networks.
fn kept_or_routed(asked: &AwsAsk) -> Option<Value> {
    let instance = || {
        json!({"id": evil("i"), "size": evil("size"), "state": "running",
            "checks_destination": true, "system": evil("s"), "instance": evil("s")})
    };
    Some(match asked {
        AwsAsk::Ec2(Ec2Ask::Vpc(_)) => json!({
            "id": evil("vpc"), "state": evil("s"), "cidr": evil("cidr"),
            "subnets": [{"id": evil("subnet"), "state": evil("s"), "cidr": evil("c"), "free": 1}],
        }),
        AwsAsk::Ec2(Ec2Ask::Named(_)) => json!([instance()]),
        AwsAsk::Ec2(Ec2Ask::Nat(_)) => json!({
            "instances": [instance()],
            "routes": [{"table": evil("t"), "destination": evil("d"), "state": evil("s")}],
        }),
        AwsAsk::Ec2(Ec2Ask::SecurityGroups(_) | Ec2Ask::Endpoints(_)) => json!([evil("x")]),
        AwsAsk::DynamoDb(DynamoDbAsk::Attribute(_)) => json!({
            "items": 2, "without": 0, "values": [[evil("value"), 2]], "more": true,
        }),
        AwsAsk::LoadBalancing(LoadBalancingAsk::LoadBalancer(_)) => {
            json!({"state": evil("s"), "reason": evil("r"), "dns": evil("dns")})
        }
        AwsAsk::CloudWatch(CloudWatchAsk::Contents(_)) => {
            json!({"objects": u64::MAX, "bytes": u64::MAX, "counted": null})
        }
        AwsAsk::CloudWatch(CloudWatchAsk::Dashboard(_)) => json!({"bytes": u64::MAX}),
        AwsAsk::ApiGateway(_) => json!({
            "protocol": evil("p"), "routes": {evil("route"): "NONE"},
            "stages": [{"name": evil("stage"), "auto_deploy": true, "deployed": evil("failed")}],
        }),
        AwsAsk::CodeArtifact(_) => json!({"arn": evil("arn"), "upstreams": usize::MAX}),
        AwsAsk::Cognito(_) => json!({"id": evil("pool")}),
        AwsAsk::Ecr(_) => json!({"tags": [evil("tag")], "images": 1, "pushed": null}),
        AwsAsk::S3(_) => json!({"region": evil("region"), "asked_in": evil("region 2")}),
        _ => return None,
    })
}

fn registry(asked: &ServiceDiscoveryAsk) -> Value {
    match asked {
        ServiceDiscoveryAsk::Namespaces => json!([{
            "id": evil("ns"), "name": evil("namespace"), "kind": evil("kind"), "soa_ttl": u64::MAX, "owner": null,
        }]),
        ServiceDiscoveryAsk::Services(_) => json!([{
            "id": evil("srv"), "name": evil("service"), "description": evil("d"),
            "dns": {"ttl": u64::MAX, "routing": evil("routing")}, "failure_threshold": 1,
            "has_health_check": true, "created_by": null, "owner": null,
        }]),
        ServiceDiscoveryAsk::Entries(_) => json!([
            {"id": ID, "attributes": {"AWS_INSTANCE_IPV4": evil("ip"), evil("name"): evil("value")}, "created_by": null},
            {"id": "i-00000000", "attributes": {evil("name"): evil("value")}, "created_by": null},
            {"id": evil("id"), "attributes": {"ECS_CLUSTER_NAME": evil("c")}, "created_by": evil("account")},
        ]),
    }
}

fn console(size: (u16, u16)) -> Harness {
    let expected = ResourceKind::ALL.iter().map(|kind| Expected {
        kind: *kind,
        name: evil("thing").as_str().into(),
        cluster: Some(evil("cluster").as_str().into()),
        by_design: Some(evil("design")),
        dead_letters: true,
        details: Details {
            attribute: Some(evil("attribute")),
            tag: Some(evil("tag")),
            domain: Some(evil("domain")),
            cidr: Some(evil("cidr")),
            queue: Some(evil("queue").as_str().into()),
            lambda: Some(evil("function").as_str().into()),
            open: vec![evil("route")],
            ..Details::default()
        },
    });
    let settings = settings();
    let inventory = Inventory {
        env: [(settings.current.clone(), evil("env"))].into(),
        expected: expected.collect(),
    };
    let mut console = Harness::by_hand(Settings {
        health: Some(inventory),
        ..settings
    });
    console.resize(size.0, size.1);
    answer_all(&mut console);
    console
}

#[test]
fn the_registry_and_the_audit_show_nothing_raw() {
    for size in [(60, 15), (80, 24), (160, 50)] {
        let mut console = console(size);
        for pane in ["6", "7"] {
            console.press(pane);
            answer_all(&mut console);
            console.shows("<U+001B>");
            walk(&mut console, "j", 24);
            console.press("g n enter");
            walk(&mut console, "space", 12);
            console.press("esc");
            harmless(&console.buffer());
        }
    }
}
