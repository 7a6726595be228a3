//! Cloud Map against moto's server; EC2, Auto Scaling and ECS over their own protocols
//! against moto too, and their pages, denials and broken answers by a fake.

use serde_json::json;
use watchkeeper::{
    ask::{AwsAsk, Question, auto_scaling, ec2, ecs, service_discovery},
    facts::{Ec2Id, Fault, FaultKind, Reading},
};

use super::{
    fake::{Fake, Reply, json as answer, json_error},
    fixture::{Fixture, environment},
};
use crate::support::{cloud_map::CloudMap, moto::Moto};

async fn read<Q: Question>(fixture: &Fixture, ask: Q) -> Result<Q::Answer, Fault>
where
    Q::Service: Into<AwsAsk>,
    Q::Answer: Clone,
{
    let service: Q::Service = ask.into();
    let ask: AwsAsk = service.into();
    let answer = fixture.aws().answer(&environment("dev").name, &ask).await?;
    Ok(Q::typed(&answer).unwrap().clone())
}

#[tokio::test]
async fn namespaces_services_and_entries_are_read_as_they_were_made() {
    let keys = Moto::start().keys().await;
    let map = CloudMap::new(&keys).await;
    let service = map.service("backend-api").await;
    map.register(&service, "i-0d81ba92e56c19946", "10.0.11.129")
        .await;
    let fixture = Fixture::on_moto(&keys);
    let namespaces = read(&fixture, service_discovery::Namespaces).await.unwrap();
    let [namespace] = namespaces.as_slice() else {
        panic!("{namespaces:?}");
    };
    assert_eq!(namespace.name.raw(), "tradai-dev.local");
    assert_eq!(namespace.kind.as_deref(), Some("DNS_PRIVATE"));
    let services = service_discovery::Services(namespace.id.clone());
    let services = read(&fixture, services).await.unwrap();
    assert_eq!(services.len(), 1);
    assert_eq!(services[0].name.raw(), "backend-api");
    let dns = services[0].dns.as_ref().unwrap();
    assert_eq!(dns.ttl, Some(60));
    let entries = service_discovery::Entries(services[0].id.clone());
    let entries = read(&fixture, entries).await.unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].ip(), Some("10.0.11.129"));
    assert_eq!(entries[0].ec2(), Some("i-0d81ba92e56c19946".into()));
}

#[tokio::test]
async fn an_instance_of_moto_is_read_over_ec2_s_own_protocol() {
    let keys = Moto::start().keys().await;
    let map = CloudMap::new(&keys).await;
    let (id, ip) = map.run_instance().await;
    let unknown = Ec2Id::from("i-0abb996a2c9885150");
    let asked = ec2::Instances(vec![Ec2Id::from(id.as_str()), unknown]);
    let fixture = Fixture::on_moto(&keys);
    let found = read(&fixture, asked).await.unwrap();
    // An id that EC2 does not know is no fault: it is just not there.
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].id.raw(), id);
    assert_eq!(found[0].state, "running");
    assert!(found[0].ips.contains(&ip), "{found:?}");
    assert!(found[0].launched.is_some());
    let interfaces = ec2::Interfaces {
        ips: vec![ip.clone()],
    };
    let interfaces = read(&fixture, interfaces).await.unwrap();
    assert!(interfaces.iter().all(|one| one.ips.contains(&ip)));
}

fn reservation(ids: &[&str], next: &str) -> String {
    let items = ids.iter().map(|id| {
        format!(
            "<item><instanceId>{id}</instanceId><instanceState><code>16</code><name>running</name></instanceState>\
             <privateIpAddress>10.0.0.1</privateIpAddress><tagSet><item><key>aws:autoscaling:groupName</key><value>asg</value></item></tagSet></item>"
        )
    });
    format!(
        "<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><reservationSet><item><ownerId>123456789012</ownerId>\
         <instancesSet>{}</instancesSet></item></reservationSet>{next}</DescribeInstancesResponse>",
        items.collect::<String>()
    )
}

fn xml(body: String) -> Reply {
    Reply::Body(200, "text/xml", body)
}

/// Many ids: two chunks, and the first has two pages.
fn many() -> ec2::Instances {
    let ids = (0..250).map(|at| Ec2Id::new(format!("i-{at:08x}")));
    ec2::Instances(ids.collect())
}

#[tokio::test]
async fn two_hundred_ids_go_into_a_filter_and_every_page_of_each_is_read() {
    let fake = Fake::start(|request| {
        let first = request.field("Filter.1.Value.1") == "i-00000000";
        match (first, request.field("NextToken")) {
            (true, "") => xml(reservation(&["i-00000000"], "<nextToken>2</nextToken>")),
            (true, _) => xml(reservation(&["i-00000001"], "")),
            (false, _) => xml(reservation(&["i-000000c8"], "")),
        }
    });
    let found = read(&Fixture::at(&fake.url), many()).await.unwrap();
    let ids: Vec<&str> = found.iter().map(|one| one.id.raw()).collect();
    assert_eq!(ids, ["i-00000000", "i-00000001", "i-000000c8"]);
    assert_eq!(found[0].group, Some("asg".into()));
    assert_eq!(fake.count("DescribeInstances"), 3);
    let seen = fake.seen();
    let seen = seen
        .iter()
        .find(|one| one.operation == "DescribeInstances")
        .unwrap();
    assert_eq!(seen.field("Filter.1.Name"), "instance-id");
    assert_eq!(seen.field("Filter.1.Value.200"), "i-000000c7");
    assert_eq!(seen.field("Filter.1.Value.201"), "");
    assert!(seen.authorization.contains("/eu-west-1/ec2/aws4_request"));
}

