//! Rows of what keeps things besides tables: buckets, data, images, packages, trails; and of APIs,
//! deliveries and pipelines.

use watchkeeper::{
    ask::{api_gateway, cloudtrail, cloudwatch, dynamodb, ecr, lambda, logs, s3},
    facts::{
        AttributeState, BucketContents, BucketState, DeliverySourceState, Details, EventSource,
        Expected, FunctionRuns, HttpApiState, ImagesState, Remote, ResourceKind, StageState,
        TrailState,
    },
    rules::health::HealthStatus,
};

use super::{by_design, expected, is, name, told};

#[test]
fn a_bucket_of_another_region_is_an_issue_and_an_empty_one_is_untested() {
    let bucket = |region: Option<&str>| {
        let state = BucketState {
            region: region.map(str::to_owned),
            asked_in: "eu-west-1".to_owned(),
        };
        [told(s3::Bucket(name()), state)]
    };
    let of = expected(ResourceKind::Bucket);
    is("bucket", &of, &bucket(Some("eu-west-1")), HealthStatus::Ok);
    is(
        "bucket",
        &of,
        &bucket(Some("us-east-1")),
        HealthStatus::Issue,
    );
    is("bucket", &of, &bucket(None), HealthStatus::Unknown);
    let contents = |objects| {
        let state = BucketContents {
            objects,
            bytes: Some(240),
            counted: None,
        };
        [told(cloudwatch::Contents(name()), state)]
    };
    let id = "bucket-contents";
    is(id, &of, &contents(Some(1)), HealthStatus::Ok);
    is(id, &of, &contents(Some(0)), HealthStatus::NotTested);
    is(id, &of, &contents(None), HealthStatus::NotTested);
    let design = by_design(ResourceKind::Bucket);
    is(id, &design, &contents(Some(0)), HealthStatus::ByDesign);
}

#[test]
fn items_without_the_attribute_are_counted_and_its_values_are_named() {
    let data = |items, without, values: &[(&str, usize)]| {
        let asked = dynamodb::Attribute {
            table: name(),
            attribute: "seen".to_owned(),
        };
        let values = values
            .iter()
            .map(|(value, count)| (Remote::new(*value), *count));
        let state = AttributeState {
            items,
            without,
            values: values.collect(),
            more: false,
        };
        [told(asked, state)]
    };
    let of = expected(ResourceKind::Data);
    let well = is(
        "data",
        &of,
        &data(3, 0, &[("failed", 2), ("completed", 1)]),
        HealthStatus::Ok,
    );
    assert_eq!(well.value, "seen of 3 items: failed 2, completed 1");
    is("data", &of, &data(4, 4, &[]), HealthStatus::Degraded);
    is("data", &of, &data(0, 0, &[]), HealthStatus::NotTested);
}

#[test]
fn a_repository_of_images_lacks_the_tag_or_has_it() {
    let images = |tags: &[&str]| {
        let state = ImagesState {
            tags: tags.iter().map(|tag| Remote::new(*tag)).collect(),
            images: tags.len(),
            pushed: None,
        };
        [told(ecr::Images(name()), state)]
    };
    let of = Expected {
        details: Details {
            tag: Some("v1".to_owned()),
            ..Details::default()
        },
        ..expected(ResourceKind::ImageRepository)
    };
    let id = "image-repository";
    is(id, &of, &images(&["v0", "v1"]), HealthStatus::Ok);
    is(id, &of, &images(&["v0"]), HealthStatus::Issue);
    is(id, &of, &images(&[]), HealthStatus::NotTested);
}

