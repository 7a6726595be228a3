//! Identifiers of CloudFormation. A stack's thousand events repeat the same few,
//! so these share their text: a clone costs a count, not a copy. No `Display`.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::facts::{
    AccountId, Region,
    ids::{account_in, ids, partition_in},
};

ids! {
    /// A stack's name; CloudFormation takes the ARN in its place, and for a
    /// deleted stack takes nothing else.
    StackName: Arc<str>,
    /// A stack's ARN: `arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/UUID`.
    StackId: Arc<str>,
    /// A resource's name in its template.
    LogicalId: Arc<str>,
    /// What a resource is called where it lives: a name, an ARN or a URL.
    PhysicalId: Arc<str>,
    /// `AWS::IAM::Role`.
    ResourceType: Arc<str>,
    EventId: Arc<str>,
    /// What all events of one create, update, rollback or delete bear.
    OperationId: Arc<str>,
    /// What the caller of an operation names it by: its events bear it too.
    ClientToken: Arc<str>,
    /// A change set's ARN.
    ChangeSetId: Arc<str>,
    ChangeSetName: Arc<str>,
    DriftDetectionId: Arc<str>,
}

impl StackName {
    /// The part between the slashes when it is an ARN.
    pub fn short(&self) -> &str {
        name_in(self.raw()).unwrap_or(self.raw())
    }

    /// The name alone, where this may be an ARN.
    pub fn as_short(&self) -> Self {
        Self::from(self.short())
    }

    pub fn is_arn(&self) -> bool {
        self.raw().starts_with("arn:")
    }
}

impl StackId {
    pub fn account(&self) -> Option<AccountId> {
        account_in(self.raw())
    }

    pub fn region(&self) -> Option<Region> {
        region_in(self.raw())
    }

    /// `aws`, `aws-cn`: where the stack and all of its documents live.
    pub fn partition(&self) -> Option<&str> {
        partition_in(self.raw())
    }

    pub fn name(&self) -> StackName {
        StackName::from(name_in(self.raw()).unwrap_or(self.raw()))
    }

    /// To ask for exactly this stack, deleted or not.
    pub fn as_name(&self) -> StackName {
        StackName(Arc::clone(&self.0))
    }
}

impl ChangeSetId {
    /// `arn:aws:cloudformation:REGION:ACCOUNT:changeSet/NAME/UUID`.
    pub fn name(&self) -> &str {
        self.raw().split('/').nth(1).unwrap_or_default()
    }

    pub fn account(&self) -> Option<AccountId> {
        account_in(self.raw())
    }

    pub fn region(&self) -> Option<Region> {
        region_in(self.raw())
    }
}

impl PhysicalId {
    /// The nested stack that this is, when it is one.
    pub fn stack(&self) -> Option<StackId> {
        let arn = self.raw();
        let service = arn.split(':').nth(2)?;
        (service == "cloudformation" && name_in(arn).is_some())
            .then(|| StackId(Arc::clone(&self.0)))
    }
}

impl ResourceType {
    pub const STACK: &'static str = "AWS::CloudFormation::Stack";
    pub const ROLE: &'static str = "AWS::IAM::Role";

    pub fn is_stack(&self) -> bool {
        self.raw() == Self::STACK
    }
}

fn region_in(arn: &str) -> Option<Region> {
    let region = arn.split(':').nth(3)?;
    (!region.is_empty()).then(|| Region::new(region))
}

fn name_in(arn: &str) -> Option<&str> {
    let rest = arn.strip_prefix("arn:")?;
    let path = rest.splitn(5, ':').nth(4)?.strip_prefix("stack/")?;
    path.split('/').next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{PhysicalId, StackId, StackName};

    const ARN: &str = "arn:aws:cloudformation:eu-west-1:817685572750:stack/dataops-v1/1d3a";

    #[test]
    fn a_stack_s_arn_says_account_region_and_name() {
        let id = StackId::from(ARN);
        assert_eq!(id.account(), Some("817685572750".into()));
        assert_eq!(id.region(), Some("eu-west-1".into()));
        assert_eq!(id.name().raw(), "dataops-v1");
        assert_eq!(id.as_name().short(), "dataops-v1");
        assert_eq!(StackName::from("dataops-v1").short(), "dataops-v1");
    }

    #[test]
    fn only_a_stack_s_physical_id_leads_on() {
        assert_eq!(PhysicalId::from(ARN).stack(), Some(StackId::from(ARN)));
        let others = [
            "dataops-v1",
            "",
            "arn:aws:cloudformation:eu-west-1:817685572750:changeSet/a/b",
            "arn:aws:iam::817685572750:role/stack/a",
            "arn:aws:cloudformation:eu-west-1:817685572750:stack/",
        ];
        for other in others {
            assert_eq!(PhysicalId::from(other).stack(), None, "{other}");
        }
    }
}
