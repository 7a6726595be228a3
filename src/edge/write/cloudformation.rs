//! The calls of CloudFormation that change something, each sent once, as the plan has
//! it. The ARN of a change set that is answered must be of the one that was asked for.

use aws_sdk_cloudformation::types::{Capability, ChangeSetType, DeploymentMode, Parameter, Tag};

use super::wire::{Answered, Client, End, Sent, members, sent, unknown, value};
use crate::{
    facts::{Fault, FaultKind, Remote},
    gate::AwsCall,
};

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let (service, of) = (&client.cloudformation, |name| value(call, name));
    match call.operation.as_str() {
        "CancelUpdateStack" => {
            let request = service.cancel_update_stack().stack_name(of("StackName"));
            sent(client, call, request.send().await)
        }
        // Without what is to be skipped.
        "ContinueUpdateRollback" => {
            let skip = members(call, "ResourcesToSkip", "");
            let skip = some(skip.map(|(_, id)| id.to_owned()).collect());
            let request = service.continue_update_rollback();
            let request = request.stack_name(of("StackName"));
            let answer = request.set_resources_to_skip(skip).send().await;
            sent(client, call, answer)
        }
        "CreateChangeSet" => create_change_set(client, call).await,
        "DeleteChangeSet" => {
            let request = service.delete_change_set();
            let request = request.change_set_name(of("ChangeSetName"));
            sent(client, call, request.send().await)
        }
        // Without what is to be kept.
        "DeleteStack" => {
            let keep = members(call, "RetainResources", "");
            let keep = some(keep.map(|(_, id)| id.to_owned()).collect());
            let token = call.parameters.get("ClientRequestToken");
            let token = token.map(|token| token.raw().to_owned());
            let request = service.delete_stack().stack_name(of("StackName"));
            let request = request.set_retain_resources(keep);
            let answer = request.set_client_request_token(token).send().await;
            sent(client, call, answer)
        }
        "ExecuteChangeSet" => {
            let request = service.execute_change_set();
            let request = request.change_set_name(of("ChangeSetName"));
            sent(client, call, request.send().await)
        }
        "RollbackStack" => {
            let request = service.rollback_stack().stack_name(of("StackName"));
            sent(client, call, request.send().await)
        }
        "UpdateTerminationProtection" => {
            let enable = of("EnableTerminationProtection") == "true";
            let request = service.update_termination_protection();
            let request = request.stack_name(of("StackName"));
            let answer = request.enable_termination_protection(enable).send().await;
            sent(client, call, answer)
        }
        _ => Err(unknown(call)),
    }
}

async fn create_change_set(client: &Client<'_>, call: &AwsCall) -> Sent {
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
        .set_template_body(of("TemplateBody"))
        .set_template_url(of("TemplateURL"))
        .set_capabilities(some(capabilities.collect()))
        .set_parameters(some(parameters.collect()))
        .set_tags(some(tags.collect()))
        .set_deployment_mode(of("DeploymentMode").map(|word| DeploymentMode::from(word.as_str())))
        .send()
        .await;
    let made = match &answer {
        Ok(answer) => Some(made(call, answer.id(), answer.stack_id())),
        Err(_) => None,
    };
    // First whether it is an answer of AWS's at all.
    let answered = sent(client, call, answer)?;
    let made = made.transpose().map_err(End::UnexpectedAnswer)?;
    Ok(Answered { made, ..answered })
}

/// The answer's ARN: of the account, the region, the name and the stack that were
/// asked for, or it is not believed.
fn made(call: &AwsCall, id: Option<&str>, stack: Option<&str>) -> Result<Remote, Fault> {
    let (asked, name) = (value(call, "StackName"), value(call, "ChangeSetName"));
    let id = id.unwrap_or_default();
    let rest = asked
        .split_once(":stack/")
        .and_then(|(place, _)| id.strip_prefix(place)?.strip_prefix(":changeSet/"))
        .and_then(|path| path.strip_prefix(name)?.strip_prefix('/'));
    let unique = rest.filter(|rest| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !rest.is_empty() && rest.len() <= MOST_UNIQUE && rest.chars().all(plain)
    });
    match unique {
        Some(_) if stack.is_none_or(|stack| stack == asked) => Ok(Remote::new(id)),
        _ => Err(Fault::new(
            FaultKind::Malformed,
            format!(
                "Change set {name} of {asked} was asked for, and the answer is of {} of {}.",
                named(id),
                named(stack.unwrap_or_default())
            ),
            "Look for it by its name in the stack; what answered may not be CloudFormation.",
        )),
    }
}

/// A UUID has 36.
const MOST_UNIQUE: usize = 128;

/// So much of what was answered as a sentence can hold.
fn named(answered: &str) -> String {
    match answered.is_empty() {
        true => "nothing that is named".to_owned(),
        false => answered.chars().take(256).collect(),
    }
}

/// An empty list would be sent as one, and that takes away what is there.
fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
