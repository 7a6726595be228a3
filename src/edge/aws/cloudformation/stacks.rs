//! Stacks, all or one, by DescribeStacks: it brings whole stacks, 100 a page.

use aws_sdk_cloudformation::types as sdk;

use super::{Reader, ids::Named, read};
use crate::{
    ask::{Reads, cloudformation as asks},
    edge::aws::{fault::Call, pages::Pages},
    facts::{
        Arn, Fault, OperationId, Stack, StackId, StackName, StackStatus, Stacks,
        stack::{ChangeSetId, Operation, Output, Parameter, Tag},
    },
};

const ACTION: &str = "cloudformation:DescribeStacks";
/// The quota is 2,000 for an account and region, and can be raised.
const MAX_STACKS: usize = 20_000;

impl Reads<asks::Stacks> for Reader<'_> {
    async fn read(&self, _: &asks::Stacks) -> Result<Stacks, Fault> {
        let call = self.session.call(ACTION, "the account");
        let (mut stacks, mut pages) = (Vec::new(), Pages::default());
        loop {
            let request = self.client().describe_stacks();
            let request = request.set_next_token(pages.token());
            let page = self.send(call, request.send()).await?;
            for stack in page.stacks() {
                stacks.push(translate(self, call, stack)?);
            }
            call.at_most(MAX_STACKS, stacks.len(), "stacks")?;
            if !pages.more(page.next_token, call)? {
                break;
            }
        }
        Ok(Stacks {
            stacks,
            complete: true,
            pages: pages.turned,
        })
    }
}

impl Reads<asks::Stack> for Reader<'_> {
    async fn read(&self, asks::Stack(name): &asks::Stack) -> Result<Stack, Fault> {
        let of = format!("stack {}", name.raw());
        let call = self.session.call(ACTION, &of).asking_for(name.raw());
        let request = self.client().describe_stacks().stack_name(name.raw());
        let page = self.send(call, request.send()).await;
        let page = page.inspect_err(|_| self.session.ids.forget(name))?;
        match page.stacks() {
            [stack] => {
                let stack = translate(self, call, stack)?;
                self.session.ids.note(name, &stack);
                Ok(stack)
            }
            stacks => Err(call.malformed(format!("{} stacks where one was asked", stacks.len()))),
        }
    }
}

/// The ARN behind a name, of the confirmed account: asking by it cannot be
/// answered from another account.
pub(super) async fn named(reader: &Reader<'_>, name: &StackName) -> Result<Named, Fault> {
    if let Some(named) = reader.session.ids.fresh(name) {
        return Ok(named);
    }
    let stack = reader.read(&asks::Stack(name.clone())).await?;
    Ok(Named::of(&stack))
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
        detailed_status: read::word(stack.detailed_status()),
        drift: read::word(drift.and_then(|drift| drift.stack_drift_status())),
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
        capabilities: read::words(stack.capabilities()),
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
    Tag {
        key: read::name(tag.key()),
        value: read::name(tag.value()),
    }
}

fn operation(entry: &sdk::OperationEntry) -> Option<Operation> {
    Some(Operation {
        id: OperationId::from(entry.operation_id()?),
        kind: read::word(entry.operation_type()),
    })
}
