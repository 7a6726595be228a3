//! The roles of schedules of EventBridge Scheduler, of functions and state machines alike.

use super::{
    build::At,
    destinations,
    events::in_order,
    making::{Making, Role},
    seen::{Seen, is_given, seen},
};
use crate::{facts::Reason, template::Node};

impl Making<'_, '_> {
    /// A role for each `ScheduleV2` that names none. What it starts is `kind`.
    pub(super) fn schedules(&mut self, kind: &str) {
        for (name, event) in in_order(self.given("Events")) {
            if event.get("Type").and_then(Node::text) == Some("ScheduleV2") {
                self.schedule(kind, &name, &event);
            }
        }
    }

    fn schedule(&mut self, kind: &str, name: &str, event: &Node) {
        let of = |name: &str| event.property(name);
        let given = |name: &str| of(name).filter(|it| is_given(it));
        if given("RoleArn").is_some() {
            return;
        }
        let id = format!("{}{name}", self.id);
        let at = At(event.span);
        let trust = at.trust("scheduler.amazonaws.com");
        let mut role = Role::new(format!("{id}Role"), self.condition(), trust);
        role.boundary = given("PermissionsBoundary").cloned();
        let is_function = kind == super::function::ALIASED;
        let (end, action) = match is_function {
            true => ("LambdaPolicy", "lambda:InvokeFunction"),
            false => ("StartExecutionPolicy", "states:StartExecution"),
        };
        match self.started(at, is_function) {
            Ok(target) => {
                let statement = at.allow(&[action], target);
                role.put(at.policy(&format!("{id}{end}"), at.document(vec![statement])));
            }
            Err(what) => self.opens(&role.logical_id, event, what.as_str()),
        }
        if let Some(dead) = of("DeadLetterConfig") {
            let named = dead.get("QueueLogicalId").and_then(Node::text);
            let queue = match (dead.get("Arn"), named) {
                (Some(arn), _) => arn.clone(),
                (None, Some(queue)) => at.attribute(queue, "Arn"),
                (None, None) => at.attribute(&format!("{id}Queue"), "Arn"),
            };
            if let Some(policy) = destinations::policy(at, &id, "SQS", queue) {
                role.put(policy);
            }
        }
        self.role(role);
    }

    /// What an event starts: the function or state machine, or the alias that SAM publishes.
    pub(super) fn started(&self, at: At, is_function: bool) -> Result<Node, Reason> {
        let alias = self.given("AutoPublishAlias");
        let is_target = is_function || self.given("UseAliasAsEventTarget").is_some();
        let Some(alias) = alias.filter(|_| is_target) else {
            return Ok(match is_function {
                true => at.attribute(self.id, "Arn"),
                false => at.reference(self.id),
            });
        };
        match seen(self.resolver, alias) {
            Seen::Text(alias) => {
                // A logical id has letters and digits alone.
                let alias = match is_function {
                    true => alias.replace('-', "D").replace('_', "U"),
                    false => alias,
                };
                Ok(at.reference(&format!("{}Alias{alias}", self.id)))
            }
            Seen::Left | Seen::Unknown => {
                Err("has an AutoPublishAlias whose value is not known".into())
            }
        }
    }
}
