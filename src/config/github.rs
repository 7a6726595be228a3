//! Which repositories may be written to: your own entries, held against your environments
//! and the system's file.

use super::{Problem, document::Document};
use crate::facts::{Environment, HostedName, WritableRepository};

/// The entries of your own file, and those of the system's that it has none for. An entry
/// of the system's that does not allow writes is not taken back by your own.
pub(super) fn writable(
    own: Option<&Document>,
    system: Option<&Document>,
    environments: &[Environment],
    problems: &mut Vec<Problem>,
) -> Vec<WritableRepository> {
    let system = entries(system, environments, problems);
    let mut all = entries(own, environments, problems);
    for entry in &mut all {
        if let Some(below) = system.iter().find(|below| below.at == entry.at) {
            entry.environment = below.environment.clone();
            entry.allow_writes &= below.allow_writes;
        }
    }
    let own: Vec<HostedName> = all.iter().map(|entry| entry.at.clone()).collect();
    all.extend(system.into_iter().filter(|one| !own.contains(&one.at)));
    all
}

fn entries(
    file: Option<&Document>,
    environments: &[Environment],
    problems: &mut Vec<Problem>,
) -> Vec<WritableRepository> {
    let mut all: Vec<WritableRepository> = Vec::new();
    let Some(file) = file else { return all };
    for says in &file.says.github.writable {
        let (Some(at), Some(environment)) = (&says.repository, &says.environment) else {
            continue;
        };
        let (named, of) = (&at.get_ref().0, environment.get_ref());
        // One name on two hosts would leave open which of them is meant.
        if all.iter().any(|one| one.at.is_named(&named.repository)) {
            let what = format!("`{named}` has two entries: a repository has one");
            problems.push(file.problem(&at.span(), what));
            continue;
        }
        if !environments.iter().any(|one| one.name == *of) {
            let what = format!(
                "`github.environment` must be one of your environments, and `{}` is none",
                of.raw()
            );
            problems.push(file.problem(&environment.span(), what));
            continue;
        }
        all.push(WritableRepository {
            at: named.clone(),
            environment: of.clone(),
            allow_writes: says.allow_writes,
        });
    }
    all
}
