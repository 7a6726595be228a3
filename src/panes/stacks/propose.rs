//! The changes of a stack that the pane proposes, as drafts: harmless data, which
//! the gate holds against the world before anybody is asked.

mod deletion;

pub(super) use deletion::{delete, delete_keeping, leave_out};

use super::{
    Stacks,
    asks::template_sources,
    change_sets::{WordOfGuards, word_of_guards},
    stale,
    view::View,
};
use crate::{
    ask::{Question, cloudformation},
    facts::{
        BucketName, ChangeSetId, Reason, Remote, Stack, StackStatus, TemplateSource,
        stack::{ChangeSetName, DeploymentMode, ExecutionStatus},
    },
    gate::{
        Draft, Origin,
        writes::{
            CancelUpdateStack, ContinueUpdateRollback, CreateChangeSet, DeleteChangeSet,
            ExecuteChangeSet, ExpectedValue, PREFIX, RollbackStack, UpdateTerminationProtection,
            Write,
        },
    },
    panes::{Cx, Proposed, view::Views},
};

/// The opened stack, else the selected one.
fn stack<'a>(pane: &Stacks, cx: &Cx<'a>) -> Result<&'a Stack, Reason> {
    let id = match &pane.open {
        Some(open) => &open.stack,
        None => pane.cursor.selected().ok_or("No stack is selected.")?,
    };
    cx.store
        .stack(cx.environment, id)
        .ok_or_else(|| "The selected stack is no longer known.".into())
}

