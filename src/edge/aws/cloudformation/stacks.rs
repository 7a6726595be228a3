//! Stacks, all or one, by DescribeStacks: it brings whole stacks, 100 a page.

use aws_sdk_cloudformation::types as sdk;

use super::{Reader, ids::Named, pages::Pages, read};
use crate::{
    edge::aws::fault::Call,
    facts::{
        Arn, Fault, OperationId, Remote, Stack, StackId, StackName, StackStatus, Stacks,
        stack::{
            ChangeSetId, Operation, OperationType, Output, Parameter, StackDriftStatus, Tag, Word,
        },
    },
};

const ACTION: &str = "cloudformation:DescribeStacks";
/// The quota is 2,000 for an account and region, and can be raised.
const MAX_STACKS: usize = 20_000;

pub(super) async fn all(reader: &Reader<'_>) -> Result<Stacks, Fault> {
    let call = reader.session.call(ACTION, "the account");
    let (mut stacks, mut pages) = (Vec::new(), Pages::default());
    loop {
        let request = reader
            .client()
            .describe_stacks()
            .set_next_token(pages.token());
        let page = reader
            .send(async { request.send().await.map_err(|error| call.fault(&error)) })
            .await?;
        for stack in page.stacks() {
            stacks.push(translate(reader, call, stack)?);
        }
        if stacks.len() > MAX_STACKS {
            return Err(call.malformed(format!("more than {MAX_STACKS} stacks")));
        }
        if !pages.more(page.next_token, call)? {
            return Ok(Stacks {
                stacks,
                complete: true,
                pages: pages.turned,
            });
        }
    }
}

pub(super) async fn one(reader: &Reader<'_>, name: &StackName) -> Result<Stack, Fault> {
    let of = format!("stack {}", name.raw());
    let call = reader.session.call(ACTION, &of).asking_for(name.raw());
    let request = reader.client().describe_stacks().stack_name(name.raw());
    let page = reader
        .send(async { request.send().await.map_err(|error| call.fault(&error)) })
        .await
        .inspect_err(|_| reader.session.ids.forget(name))?;
    match page.stacks() {
        [stack] => {
            let stack = translate(reader, call, stack)?;
            reader.session.ids.note(name, &stack);
            Ok(stack)
        }
        stacks => Err(call.malformed(format!("{} stacks where one was asked", stacks.len()))),
    }
}

/// The ARN behind a name, of the confirmed account: asking by it cannot be
/// answered from another account.
pub(super) async fn named(reader: &Reader<'_>, name: &StackName) -> Result<Named, Fault> {
    if let Some(named) = reader.session.ids.fresh(name) {
        return Ok(named);
    }
    Ok(Named::of(&one(reader, name).await?))
}

fn translate(reader: &Reader<'_>, call: Call<'_>, stack: &sdk::Stack) -> Result<Stack, Fault> {
    let (Some(id), Some(name), Some(status)) =
        (stack.stack_id(), stack.stack_name(), stack.stack_status())
    else {
        return Err(call.malformed("a stack without an id, a name or a status"));
    };
    let id = StackId::from(id);
    reader.stack(&id)?;
    let drift = stack.drift_information();
    Ok(Stack {
        id,
        name: StackName::from(name),
        status: StackStatus::of(status.as_str()),
        reason: read::text(stack.stack_status_reason()),
        detailed_status: stack
            .detailed_status()
            .map(|status| Word::of(status.as_str())),
        drift: drift
            .and_then(|drift| drift.stack_drift_status())
            .map(|status| StackDriftStatus::of(status.as_str())),
        drift_checked: read::time(drift.and_then(|drift| drift.last_check_timestamp())),
        created: read::time(stack.creation_time()),
        updated: read::time(stack.last_updated_time()),
        deleted: read::time(stack.deletion_time()),
        parent: stack.parent_id().map(StackId::from),
        root: stack.root_id().map(StackId::from),
        description: read::text(stack.description()),
        outputs: stack.outputs().iter().map(output).collect(),
        parameters: stack.parameters().iter().map(parameter).collect(),
        tags: stack.tags().iter().map(tag).collect(),
        capabilities: capabilities(stack.capabilities()),
        role: stack.role_arn().map(Arn::from),
        termination_protection: stack.enable_termination_protection().unwrap_or(false),
        disable_rollback: stack.disable_rollback().unwrap_or(false),
        change_set: stack.change_set_id().map(ChangeSetId::from),
        operations: stack
            .last_operations()
            .iter()
            .filter_map(operation)
            .collect(),
    })
}

fn output(output: &sdk::Output) -> Output {
    Output {
        key: read::name(output.output_key()),
        value: read::name(output.output_value()),
        description: read::text(output.description()),
        export: read::text(output.export_name()),
    }
}

pub(super) fn parameter(parameter: &sdk::Parameter) -> Parameter {
    let text = |text: Option<&str>| text.map(|text| read::name(Some(text)));
    Parameter {
        key: read::name(parameter.parameter_key()),
        value: text(parameter.parameter_value()),
        resolved: text(parameter.resolved_value()),
        use_previous: parameter.use_previous_value().unwrap_or(false),
    }
}

pub(super) fn tag(tag: &sdk::Tag) -> Tag {
    let text = |text: Option<&str>| -> Remote { read::name(text) };
    Tag {
        key: text(tag.key()),
        value: text(tag.value()),
    }
}

pub(super) fn capabilities(of: &[sdk::Capability]) -> Vec<Word> {
    let capability = |word: &sdk::Capability| Word::of(word.as_str());
    of.iter().map(capability).collect()
}

fn operation(entry: &sdk::OperationEntry) -> Option<Operation> {
    Some(Operation {
        id: OperationId::from(entry.operation_id()?),
        kind: entry
            .operation_type()
            .map(|kind| OperationType::of(kind.as_str())),
    })
}
