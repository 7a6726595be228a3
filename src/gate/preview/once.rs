//! Each thing once: a guard's warning that says word for word what is gained or lost is
//! that gain or loss, and a change that is listed is not listed again.
//!
//! Only what is the same is dropped; whatever else a guard says stays.

use super::Section;
use crate::gate::{ImpactedResource, Plan, StackState, guards};

pub(super) fn said(plan: &Plan, sections: Vec<Section>) -> Vec<Section> {
    let access = of_access(plan);
    let changes = of_changes(plan);
    let warnings: Vec<String> = sections.iter().filter_map(warning).collect();
    let is_said = |section: &Section| match section {
        Section::Warning(what) => access.contains(what) || changes.contains(what),
        // A guard says it of the resource, which says more.
        Section::Note(what) => {
            let ends = format!(": {what}");
            warnings
                .iter()
                .any(|warning| warning == what || warning.ends_with(&ends))
        }
        Section::Fact { .. }
        | Section::Way { .. }
        | Section::Stop { .. }
        | Section::Headline(_)
        | Section::Gain(_)
        | Section::Loss(_)
        | Section::Uses(_)
        | Section::Statement(_)
        | Section::Text { .. }
        | Section::Call { .. }
        | Section::Undo(_)
        | Section::Standing(_)
        | Section::Folded { .. } => false,
    };
    sections
        .into_iter()
        .filter(|section| !is_said(section))
        .collect()
}

fn warning(section: &Section) -> Option<String> {
    match section {
        Section::Warning(what) => Some(what.clone()),
        Section::Fact { .. }
        | Section::Way { .. }
        | Section::Stop { .. }
        | Section::Headline(_)
        | Section::Gain(_)
        | Section::Loss(_)
        | Section::Uses(_)
        | Section::Statement(_)
        | Section::Text { .. }
        | Section::Call { .. }
        | Section::Undo(_)
        | Section::Standing(_)
        | Section::Folded { .. }
        | Section::Note(_) => None,
    }
}

/// What the guard of gains says, which stands among the gains and losses with its reasons.
fn of_access(plan: &Plan) -> Vec<String> {
    let impact = &plan.assessment().impact;
    let judged = |one: &&ImpactedResource| one.unjudged.is_none() && one.access.is_some();
    let resources = impact.resources.iter().filter(judged);
    let mut said: Vec<String> = resources.flat_map(guards::gains_and_losses).collect();
    let gained = impact.gained().into_iter();
    said.extend(gained.map(|(gain, _)| guards::allows(&gain.what)));
    said
}

/// The guard of what is expected lists every change where nobody expects any.
fn of_changes(plan: &Plan) -> Vec<String> {
    let change = plan.write().change();
    let executed = change.subject().executed();
    let state = executed.and_then(|_| plan.assessment().observed.stack());
    let changes = state.map_or_else(Vec::new, StackState::changes);
    changes.iter().map(guards::change_in_short).collect()
}