/// What would mend the stack, or bring on what is chosen of it.
pub(super) fn recommended(pane: &Stacks, cx: &Cx<'_>) -> Option<&'static str> {
    let stack = stack(pane, cx).ok()?;
    match stack.status {
        StackStatus::UpdateRollbackFailed
        | StackStatus::CreateFailed
        | StackStatus::UpdateFailed => Some("stacks.roll-back"),
        // Whoever marked what is to stay means that.
        StackStatus::DeleteFailed
            if pane.skip.get(&stack.id).is_some_and(|all| !all.is_empty()) =>
        {
            Some("stacks.delete-keeping")
        }
        StackStatus::RollbackComplete | StackStatus::RollbackFailed | StackStatus::DeleteFailed => {
            Some("stacks.delete")
        }
        // Whoever chose it, or has just made it, wants it executed.
        _ if is_executable(pane, cx) => Some("stacks.execute-change-set"),
        _ => {
            let stale = cx.store.stale_stack(cx.environment, &stack.name);
            let stale = stale.filter(|stale| !stale.is_found)?;
            // One that was made here is looked at before another is made.
            let waits = stale::made_here(&stale.stack, cx).is_some();
            (!waits).then_some("stacks.create-change-set")
        }
    }
}

/// The chosen change set waits for nothing but to be executed, as far as it was read,
/// and the guards have looked at it and do not stop it.
fn is_executable(pane: &Stacks, cx: &Cx<'_>) -> bool {
    let (Ok(stack), Ok(id)) = (stack(pane, cx), change_set(pane, cx)) else {
        return false;
    };
    let whole = cloudformation::ChangeSet(id.clone()).of(cx.environment);
    let whole = cx.store.get(&whole).map(|set| &set.execution);
    let all = cloudformation::ChangeSets(stack.name.clone()).of(cx.environment);
    let all = cx.store.get(&all).map_or(&[][..], Vec::as_slice);
    let listed = all.iter().find(|one| one.id == id);
    let listed = listed.map(|one| &one.execution);
    // The list may be older than what is opened, and the other way round.
    let is_opened = pane
        .open
        .as_ref()
        .is_some_and(|open| open.change_set.is_some());
    let execution = match is_opened {
        true => whole.or(listed),
        false => listed.or(whole),
    };
    execution == Some(&ExecutionStatus::Available) && word_of_guards(&id, cx) == WordOfGuards::Pass
}

/// From the one template that the project names for the stack, as it is in the working tree.
pub(super) fn create(pane: &Stacks, cx: &Cx<'_>) -> Proposed {
    let stack = stack(pane, cx)?;
    let name = stack.name.raw();
    let sources: Vec<&TemplateSource> = template_sources(cx.settings, &stack.name).collect();
    let source = match sources.as_slice() {
        [source] => source,
        [] => {
            return Err(format!(
                "No template is configured for stack {name}: add one as [[drift.template]] in watchkeeper.toml."
            ).into());
        }
        _ => return Err(format!("More than one template is configured for stack {name}.").into()),
    };
    let path = source.path();
    let templates = cx.store.templates();
    let templates = templates.ok_or("The repository's templates have not been read yet.")?;
    let mut files = templates.files.iter();
    let file = files.find(|file| file.path == path && file.stack == source.stack);
    let file = file.ok_or_else(|| {
        let mut broken = templates.broken.iter();
        let why = broken.find(|file| file.path == path);
        let why = why.map_or("it is not there", |file| file.why.as_str());
        format!("{path} could not be read: {why}")
    })?;
    let given = source.parameters.iter().map(|(key, value)| ExpectedValue {
        key: Remote::new(key.as_str()),
        value: Remote::new(value.as_str()),
    });
    let write = CreateChangeSet {
        stack: stack.name.clone(),
        change_set: fresh_name(cx),
        template: file.text.clone(),
        parameters: given.collect(),
        mode: None,
        bucket: bucket(cx),
    };
    let origin = Origin::Repository { path };
    Ok(draft(write.into(), origin, cx))
}

/// From the deployed template itself: what somebody changed by hand goes back.
pub(super) fn revert_drift(pane: &Stacks, cx: &Cx<'_>) -> Proposed {
    let stack = stack(pane, cx)?;
    let template = cloudformation::Template {
        stack: stack.name.clone(),
    };
    let Some(template) = cx.store.get(&template.of(cx.environment)) else {
        return Err(
            "The deployed template has not been read yet: open the stack's drift view first."
                .into(),
        );
    };
    let write = CreateChangeSet {
        stack: stack.name.clone(),
        change_set: fresh_name(cx),
        template: template.body.clone(),
        parameters: Vec::new(),
        mode: Some(DeploymentMode::RevertDrift),
        bucket: bucket(cx),
    };
    Ok(of_stack(write.into(), cx))
}

/// Where the environment's templates are put that are too large to be sent as text.
fn bucket(cx: &Cx<'_>) -> Option<BucketName> {
    let environment = cx.settings.environment(cx.environment);
    environment.and_then(|known| known.template_bucket.clone())
}

/// `watchkeeper-20261122T140211Z`: what is made here says so by its name.
fn fresh_name(cx: &Cx<'_>) -> ChangeSetName {
    ChangeSetName::from(of_now(cx).as_str())
}

fn of_now(cx: &Cx<'_>) -> String {
    format!("{PREFIX}{}", cx.now.strftime("%Y%m%dT%H%M%SZ"))
}

pub(super) fn execute(pane: &Stacks, cx: &Cx<'_>) -> Proposed {
    let stack = stack(pane, cx)?;
    let write = ExecuteChangeSet {
        stack: stack.name.clone(),
        change_set: change_set(pane, cx)?,
    };
    Ok(of_stack(write.into(), cx))
}

pub(super) fn delete_change_set(pane: &Stacks, cx: &Cx<'_>) -> Proposed {
    let stack = stack(pane, cx)?;
    let write = DeleteChangeSet {
        stack: stack.name.clone(),
        change_set: change_set(pane, cx)?,
    };
    Ok(of_stack(write.into(), cx))
}

/// The opened change set, else the selected one.
fn change_set(pane: &Stacks, cx: &Cx<'_>) -> Result<ChangeSetId, Reason> {
    let none = "Open the stack's change sets and choose one first.";
    let open = pane.open.as_ref();
    let open = open
        .filter(|open| open.view == View::ChangeSets)
        .ok_or(none)?;
    if let Some(id) = &open.change_set {
        return Ok(id.clone());
    }
    match pane.of_selected(cx, |rows, at| rows.opens(at)).flatten() {
        Some(id) => Ok(id),
        None => Err(none.into()),
    }
}

/// Which of the two CloudFormation has for it hangs on where the stack stands.
pub(super) fn roll_back(pane: &Stacks, cx: &Cx<'_>) -> Proposed {
    let stack = stack(pane, cx)?;
    let name = stack.name.clone();
    let write = match stack.status {
        StackStatus::UpdateRollbackFailed => {
            let skip = pane.skip.get(&stack.id).into_iter().flatten();
            ContinueUpdateRollback {
                stack: name,
                skip: skip.cloned().collect(),
            }
            .into()
        }
        StackStatus::CreateFailed | StackStatus::UpdateFailed => {
            RollbackStack { stack: name }.into()
        }
        _ => {
            return Err(format!(
                "Stack {} is {}: there is nothing to roll back.",
                name.raw(),
                stack.status.raw()
            )
            .into());
        }
    };
    Ok(of_stack(write, cx))
}

pub(super) fn cancel_update(pane: &Stacks, cx: &Cx<'_>) -> Proposed {
    let stack = stack(pane, cx)?;
    let name = stack.name.clone();
    match stack.status {
        StackStatus::UpdateInProgress => {
            let write = CancelUpdateStack { stack: name };
            Ok(of_stack(write.into(), cx))
        }
        _ => Err(format!(
            "Stack {} is {}: no update is under way.",
            name.raw(),
            stack.status.raw()
        )
        .into()),
    }
}

pub(super) fn protect(pane: &Stacks, cx: &Cx<'_>) -> Proposed {
    let stack = stack(pane, cx)?;
    let write = UpdateTerminationProtection {
        stack: stack.name.clone(),
        enable: !stack.termination_protection,
    };
    Ok(of_stack(write.into(), cx))
}

fn of_stack(write: Write, cx: &Cx<'_>) -> Draft {
    draft(write, Origin::Stack, cx)
}

fn draft(write: Write, origin: Origin, cx: &Cx<'_>) -> Draft {
    Draft {
        environment: cx.environment.clone(),
        write,
        origin,
        uses: Vec::new(),
        peers: names(cx),
    }
}

/// All stacks' names, where the whole region was listed.
fn names(cx: &Cx<'_>) -> Option<Vec<Remote>> {
    let listed = cx.store.get(&cloudformation::Stacks.of(cx.environment))?;
    let names = listed.complete.then(|| listed.stacks.iter())?;
    Some(names.map(|stack| Remote::new(stack.name.raw())).collect())
}
