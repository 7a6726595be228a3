//! Whether a password alone is enough to act as a member of the organisation.

use super::{
    online::told,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::{
    ask::github::endpoint::{ORGANISATION, REPOSITORY},
    facts::Remote,
};

pub(super) const RULE: Rule = Rule {
    id: "two-factor",
    number: "CP-205",
    area: Area::Identity,
    title: "The organisation requires two factors",
    accepted: "Members of the organisation sign in with two factors",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 30,
    needs: Needs::GitHub,
    why: "One guessed or phished password of one member is enough to push a workflow that deploys.",
    fix: "Require it in the organisation's settings (Authentication security); members without it can then no longer reach the organisation's repositories.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.workflows.is_empty() {
        return None;
    }
    let online = &repository.online;
    let what = "who has the repository";
    let owner = match told(&online.facts, what, REPOSITORY) {
        Ok(facts) => facts.owner.as_ref().and_then(|owner| owner.kind.as_ref()),
        Err(_) if online.facts.is_none() => {
            let what = "whether two factors are required is only known on GitHub";
            return Some(vec![Mark::of(State::Unknown, what)]);
        }
        Err(mark) => return Some(vec![mark]),
    };
    if owner.map(Remote::raw) == Some("User") {
        let what =
            "a person has the repository: nothing says whether they sign in with two factors";
        return Some(vec![Mark::of(State::Unknown, what)]);
    }
    let what = "whether the organisation requires two factors";
    let set = match told(&online.organisation, what, ORGANISATION) {
        Ok(organisation) => organisation.two_factor_requirement_enabled,
        Err(mark) => return Some(vec![mark]),
    };
    Some(vec![match set {
        Some(true) => Mark::of(State::Green, "the organisation requires two factors"),
        Some(false) => Mark::of(State::Red, "a password alone is enough for a member"),
        None => Mark::of(
            State::Unknown,
            "only an owner of the organisation is shown whether it requires two factors",
        ),
    }])
}
