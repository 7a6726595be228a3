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

use super::fixture::ask;

use watchkeeper::{
    ask::{Answer, AwsAsk, CfnAsk, cloudformation as cfn},
    edge::aws::Aws,
    facts::{EventExtent, Fault, StackEvents},
};

/// Where it matters only whether it is answered.
async fn any(aws: &Aws, ask: CfnAsk) -> Result<Answer, Fault> {
    super::fixture::any(aws, AwsAsk::CloudFormation(ask)).await
}

async fn events(aws: &Aws, stack: &str, extent: EventExtent) -> Result<StackEvents, Fault> {
    let stack = stack.into();
    ask(aws, cfn::Events { stack, extent }).await
}
