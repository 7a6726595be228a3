//! Last writes from CloudTrail's event history. Against our own server: moto
//! has no LookupEvents.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use watchkeeper::{
    ask::cloudtrail,
    facts::{FaultKind, PolicyName},
};

use super::{
    fake::{Fake, Reply, json as answer},
    fixture::{Fixture, ask, last_writes},
};

fn event(name: &str, at: u64, detail: &Value) -> Value {
    json!({
        "EventName": name, "EventTime": at, "Username": "anna", "EventId": format!("e{at}"),
        "CloudTrailEvent": detail.to_string(),
    })
}

fn write(name: &str, at: u64, parameters: &Value) -> Value {
    let arn = "arn:aws:sts::123456789012:assumed-role/admin/anna";
    event(
        name,
        at,
        &json!({"userIdentity": {"arn": arn}, "requestParameters": parameters}),
    )
}

#[tokio::test]
async fn successful_writes_of_the_role_come_newest_first_and_nothing_else() {
    let fake = Fake::start(|_| {
        answer(&json!({"Events": [
            write("PutRolePolicy", 1_700_000_000, &json!({"roleName": "alpha", "policyName": "objects"})),
            write("AttachRolePolicy", 1_700_000_300, &json!({"roleName": "alpha", "policyArn": "arn:aws:iam::123456789012:policy/team/logs"})),
            write("UpdateAssumeRolePolicy", 1_700_000_100, &json!({"roleName": "alpha"})),
            write("AssumeRole", 1_700_000_400, &json!({"roleName": "alpha"})),
            write("PutRolePolicy", 1_700_000_500, &json!({"roleName": "beta", "policyName": "alpha"})),
            event("PutRolePolicy", 1_700_000_600, &json!({"errorCode": "AccessDenied", "requestParameters": {"roleName": "alpha", "policyName": "objects"}})),
            {"EventName": "PutRolePolicy", "EventTime": 1_700_000_700, "CloudTrailEvent": "{broken"},
        ]}))
    });
    let writes = last_writes(&Fixture::at(&fake.url).aws(), "alpha")
        .await
        .unwrap();
    let found: Vec<_> = writes
        .iter()
        .map(|write| {
            let policy = write.policy.as_ref().map(PolicyName::raw);
            (write.event.as_str(), policy, write.at.as_second())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("AttachRolePolicy", Some("logs"), 1_700_000_300),
            ("UpdateAssumeRolePolicy", None, 1_700_000_100),
            ("PutRolePolicy", Some("objects"), 1_700_000_000),
        ]
    );
    assert!(writes[0].by.raw().ends_with("assumed-role/admin/anna"));
}

#[tokio::test]
async fn events_of_another_account_are_refused() {
    let fake = Fake::start(|_| {
        answer(
            &json!({"Events": [event("PutRolePolicy", 1_700_000_000, &json!({
                "recipientAccountId": "999999999999", "requestParameters": {"roleName": "alpha"},
            }))]}),
        )
    });
    let fault = last_writes(&Fixture::at(&fake.url).aws(), "alpha")
        .await
        .unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
}

#[tokio::test]
async fn the_history_is_asked_by_name_in_the_region_that_has_it() {
    let fake = Fake::start(|_| answer(&json!({"Events": []})));
    last_writes(&Fixture::at(&fake.url).aws(), "alpha")
        .await
        .unwrap();
    let seen = fake.seen();
    let asked = seen.last().unwrap();
    assert_eq!(asked.operation, "LookupEvents");
    assert!(
        asked.authorization.contains("/us-east-1/cloudtrail/"),
        "{asked:?}"
    );
    assert!(seen[0].authorization.contains("/eu-west-1/sts/"));
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(
        body["LookupAttributes"],
        json!([{"AttributeKey": "ResourceName", "AttributeValue": "alpha"}])
    );
}

#[tokio::test]
async fn an_endless_history_is_read_for_three_pages_at_two_a_second() {
    let fake = Fake::start(|_| answer(&json!({"Events": [], "NextToken": "more"})));
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let started = Instant::now();
    let (one, two) = tokio::join!(last_writes(&aws, "alpha"), last_writes(&aws, "beta"));
    assert!(one.unwrap().is_empty() && two.unwrap().is_empty());
    assert_eq!(fake.count("LookupEvents"), 6);
    assert!(
        started.elapsed() >= Duration::from_millis(2500),
        "six calls have five gaps of half a second: {:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn a_denied_history_names_the_action() {
    let fake = Fake::start(|_| {
        Reply::Body(
            400,
            "application/x-amz-json-1.1",
            json!({"__type": "AccessDeniedException", "Message": "User: x is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows it"}).to_string(),
        )
    });
    let fault = last_writes(&Fixture::at(&fake.url).aws(), "alpha")
        .await
        .unwrap_err();
    assert_eq!(
        fault.kind,
        FaultKind::Denied {
            action: "cloudtrail:LookupEvents".into(),
            resource: None
        }
    );
}

#[tokio::test]
async fn what_the_same_session_wrote_is_told_and_neither_its_reads_nor_another_s_writes() {
    let by = |arn: &str, more: Value| {
        let mut detail = json!({"userIdentity": {"arn": arn}});
        let more = more.as_object().cloned().unwrap_or_default();
        detail.as_object_mut().unwrap().extend(more);
        detail
    };
    let anna = "arn:aws:sts::123456789012:assumed-role/admin/anna";
    let other = "arn:aws:sts::123456789012:assumed-role/reader/anna";
    let mut read = event("GetRole", 1_700_000_000, &by(anna, json!({})));
    read["ReadOnly"] = json!("true");
    let of_policy = json!({"requestParameters": {"roleName": "alpha", "policyName": "objects"}});
    let events = json!({"Events": [
        read,
        event("PutRolePolicy", 1_700_000_100, &by(anna, of_policy.clone())),
        event("PutRolePolicy", 1_700_000_200, &by(other, of_policy)),
        event("StopLogging", 1_700_000_300, &by(anna, json!({"errorCode": "AccessDenied"}))),
        event("UpdateFunctionCode", 1_700_000_400, &by(anna, json!({}))),
    ]});
    let fake = Fake::start(move |_| answer(&events));
    let asked = cloudtrail::WrittenBy {
        by: anna.into(),
        from: jiff::Timestamp::from_second(1_699_999_000).unwrap(),
        to: jiff::Timestamp::from_second(1_700_001_000).unwrap(),
    };
    let found = ask(&Fixture::at(&fake.url).aws(), asked).await.unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|one| (one.event.as_str(), one.policy.as_ref().map(PolicyName::raw)))
        .collect();
    assert_eq!(
        found,
        [
            ("UpdateFunctionCode", None),
            ("PutRolePolicy", Some("objects"))
        ]
    );
}
