//! What a function may do at the places that its results and failures go to:
//! `EventInvokeConfig`, and `OnFailure` of the sources that are polled.

use super::{
    build::At,
    making::{Making, Role},
    seen::{Seen, choice, given, is_given, is_no_value, seen},
};
use crate::template::{Node, intrinsic::call};

/// The type that a template names, the end of the policy's name, and the action.
/// A bucket has two statements, see [`policy`].
const KINDS: &[(&str, &str, &str)] = &[
    ("SQS", "SQSPolicy", "sqs:SendMessage"),
    ("SNS", "SNSPolicy", "sns:publish"),
    ("EventBridge", "EventBridgePolicy", "events:PutEvents"),
    ("Lambda", "LambdaPolicy", "lambda:InvokeFunction"),
];

/// The inline policy of one destination; None: SAM makes none for this type.
pub(super) fn policy(at: At, id: &str, kind: &str, destination: Node) -> Option<Node> {
    if matches!(kind, "S3" | "S3Bucket") {
        let beneath = at.list(vec![destination.clone(), at.text("*")]);
        let beneath = at.list(vec![at.text("/"), beneath]);
        let statements = vec![
            at.allow(&["s3:PutObject"], at.map([("Fn::Join", beneath)])),
            at.allow(&["s3:ListBucket"], destination),
        ];
        return Some(at.policy(&format!("{id}S3Policy"), at.document(statements)));
    }
    let (_, end, action) = KINDS.iter().find(|(known, _, _)| *known == kind)?;
    let statements = vec![at.allow(&[action], destination)];
    Some(at.policy(&format!("{id}{end}"), at.document(statements)))
}

impl Making<'_, '_> {
    /// Of the function's asynchronous results; SAM makes the queue or topic that is not named.
    pub(super) fn invoke_destinations(&mut self, role: &mut Role) {
        let Some(config) = self.given("EventInvokeConfig").cloned() else {
            return;
        };
        if call(&config).is_some() {
            let what = "has an EventInvokeConfig that is not written out";
            return self.opens(&role.logical_id, &config, what);
        }
        let Some(destinations) = given(&config, "DestinationConfig") else {
            return;
        };
        for end in ["OnSuccess", "OnFailure"] {
            let Some(of) = given(destinations, end) else {
                continue;
            };
            let id = format!("{}EventInvokeConfig{end}", self.id);
            let kind = of.get("Type").map(|kind| seen(self.resolver, kind));
            let policy = match &kind {
                Some(Seen::Text(kind)) => {
                    let at = At(of.span);
                    let destination = sent_to(at, &id, kind, of.get("Destination"));
                    destination.and_then(|to| policy(at, &id, kind, to))
                }
                _ => None,
            };
            match policy {
                Some(policy) => role.put(policy),
                None => {
                    let what = format!("has a destination {end} of a type that is not known here");
                    self.opens(&role.logical_id, of, &what);
                }
            }
        }
    }

    /// Of what a polled source could not hand over, where its type is named.
    pub(super) fn on_failure(&mut self, role: &mut Role, id: &str, event: &Node) {
        let config = event.property("DestinationConfig");
        let Some(to) = config.and_then(|it| it.get("OnFailure")) else {
            return;
        };
        let Some(kind) = given(to, "Type") else {
            return;
        };
        let at = At(event.span);
        let destination = to.get("Destination").cloned();
        match (seen(self.resolver, kind), destination) {
            (Seen::Text(kind), _) if kind == "Kafka" => {}
            (Seen::Text(kind), Some(to)) if matches!(kind.as_str(), "SQS" | "SNS" | "S3") => {
                if let Some(policy) = policy(at, id, &kind, to) {
                    role.put_once(policy);
                }
            }
            _ => {
                let what = "has a destination OnFailure of a type that is not known here";
                self.opens(&role.logical_id, to, what);
            }
        }
    }
}

/// The destination, or what SAM makes where none is named.
fn sent_to(at: At, id: &str, kind: &str, destination: Option<&Node>) -> Option<Node> {
    let own = || match kind {
        "SQS" => Some(at.attribute(&format!("{id}Queue"), "Arn")),
        "SNS" => Some(at.reference(&format!("{id}Topic"))),
        _ => None,
    };
    let Some(destination) = destination.filter(|it| is_given(it)) else {
        return own();
    };
    let Some((condition, yes, no)) = choice(destination) else {
        return Some(destination.clone());
    };
    match (is_no_value(yes), is_no_value(no)) {
        (true, false) => Some(at.choice(condition, own()?, no.clone())),
        (false, true) => Some(at.choice(condition, yes.clone(), own()?)),
        _ => Some(destination.clone()),
    }
}
