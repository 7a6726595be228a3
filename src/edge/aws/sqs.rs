//! How many messages a queue of SQS has.

use serde_json::{Value, json};

use super::{
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, sqs::Queue},
    facts::{Arn, Fault, QueueState},
};

const SQS: Service = Service {
    name: "SQS",
    prefix: "sqs",
    protocol: Protocol::Json {
        target: "AmazonSQS",
        version: "1.0",
    },
};

impl Reads<Queue> for Reader<'_> {
    async fn read(&self, Queue(name): &Queue) -> Result<QueueState, Fault> {
        let of = format!("SQS queue {}", name.raw());
        let call = self.session.call("sqs:GetQueueUrl", &of);
        let body = json!({"QueueName": name.raw()});
        let url = self.json(&SQS, "GetQueueUrl", call, &body).await?;
        let url = url.get("QueueUrl").and_then(Value::as_str);
        let url = url.ok_or_else(|| call.malformed("no URL"))?;
        let call = self.session.call("sqs:GetQueueAttributes", &of);
        let body = json!({"QueueUrl": url, "AttributeNames": ["All"]});
        let answer = self.json(&SQS, "GetQueueAttributes", call, &body).await?;
        let says = |name: &str| answer.pointer(&format!("/Attributes/{name}"))?.as_str();
        let arn = says("QueueArn").map(Arn::new);
        self.belongs(arn.and_then(|arn| arn.account()))?;
        let number = |name: &str| says(name)?.parse::<u64>().ok();
        let visible = number("ApproximateNumberOfMessages");
        Ok(QueueState {
            visible: visible.ok_or_else(|| call.malformed("no number of messages"))?,
            in_flight: number("ApproximateNumberOfMessagesNotVisible").unwrap_or(0),
            has_redrive: says("RedrivePolicy").is_some(),
        })
    }
}
