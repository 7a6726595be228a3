//! Requests that go elsewhere, in clear, or to two places.

use super::{Fixture, ask};
use crate::gate::fixture::{World, server};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "endpoint",
    objects,
    passes,
};

fn at(sts: &str, target: &str) -> World {
    let mut world = World::narrowing();
    world.observed.hosts = vec![server(sts), server(target)];
    world
}

fn naming(mut world: World, endpoint: &str) -> World {
    world.environment().endpoints = vec![server(endpoint)];
    world
}

fn objects() -> World {
    at("http://localhost:4566", "http://localhost:4566")
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn a_server_that_nobody_named_stops_and_the_line_that_names_it_is_said() {
    let world = objects();
    assert!(world.stop("endpoint").contains("http://localhost:4566"));
    assert!(ask(&world, "endpoint").ends_with(r#"endpoints = ["http://localhost:4566"]"#));
    let evil = "https://iam.amazonaws.com.evil.example";
    let world = naming(at(evil, evil), "https://amazonaws.com");
    assert!(!world.stop("endpoint").is_empty());
    assert!(ask(&world, "endpoint").ends_with(
        r#"endpoints = ["https://amazonaws.com", "https://iam.amazonaws.com.evil.example"]"#
    ));
}

#[test]
fn what_is_spoken_in_clear_to_a_name_of_aws_stops_whatever_names_it() {
    for (sts, target) in [
        ("http://sts.amazonaws.com", "http://iam.amazonaws.com"),
        ("https://sts.amazonaws.com", "http://iam.amazonaws.com"),
        ("http://sts.amazonaws.com", "https://iam.amazonaws.com"),
        ("http://sts.amazonaws.com:443", "https://iam.amazonaws.com"),
        ("http://x.elb.amazonaws.com", "http://x.elb.amazonaws.com"),
    ] {
        let world = at(sts, target);
        assert!(
            world.stop("endpoint").contains("in clear"),
            "{sts} {target}"
        );
        let world = naming(world, target);
        assert!(
            world.stop("endpoint").contains("in clear"),
            "{sts} {target}"
        );
    }
}

#[test]
fn another_port_of_an_aws_host_is_not_aws() {
    let other = "https://iam.amazonaws.com:8443";
    assert!(at(other, other).stop("endpoint").contains(other));
    let both = at("https://sts.amazonaws.com", other);
    assert!(both.stop("endpoint").contains("who we are"));
}

#[test]
fn two_ports_of_one_loopback_host_are_two_places() {
    let two = at("http://127.0.0.1:4566", "http://127.0.0.1:4567");
    for named in ["http://127.0.0.1:4566", "http://127.0.0.1:4567"] {
        let world = naming(at("http://127.0.0.1:4566", "http://127.0.0.1:4567"), named);
        assert!(world.stop("endpoint").contains("who we are"), "{named}");
    }
    assert!(two.stop("endpoint").contains(":4567"));
    let one = at("http://127.0.0.1:4566", "http://127.0.0.1:4566");
    assert!(!naming(one, "http://127.0.0.1:4567").passes("endpoint"));
    let one = at("http://127.0.0.1:4566", "http://127.0.0.1:4566");
    assert!(!naming(one, "https://127.0.0.1:4566").passes("endpoint"));
}

#[test]
fn sts_and_the_target_at_different_places_stop_even_when_both_are_named() {
    let world = at("https://sts.amazonaws.com", "http://localhost");
    let world = naming(world, "http://localhost");
    assert!(world.stop("endpoint").contains("who we are"));
    let world = at("http://localhost", "https://iam.amazonaws.com");
    let world = naming(world, "http://localhost");
    assert!(!world.stop("endpoint").is_empty());
}

#[test]
fn unknown_servers_stop() {
    let mut world = World::narrowing();
    world.observed.hosts.clear();
    assert!(world.stop("endpoint").contains("not known"));
    let mut world = World::narrowing();
    world.observed.hosts.pop();
    assert!(world.stop("endpoint").contains("not known"));
}

#[test]
fn a_named_emulator_is_permitted_and_said() {
    let world = naming(objects(), "http://LOCALHOST:4566");
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
        let url = format!("https://{host}");
        assert!(at(&url, &url).stop("endpoint").contains(host), "{host}");
        let both = at("https://sts.amazonaws.com", &url);
        assert!(!both.stop("endpoint").is_empty(), "{host}");
        let world = naming(at(&url, &url), &url);
        assert!(world.warnings("endpoint")[0].contains(host), "{host}");
    }
    // Nor does one service answer for another.
    let iam = "https://iam.amazonaws.com";
    assert!(!at(iam, iam).passes("endpoint"));
}

#[test]
fn the_services_hosts_of_other_partitions_pass() {
    for (sts, target) in [
        (
            "https://sts.cn-north-1.amazonaws.com.cn",
            "https://iam.cn-north-1.amazonaws.com.cn",
        ),
        (
            "https://sts-fips.us-gov-west-1.amazonaws.com",
            "https://iam.us-gov.amazonaws.com",
        ),
        (
            "https://sts.eu-west-1.amazonaws.com",
            "https://cloudformation.eu-west-1.amazonaws.com:443",
        ),
    ] {
        assert!(at(sts, target).passes("endpoint"), "{sts} {target}");
    }
}

#[test]
fn a_service_that_the_write_is_judged_by_is_asked_where_the_target_is() {
    use watchkeeper::facts::EndpointOverride;
    let asking = |world: fn() -> World, service: Option<&str>, url: &str| {
        let mut world = world();
        let caller = world.observed.caller.as_mut().unwrap();
        caller.endpoints.push(EndpointOverride {
            service: service.map(str::to_owned),
            url: url.to_owned(),
        });
        world
    };
    let evil = "https://iam.amazonaws.com.evil.example";
    // Whoever answers for IAM says what a role may do that a function is given.
    let world = asking(World::executing, Some("IAM"), evil);
    assert!(world.stop("endpoint").contains(evil));
    let world = asking(World::narrowing, Some("CloudFormation"), evil);
    assert!(world.stop("endpoint").contains(evil));
    for (service, url) in [
        (Some("IAM"), "https://iam.eu-west-1.amazonaws.com"),
        (Some("CloudTrail"), evil),
    ] {
        let world = asking(World::executing, service, url);
        assert_eq!(world.stop("endpoint"), "", "{url}");
    }
    let local = "http://localhost:4566";
    let mut world = naming(asking(World::executing, None, local), local);
    world.observed.hosts = vec![server(local), server(local)];
    assert_eq!(world.stop("endpoint"), "");
}
