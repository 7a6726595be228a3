//! What an inventory says, as the settings have it.
//!
//! Vetted already: what does not parse here was an error there.

use super::document::{ItemSays, Says};
use crate::facts::{Expected, Inventory, ResourceKind, ResourceName};

pub(super) fn settings(says: &Says) -> Inventory {
    let kinds: [(ResourceKind, &[ItemSays]); 13] = [
        (ResourceKind::Table, &says.table),
        (ResourceKind::Database, &says.database),
        (ResourceKind::Queue, &says.queue),
        (ResourceKind::Topic, &says.topic),
        (ResourceKind::AutoScalingGroup, &says.auto_scaling_group),
        (ResourceKind::TargetGroup, &says.target_group),
        (ResourceKind::EcsService, &says.ecs_service),
        (ResourceKind::Lambda, &says.lambda),
        (ResourceKind::Rule, &says.rule),
        (ResourceKind::StateMachine, &says.state_machine),
        (ResourceKind::WebAcl, &says.web_acl),
        (ResourceKind::Alarm, &says.alarm),
        (ResourceKind::LogGroup, &says.log_group),
    ];
    let expected = kinds
        .into_iter()
        .flat_map(|(kind, items)| items.iter().map(move |item| expected(kind, item)));
    Inventory {
        env: says.env.clone(),
        expected: expected.collect(),
    }
}

fn expected(kind: ResourceKind, item: &ItemSays) -> Expected {
    Expected {
        kind,
        name: ResourceName::new(item.name.as_str()),
        cluster: item.cluster.as_deref().map(ResourceName::from),
        by_design: item.by_design.clone(),
        dead_letters: item.dead_letters,
    }
}
