//! A rule of EventBridge's default bus, and how many targets it has.

use serde_json::{Value, json};

use super::{
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, event_bridge::Rule},
    facts::{Arn, Fault, RuleState},
};

const EVENT_BRIDGE: Service = Service {
    name: "EventBridge",
    prefix: "events",
    protocol: Protocol::Json {
        target: "AWSEvents",
        version: "1.1",
    },
};

impl Reads<Rule> for Reader<'_> {
    async fn read(&self, Rule(name): &Rule) -> Result<RuleState, Fault> {
        let of = format!("EventBridge rule {}", name.raw());
        let call = self.session.call("events:DescribeRule", &of);
        let body = json!({"Name": name.raw()});
        let rule = self
            .json(&EVENT_BRIDGE, "DescribeRule", call, &body)
            .await?;
        let says = |name: &str| rule.get(name)?.as_str();
        let arn = says("Arn").map(Arn::new);
        self.belongs(arn.and_then(|arn| arn.account()))?;
        let call = self.session.call("events:ListTargetsByRule", &of);
        // A rule has five targets, unless the quota was raised.
        let body = json!({"Rule": name.raw(), "Limit": 100});
        let targets = self.json(&EVENT_BRIDGE, "ListTargetsByRule", call, &body);
        let targets = targets.await?;
        let targets = targets.get("Targets").and_then(Value::as_array);
        let state = says("State").ok_or_else(|| call.malformed("a rule without a state"))?;
        Ok(RuleState {
            state: state.to_owned(),
            schedule: says("ScheduleExpression").map(str::to_owned),
            targets: targets.map_or(0, Vec::len),
        })
    }
}
