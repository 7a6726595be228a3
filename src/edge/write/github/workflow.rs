//! A workflow as starting it by hand needs it.

use super::{
    hub::{Hub, stacks, tip, unasked},
    run::workflow_at,
};
use crate::{
    ask::github::actions,
    facts::{
        Fault, Reading, Remote, StackName,
        actions::{RunFilter, RunId, WorkflowId},
    },
    gate::{GitHubFound, SeenWorkflow, workflow},
};

pub(super) async fn observed(
    hub: &impl Hub,
    path: &str,
    branch: &str,
    id: WorkflowId,
    stack: Option<&StackName>,
) -> GitHubFound {
    let tip = tip(hub, &Remote::new(branch)).await;
    let text = match &tip {
        Ok(tip) => workflow_at(hub, path, tip).await,
        Err(fault) => Err(fault.clone()),
    };
    let mut names: Vec<StackName> = stack.cloned().into_iter().collect();
    let named = text.as_ref().map(|text| workflow::stacks(text.raw()));
    for name in named.unwrap_or_default() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    GitHubFound::Workflow(Box::new(SeenWorkflow {
        text: text.into(),
        tip: tip.into(),
        stacks: stacks(hub, names).await,
        started: started(hub, id).await.into(),
        and_one: false,
    }))
}

pub(super) async fn started_by_hand(hub: &impl Hub, id: WorkflowId) -> GitHubFound {
    let nothing = || Reading::Unknown(unasked());
    GitHubFound::Workflow(Box::new(SeenWorkflow {
        text: nothing(),
        tip: nothing(),
        stacks: Vec::new(),
        started: started(hub, id).await.into(),
        and_one: false,
    }))
}

async fn started(hub: &impl Hub, id: WorkflowId) -> Result<Vec<RunId>, Fault> {
    let filter = RunFilter {
        workflow: Some(id),
        event: Some("workflow_dispatch".into()),
        ..RunFilter::default()
    };
    let page = hub.read(&actions::Runs { filter, page: 1 }).await?;
    Ok(page.workflow_runs.iter().map(|run| run.id).collect())
}
