//! Which changes are the same but for their names, and may be said once.
//!
//! Fails closed: what gives access, goes, is replaced or removed, is not told whole, or
//! touches a tag that decides something stands by itself.

use super::{
    tags::Deciding,
    values::{self, Difference, differ},
};
use crate::{
    facts::{
        LogicalId, ResourceChange,
        stack::{
            ChangeAction, ChangeDetail, Evaluation, PolicyAction, Replacement, ResourceAttribute,
            ResourceDriftStatus, ResourceType,
        },
    },
    gate::{
        Changed, Impact, StackState,
        observed::{is_iam, removes, replaces},
    },
};

/// All changes in their order; those that are alike stand where the first of them does.
pub(super) fn groups<'a>(state: &'a StackState, impact: &Impact) -> Vec<Vec<Changed<'a>>> {
    let deciding = Deciding::of(state);
    let mut groups: Vec<(Option<Likeness<'a>>, Vec<Changed<'a>>)> = Vec::new();
    for change in state.changes() {
        let likeness = likeness(&change, impact, &deciding);
        let known = groups.iter_mut().filter(|_| likeness.is_some());
        match known.into_iter().find(|(other, _)| *other == likeness) {
            Some((_, group)) => group.push(change),
            None => groups.push((likeness, vec![change])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// All that a person would read of it, its names aside.
#[derive(Debug, PartialEq)]
struct Likeness<'a> {
    within: Vec<LogicalId>,
    resource_type: &'a ResourceType,
    action: &'a ChangeAction,
    replacement: &'a Option<Replacement>,
    policy_action: &'a Option<PolicyAction>,
    scope: &'a [ResourceAttribute],
    details: &'a [ChangeDetail],
    differences: Vec<Difference>,
}

/// None: it stands by itself.
fn likeness<'a>(
    changed: &Changed<'a>,
    impact: &Impact,
    deciding: &Deciding,
) -> Option<Likeness<'a>> {
    let change = changed.change();
    let within = changed.level.ids();
    let mut judged = impact.resources.iter();
    let gives_access = judged
        .any(|resource| resource.within == within && resource.logical_id == change.logical_id);
    if gives_access || is_weighty(change) {
        return None;
    }
    let differences = differences(change)?;
    deciding.leaves(change, &differences).then_some(Likeness {
        within,
        resource_type: &change.resource_type,
        action: &change.action,
        replacement: &change.replacement,
        policy_action: &change.policy_action,
        scope: &change.scope,
        details: &change.details,
        differences,
    })
}

fn is_weighty(change: &ResourceChange) -> bool {
    let drifted = !matches!(change.drift, None | Some(ResourceDriftStatus::InSync))
        || !change.drift_ignored.is_empty()
        || change.details.iter().any(|detail| detail.drift.is_some());
    change.action != ChangeAction::Modify
        || is_iam(change)
        || removes(change)
        || replaces(change)
        || change.nested.is_some()
        || drifted
}

/// What becomes of it, all of it known; None: some of it is not.
fn differences(change: &ResourceChange) -> Option<Vec<Difference>> {
    let is_known = |detail: &ChangeDetail| {
        detail.evaluation != Some(Evaluation::Dynamic) && !values::is_cut(detail)
    };
    if !change.details.iter().all(is_known) {
        return None;
    }
    if let Some((before, after)) = values::wholes(change) {
        let mut found = Vec::new();
        differ(&before, &after, String::new(), &mut found);
        return (!found.is_empty()).then_some(found);
    }
    let has_values = |detail: &ChangeDetail| detail.before.is_some() || detail.after.is_some();
    let no_whole = change.before.is_none() && change.after.is_none();
    let all_told = !change.details.is_empty() && change.details.iter().all(has_values);
    (no_whole && all_told).then(Vec::new)
}
