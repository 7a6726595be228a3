//! Where a resource is in a tree of stacks, as a person says it.

use crate::facts::LogicalId;

/// `Child/Role`: a logical id with those of the nested stacks above it.
pub(in crate::gate) fn place(within: &[LogicalId], id: &LogicalId) -> String {
    let mut all = within.to_vec();
    all.push(id.clone());
    joined(&all)
}

pub(super) fn joined(ids: &[LogicalId]) -> String {
    let ids: Vec<&str> = ids.iter().map(LogicalId::raw).collect();
    ids.join("/")
}
