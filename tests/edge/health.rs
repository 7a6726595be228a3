//! What the health audit reads, over the services' own protocols: from answers in the shapes
//! of their API references, and from moto where it has the service.

use watchkeeper::{
    ask::{
        AwsAsk, Question, api_gateway, cloudtrail, cloudwatch, dynamodb, ec2, ecr, ecs,
        event_bridge, lambda, load_balancing, logs, rds, s3, sns, sqs, step_functions, waf,
    },
    facts::{Fault, FaultKind},
};

use super::{
    fake::{Fake, Reply, json_error},
    fixture::{Fixture, environment},
    health_world::world,
};
use crate::support::{cloud_map::Outside, moto::Moto};

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

fn fake() -> Fake {
    Fake::start(|request| world(request).unwrap())
}

#[tokio::test]
async fn each_service_is_read_as_it_answers() {
    let fake = fake();
    let fixture = Fixture::at(&fake.url);
    let table = read(&fixture, dynamodb::Table("thing".into()))
        .await
        .unwrap();
    assert_eq!((table.status.as_str(), table.items), ("ACTIVE", Some(4)));
    let database = read(&fixture, rds::Database("thing".into())).await.unwrap();
    assert_eq!(database.status, "available");
    let queue = read(&fixture, sqs::Queue("thing".into())).await.unwrap();
    assert_eq!(
        (queue.visible, queue.in_flight, queue.has_redrive),
        (3, 1, true)
    );
    let topic = read(&fixture, sns::Topic("thing".into())).await.unwrap();
    assert_eq!((topic.confirmed, topic.pending), (2, 0));
    let targets = load_balancing::TargetGroup("thing".into());
    let targets = read(&fixture, targets).await.unwrap();
    assert_eq!(targets[0].reason.as_deref(), Some("Target.Timeout"));
    let sources = lambda::EventSources("thing".into());
    let sources = read(&fixture, sources).await.unwrap();
    assert_eq!(sources[0].state, "Enabled");
    let runs = read(&fixture, cloudwatch::Runs("thing".into()))
        .await
        .unwrap();
    assert_eq!((runs.ever, runs.errors), (5, 5));
    assert_eq!((runs.longest, runs.average), (Some(60_000), Some(41_000)));
    let alarm = read(&fixture, cloudwatch::Alarm("thing".into()))
        .await
        .unwrap();
    assert_eq!((alarm.state.as_str(), alarm.actions), ("OK", 1));
    assert!(alarm.since.is_some());
    let rule = read(&fixture, event_bridge::Rule("thing".into()))
        .await
        .unwrap();
    assert_eq!((rule.state.as_str(), rule.targets), ("ENABLED", 1));
    let all = step_functions::Executions("thing".into());
    let all = read(&fixture, all).await.unwrap();
    assert_eq!(all[0].status, "SUCCEEDED");
    let acl = read(&fixture, waf::WebAcl("thing".into())).await.unwrap();
    assert!(acl.resources.is_empty());
    let service = ecs::Service {
        cluster: "c".into(),
        service: "thing".into(),
    };
    let service = read(&fixture, service).await.unwrap();
    assert_eq!((service.desired, service.running), (2, 1));
}

#[tokio::test]
async fn what_keeps_things_is_read_as_it_answers() {
    let fake = fake();
    let fixture = Fixture::at(&fake.url);
    let bucket = read(&fixture, s3::Bucket("thing".into())).await.unwrap();
    assert_eq!(bucket.region.as_deref(), Some("eu-west-1"));
    let images = read(&fixture, ecr::Images("thing".into())).await.unwrap();
    assert_eq!((images.images, images.tags.len()), (1, 2));
    let attribute = dynamodb::Attribute {
        table: "thing".into(),
        attribute: "seen".to_owned(),
    };
    let attribute = read(&fixture, attribute).await.unwrap();
    assert_eq!((attribute.items, attribute.without), (3, 2));
    let trail = read(&fixture, cloudtrail::Trail("thing".into()))
        .await
        .unwrap();
    assert!(trail.logging && trail.minutes_ago.is_some());
    let board = cloudwatch::Dashboard("thing".into());
    assert_eq!(read(&fixture, board).await.unwrap().bytes, 12);
    let source = logs::DeliverySource("thing".into());
    assert_eq!(read(&fixture, source).await.unwrap().deliveries, 1);
    let api = api_gateway::HttpApi("thing".into());
    let api = read(&fixture, api).await.unwrap();
    assert_eq!(api.routes["GET /health"], "NONE");
    assert_eq!(api.stages[0].name, "$default");
}

#[tokio::test]
async fn a_network_is_read_as_ec2_answers() {
    let fake = fake();
    let fixture = Fixture::at(&fake.url);
    let vpc = read(&fixture, ec2::Vpc("thing".into())).await.unwrap();
    assert_eq!((vpc.id.as_str(), vpc.subnets[0].free), ("vpc-1", 250));
    let nat = read(&fixture, ec2::Nat("thing".into())).await.unwrap();
    assert!(!nat.instances[0].checks_destination);
    assert_eq!(nat.instances[0].instance.as_deref(), Some("impaired"));
    let route = &nat.routes[0];
    assert_eq!(
        (route.destination.as_str(), route.state.as_str()),
        ("0.0.0.0/0", "blackhole")
    );
    let groups = ec2::SecurityGroups("thing".into());
    assert_eq!(read(&fixture, groups).await.unwrap(), ["sg-1"]);
    let balancer = load_balancing::LoadBalancer("thing".into());
    assert_eq!(read(&fixture, balancer).await.unwrap().state, "active");
}

