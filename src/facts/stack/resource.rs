//! A stack's resources and its template, as CloudFormation keeps them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    LogicalId, PhysicalId, ResourceDriftStatus, ResourceStatus, ResourceType, StackId, StackName,
};
use crate::facts::Remote;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackResources {
    pub stack: StackId,
    pub resources: Vec<StackResource>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackResource {
    pub logical_id: LogicalId,
    /// None while it is not created.
    pub physical_id: Option<PhysicalId>,
    pub resource_type: ResourceType,
    pub status: ResourceStatus,
    pub reason: Option<Remote>,
    pub updated: Option<Timestamp>,
    pub drift: Option<ResourceDriftStatus>,
}

impl StackResources {
    pub fn get(&self, logical_id: &LogicalId) -> Option<&StackResource> {
        self.resources
            .iter()
            .find(|resource| resource.logical_id == *logical_id)
    }
}

/// The template that the stack was last deployed from, as it was submitted:
/// JSON or YAML, transforms and intrinsic functions not yet resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackTemplate {
    pub stack: StackId,
    pub name: StackName,
    pub body: Remote,
}
