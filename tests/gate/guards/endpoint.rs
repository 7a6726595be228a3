//! Requests that go elsewhere.

use super::Fixture;
use crate::gate::fixture::World;

pub(super) const FIXTURE: Fixture = Fixture {
    id: "endpoint",
    objects,
    passes,
};

fn at(sts: &str, target: &str) -> World {
    let mut world = World::narrowing();
    world.observed.hosts = vec![sts.to_owned(), target.to_owned()];
    world
}

fn objects() -> World {
    at("localhost:4566", "localhost:4566")
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn a_host_that_nobody_named_stops() {
    assert!(objects().stop("endpoint").contains("localhost"));
    let mut world = at(
        "iam.amazonaws.com.evil.example",
        "iam.amazonaws.com.evil.example",
    );
    world.environment().endpoints = vec!["amazonaws.com".to_owned()];
    assert!(!world.stop("endpoint").is_empty());
}

#[test]
fn sts_and_the_target_at_different_places_stop_even_when_both_are_named() {
    let mut world = at("sts.amazonaws.com", "localhost");
    world.environment().endpoints = vec!["localhost".to_owned()];
    assert!(world.stop("endpoint").contains("who we are"));
    let mut world = at("localhost", "iam.amazonaws.com");
    world.environment().endpoints = vec!["localhost".to_owned()];
    assert!(!world.stop("endpoint").is_empty());
}

#[test]
fn unknown_hosts_stop() {
    let mut world = World::narrowing();
    world.observed.hosts.clear();
    assert!(world.stop("endpoint").contains("not known"));
}

#[test]
fn a_named_emulator_is_permitted_and_said() {
    let mut world = objects();
    world.environment().endpoints = vec!["http://LOCALHOST:4566".to_owned()];
    assert!(world.warnings("endpoint")[0].contains("not AWS's own"));
}

#[test]
fn a_customers_machine_under_an_aws_domain_stops() {
    for host in [
        "a1b2c3.execute-api.eu-west-1.amazonaws.com",
        "front-1234.eu-west-1.elb.amazonaws.com",
        "ec2-192-0-2-1.eu-west-1.compute.amazonaws.com",
        "iam.s3.amazonaws.com",
    ] {
        assert!(at(host, host).stop("endpoint").contains(host), "{host}");
        let both = at("sts.amazonaws.com", host);
        assert!(!both.stop("endpoint").is_empty(), "{host}");
        let mut world = at(host, host);
        world.environment().endpoints = vec![format!("https://{host}")];
        assert!(world.warnings("endpoint")[0].contains(host), "{host}");
    }
    // Nor does one service answer for another.
    assert!(!at("iam.amazonaws.com", "iam.amazonaws.com").passes("endpoint"));
}

#[test]
fn the_services_hosts_of_other_partitions_pass() {
    for (sts, target) in [
        (
            "sts.cn-north-1.amazonaws.com.cn",
            "iam.cn-north-1.amazonaws.com.cn",
        ),
        (
            "sts-fips.us-gov-west-1.amazonaws.com",
            "iam.us-gov.amazonaws.com",
        ),
        (
            "sts.eu-west-1.amazonaws.com",
            "cloudformation.eu-west-1.amazonaws.com",
        ),
    ] {
        assert!(at(sts, target).passes("endpoint"), "{sts} {target}");
    }
}