#[tokio::test]
async fn a_bucket_that_is_not_ours_or_not_there_says_which_and_one_elsewhere_says_where() {
    for (status, is) in [(403, "denied"), (404, "missing"), (400, "malformed")] {
        let fake = Fake::start(move |_| Reply::Head(status, "x", "y"));
        let fixture = Fixture::at(&fake.url);
        let fault = read(&fixture, s3::Bucket("thing".into()))
            .await
            .unwrap_err();
        let found = match &fault.kind {
            FaultKind::Denied { action, .. } if action == "s3:ListBucket" => "denied",
            FaultKind::Missing => "missing",
            FaultKind::Malformed => "malformed",
            _ => "another",
        };
        assert_eq!(found, is, "{fault:?}");
    }
    let fake = Fake::start(|_| Reply::Head(301, "x-amz-bucket-region", "us-east-1"));
    let fixture = Fixture::at(&fake.url);
    let bucket = read(&fixture, s3::Bucket("thing".into())).await.unwrap();
    assert_eq!(bucket.region.as_deref(), Some("us-east-1"));
}

#[tokio::test]
async fn a_function_s_variables_are_not_kept() {
    let fake = fake();
    let fixture = Fixture::at(&fake.url);
    let function = read(&fixture, lambda::Function("thing".into()))
        .await
        .unwrap();
    assert_eq!(function.timeout, Some(60));
    assert!(!format!("{function:?}").contains("never kept"));
    let seen = fake.seen();
    let asked = seen.iter().find(|one| one.service == "lambda").unwrap();
    assert!(
        asked
            .authorization
            .contains("/eu-west-1/lambda/aws4_request")
    );
}

#[tokio::test]
async fn what_is_not_there_is_missing_and_what_is_denied_names_its_action() {
    for (code, is_missing) in [
        ("ResourceNotFoundException", true),
        ("com.amazonaws.sqs#QueueDoesNotExist", true),
        ("AccessDeniedException", false),
    ] {
        let fake = Fake::start(move |_| json_error(code, "no"));
        let fixture = Fixture::at(&fake.url);
        let fault = read(&fixture, sqs::Queue("thing".into()))
            .await
            .unwrap_err();
        match is_missing {
            true => assert_eq!(fault.kind, FaultKind::Missing, "{code}"),
            false => {
                let FaultKind::Denied { action, .. } = &fault.kind else {
                    panic!("{fault:?}");
                };
                assert_eq!(action, "sqs:GetQueueUrl");
            }
        }
    }
}

#[tokio::test]
async fn another_account_s_table_is_not_shown() {
    let fake = Fake::start(|_| {
        super::fake::json(&serde_json::json!({"Table": {
            "TableArn": "arn:aws:dynamodb:eu-west-1:999999999999:table/thing", "TableStatus": "ACTIVE",
        }}))
    });
    let fixture = Fixture::at(&fake.url);
    let fault = read(&fixture, dynamodb::Table("thing".into()))
        .await
        .unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
}

#[tokio::test]
async fn moto_s_own_queue_table_topic_rule_and_alarm_are_read() {
    let keys = Moto::start().keys().await;
    let outside = Outside::of(&keys);
    outside
        .python(
            "sqs.create_queue(QueueName='thing')\n\
             dynamodb.create_table(TableName='thing', BillingMode='PAY_PER_REQUEST', \
             KeySchema=[{'AttributeName': 'id', 'KeyType': 'HASH'}], AttributeDefinitions=[{'AttributeName': 'id', 'AttributeType': 'S'}])\n\
             sns.create_topic(Name='thing')\n\
             events.put_rule(Name='thing', ScheduleExpression='rate(2 minutes)')\n\
             cloudwatch.put_metric_alarm(AlarmName='thing', MetricName='m', Namespace='n', Period=60, EvaluationPeriods=1, \
             Threshold=1, ComparisonOperator='GreaterThanThreshold', Statistic='Sum')",
        )
        .await;
    let fixture = Fixture::on_moto(&keys);
    let queue = read(&fixture, sqs::Queue("thing".into())).await.unwrap();
    assert_eq!(queue.visible, 0);
    let table = read(&fixture, dynamodb::Table("thing".into()))
        .await
        .unwrap();
    assert_eq!(table.status, "ACTIVE");
    let topic = read(&fixture, sns::Topic("thing".into())).await.unwrap();
    assert_eq!(topic.confirmed, 0);
    let rule = read(&fixture, event_bridge::Rule("thing".into()))
        .await
        .unwrap();
    assert_eq!(rule.targets, 0);
    let alarm = read(&fixture, cloudwatch::Alarm("thing".into()))
        .await
        .unwrap();
    assert_eq!(alarm.actions, 0);
    for fault in [
        read(&fixture, sqs::Queue("other".into()))
            .await
            .unwrap_err(),
        read(&fixture, dynamodb::Table("other".into()))
            .await
            .unwrap_err(),
        read(&fixture, event_bridge::Rule("other".into()))
            .await
            .unwrap_err(),
        read(&fixture, cloudwatch::Alarm("other".into()))
            .await
            .unwrap_err(),
    ] {
        assert_eq!(fault.kind, FaultKind::Missing, "{fault:?}");
    }
}
