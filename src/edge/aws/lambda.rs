//! A function's state from Lambda, and what it reads from. Its variables are in the same
//! answer: they are not looked at.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    protocol::{Protocol, Service, encoded},
    reader::Reader,
};
use crate::{
    ask::{
        Reads,
        lambda::{EventSources, Function},
    },
    facts::{Arn, EventSource, Fault, FunctionState, Remote},
};

const LAMBDA: Service = Service {
    name: "Lambda",
    prefix: "lambda",
    protocol: Protocol::Rest,
};

/// More sources than any function has.
const MOST: usize = 1000;

impl Reads<Function> for Reader<'_> {
    async fn read(&self, Function(name): &Function) -> Result<FunctionState, Fault> {
        let of = format!("Lambda function {}", name.raw());
        let call = self.session.call("lambda:GetFunctionConfiguration", &of);
        let path = format!(
            "/2015-03-31/functions/{}/configuration",
            encoded(name.raw())
        );
        let answer = self.get(&LAMBDA, "GetFunctionConfiguration", call, &path);
        let answer = answer.await?;
        let says = |name: &str| answer.get(name)?.as_str();
        let arn = says("FunctionArn").map(Arn::new);
        let arn = arn.ok_or_else(|| call.malformed("a function without an ARN"))?;
        self.belongs(arn.account())?;
        let reason = says("StateReason").or_else(|| says("LastUpdateStatusReason"));
        Ok(FunctionState {
            state: says("State").map(str::to_owned),
            last_update: says("LastUpdateStatus").map(str::to_owned),
            reason: reason.map(Remote::new),
            timeout: answer.get("Timeout").and_then(Value::as_u64),
            is_managed: answer.get("CapacityProviderConfig").is_some(),
            modified: says("LastModified").and_then(moment),
        })
    }
}

impl Reads<EventSources> for Reader<'_> {
    async fn read(&self, EventSources(name): &EventSources) -> Result<Vec<EventSource>, Fault> {
        let of = format!("Lambda function {}", name.raw());
        let call = self.session.call("lambda:ListEventSourceMappings", &of);
        let (mut found, mut marker) = (Vec::new(), String::new());
        loop {
            let name = encoded(name.raw());
            let path = format!(
                "/2015-03-31/event-source-mappings?FunctionName={name}&MaxItems=100{marker}"
            );
            let answer = self.get(&LAMBDA, "ListEventSourceMappings", call, &path);
            let answer = answer.await?;
            let Some(all) = answer.get("EventSourceMappings").and_then(Value::as_array) else {
                return Err(call.malformed("no list of event sources"));
            };
            found.extend(all.iter().filter_map(source));
            call.at_most(MOST, found.len(), "event sources")?;
            let next = answer.get("NextMarker").and_then(Value::as_str);
            match next.filter(|next| !next.is_empty()) {
                Some(next) => marker = format!("&Marker={}", encoded(next)),
                None => return Ok(found),
            }
        }
    }
}

fn source(one: &Value) -> Option<EventSource> {
    let says = |name: &str| one.get(name)?.as_str();
    Some(EventSource {
        source: says("EventSourceArn").map(Remote::new),
        state: says("State")?.to_owned(),
        last_result: says("LastProcessingResult").map(str::to_owned),
    })
}

/// Lambda writes the offset without a colon: `2026-05-18T13:40:05.000+0000`.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix("+0000").map(|at| format!("{at}Z"));
    text.and_then(|text| text.parse().ok())
}
