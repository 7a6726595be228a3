//! How many subscriptions a topic of SNS has.

use super::{
    protocol::{Element, Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, sns::Topic},
    facts::{Fault, TopicState},
};

const SNS: Service = Service {
    name: "SNS",
    prefix: "sns",
    protocol: Protocol::Query {
        version: "2010-03-31",
    },
};

impl Reads<Topic> for Reader<'_> {
    async fn read(&self, Topic(name): &Topic) -> Result<TopicState, Fault> {
        let of = format!("SNS topic {}", name.raw());
        let call = self.session.call("sns:GetTopicAttributes", &of);
        let arn = self.arn_of("sns", name.raw());
        let asked = (
            "GetTopicAttributes",
            &["GetTopicAttributesResult", "Attributes", "entry"] as &[&str],
        );
        let parameters = [("TopicArn".to_owned(), arn)];
        let answer = self.query(&SNS, asked, call, &parameters).await?;
        let result = answer.child("GetTopicAttributesResult");
        let Some(attributes) = result.and_then(|result| result.child("Attributes")) else {
            return Err(call.malformed("no attributes"));
        };
        let number = |name: &str| number(attributes, name);
        let confirmed = number("SubscriptionsConfirmed");
        Ok(TopicState {
            confirmed: confirmed.ok_or_else(|| call.malformed("no number of subscriptions"))?,
            pending: number("SubscriptionsPending").unwrap_or(0),
        })
    }
}

fn number(attributes: &Element, name: &str) -> Option<u64> {
    let mut entries = attributes.children_called("entry");
    let entry = entries.find(|entry| entry.text_of("key") == Some(name))?;
    entry.text_of("value")?.parse().ok()
}
