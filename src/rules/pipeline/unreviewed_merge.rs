//! Whether somebody else has to look at a change before it is on the default branch.

use super::{
    online::told,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::{
    ask::github::endpoint::{BRANCH, BRANCH_RULES},
    facts::{Remote, actions::BranchRule},
};

pub(super) const RULE: Rule = Rule {
    id: "unreviewed-merge",
    number: "CP-405",
    area: Area::Testing,
    title: "A second person looks at each change",
    accepted: "The default branch requires a review",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 30,
    needs: Needs::GitHub,
    why: "Whoever has or steals the token of one person who can push puts code on the branch that is deployed.",
    fix: "Make a ruleset for the default branch (Settings, Rules) that requires a pull request with one approval, and lets nobody delete the branch or push over its history.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.workflows.is_empty() {
        return None;
    }
    let what = "whether the default branch requires a review";
    let rules = match told(&repository.online.rules, what, BRANCH_RULES) {
        Ok(rules) => &rules.items,
        Err(mark) => return Some(vec![mark]),
    };
    let pulls = rules.iter().filter(|rule| is_of(rule, "pull_request"));
    let approvals = pulls.map(|it| it.parameters.required_approving_review_count.unwrap_or(0));
    let mut marks = vec![match approvals.max() {
        Some(0) => Mark::of(
            State::Amber,
            "a pull request is required, and nobody's approval of it",
        ),
        Some(count) => Mark::of(State::Green, format!("{count} must approve a pull request")),
        None => without_rule(repository),
    }];
    if !rules.is_empty() && !rules.iter().any(|rule| is_of(rule, "non_fast_forward")) {
        let what = "no rule keeps anybody from pushing over the branch's history";
        marks.push(Mark::of(State::Amber, what));
    }
    Some(marks)
}

fn is_of(rule: &BranchRule, wanted: &str) -> bool {
    rule.kind.as_ref().map(Remote::raw) == Some(wanted)
}

/// The older kind of protection may require it: only who administers is shown that.
fn without_rule(repository: &Repository) -> Mark {
    let what = "whether the default branch is protected";
    match told(&repository.online.branch, what, BRANCH) {
        Ok(branch) if branch.protected == Some(true) => Mark::of(
            State::Unknown,
            "the branch has a protection of the older kind: whether it requires a review takes administration:read",
        ),
        Ok(_) => Mark::of(
            State::Red,
            "no rule holds on the default branch: whoever can push changes it at once",
        ),
        Err(mark) => mark,
    }
}
