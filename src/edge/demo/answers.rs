//! The answers of a world, by what is asked of it.

use std::collections::HashMap;

use crate::{
    ask::{Answer, Ask, AwsAsk, CfnAsk, cloudformation},
    facts::{EventExtent, Fault},
};

/// What can be asked now, and how it is answered.
pub(super) type Answers = HashMap<Ask, Result<Answer, Fault>>;

/// Events are recorded once, as far back as any ask goes, and under the stack's name.
pub(super) fn recorded_as(ask: &Ask) -> Ask {
    let Ask::Aws(environment, AwsAsk::CloudFormation(ask)) = ask else {
        return ask.clone();
    };
    let ask = match ask.clone() {
        CfnAsk::Events(cloudformation::Events { stack, .. }) => cloudformation::Events {
            stack: stack.as_short(),
            extent: EventExtent::Operation,
        }
        .into(),
        CfnAsk::Stack(ask) => cloudformation::Stack(ask.0.as_short()).into(),
        CfnAsk::Resources(ask) => cloudformation::Resources(ask.0.as_short()).into(),
        CfnAsk::Template(ask) => cloudformation::Template {
            stack: ask.stack.as_short(),
        }
        .into(),
        CfnAsk::ChangeSets(ask) => cloudformation::ChangeSets(ask.0.as_short()).into(),
        CfnAsk::ResourceDrifts(ask) => cloudformation::ResourceDrifts(ask.0.as_short()).into(),
        other => other,
    };
    Ask::Aws(environment.clone(), AwsAsk::CloudFormation(ask))
}
