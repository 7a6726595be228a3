//! Whether GitHub itself refuses an action that is not pinned or not chosen.

use super::{
    online::told,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::{ask::github::endpoint::ACTIONS_PERMISSIONS, facts::Remote};

pub(super) const RULE: Rule = Rule {
    id: "unrestricted-actions",
    number: "CP-110",
    area: Area::Workflows,
    title: "GitHub itself refuses actions that are not pinned",
    accepted: "The repository requires pinned actions",
    risk: Risk::Low,
    confidence: Confidence::High,
    effort: 15,
    needs: Needs::GitHub,
    why: "A review can overlook an action that is named by its tag; GitHub does not, where it is set to refuse it.",
    fix: "Once every action is pinned, turn on \"Require actions to be pinned to a full-length commit SHA\" (Settings, Actions, General), and allow only the actions that are used.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.workflows.is_empty() {
        return None;
    }
    let what = "whether the repository requires pinned actions";
    let set = match told(&repository.online.permissions, what, ACTIONS_PERMISSIONS) {
        Ok(set) => set,
        Err(mark) => return Some(vec![mark]),
    };
    let allowed = set.allowed_actions.as_ref().map(Remote::raw);
    let mut marks = vec![match set.sha_pinning_required {
        Some(true) => Mark::of(State::Green, "an action that is not pinned does not run"),
        Some(false) => Mark::of(State::Amber, "an action that is not pinned runs"),
        None => Mark::of(
            State::Unknown,
            "this server does not say whether it requires pinned actions",
        ),
    }];
    marks.push(match allowed {
        Some("all") => Mark::of(State::Amber, "every action of everybody may run"),
        Some(kind) => Mark::of(State::Green, format!("allowed actions: {kind}")),
        None => Mark::of(State::Unknown, "which actions may run is not said"),
    });
    Some(marks)
}
