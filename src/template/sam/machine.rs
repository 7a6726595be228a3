//! The roles that SAM makes for a state machine: its own, and one for each event that starts it.

use super::{
    build::At,
    events::in_order,
    making::{Making, Role},
};
use crate::template::Node;

/// The properties that a state machine has in SAM; a newer one may grant something.
const PROPERTIES: &[&str] = &[
    "AutoPublishAlias",
    "Definition",
    "DefinitionSubstitutions",
    "DefinitionUri",
    "DeploymentPreference",
    "Events",
    "Logging",
    "Name",
    "PermissionsBoundary",
    "Policies",
    "PropagateTags",
    "Role",
    "RolePath",
    "Tags",
    "Tracing",
    "Type",
    "UseAliasAsEventTarget",
];

impl Making<'_, '_> {
    pub(super) fn machine(&mut self) {
        let id = format!("{}Role", self.id);
        let own = self.given("Role").is_none().then_some(id.as_str());
        self.unknown_properties(PROPERTIES, own);
        if own.is_some() {
            let mut role = self.bare(id.clone(), "states.amazonaws.com");
            role.boundary = self.given("PermissionsBoundary").cloned();
            role.path = self.given("RolePath").cloned();
            self.policies(&mut role);
            let tracing = self.given("Tracing").and_then(|it| it.get("Enabled"));
            // SAM takes only `true` itself: what a parameter says does not count.
            if tracing.and_then(Node::boolean) == Some(true) {
                role.attach(self.at.aws_policy(self.xray()));
            }
            self.role(role);
        }
        self.machine_events(own);
        self.schedules("AWS::StepFunctions::StateMachine");
    }

    fn machine_events(&mut self, own: Option<&str>) {
        for (name, event) in in_order(self.given("Events")) {
            let kind = event.get("Type").and_then(Node::text).unwrap_or("");
            let service = match kind {
                "Schedule" | "CloudWatchEvent" | "EventBridgeRule" => "events.amazonaws.com",
                "Api" => "apigateway.amazonaws.com",
                "ScheduleV2" => continue,
                _ => {
                    let what = format!("has an event {name} of type {kind:?}, not known here");
                    self.unsure(own, &event, &what);
                    continue;
                }
            };
            let named = event.property("RoleArn");
            // Only a schedule may name a role of its own.
            if kind == "Schedule" && named.is_some_and(|it| !it.is_null()) {
                continue;
            }
            let id = format!("{}{name}Role", self.id);
            let at = At(event.span);
            let mut role = Role::new(id.clone(), self.condition(), at.trust(service));
            role.boundary = self.given("PermissionsBoundary").cloned();
            match self.started(at, false) {
                Ok(machine) => {
                    let statement = at.allow(&["states:StartExecution"], machine);
                    let name = format!("{id}StartExecutionPolicy");
                    role.put(at.policy(&name, at.document(vec![statement])));
                }
                Err(what) => self.opens(&id, &event, what.as_str()),
            }
            self.role(role);
        }
    }
}
