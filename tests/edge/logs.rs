//! Log groups, streams and events, against moto's server; pages by a fake, because
//! moto gives everything in one.

use jiff::Timestamp;
use serde_json::json;
use watchkeeper::{
    ask::{AwsAsk, Question, logs},
    facts::{Fault, FaultKind, LogEvents, LogGroups, LogStreams},
};

use super::{
    fake::{Fake, Reply, json as answer, json_error},
    fixture::{Fixture, environment},
};
use crate::support::moto::{Keys, Moto};

const GROUP: &str = "/aws/lambda/ingest";
const AT: i64 = 1_795_269_807_000;

async fn seed(keys: &Keys) {
    let logs = Moto::start().logs(keys).await;
    logs.create_log_group()
        .log_group_name(GROUP)
        .send()
        .await
        .unwrap();
    for (stream, texts) in [
        ("2026/11/21/[$LATEST]a", ["one", "three"]),
        ("2026/11/21/[$LATEST]b", ["two", "four"]),
    ] {
        logs.create_log_stream()
            .log_group_name(GROUP)
            .log_stream_name(stream)
            .send()
            .await
            .unwrap();
        // Of the last hours: CloudWatch takes no older ones, and moto neither.
        let now = Timestamp::now().as_millisecond();
        let events = texts.iter().enumerate().map(|(at, text)| {
            let offset =
                i64::try_from(at).unwrap() * 2000 + if stream.ends_with('b') { 1000 } else { 0 };
            aws_sdk_cloudwatchlogs::types::InputLogEvent::builder()
                .timestamp(now - 60_000 + offset)
                .message(*text)
                .build()
                .unwrap()
        });
        logs.put_log_events()
            .log_group_name(GROUP)
            .log_stream_name(stream)
            .set_log_events(Some(events.collect()))
            .send()
            .await
            .unwrap();
    }
}

fn events() -> logs::Events {
    logs::Events {
        group: GROUP.into(),
        streams: Vec::new(),
        from: Timestamp::UNIX_EPOCH,
        to: None,
        pattern: None,
        newest_first: false,
        token: None,
    }
}

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
async fn groups_streams_and_events_are_read_as_they_are() {
    let keys = Moto::start().keys().await;
    seed(&keys).await;
    let fixture = Fixture::on_moto(&keys);

    let groups: LogGroups = read(
        &fixture,
        logs::Groups {
            named: "ingest".to_owned(),
        },
    )
    .await
    .unwrap();
    assert_eq!(groups.groups[0].name.raw(), GROUP);
    assert!(!groups.more);
    let streams: LogStreams = read(
        &fixture,
        logs::Streams {
            group: GROUP.into(),
        },
    )
    .await
    .unwrap();
    assert_eq!(streams.streams.len(), 2);
    assert!(
        streams.streams[0].last_event >= streams.streams[1].last_event,
        "the last event first"
    );

    let found: LogEvents = read(&fixture, events()).await.unwrap();
    // moto gives one stream after the other, AWS merges them.
    let mut told: Vec<_> = found
        .events
        .iter()
        .map(|event| (event.at, event.text.raw(), event.stream.raw()))
        .collect();
    told.sort_unstable();
    let told: Vec<_> = told
        .iter()
        .map(|(_, text, stream)| (*text, &stream[20..]))
        .collect();
    assert_eq!(
        told,
        [("one", "a"), ("two", "b"), ("three", "a"), ("four", "b")]
    );
    assert!(found.events.iter().all(|event| event.id.is_some()));

    let only = logs::Events {
        streams: vec!["2026/11/21/[$LATEST]a".into()],
        ..events()
    };
    let found: LogEvents = read(&fixture, only).await.unwrap();
    assert_eq!(found.events.len(), 2);
}

#[tokio::test]
async fn a_group_that_is_not_there_is_missing_by_its_name() {
    let keys = Moto::start().keys().await;
    let fault = read(&Fixture::on_moto(&keys), events()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Missing);
    assert!(fault.what.contains(GROUP), "{}", fault.what);
}

#[tokio::test]
async fn a_page_says_how_to_go_on_even_if_it_is_empty() {
    let fake = Fake::start(|request| {
        let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
        match body["nextToken"].as_str() {
            None => answer(&json!({"events": [], "nextToken": "t1"})),
            Some("t1") => answer(&json!({"events": [
                {"timestamp": AT, "ingestionTime": AT + 40, "logStreamName": "s", "eventId": "e", "message": "x"}
            ]})),
            Some(other) => panic!("no page {other}"),
        }
    });
    let fixture = Fixture::at(&fake.url);
    let first: LogEvents = read(&fixture, events()).await.unwrap();
    assert_eq!((first.events.len(), first.next.as_deref()), (0, Some("t1")));
    let second: LogEvents = read(
        &fixture,
        logs::Events {
            token: first.next,
            ..events()
        },
    )
    .await
    .unwrap();
    assert_eq!((second.events.len(), second.next), (1, None));
    assert_eq!(second.events[0].ingested.as_millisecond(), AT + 40);
}

#[tokio::test]
async fn the_newest_are_asked_for_from_the_end() {
    let fake = Fake::start(|request| -> Reply {
        let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
        assert_eq!(body["startFromHead"], false);
        answer(&json!({"events": []}))
    });
    let newest = logs::Events {
        newest_first: true,
        ..events()
    };
    read(&Fixture::at(&fake.url), newest).await.unwrap();
}

#[tokio::test]
async fn who_may_not_read_is_told_the_action_that_is_missing() {
    let fake = Fake::start(|_| {
        json_error(
            "AccessDeniedException",
            "User: arn:aws:sts::123456789012:assumed-role/oncall/anna is not authorized to perform: logs:FilterLogEvents on resource: x",
        )
    });
    let fault = read(&Fixture::at(&fake.url), events()).await.unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::Denied { ref action, .. } if action == "logs:FilterLogEvents"),
        "{fault:?}"
    );
}
