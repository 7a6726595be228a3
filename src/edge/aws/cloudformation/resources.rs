//! A stack's resources and its template. Neither answer says whose it is, so
//! both are asked for by an ARN of the confirmed account.

use aws_sdk_cloudformation::types::{StackResourceSummary, TemplateStage};

use super::{Reader, pages::Pages, read, stacks};
use crate::{
    edge::aws::fault::Call,
    facts::{
        ChangeSetId, Fault, LogicalId, PhysicalId, Remote, ResourceType, StackName, StackResource,
        StackResources, StackTemplate,
        stack::{ResourceDriftStatus, ResourceStatus},
    },
};

/// CloudFormation's own limit is 1 MB for a template in a bucket.
const MAX_TEMPLATE: usize = 4 * 1024 * 1024;
/// The quota is 500 for a stack.
const MAX_RESOURCES: usize = 5_000;

pub(super) async fn resources(
    reader: &Reader<'_>,
    name: &StackName,
) -> Result<StackResources, Fault> {
    let stack = stacks::named(reader, name).await?.id;
    let of = format!("stack {}", name.raw());
    let call = reader
        .session
        .call("cloudformation:ListStackResources", &of)
        .asking_for(stack.raw());
    let (mut resources, mut pages) = (Vec::new(), Pages::default());
    loop {
        let request = reader
            .client()
            .list_stack_resources()
            .stack_name(stack.raw())
            .set_next_token(pages.token());
        let page = reader
            .send(async { request.send().await.map_err(|error| call.fault(&error)) })
            .await?;
        for summary in page.stack_resource_summaries() {
            resources.push(resource(summary, call)?);
        }
        if resources.len() > MAX_RESOURCES {
            return Err(call.malformed(format!("more than {MAX_RESOURCES} resources")));
        }
        if !pages.more(page.next_token, call)? {
            return Ok(StackResources { stack, resources });
        }
    }
}

fn resource(summary: &StackResourceSummary, call: Call<'_>) -> Result<StackResource, Fault> {
    let (Some(logical), Some(kind), Some(status)) = (
        summary.logical_resource_id(),
        summary.resource_type(),
        summary.resource_status(),
    ) else {
        return Err(call.malformed("a resource without a name, a type or a status"));
    };
    let drift = summary
        .drift_information()
        .and_then(|drift| drift.stack_resource_drift_status());
    let physical = summary.physical_resource_id().filter(|id| !id.is_empty());
    Ok(StackResource {
        logical_id: LogicalId::from(logical),
        physical_id: physical.map(PhysicalId::from),
        resource_type: ResourceType::from(kind),
        status: ResourceStatus::of(status.as_str()),
        reason: read::text(summary.resource_status_reason()),
        updated: read::time(summary.last_updated_timestamp()),
        drift: drift.map(|status| ResourceDriftStatus::of(status.as_str())),
    })
}

pub(super) async fn template(
    reader: &Reader<'_>,
    name: &StackName,
) -> Result<StackTemplate, Fault> {
    let stack = stacks::named(reader, name).await?;
    let of = format!("stack {}", name.raw());
    let id = stack.id.raw().to_owned();
    let call = reader
        .session
        .call("cloudformation:GetTemplate", &of)
        .asking_for(&id);
    let request = reader
        .client()
        .get_template()
        .stack_name(stack.id.raw())
        .template_stage(TemplateStage::Original);
    let answer = reader
        .send(async { request.send().await.map_err(|error| call.fault(&error)) })
        .await?;
    Ok(StackTemplate {
        stack: stack.id,
        name: stack.name,
        body: bounded(answer.template_body, call)?,
    })
}

pub(super) async fn proposed(reader: &Reader<'_>, id: &ChangeSetId) -> Result<Remote, Fault> {
    let of = format!("change set {}", id.raw());
    let call = reader.session.call("cloudformation:GetTemplate", &of);
    let request = reader
        .client()
        .get_template()
        .change_set_name(id.raw())
        .template_stage(TemplateStage::Original);
    let answer = reader
        .send(async { request.send().await.map_err(|error| call.fault(&error)) })
        .await?;
    bounded(answer.template_body, call)
}

fn bounded(body: Option<String>, call: Call<'_>) -> Result<Remote, Fault> {
    match body {
        None => Err(call.malformed("it holds no template")),
        Some(body) if body.len() > MAX_TEMPLATE => Err(call.malformed(format!(
            "a template of {} bytes, where {MAX_TEMPLATE} are the most that is read",
            body.len()
        ))),
        Some(body) => Ok(Remote::new(body)),
    }
}
