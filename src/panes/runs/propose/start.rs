//! A workflow that is started anew, with the inputs that its text declares.

use super::{deployed_stack, draft, selected};
use crate::{
    ask::{Ask, AskOf, Question, github::source},
    facts::{Remote, Repository, actions::Run},
    gate::{workflow::declared, writes::DispatchWorkflow},
    panes::{
        Cx, Declined, Proposed,
        runs::{Runs, of},
    },
};

/// The text of the workflow of the opened run, on its branch: what it asks for is there.
pub(in crate::panes::runs) fn wants(pane: &Runs, cx: &Cx<'_>) -> Option<Ask> {
    let run = pane.looked_at(cx).filter(|_| pane.is_open())?;
    Some(text_of(&of(cx)?, run)?.into())
}

fn text_of(repository: &Repository, run: &Run) -> Option<AskOf<source::File>> {
    let path = run.path.as_ref()?.raw();
    // Another repository's workflow is not started here.
    let own = !path.contains('@');
    let asked = source::File {
        path: Remote::new(path),
        at: run.head_branch.clone()?,
    };
    own.then(|| asked.in_repository(repository))
}

pub(in crate::panes::runs) fn start(pane: &Runs, cx: &Cx<'_>) -> Proposed {
    let (repository, run) = selected(pane, cx)?;
    let (Some(branch), Some(path), Some(id)) =
        (run.head_branch.clone(), run.path.clone(), run.workflow_id)
    else {
        return Err(Declined::foreign(
            "GitHub does not say which workflow it is.",
        ));
    };
    let Some(asked) = text_of(&repository, run) else {
        return Err(Declined::foreign("The workflow is another repository's."));
    };
    let file = cx.store.get(&asked);
    let file = file.ok_or("The workflow's text has not been read yet: open the run first.")?;
    let text = file.text()?;
    let declared = declared(text.raw()).map_err(Declined::foreign)?;
    let write = DispatchWorkflow {
        inputs: declared.is_empty().then(Vec::new),
        stack: deployed_stack(&repository, run, cx),
        repository,
        workflow: path,
        id,
        branch,
        declared,
    };
    Ok(draft(write.into(), cx))
}
