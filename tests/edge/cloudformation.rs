//! CloudFormation: ministack where it tells the truth, answers of AWS's own
//! shapes where it cannot (pages, denials, truncation, validation events).

mod change_sets;
mod events;
mod follow;
mod nested;
mod real;
mod recorded;
mod stacks;
pub mod xml;

use watchkeeper::{
    ask::{Answer, AwsAsk, CfnAsk},
    edge::aws::Aws,
    facts::{EventExtent, Fault, StackEvents},
};

async fn ask(aws: &Aws, ask: CfnAsk) -> Result<Answer, Fault> {
    super::fixture::ask(aws, AwsAsk::CloudFormation(ask)).await
}

async fn events(aws: &Aws, stack: &str, extent: EventExtent) -> Result<StackEvents, Fault> {
    let stack = stack.into();
    match ask(aws, CfnAsk::Events { stack, extent }).await? {
        Answer::StackEvents(events) => Ok(events),
        other => panic!("{other:?} are no events"),
    }
}