#[tokio::test]
async fn a_second_page_that_fails_makes_the_whole_answer_a_fault() {
    let fake = Fake::start(|request| {
        match request.field("NextToken") {
        "" => xml(reservation(&["i-00000000"], "<nextToken>2</nextToken>")),
        _ => Reply::Body(
            403,
            "text/xml",
            "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized</Message></Error></Errors><RequestID>1</RequestID></Response>".to_owned(),
        ),
    }
    });
    let fault = read(&Fixture::at(&fake.url), many()).await.unwrap_err();
    let FaultKind::Denied { action, .. } = &fault.kind else {
        panic!("{fault:?}");
    };
    assert_eq!(action, "ec2:DescribeInstances");
}

#[tokio::test]
async fn what_is_no_answer_of_the_service_is_a_fault() {
    for body in [
        "<html>Sign in</html>".to_owned(),
        reservation(&["i-00000000"], "").replace("</DescribeInstancesResponse>", ""),
        reservation(&["i-00000000"], "").replace("DescribeInstancesResponse", "OtherResponse"),
        String::new(),
    ] {
        let fake = Fake::start(move |_| xml(body.clone()));
        let asked = ec2::Instances(vec!["i-00000000".into()]);
        let fault = read(&Fixture::at(&fake.url), asked).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::Malformed, "{fault:?}");
    }
}

#[tokio::test]
async fn another_account_s_instances_are_not_shown() {
    let fake = Fake::start(|_| {
        xml(reservation(&["i-00000000"], "").replace("123456789012", "999999999999"))
    });
    let asked = ec2::Instances(vec!["i-00000000".into()]);
    let fault = read(&Fixture::at(&fake.url), asked).await.unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
}

#[tokio::test]
async fn a_group_whose_hooks_may_not_be_read_says_so() {
    let fake = Fake::start(|request| {
        match request.operation.as_str() {
        "DescribeAutoScalingGroups" => xml(
            "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups><member>\
             <AutoScalingGroupName>asg</AutoScalingGroupName><MinSize>1</MinSize><MaxSize>2</MaxSize><DesiredCapacity>1</DesiredCapacity>\
             <Instances><member><LifecycleState>InService</LifecycleState></member></Instances>\
             <Tags><member><Key>aws:cloudformation:stack-name</Key><Value>compute</Value></member></Tags>\
             </member></AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>"
                .to_owned(),
        ),
        _ => Reply::Body(
            403,
            "text/xml",
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>".to_owned(),
        ),
    }
    });
    let asked = auto_scaling::Groups(vec!["asg".into()]);
    let found = read(&Fixture::at(&fake.url), asked).await.unwrap();
    assert_eq!((found[0].min, found[0].max, found[0].in_service), (1, 2, 1));
    assert_eq!(found[0].stack.as_ref().unwrap().raw(), "compute");
    let Reading::Unknown(fault) = &found[0].hooks else {
        panic!("{found:?}");
    };
    assert!(matches!(fault.kind, FaultKind::Denied { .. }));
}

#[tokio::test]
async fn tasks_that_ecs_does_not_know_are_missing_and_other_failures_are_faults() {
    let fake = Fake::start(|_| {
        answer(&json!({
            "tasks": [{
                "taskArn": "arn:aws:ecs:eu-west-1:123456789012:task/c/0a1b",
                "lastStatus": "RUNNING", "desiredStatus": "RUNNING",
                "attachments": [{"details": [{"name": "privateIPv4Address", "value": "10.0.0.9"}]}],
            }],
            "failures": [{"arn": "arn:aws:ecs:eu-west-1:123456789012:task/c/dead", "reason": "MISSING"}],
        }))
    });
    let tasks = ecs::Tasks {
        cluster: "c".to_owned(),
        tasks: vec!["0a1b".to_owned(), "dead".to_owned()],
    };
    let found = read(&Fixture::at(&fake.url), tasks.clone()).await.unwrap();
    assert_eq!(found.tasks[0].ips, ["10.0.0.9"]);
    assert_eq!(found.missing, ["dead"]);
    let seen = fake.seen();
    assert!(seen.iter().any(|one| one.action() == "ecs:DescribeTasks"));
    let denied = Fake::start(|_| json_error("AccessDeniedException", "no"));
    let fault = read(&Fixture::at(&denied.url), tasks).await.unwrap_err();
    assert!(matches!(fault.kind, FaultKind::Denied { .. }), "{fault:?}");
}

#[tokio::test]
async fn a_throttled_read_is_tried_again_and_then_said_to_be_throttled() {
    let fake = Fake::start(|_| {
        Reply::Body(
            503,
            "text/xml",
            "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>slow</Message></Error></Errors></Response>".to_owned(),
        )
    });
    let asked = ec2::Instances(vec!["i-00000000".into()]);
    let fault = read(&Fixture::at(&fake.url), asked).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Throttled);
    assert_eq!(fake.count("DescribeInstances"), 3);
}
