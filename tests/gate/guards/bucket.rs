//! A template that goes through a bucket: which one, of what account, and how large.

use super::{Fixture, ask};
use crate::gate::fixture::World;
use watchkeeper::{
    facts::EndpointOverride,
    gate::{AwsCall, Fingerprint, Step, preview::Section},
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "bucket",
    objects,
    passes,
};

const LARGE: usize = 51_200;

fn objects() -> World {
    let mut world = passes();
    world.environment().template_bucket = Some("ours".into());
    world
}

fn passes() -> World {
    World::through_bucket(LARGE, "my-templates")
}

fn calls(world: &World) -> Vec<AwsCall> {
    let steps = world.draft.write.change().steps(&world.observed).unwrap();
    steps.iter().filter_map(Step::call).cloned().collect()
}

#[test]
fn a_bucket_that_the_environment_does_not_name_stops_and_the_line_is_said() {
    for named in [Some("ours".into()), None] {
        let mut world = passes();
        world.environment().template_bucket = named;
        let why = world.stop("bucket");
        assert!(
            why.contains("bucket my-templates, which environment"),
            "{why}"
        );
        assert!(ask(&world, "bucket").ends_with(r#"template_bucket = "my-templates""#));
    }
}

#[test]
fn a_template_that_is_too_large_without_a_bucket_says_what_to_write_where() {
    let mut world = passes();
    let mut write = serde_json::to_value(&world.draft.write).unwrap();
    write["create-change-set"]["bucket"] = serde_json::Value::Null;
    world.draft.write = serde_json::from_value(write).unwrap();
    let why = world.why_not_planned();
    assert!(why.contains("takes 51200 as text"), "{why}");
    assert!(
        why.contains("[[environment]] in your own config.toml"),
        "{why}"
    );
    assert!(why.contains("template_bucket = \"NAME\""), "{why}");
}

#[test]
fn neither_a_template_that_is_too_large_for_any_way_nor_a_name_that_is_none_is_planned() {
    let why = World::through_bucket(1_000_001, "my-templates").why_not_planned();
    assert!(why.contains("takes 1000000 at most"), "{why}");
    for name in ["My-Templates", "a/b", "a", "..", "x?acl", "-templates"] {
        let why = World::through_bucket(LARGE, name).why_not_planned();
        assert!(why.contains("is not a name of a bucket"), "{name}: {why}");
    }
}

#[test]
fn the_text_is_put_under_its_hash_into_a_bucket_of_the_account_and_read_from_there() {
    let world = passes();
    let [put, create] = &calls(&world)[..] else {
        panic!("not two calls");
    };
    let of = |call: &AwsCall, name: &str| {
        let value = call.parameters.get(name);
        value
            .map(|value| value.raw().to_owned())
            .unwrap_or_default()
    };
    assert_eq!(put.action(), "s3:PutObject");
    let text = of(put, "Body");
    let key = format!(
        "watchkeeper/{}.template",
        Fingerprint::of(text.as_bytes()).hex()
    );
    assert_eq!(of(put, "Key"), key);
    assert_eq!(of(put, "Bucket"), "my-templates");
    let account = world.observed.account().unwrap().raw();
    assert_eq!(of(put, "ExpectedBucketOwner"), account);
    assert_eq!(create.action(), "cloudformation:CreateChangeSet");
    assert!(!create.parameters.contains_key("TemplateBody"));
    let region = world.observed.caller.as_ref().unwrap().region.raw();
    let url = format!("https://s3.{region}.amazonaws.com/my-templates/{key}");
    assert_eq!(of(create, "TemplateURL"), url);
    let sections = world.plan().sections();
    let shown = sections.iter().any(|section| {
        matches!(section, Section::Fact { label: "template", value } if value.contains("put into bucket my-templates first"))
    });
    assert!(shown, "{sections:?}");
}

#[test]
fn one_that_fits_is_sent_as_text_whatever_bucket_there_is() {
    let world = World::through_bucket(10, "my-templates");
    let [create] = &calls(&world)[..] else {
        panic!("not one call");
    };
    assert!(create.parameters.contains_key("TemplateBody"));
    let mut unnamed = world;
    unnamed.environment().template_bucket = None;
    assert!(unnamed.passes("bucket"));
}

#[test]
fn s3_at_another_server_than_the_target_s_stops_only_what_goes_there() {
    let astray = |mut world: World| {
        let caller = world.observed.caller.as_mut().unwrap();
        caller.endpoints.push(EndpointOverride {
            service: Some("S3".to_owned()),
            url: "https://s3.evil.example".to_owned(),
        });
        world.stop("endpoint")
    };
    assert!(astray(passes()).contains("S3 would be asked at https://s3.evil.example"));
    assert_eq!(astray(World::through_bucket(10, "my-templates")), "");
}
