//! What leads from a finding to its cause, and which findings have the same one.

use std::cmp::Reverse;

use super::{Trouble, across};
use crate::{
    cause::chain::{Confidence, Link, LinkKind},
    checks::{Conclusion, Store, stack::OperationReport},
    facts::{EnvironmentName, Finding, Stack, actions::RunId},
    rules::drift::{Deployed, FromTemplate},
};

const SIBLINGS: &str = "sibling-drift";

/// The way from the symptom, as far as it is known, and the environment that it leads
/// through where that is another one.
pub(super) fn chain<'s>(
    finding: &Finding,
    of: (&EnvironmentName, &Conclusion),
    store: &'s Store,
) -> (Vec<Link>, Option<&'s EnvironmentName>) {
    let name = &finding.subject.name;
    let (environment, conclusion) = of;
    match conclusion {
        Conclusion::Stacks(report) => {
            let mut all = report.operations.iter();
            let is_it = |stack: &Stack| stack.name.raw() == name;
            let operation = all.find(|one| one.stack.as_ref().is_some_and(is_it));
            let links = operation.map_or_else(Vec::new, OperationReport::chain);
            (links, None)
        }
        Conclusion::Runs(_) => name.parse().map(RunId).map_or_else(
            |_| (Vec::new(), None),
            |run| {
                let told = store.stories(run);
                let told = told.map(|(of, story)| (story.chain(), Some(of)));
                let here = |of: &EnvironmentName| of == environment;
                let longest = told.max_by_key(|(links, of)| (links.len(), of.is_some_and(here)));
                longest.unwrap_or_default()
            },
        ),
        Conclusion::Drift(report) => {
            let role = finding.subject.parent.as_ref().unwrap_or(name);
            let of_role = report.items.iter().filter(|item| item.role.raw() == role);
            let mut stale = of_role.filter_map(|item| stale(item.template.as_ref()?));
            (stale.next().into_iter().collect(), None)
        }
        Conclusion::Registry(_) | Conclusion::Health(_) => {
            (across::chain(finding, environment, store), None)
        }
        _ => (Vec::new(), None),
    }
}

/// What is live is what was deployed once, and the repository is ahead of it.
fn stale(from: &FromTemplate) -> Option<Link> {
    (from.deployed == Deployed::AsLive).then(|| Link {
        confidence: Confidence::Certain,
        kind: LinkKind::Cause,
        subject: from.stack.raw().to_owned(),
        at: None,
        what: format!("stack {} is stale", from.stack.raw()),
        evidence: format!("{}:{}", from.file, from.line),
    })
}

/// The link that the others follow from.
pub(super) fn cause(chain: &[Link]) -> Option<&Link> {
    chain.iter().rev().find(|link| link.kind == LinkKind::Cause)
}

/// One for all that have one cause, with the longest way to it: from where it hurts. The
/// gravest first, and of those the newest.
pub(super) fn joined(troubles: Vec<Trouble>) -> Vec<Trouble> {
    let mut joined: Vec<Trouble> = Vec::new();
    for trouble in troubles {
        if joined.iter().any(|known| is_same(known, &trouble)) {
            continue;
        }
        let same = joined
            .iter_mut()
            .find(|known| has_same_cause(known, &trouble));
        match same {
            Some(known) => take_in(known, trouble),
            None => joined.push(trouble),
        }
    }
    joined.sort_by_key(|trouble| (trouble.priority(), Reverse(trouble.since)));
    joined
}

/// A difference between siblings is found in the environment of each.
fn is_same(one: &Trouble, other: &Trouble) -> bool {
    one.finding.rule == SIBLINGS && one.finding.id == other.finding.id
}

fn has_same_cause(one: &Trouble, other: &Trouble) -> bool {
    let causes = cause(&one.chain).zip(cause(&other.chain));
    one.environment == other.environment
        && causes
            .is_some_and(|(one, other)| (&one.subject, &one.what) == (&other.subject, &other.what))
}

fn take_in(known: &mut Trouble, mut other: Trouble) {
    if other.chain.len() > known.chain.len() {
        std::mem::swap(known, &mut other);
        known.also = std::mem::take(&mut other.also);
    }
    known.also.push((other.check, other.finding));
}
