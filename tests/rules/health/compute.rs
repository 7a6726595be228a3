//! Rows of what runs: Auto Scaling groups, services of ECS, target groups.

use watchkeeper::{
    ask::{auto_scaling, ecs, load_balancing},
    facts::{AutoScalingGroup, EcsServiceState, Reading, ResourceKind, TargetHealth},
    rules::health::HealthStatus,
};

use super::{NAME, by_design, expected, is, name, told};

#[test]
fn groups_and_services_are_measured_by_what_they_want() {
    let group = |desired, in_service| {
        let state = AutoScalingGroup {
            name: NAME.into(),
            min: 0,
            max: 3,
            desired,
            in_service,
            hooks: Reading::Known(Vec::new()),
            stack: None,
            logical_id: None,
        };
        [told(auto_scaling::Groups(vec![NAME.into()]), vec![state])]
    };
    let (of, design) = (
        expected(ResourceKind::AutoScalingGroup),
        by_design(ResourceKind::AutoScalingGroup),
    );
    let id = "auto-scaling-group";
    is(id, &of, &group(1, 1), HealthStatus::Ok);
    is(id, &of, &group(2, 1), HealthStatus::Degraded);
    is(id, &of, &group(0, 0), HealthStatus::NotTested);
    is(id, &design, &group(0, 0), HealthStatus::ByDesign);
    let none = [told(auto_scaling::Groups(vec![NAME.into()]), Vec::new())];
    is(id, &of, &none, HealthStatus::Missing);
    let service = |status: &str, desired, running| {
        let asked = ecs::Service {
            cluster: "c".into(),
            service: name(),
        };
        let state = EcsServiceState {
            status: status.to_owned(),
            desired,
            running,
            pending: 0,
        };
        [told(asked, state)]
    };
    let (of, design) = (
        expected(ResourceKind::EcsService),
        by_design(ResourceKind::EcsService),
    );
    let id = "ecs-service";
    is(id, &of, &service("ACTIVE", 1, 1), HealthStatus::Ok);
    is(id, &of, &service("ACTIVE", 2, 1), HealthStatus::Degraded);
    is(id, &of, &service("ACTIVE", 0, 0), HealthStatus::NotTested);
    is(
        id,
        &design,
        &service("ACTIVE", 0, 0),
        HealthStatus::ByDesign,
    );
    is(id, &of, &service("INACTIVE", 0, 0), HealthStatus::Missing);
}

#[test]
fn a_target_group_without_targets_is_an_issue_unless_it_is_meant_so() {
    let targets = |states: &[&str]| {
        let one = |state: &&str| TargetHealth {
            id: "i-1".to_owned(),
            state: (*state).to_owned(),
            reason: Some("Target.Timeout".to_owned()),
        };
        let all = states.iter().map(one).collect();
        [told(load_balancing::TargetGroup(name()), all)]
    };
    let (of, design) = (
        expected(ResourceKind::TargetGroup),
        by_design(ResourceKind::TargetGroup),
    );
    let id = "target-group";
    is(id, &of, &targets(&["healthy"]), HealthStatus::Ok);
    is(
        id,
        &of,
        &targets(&["healthy", "initial"]),
        HealthStatus::Degraded,
    );
    let some = is(
        id,
        &of,
        &targets(&["healthy", "unhealthy"]),
        HealthStatus::Degraded,
    );
    assert_eq!(
        some.why.as_deref(),
        Some("i-1 is unhealthy: Target.Timeout.")
    );
    is(id, &of, &targets(&["unhealthy"]), HealthStatus::Issue);
    is(id, &of, &targets(&[]), HealthStatus::Issue);
    is(id, &design, &targets(&[]), HealthStatus::ByDesign);
}
