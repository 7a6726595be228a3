//! Which stack a resource belongs to, by its physical id: a direct write to it
//! would make the stack's template drift.

use crate::{
    edge::aws::session::Session,
    facts::{FaultKind, Reading, Remote},
    gate::Owner,
};

pub(in crate::edge::aws) async fn owner(
    session: &Session,
    physical_id: &str,
) -> Reading<Option<Owner>> {
    let call = session.call("cloudformation:DescribeStackResources", physical_id);
    let answer = session
        .cloudformation
        .describe_stack_resources()
        .physical_resource_id(physical_id)
        .send()
        .await;
    match answer {
        Ok(answer) => {
            let mut names = answer.stack_resources().iter();
            let stack = names.find_map(|resource| resource.stack_name());
            Reading::Known(stack.map(|name| Owner::Stack {
                name: Remote::new(name),
            }))
        }
        // "Stack for <id> does not exist": a ValidationError like many others.
        Err(error) => match call.fault(&error) {
            fault if fault.kind == FaultKind::Missing => Reading::Known(None),
            fault if fault.source.contains("does not exist") => Reading::Known(None),
            fault => Reading::Unknown(fault),
        },
    }
}
