//! What the files name that is elsewhere: actions of others, and roles of the account. Whoever
//! asks GitHub and AWS takes from here of what.

use std::collections::BTreeSet;

use super::{live_trust, repository::Repository};
use crate::facts::Arn;

/// The repositories of the actions that are pinned: `owner/name` in small letters, each once.
pub fn pinned(repository: &Repository) -> Vec<String> {
    let called = repository.jobs().filter_map(|job| job.calls());
    let steps = repository.steps().chain(repository.own_steps());
    let used = called.chain(steps.filter_map(|step| step.uses()));
    let pinned = used.filter(|(uses, _)| uses.is_pinned());
    let names = pinned.filter_map(|(uses, _)| uses.repository());
    let names: BTreeSet<String> = names.map(|name| name.to_ascii_lowercase()).collect();
    names.into_iter().collect()
}

/// The roles that steps assume by their ARN, each once.
pub fn assumed(repository: &Repository) -> Vec<Arn> {
    let steps = repository.steps();
    let arns: BTreeSet<Arn> = steps.filter_map(|it| live_trust::assumed(&it)).collect();
    arns.into_iter().collect()
}
