//! A stack's resources and its template. Neither answer says whose it is, so
//! both are asked for by an ARN of the confirmed account.

use aws_sdk_cloudformation::types::{StackResourceSummary, TemplateStage};

use super::{Reader, read, stacks};
use crate::{
    ask::{Reads, cloudformation as asks},
    edge::aws::{fault::Call, pages::Pages},
    facts::{
        Fault, LogicalId, PhysicalId, Remote, ResourceType, StackResource, StackResources,
        StackTemplate, stack::ResourceStatus,
    },
};

/// CloudFormation's own limit is 1 MB for a template in a bucket.
const MAX_TEMPLATE: usize = 4 * 1024 * 1024;
/// The quota is 500 for a stack.
const MAX_RESOURCES: usize = 5_000;

impl Reads<asks::Resources> for Reader<'_> {
    async fn read(&self, ask: &asks::Resources) -> Result<StackResources, Fault> {
        let stack = stacks::named(self, &ask.0).await?;
        let call = self.call_of(&stack, "cloudformation:ListStackResources");
        let (mut resources, mut pages) = (Vec::new(), Pages::default());
        loop {
            let request = self.client().list_stack_resources();
            let request = request.stack_name(stack.id.raw());
            let request = request.set_next_token(pages.token());
            let page = self.send(call, request.send()).await?;
            for summary in page.stack_resource_summaries() {
                resources.push(resource(summary, call)?);
            }
            call.at_most(MAX_RESOURCES, resources.len(), "resources")?;
            if !pages.more(page.next_token, call)? {
                break;
            }
        }
        let stack = stack.id;
        Ok(StackResources { stack, resources })
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
    let drift = summary.drift_information();
    let physical = summary.physical_resource_id().filter(|id| !id.is_empty());
    Ok(StackResource {
        logical_id: LogicalId::from(logical),
        physical_id: physical.map(PhysicalId::from),
        resource_type: ResourceType::from(kind),
        status: ResourceStatus::of(status.as_str()),
        reason: read::text(summary.resource_status_reason()),
        updated: read::time(summary.last_updated_timestamp()),
        drift: read::word(drift.and_then(|drift| drift.stack_resource_drift_status())),
    })
}

impl Reads<asks::Template> for Reader<'_> {
    async fn read(&self, ask: &asks::Template) -> Result<StackTemplate, Fault> {
        let stack = stacks::named(self, &ask.stack).await?;
        let call = self.call_of(&stack, "cloudformation:GetTemplate");
        let request = self.client().get_template().stack_name(stack.id.raw());
        let request = request.template_stage(TemplateStage::Original);
        let answer = self.send(call, request.send()).await?;
        let body = bounded(answer.template_body, call)?;
        Ok(StackTemplate {
            stack: stack.id,
            name: stack.name,
            body,
        })
    }
}

impl Reads<asks::Proposed> for Reader<'_> {
    async fn read(&self, asks::Proposed(id): &asks::Proposed) -> Result<Remote, Fault> {
        self.belongs(id.account())?;
        let of = format!("change set {}", id.raw());
        let call = self.session.call("cloudformation:GetTemplate", &of);
        let request = self.client().get_template().change_set_name(id.raw());
        let request = request.template_stage(TemplateStage::Original);
        let answer = self.send(call, request.send()).await?;
        bounded(answer.template_body, call)
    }
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
