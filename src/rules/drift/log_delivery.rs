//! What the CloudWatch Logs delivery actions are for: a small table, read on
//! 2026-11-21 from the service authorization reference of CloudWatch Logs and
//! Amazon Bedrock and from CloudWatch Logs' vended-logs permissions page.
//! Words only: it never decides anything.

const PURPOSES: &[(&str, &str)] = &[
    (
        "bedrock:AllowVendedLogDeliveryForResource",
        "lets Bedrock deliver a resource's logs to CloudWatch on the caller's behalf",
    ),
    (
        "logs:CreateDelivery",
        "connects a delivery source with a destination, so that logs start to flow",
    ),
    (
        "logs:PutDeliverySource",
        "names the resource whose logs are to be delivered",
    ),
    (
        "logs:PutDeliveryDestination",
        "names where the logs go: a log group, a bucket or a stream",
    ),
    ("logs:GetDelivery", "reads one delivery's configuration"),
    ("logs:DescribeDeliveries", "lists the account's deliveries"),
    (
        "logs:DeleteDelivery",
        "ends a delivery, when its resource is removed",
    ),
    (
        "logs:UpdateDeliveryConfiguration",
        "changes a delivery's fields, delimiter or path",
    ),
];

pub(super) fn purpose(action: &str) -> Option<&'static str> {
    PURPOSES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(action))
        .map(|(_, purpose)| *purpose)
}

/// Catalogues list the action a second time under AgentCore's own prefix; whether
/// the first is enough for AgentCore no document says, so it is asked, not claimed.
pub(super) fn question(actions: &[&str]) -> Option<String> {
    let has = |wanted: &str| actions.iter().any(|a| a.eq_ignore_ascii_case(wanted));
    (has("bedrock:AllowVendedLogDeliveryForResource")
        && !has("bedrock-agentcore:AllowVendedLogDeliveryForResource"))
    .then(|| {
        "Is bedrock:AllowVendedLogDeliveryForResource enough here? The service authorization \
         reference lists it for Bedrock knowledge bases, and lists \
         bedrock-agentcore:AllowVendedLogDeliveryForResource separately for AgentCore runtimes."
            .to_owned()
    })
}
