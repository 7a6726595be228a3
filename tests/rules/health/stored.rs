//! Rows of what keeps data: tables, databases, queues, topics.

use watchkeeper::{
    ask::{dynamodb, rds, sns, sqs},
    facts::{DatabaseState, Expected, QueueState, ResourceKind, TableState, TopicState},
    rules::health::{HealthStatus, rows},
};

use super::{by_design, expected, is, name, told};

#[test]
fn a_table_and_a_database_are_well_where_their_services_say_so() {
    let table = |status: &str| {
        let state = TableState {
            status: status.to_owned(),
            items: Some(4),
        };
        [told(dynamodb::Table(name()), state)]
    };
    let of = expected(ResourceKind::Table);
    is("table", &of, &table("ACTIVE"), HealthStatus::Ok);
    is("table", &of, &table("UPDATING"), HealthStatus::Degraded);
    is("table", &of, &table("ARCHIVED"), HealthStatus::Issue);
    let database = |status: &str| {
        let state = DatabaseState {
            status: status.to_owned(),
            engine: None,
        };
        [told(rds::Database(name()), state)]
    };
    let of = expected(ResourceKind::Database);
    is("database", &of, &database("available"), HealthStatus::Ok);
    is(
        "database",
        &of,
        &database("backing-up"),
        HealthStatus::Degraded,
    );
    is(
        "database",
        &of,
        &database("storage-full"),
        HealthStatus::Issue,
    );
}

#[test]
fn a_dead_letter_queue_is_well_only_where_it_is_empty() {
    let queue = |visible| {
        let state = QueueState {
            visible,
            in_flight: 0,
            has_redrive: false,
        };
        [told(sqs::Queue(name()), state)]
    };
    let of = Expected {
        dead_letters: true,
        ..expected(ResourceKind::Queue)
    };
    is("dead-letters", &of, &queue(0), HealthStatus::Ok);
    is("dead-letters", &of, &queue(3), HealthStatus::Issue);
    let of = expected(ResourceKind::Queue);
    let judged = is("queue", &of, &queue(3), HealthStatus::Ok);
    assert!(judged.value.contains("no dead letter queue"));
    let ids: Vec<&str> = rows(&of).map(|rule| rule.id).collect();
    assert_eq!(ids, ["queue"]);
}

#[test]
fn a_topic_without_a_subscription_reaches_nobody() {
    let topic = |confirmed| {
        let state = TopicState {
            confirmed,
            pending: 1,
        };
        [told(sns::Topic(name()), state)]
    };
    let of = expected(ResourceKind::Topic);
    is("topic", &of, &topic(1), HealthStatus::Ok);
    is("topic", &of, &topic(0), HealthStatus::Degraded);
    let design = by_design(ResourceKind::Topic);
    is("topic", &design, &topic(0), HealthStatus::ByDesign);
}
