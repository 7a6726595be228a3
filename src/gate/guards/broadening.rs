//! What would be allowed that is not allowed now, all of it listed.
//!
//! Access that grows without a grant that can be named, or in a way that nobody
//! can judge, is not offered at all.

use crate::{
    facts::Verdict,
    gate::{
        Grant, ImpactedResource,
        writes::{FilePart, Item, Subject},
    },
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("broadening", "what is gained can be named", check);

const SMALLER: &str = "Make a smaller change, statement by statement.";

fn check(case: &Case<'_>) -> Ruling {
    let impact = &case.assessment.impact;
    if case.seen().registry().is_some() {
        return Ruling::Pass;
    }
    if case.stack().is_some() {
        return stack(case);
    }
    if case.is_on_github() {
        return Ruling::Pass;
    }
    if impact.access.is_none() {
        return unjudged(case);
    }
    let gained = impact.gained().into_iter();
    let mut gained: Vec<String> = gained.map(|(gain, _)| gain.what.clone()).collect();
    if gained.is_empty() {
        gained = case.gains(|_| true);
    }
    let verdict = impact.verdict();
    if gained.is_empty() {
        let undecided =
            "Whether it allows more than now is undecided, and no difference could be named";
        let why = match (verdict, impact.why()) {
            (Verdict::Equal | Verdict::Narrower, _) => return Ruling::Pass,
            (Verdict::Undecided, Some(why)) => format!("{undecided}: {why}."),
            (Verdict::Undecided, None) => format!("{undecided}."),
            (Verdict::Broader | Verdict::Different, _) => {
                "It allows more than now, and what exactly could not be named.".to_owned()
            }
        };
        return Ruling::stop(why, SMALLER);
    }
    let mut what: Vec<String> = gained.iter().map(|gain| allows(gain)).collect();
    if verdict == Verdict::Undecided {
        let why = impact.why().unwrap_or("the proof failed");
        what.push(format!(
            "That this is all could not be proved: {why}. Read both texts."
        ));
    }
    Ruling::warn_all(what)
}

fn unjudged(case: &Case<'_>) -> Ruling {
    let why = case.assessment.impact.unjudged.as_deref();
    let why = why.unwrap_or("Nothing could be compared.");
    if let Subject::File(_, _, FilePart::Codified(Item::Boundary)) = case.subject() {
        // A file that says which limit is in force gives nobody anything.
        return Ruling::warn(why);
    }
    if case.steps.is_err() {
        // Nothing is planned, and the guard that says so says why.
        return Ruling::Pass;
    }
    Ruling::stop(
        format!("What this would allow could not be judged. {why}"),
        "Ask for read access to what is missing (iam:GetPolicy, iam:GetPolicyVersion), then refresh.",
    )
}

/// Of a change set every IAM resource and every resource's policy is judged by
/// itself, nested stacks' included, and none may be left out.
fn stack(case: &Case<'_>) -> Ruling {
    let mut what = Vec::new();
    for resource in &case.assessment.impact.resources {
        let id = resource.name();
        if let Some(why) = &resource.unjudged {
            return Ruling::stop(
                format!("Stop and escalate: what {id} would be allowed could not be judged. {why}"),
                "Look at the change set by hand with whoever is responsible for IAM.",
            );
        }
        let open = match &resource.access {
            Some(access) => matches!(
                access.comparison.verdict,
                Verdict::Broader | Verdict::Different | Verdict::Undecided
            ),
            None => resource.gives.is_empty() && resource.says.is_empty(),
        };
        if open && resource.gains.is_empty() {
            return Ruling::stop(
                format!(
                    "Stop and escalate: {id} may be allowed more than now, and what exactly could not be named."
                ),
                SMALLER,
            );
        }
        what.extend(gains_and_losses(resource));
        what.extend(resource.says.iter().map(|words| format!("{id}: {words}")));
        what.extend(resource.notes.iter().map(|note| format!("{id}: {note}")));
    }
    Ruling::warn_all(what)
}

/// A gain of a single policy, as the guard says it.
pub(in crate::gate) fn allows(gain: &str) -> String {
    format!("ALLOWS {gain}")
}

/// What a resource of a change set gains and loses, as the guard says it.
pub(in crate::gate) fn gains_and_losses(resource: &ImpactedResource) -> Vec<String> {
    let id = resource.name();
    let gains = Grant::all_words(&resource.gains).into_iter();
    let gains = gains.map(|gain| format!("{id} GAINS {gain}"));
    let gives = resource.gives.iter();
    let gives = gives.map(|words| format!("{id} GIVES {words}"));
    let lost = resource.access.iter().flat_map(|access| &access.lost);
    let lost = lost.map(|lost| format!("{id} LOSES {}", lost.what));
    gains.chain(gives).chain(lost).collect()
}
