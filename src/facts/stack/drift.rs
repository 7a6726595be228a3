//! What CloudFormation's drift detection found. It sees only properties that the
//! template writes down, and misses added and attached policies: no proof of being in sync.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    DriftDetectionId, DriftDetectionStatus, LogicalId, PhysicalId, PropertyValue,
    ResourceDriftStatus, ResourceType, StackDriftStatus, StackId, Word,
};
use crate::facts::Remote;

/// How far one detection has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackDrift {
    pub detection: DriftDetectionId,
    pub stack: StackId,
    pub progress: DriftDetectionStatus,
    pub reason: Option<Remote>,
    /// Known when the detection is complete.
    pub drift: Option<StackDriftStatus>,
    pub drifted_resources: Option<u32>,
    pub at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceDrift {
    pub stack: StackId,
    pub logical_id: LogicalId,
    pub physical_id: Option<PhysicalId>,
    pub resource_type: ResourceType,
    pub status: ResourceDriftStatus,
    pub reason: Option<Remote>,
    /// All properties, as JSON.
    pub expected: Option<PropertyValue>,
    pub actual: Option<PropertyValue>,
    #[serde(default)]
    pub differences: Vec<PropertyDifference>,
    pub at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PropertyDifference {
    /// `/Policies/0/PolicyDocument`.
    pub path: Remote,
    pub kind: Word,
    pub expected: PropertyValue,
    pub actual: PropertyValue,
}
