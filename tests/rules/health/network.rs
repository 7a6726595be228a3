//! Rows of a network and of hosts: VPCs, subnets, NAT instances, groups, endpoints, instances,
//! load balancers, containers.

use watchkeeper::{
    ask::{ec2, load_balancing, logs},
    facts::{
        ContainerLogs, Details, Expected, InstanceChecks, LoadBalancerState, NatState,
        ResourceKind, RouteState, SubnetState, VpcState,
    },
    rules::health::HealthStatus,
};

use super::{Told, by_design, expected, is, name, told};

fn vpc(state: &str, free: &[u64]) -> [Told; 1] {
    let subnets = free.iter().map(|free| SubnetState {
        id: format!("subnet-{free}"),
        state: "available".to_owned(),
        cidr: "10.0.1.0/24".to_owned(),
        free: *free,
    });
    let state = VpcState {
        id: "vpc-1".to_owned(),
        state: state.to_owned(),
        cidr: "10.0.0.0/16".to_owned(),
        subnets: subnets.collect(),
    };
    [told(ec2::Vpc(name()), state)]
}

#[test]
fn a_vpc_has_the_addresses_and_the_subnets_that_are_expected() {
    let of = |cidr: &str, subnets| Expected {
        details: Details {
            cidr: Some(cidr.to_owned()),
            subnets: Some(subnets),
            ..Details::default()
        },
        ..expected(ResourceKind::Vpc)
    };
    let well = of("10.0.0.0/16", 2);
    is(
        "vpc",
        &well,
        &vpc("available", &[200, 250]),
        HealthStatus::Ok,
    );
    is("vpc", &well, &vpc("pending", &[]), HealthStatus::Issue);
    let other = of("10.9.0.0/16", 2);
    is("vpc", &other, &vpc("available", &[]), HealthStatus::Issue);
    is(
        "subnets",
        &well,
        &vpc("available", &[200, 250]),
        HealthStatus::Ok,
    );
    is(
        "subnets",
        &well,
        &vpc("available", &[200]),
        HealthStatus::Issue,
    );
    is(
        "subnets",
        &well,
        &vpc("available", &[9, 8, 7]),
        HealthStatus::Degraded,
    );
    let full = is(
        "subnets",
        &well,
        &vpc("available", &[200, 3]),
        HealthStatus::Degraded,
    );
    assert_eq!(
        full.why.as_deref(),
        Some("subnet-3 has 3 free addresses left.")
    );
}

fn one(state: &str, checks: Option<&str>) -> InstanceChecks {
    InstanceChecks {
        id: "i-1".to_owned(),
        size: "t3.small".to_owned(),
        state: state.to_owned(),
        checks_destination: false,
        system: checks.map(str::to_owned),
        instance: checks.map(str::to_owned),
    }
}

#[test]
fn a_nat_instance_is_well_only_with_a_live_route_to_it_and_no_destination_check() {
    let nat = |instance: InstanceChecks, destination: &str, state: &str| {
        let route = RouteState {
            table: "rtb-1".to_owned(),
            destination: destination.to_owned(),
            state: state.to_owned(),
        };
        let state = NatState {
            instances: vec![instance],
            routes: vec![route],
        };
        [told(ec2::Nat(name()), state)]
    };
    let of = expected(ResourceKind::NatInstance);
    let id = "nat-instance";
    let running = || one("running", Some("ok"));
    is(
        id,
        &of,
        &nat(running(), "0.0.0.0/0", "active"),
        HealthStatus::Ok,
    );
    is(
        id,
        &of,
        &nat(running(), "0.0.0.0/0", "blackhole"),
        HealthStatus::Issue,
    );
    is(
        id,
        &of,
        &nat(running(), "10.9.0.0/16", "active"),
        HealthStatus::Issue,
    );
    let stopped = nat(one("stopped", None), "0.0.0.0/0", "blackhole");
    is(id, &of, &stopped, HealthStatus::Issue);
    let checking = InstanceChecks {
        checks_destination: true,
        ..running()
    };
    is(
        id,
        &of,
        &nat(checking, "0.0.0.0/0", "active"),
        HealthStatus::Issue,
    );
}

#[test]
fn an_instance_is_as_well_as_its_status_checks_and_unknown_without_them() {
    let all = |instances: Vec<InstanceChecks>| [told(ec2::Named(name()), instances)];
    let of = expected(ResourceKind::Instance);
    let id = "instance";
    is(
        id,
        &of,
        &all(vec![one("running", Some("ok"))]),
        HealthStatus::Ok,
    );
    is(
        id,
        &of,
        &all(vec![one("running", Some("impaired"))]),
        HealthStatus::Degraded,
    );
    is(
        id,
        &of,
        &all(vec![one("running", Some("initializing"))]),
        HealthStatus::Degraded,
    );
    is(
        id,
        &of,
        &all(vec![one("running", None)]),
        HealthStatus::Unknown,
    );
    is(
        id,
        &of,
        &all(vec![one("stopped", None)]),
        HealthStatus::Issue,
    );
    let design = by_design(ResourceKind::Instance);
    is(
        id,
        &design,
        &all(vec![one("stopped", None)]),
        HealthStatus::ByDesign,
    );
}

#[test]
fn groups_endpoints_and_load_balancers_are_as_their_services_say() {
    let groups = |ids: Vec<String>| [told(ec2::SecurityGroups(name()), ids)];
    let of = expected(ResourceKind::SecurityGroup);
    is(
        "security-group",
        &of,
        &groups(vec!["sg-1".into()]),
        HealthStatus::Ok,
    );
    is(
        "security-group",
        &of,
        &groups(Vec::new()),
        HealthStatus::Missing,
    );
    let endpoint = |state: &str| [told(ec2::Endpoints(name()), vec![state.to_owned()])];
    let of = expected(ResourceKind::VpcEndpoint);
    is(
        "vpc-endpoint",
        &of,
        &endpoint("available"),
        HealthStatus::Ok,
    );
    is(
        "vpc-endpoint",
        &of,
        &endpoint("pending"),
        HealthStatus::Degraded,
    );
    is(
        "vpc-endpoint",
        &of,
        &endpoint("failed"),
        HealthStatus::Issue,
    );
    let balancer = |state: &str| {
        let state = LoadBalancerState {
            state: state.to_owned(),
            reason: None,
            dns: None,
        };
        [told(load_balancing::LoadBalancer(name()), state)]
    };
    let of = expected(ResourceKind::LoadBalancer);
    is("load-balancer", &of, &balancer("active"), HealthStatus::Ok);
    is(
        "load-balancer",
        &of,
        &balancer("active_impaired"),
        HealthStatus::Degraded,
    );
    is(
        "load-balancer",
        &of,
        &balancer("failed"),
        HealthStatus::Issue,
    );
    is(
        "load-balancer",
        &of,
        &balancer("new"),
        HealthStatus::Unknown,
    );
}

#[test]
fn containers_that_write_nothing_are_untested_and_errors_of_the_last_hour_count() {
    let logs = |minutes_ago, errors| {
        let state = ContainerLogs {
            streams: 4,
            minutes_ago,
            errors,
            more: false,
        };
        [told(logs::Containers(name()), state)]
    };
    let of = expected(ResourceKind::Containers);
    is("containers", &of, &logs(Some(1), 0), HealthStatus::Ok);
    is("containers", &of, &logs(Some(1), 3), HealthStatus::Degraded);
    is(
        "containers",
        &of,
        &logs(Some(40), 0),
        HealthStatus::NotTested,
    );
    is("containers", &of, &logs(None, 0), HealthStatus::NotTested);
}
