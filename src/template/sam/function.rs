//! The role that SAM makes for a function, with what the function's properties add to it.
//!
//! A function that names a role of its own gets none; one whose role is chosen by a
//! condition gets one where the choice names none.

use super::{
    making::{Condition, Making, Role},
    seen::{Seen, choice, given, is_no_value, seen},
};
use crate::template::Node;

/// What schedules start.
pub(super) const ALIASED: &str = "AWS::Lambda::Function";

/// The properties that a function has in SAM; a newer one may grant something.
pub(super) const PROPERTIES: &[&str] = &[
    "Architectures",
    "AssumeRolePolicyDocument",
    "AutoPublishAlias",
    "AutoPublishAliasAllProperties",
    "AutoPublishCodeSha256",
    "CapacityProviderConfig",
    "CodeSigningConfigArn",
    "CodeUri",
    "DeadLetterQueue",
    "DeploymentPreference",
    "Description",
    "DurableConfig",
    "Environment",
    "EphemeralStorage",
    "EventInvokeConfig",
    "Events",
    "FileSystemConfigs",
    "FunctionName",
    "FunctionScalingConfig",
    "FunctionUrlConfig",
    "Handler",
    "ImageConfig",
    "ImageUri",
    "InlineCode",
    "KmsKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "PackageType",
    "PermissionsBoundary",
    "Policies",
    "PropagateTags",
    "ProvisionedConcurrencyConfig",
    "PublishToLatestPublished",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "Role",
    "RolePath",
    "Runtime",
    "RuntimeManagementConfig",
    "SnapStart",
    "SourceKMSKeyArn",
    "Tags",
    "TenancyConfig",
    "Timeout",
    "Tracing",
    "VersionDeletionPolicy",
    "VersionDescription",
    "VpcConfig",
];

impl Making<'_, '_> {
    pub(super) fn function(&mut self) {
        let id = format!("{}Role", self.id);
        let condition = self.own_role();
        let own = condition.is_some().then_some(id.as_str());
        self.unknown_properties(PROPERTIES, own);
        self.unknown_events(own);
        let Some(condition) = condition else {
            return self.schedules(ALIASED);
        };
        let trust = match self.given("AssumeRolePolicyDocument") {
            Some(own) => own.clone(),
            None => self.at.trust("lambda.amazonaws.com"),
        };
        let mut role = Role::new(id, condition, trust);
        role.boundary = self.given("PermissionsBoundary").cloned();
        role.path = self.given("RolePath").cloned();
        self.basics(&mut role);
        self.dead_letters(&mut role);
        self.invoke_destinations(&mut role);
        self.policies(&mut role);
        self.events(&mut role);
        self.role(role);
        self.schedules(ALIASED);
    }

    /// The condition of the role that is made; None: the function names its own.
    fn own_role(&mut self) -> Option<Condition> {
        let Some(role) = self.given("Role").cloned() else {
            return Some(self.condition());
        };
        let (condition, yes, no) = choice(&role)?;
        match (is_no_value(yes), is_no_value(no)) {
            (true, true) => Some(self.condition()),
            (true, false) => Some(Some(condition.clone())),
            (false, true) => {
                let name = format!("NOT{}", condition.text().unwrap_or_default());
                let named = self.at.map([("Condition", condition.clone())]);
                let not = self.at.map([("Fn::Not", self.at.list(vec![named]))]);
                let entry = self.at.entry(&name, not);
                self.made.conditions.push(entry);
                Some(Some(self.at.text(&name)))
            }
            (false, false) => None,
        }
    }

    fn basics(&mut self, role: &mut Role) {
        let at = self.at;
        let basic = match self.given("DurableConfig") {
            Some(_) => "service-role/AWSLambdaBasicDurableExecutionRolePolicy",
            None => "service-role/AWSLambdaBasicExecutionRole",
        };
        role.attach(at.aws_policy(basic));
        if let Some(tracing) = self.given("Tracing").cloned() {
            match seen(self.resolver, &tracing) {
                Seen::Text(mode) if mode == "Disabled" => {}
                Seen::Text(_) | Seen::Left => role.attach(at.aws_policy(self.xray())),
                Seen::Unknown => {
                    let what = "has a Tracing that rests on a parameter whose value is not known";
                    self.opens(&role.logical_id, &tracing, what);
                }
            }
        }
        if self.given("VpcConfig").is_some() {
            role.attach(at.aws_policy("service-role/AWSLambdaVPCAccessExecutionRole"));
        }
    }

    /// SAM keeps the older policy in the commercial regions.
    pub(super) fn xray(&self) -> &'static str {
        match self.partition().as_deref() {
            None | Some("aws") => "AWSXrayWriteOnlyAccess",
            Some(_) => "AWSXRayDaemonWriteAccess",
        }
    }

    fn dead_letters(&mut self, role: &mut Role) {
        let Some(queue) = self.given("DeadLetterQueue").cloned() else {
            return;
        };
        let action = match queue.get("Type").and_then(Node::text) {
            Some("SQS") => Some("sqs:SendMessage"),
            Some("SNS") => Some("sns:Publish"),
            _ => None,
        };
        let target = given(&queue, "TargetArn");
        let (Some(action), Some(target)) = (action, target) else {
            let what = "has a DeadLetterQueue of a form that is not known here";
            return self.opens(&role.logical_id, &queue, what);
        };
        let at = super::build::At(queue.span);
        let statement = at.allow(&[action], target.clone());
        role.put(at.policy("DeadLetterQueuePolicy", at.dated(vec![statement])));
    }

    /// A property that SAM got after this was written may grant anything.
    pub(super) fn unknown_properties(&mut self, known: &[&str], role: Option<&str>) {
        let entries = self.properties().entries().iter();
        let unknown = entries.filter(|entry| !known.contains(&entry.key.text.as_str()));
        let unknown: Vec<_> = unknown.cloned().collect();
        for entry in unknown {
            let name = &entry.key.text;
            let what = format!("has a property {name:?} that is not known here");
            self.unsure(role, &entry.value, &what);
        }
    }
}
