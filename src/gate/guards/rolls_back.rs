//! An approval that takes an environment back to an older commit is told as that; and no
//! old run goes ahead while a newer one waits for the same place.

use crate::{
    facts::{
        Reading,
        actions::{RunId, abbreviated},
        numbered,
    },
    gate::{DeployedCommit, writes::GitHubPart},
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("rolls_back", "nothing newer is overtaken", check);

fn check(case: &Case<'_>) -> Ruling {
    let part = case.subject().github().map(|(_, part)| part);
    let Some(GitHubPart::Review {
        approve: true,
        environments,
        ..
    }) = part
    else {
        return Ruling::Pass;
    };
    let Some(state) = case.seen().github() else {
        return Ruling::Pass;
    };
    let (Some(run), Some(review)) = (state.run(), state.review()) else {
        return Ruling::Pass;
    };
    let to = run.run.known().and_then(|run| run.head_sha.as_ref());
    let to = to.map_or("?", |sha| sha.raw());
    let each = environments.iter().map(|environment| {
        let name = environment.name.raw();
        match review.deployed(environment.id) {
            Some(deployed) => (deployed.rolls_back(), said(deployed, name, to)),
            None => (
                false,
                vec![format!(
                    "What is deployed to {name} was not read, so whether this rolls it back is not known."
                )],
            ),
        }
    });
    let each: Vec<(bool, Vec<String>)> = each.collect();
    let goes_back = each.iter().any(|(back, _)| *back);
    let what = each.into_iter().flat_map(|(_, what)| what).collect();
    waiting(&review.newer, goes_back, what)
}

/// Back is no way while something newer waits for the same place; forwards it is said.
fn waiting(newer: &Reading<Vec<RunId>>, goes_back: bool, mut what: Vec<String>) -> Ruling {
    match newer {
        Reading::Known(newer) if goes_back && !newer.is_empty() => {
            let runs: Vec<String> = newer.iter().map(|run| run.0.to_string()).collect();
            return Ruling::stop(
                format!(
                    "This would roll back, and newer runs wait in the same concurrency group: {}.",
                    runs.join(", ")
                ),
                "Reject or cancel this run: the newer one then has its turn.",
            );
        }
        Reading::Known(newer) => what.extend(match newer.len() {
            0 => None,
            1 => Some("1 newer run waits behind it in its concurrency group.".to_owned()),
            more => Some(format!(
                "{more} newer runs wait behind it in its concurrency group."
            )),
        }),
        Reading::Unknown(fault) => what.push(format!(
            "Whether a newer run waits could not be read: {}",
            fault.what
        )),
    }
    Ruling::warn_all(what)
}

fn said(deployed: &DeployedCommit, name: &str, to: &str) -> Vec<String> {
    let sha = match &deployed.sha {
        Reading::Known(Some(sha)) => sha,
        Reading::Known(None) => return Vec::new(),
        Reading::Unknown(fault) => {
            return vec![format!(
                "What is deployed to {name} could not be read, so whether this rolls it back is not known: {}",
                fault.what
            )];
        }
    };
    let (Some(Reading::Known(brings)), Some(Reading::Known(takes))) =
        (&deployed.brings, &deployed.takes)
    else {
        let unknown = "how the two commits differ could not be read";
        return vec![format!(
            "Whether this rolls {name} back is not known: {unknown}."
        )];
    };
    let (Some(ahead), Some(gone)) = (brings.ahead_by, takes.ahead_by) else {
        return vec![format!(
            "Whether this rolls {name} back is not known: GitHub does not say how many commits differ."
        )];
    };
    let (from, to) = (abbreviated(sha.raw()), abbreviated(to));
    match (ahead, gone) {
        (_, 0) => Vec::new(),
        (0, gone) => vec![format!(
            "ROLLS BACK {name} from {from} to {to}: {} go.",
            numbered(usize::try_from(gone).unwrap_or(usize::MAX), "commit")
        )],
        (_, gone) => vec![format!(
            "{name} has {} that {to} has not: the branches differ.",
            numbered(usize::try_from(gone).unwrap_or(usize::MAX), "commit")
        )],
    }
}
