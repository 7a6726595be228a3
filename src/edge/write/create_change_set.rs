//! `cloudformation:CreateChangeSet`, once, for a stack that exists.

use aws_sdk_cloudformation::types::{Capability, ChangeSetType, DeploymentMode, Parameter, Tag};

use super::send::{Client, Sent, members, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let of = |name: &str| {
        call.parameters
            .get(name)
            .map(|value| value.raw().to_owned())
    };
    let parameters = members(call, "Parameters", ".ParameterKey").map(|(member, key)| {
        let previous = of(&format!("{member}.UsePreviousValue"));
        Parameter::builder()
            .parameter_key(key)
            .set_parameter_value(of(&format!("{member}.ParameterValue")))
            .set_use_previous_value(previous.map(|word| word == "true"))
            .build()
    });
    let tags = members(call, "Tags", ".Key").map(|(member, key)| {
        let value = of(&format!("{member}.Value"));
        Tag::builder().key(key).set_value(value).build()
    });
    let capabilities = members(call, "Capabilities", "");
    let capabilities = capabilities.map(|(_, word)| Capability::from(word));
    let answer = client
        .cloudformation
        .create_change_set()
        .stack_name(value(call, "StackName"))
        .change_set_name(value(call, "ChangeSetName"))
        .change_set_type(ChangeSetType::from(value(call, "ChangeSetType")))
        .description(value(call, "Description"))
        .template_body(value(call, "TemplateBody"))
        .set_capabilities(some(capabilities.collect()))
        .set_parameters(some(parameters.collect()))
        .set_tags(some(tags.collect()))
        .set_deployment_mode(of("DeploymentMode").map(|word| DeploymentMode::from(word.as_str())))
        .send()
        .await;
    sent(client, call, answer)
}

/// An empty list would be sent as one, and that takes away what is there.
fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
