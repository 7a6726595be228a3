//! What an inventory says, as the settings have it.
//!
//! Vetted already: what does not parse here was an error there.

use super::document::{InventorySays, ItemSays};
use crate::facts::{Expected, Inventory, ResourceKind, ResourceName};

pub(super) fn settings(says: &InventorySays) -> Inventory {
    let expected = ResourceKind::ALL.iter().flat_map(|kind| {
        let items = says.things.get(kind.key()).into_iter().flatten();
        items.map(|item| expected(*kind, item))
    });
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
        details: item.details.clone(),
    }
}
