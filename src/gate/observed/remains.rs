//! What a stack that is being deleted still has, nested stacks' resources included, and
//! who uses what it exports. Data only: `edge` fills it.

use serde::{Deserialize, Serialize};

use super::place::place;
use crate::facts::{LogicalId, PhysicalId, Reading, Remote, ResourceType};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remains {
    /// The stack's own first, each nested stack's behind it.
    pub resources: Vec<Remaining>,
    pub exports: Vec<ExportUse>,
    /// What else may be there and was not read, a sentence each.
    #[serde(default)]
    pub unread: Vec<String>,
}

/// A resource that is not deleted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remaining {
    /// The nested stacks that it is in, as their parents call them; empty: the stack's own.
    #[serde(default)]
    pub within: Vec<LogicalId>,
    pub logical_id: LogicalId,
    pub physical_id: Option<PhysicalId>,
    pub resource_type: ResourceType,
    /// Its deletion was tried, and failed.
    pub failed: bool,
    pub reason: Option<Remote>,
    /// What its template has become of it.
    pub policy: DeletionPolicy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeletionPolicy {
    /// CloudFormation leaves it by itself.
    Retain,
    Snapshot,
    /// So it is where a template says nothing, and where it could not be read.
    Delete,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportUse {
    pub name: Remote,
    /// The stacks that import it.
    pub importers: Reading<Vec<Remote>>,
}

impl DeletionPolicy {
    pub fn named(word: &str) -> Self {
        match word {
            "Retain" | "RetainExceptOnCreate" => Self::Retain,
            "Snapshot" => Self::Snapshot,
            _ => Self::Delete,
        }
    }
}

impl Remains {
    /// The stack's own: these alone can be kept by name.
    pub fn own(&self) -> impl Iterator<Item = &Remaining> {
        self.resources.iter().filter(|one| one.within.is_empty())
    }

    /// What is kept by name: of a nested stack all that is in it.
    pub fn kept<'r>(&'r self, keep: &'r [LogicalId]) -> impl Iterator<Item = &'r Remaining> {
        let all = self.resources.iter();
        all.filter(|one| one.is_kept(keep))
    }

    /// What the deletion takes away, with what a snapshot is made of first.
    pub fn deleted<'r>(&'r self, keep: &'r [LogicalId]) -> impl Iterator<Item = &'r Remaining> {
        let all = self.resources.iter();
        all.filter(|one| !one.is_kept(keep) && one.policy != DeletionPolicy::Retain)
    }
}

impl Remaining {
    pub fn is_kept(&self, keep: &[LogicalId]) -> bool {
        keep.contains(self.within.first().unwrap_or(&self.logical_id))
    }

    /// `Bucket`, or `Data/Bucket` of a nested stack, raw.
    pub fn name(&self) -> String {
        place(&self.within, &self.logical_id)
    }
}