#[test]
fn a_trail_that_is_stopped_late_or_failing_is_an_issue() {
    let trail = |logging, minutes_ago, error: Option<&str>| {
        let state = TrailState {
            logging,
            delivered: None,
            minutes_ago,
            error: error.map(Remote::new),
        };
        [told(cloudtrail::Trail(name()), state)]
    };
    let of = expected(ResourceKind::Trail);
    is("trail", &of, &trail(true, Some(4), None), HealthStatus::Ok);
    is(
        "trail",
        &of,
        &trail(true, Some(61), None),
        HealthStatus::Issue,
    );
    is(
        "trail",
        &of,
        &trail(true, Some(4), Some("AccessDenied")),
        HealthStatus::Issue,
    );
    is(
        "trail",
        &of,
        &trail(false, Some(4), None),
        HealthStatus::Issue,
    );
    is(
        "trail",
        &of,
        &trail(true, None, None),
        HealthStatus::NotTested,
    );
}

#[test]
fn a_route_that_asks_nobody_who_calls_is_an_issue_unless_it_is_meant_to_be_open() {
    let api = |routes: &[(&str, &str)], deployed: Option<&str>| {
        let routes = routes
            .iter()
            .map(|(key, by)| ((*key).to_owned(), (*by).to_owned()));
        let state = HttpApiState {
            protocol: "HTTP".to_owned(),
            routes: routes.collect(),
            stages: vec![StageState {
                name: "$default".to_owned(),
                auto_deploy: true,
                deployed: deployed.map(Remote::new),
            }],
        };
        [told(api_gateway::HttpApi(name()), state)]
    };
    let of = Expected {
        details: Details {
            open: vec!["GET /health".to_owned()],
            ..Details::default()
        },
        ..expected(ResourceKind::HttpApi)
    };
    let well = [("GET /health", "NONE"), ("POST /jobs", "JWT")];
    is("http-api", &of, &api(&well, None), HealthStatus::Ok);
    let open = [("GET /health", "NONE"), ("POST /jobs", "NONE")];
    let open = is("http-api", &of, &api(&open, None), HealthStatus::Issue);
    assert_eq!(
        open.why.as_deref(),
        Some("Nothing authorizes the calls of POST /jobs.")
    );
    is(
        "http-api",
        &of,
        &api(&well, Some("Deployment attempt failed")),
        HealthStatus::Issue,
    );
    is("http-api", &of, &api(&[], None), HealthStatus::NotTested);
}

#[test]
fn a_source_without_a_delivery_loses_its_logs() {
    let source = |deliveries| {
        let state = DeliverySourceState {
            service: None,
            log_type: None,
            deliveries,
        };
        [told(logs::DeliverySource(name()), state)]
    };
    let of = expected(ResourceKind::DeliverySource);
    is("delivery-source", &of, &source(1), HealthStatus::Ok);
    is("delivery-source", &of, &source(0), HealthStatus::Degraded);
}

#[test]
fn a_pipeline_is_untested_where_its_function_never_ran_and_unknown_where_a_part_is() {
    let sources = |state: &str| {
        let source = EventSource {
            source: None,
            state: state.to_owned(),
            last_result: None,
        };
        told(lambda::EventSources(name()), vec![source])
    };
    let runs = |ever| {
        let state = FunctionRuns {
            ever,
            invocations: ever,
            errors: 0,
            throttles: 0,
            longest: None,
            average: None,
        };
        told(cloudwatch::Runs(name()), state)
    };
    let of = expected(ResourceKind::Pipeline);
    is(
        "pipeline",
        &of,
        &[sources("Enabled"), runs(5)],
        HealthStatus::Ok,
    );
    is(
        "pipeline",
        &of,
        &[sources("Enabled"), runs(0)],
        HealthStatus::NotTested,
    );
    is(
        "pipeline",
        &of,
        &[sources("Disabled"), runs(5)],
        HealthStatus::Issue,
    );
    let unread = is(
        "pipeline",
        &of,
        &[sources("Enabled")],
        HealthStatus::Unknown,
    );
    assert!(unread.value.contains("not read"));
    let none = Expected {
        details: Details::default(),
        ..of
    };
    is("pipeline", &none, &[], HealthStatus::Unknown);
}
