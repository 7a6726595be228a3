//! Change sets: a stack's list of them, and one in full. A gate decides by the
//! latter, so it is read to its last page or not at all.

use aws_sdk_cloudformation::{
    operation::describe_change_set::DescribeChangeSetOutput, types as sdk,
};

use super::{Reader, change, read, stacks};
use crate::{
    ask::{Reads, cloudformation as asks},
    edge::aws::{fault::Call, pages::Pages},
    facts::{
        Arn, ChangeSet, ChangeSetId, ChangeSetSummary, Fault, ResourceChange, StackId, StackName,
        stack::ChangeSetName,
    },
};

/// The quota is 500 resources for a stack.
const MAX_CHANGES: usize = 5_000;
const MAX_CHANGE_SETS: usize = 10_000;

impl Reads<asks::ChangeSets> for Reader<'_> {
    async fn read(&self, ask: &asks::ChangeSets) -> Result<Vec<ChangeSetSummary>, Fault> {
        // An empty list is of nobody's account: the stack says whose it is.
        let stack = stacks::named(self, &ask.0).await?;
        let call = self.call_of(&stack, "cloudformation:ListChangeSets");
        let (mut found, mut pages) = (Vec::new(), Pages::default());
        loop {
            let request = self.client().list_change_sets();
            let request = request.stack_name(stack.name.raw());
            let request = request.set_next_token(pages.token());
            let page = self.send(call, request.send()).await?;
            for entry in page.summaries() {
                found.push(summary(self, entry, &stack.id, call)?);
            }
            call.at_most(MAX_CHANGE_SETS, found.len(), "change sets")?;
            if !pages.more(page.next_token, call)? {
                found.sort_by_key(|entry| std::cmp::Reverse(entry.created));
                return Ok(found);
            }
        }
    }
}

fn summary(
    reader: &Reader<'_>,
    entry: &sdk::ChangeSetSummary,
    stack: &StackId,
    call: Call<'_>,
) -> Result<ChangeSetSummary, Fault> {
    let (Some(id), Some(name)) = (entry.change_set_id(), entry.change_set_name()) else {
        return Err(call.malformed("a change set without an id or a name"));
    };
    let id = ChangeSetId::from(id);
    reader.belongs(id.account())?;
    Ok(ChangeSetSummary {
        id,
        name: ChangeSetName::from(name),
        stack: stack.clone(),
        status: read::state(entry.status()),
        reason: read::text(entry.status_reason()),
        execution: read::state(entry.execution_status()),
        created: read::time(entry.creation_time()),
        description: read::text(entry.description()),
        parent: entry.parent_change_set_id().map(ChangeSetId::from),
        root: entry.root_change_set_id().map(ChangeSetId::from),
    })
}

impl Reads<asks::ChangeSet> for Reader<'_> {
    async fn read(&self, asks::ChangeSet(id): &asks::ChangeSet) -> Result<ChangeSet, Fault> {
        let of = format!("change set {}", id.raw());
        let call = self.session.call("cloudformation:DescribeChangeSet", &of);
        let (mut changes, mut other, mut pages) = (Vec::new(), 0, Pages::default());
        loop {
            let request = self.client().describe_change_set();
            let request = request.change_set_name(id.raw());
            let request = request.include_property_values(true);
            let request = request.set_next_token(pages.token());
            let mut page = self.send(call, request.send()).await?;
            if page.change_set_id() != Some(id.raw()) {
                return Err(call.malformed("it is of another change set"));
            }
            other += take(&mut changes, &page, call)?;
            if !pages.more(page.next_token.take(), call)? {
                return finish(self, call, &page, changes, other, pages.turned);
            }
        }
    }
}

/// The changes of one page; gives how many are of no resource.
fn take(
    changes: &mut Vec<ResourceChange>,
    page: &DescribeChangeSetOutput,
    call: Call<'_>,
) -> Result<u32, Fault> {
    let mut other = 0;
    for entry in page.changes() {
        match entry.resource_change() {
            Some(resource) => changes.push(change::translate(resource, call)?),
            None => other += 1,
        }
    }
    call.at_most(MAX_CHANGES, changes.len(), "changes")?;
    Ok(other)
}

/// The last page speaks for all: it was read last.
fn finish(
    reader: &Reader<'_>,
    call: Call<'_>,
    page: &DescribeChangeSetOutput,
    changes: Vec<ResourceChange>,
    other_changes: u32,
    pages: u32,
) -> Result<ChangeSet, Fault> {
    let (Some(id), Some(name), Some(stack)) = (
        page.change_set_id(),
        page.change_set_name(),
        page.stack_id(),
    ) else {
        return Err(call.malformed("a change set without an id, a name or a stack"));
    };
    let (id, stack) = (ChangeSetId::from(id), StackId::from(stack));
    reader.belongs(id.account())?;
    reader.stack(&stack)?;
    let stack_name = page
        .stack_name()
        .map_or_else(|| stack.name(), StackName::from);
    let watched = page.rollback_configuration();
    let config = page.deployment_config();
    Ok(ChangeSet {
        id,
        name: ChangeSetName::from(name),
        stack,
        stack_name,
        status: read::state(page.status()),
        reason: read::text(page.status_reason()),
        execution: read::state(page.execution_status()),
        created: read::time(page.creation_time()),
        description: read::text(page.description()),
        parameters: page.parameters().iter().map(stacks::parameter).collect(),
        tags: page.tags().iter().map(stacks::tag).collect(),
        capabilities: read::words(page.capabilities()),
        notifications: page
            .notification_arns()
            .iter()
            .map(|arn| Arn::from(arn.as_str()))
            .collect(),
        triggers: watched
            .map_or(&[][..], |watched| watched.rollback_triggers())
            .iter()
            .filter_map(|trigger| trigger.arn().map(Arn::from))
            .collect(),
        monitored_minutes: watched.and_then(sdk::RollbackConfiguration::monitoring_time_in_minutes),
        changes,
        other_changes,
        deployment_mode: read::word(page.deployment_mode()),
        deployment_config: read::word(config.and_then(|config| config.mode())),
        on_failure: read::word(page.on_stack_failure()),
        drift: read::word(page.stack_drift_status()),
        includes_nested: page.include_nested_stacks().unwrap_or(false),
        imports_existing: page.import_existing_resources().unwrap_or(false),
        parent: page.parent_change_set_id().map(ChangeSetId::from),
        root: page.root_change_set_id().map(ChangeSetId::from),
        pages,
    })
}
