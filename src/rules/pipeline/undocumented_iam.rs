//! Whether somebody who reviews the repository can see what its roles may do.

use super::{
    declared::documents,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::policy::Kind;

pub(super) const RULE: Rule = Rule {
    id: "undocumented-iam",
    number: "CP-203",
    area: Area::Identity,
    title: "What the pipeline's roles may do is written down",
    accepted: "The policies of the CI role are in the repository",
    risk: Risk::Medium,
    confidence: Confidence::Medium,
    effort: 120,
    needs: Needs::Aws,
    why: "Nobody can review, or put back, permissions that are only in the account.",
    fix: "Declare the deployment's role in a template, keep its policies as files for `watchkeeper check drift`, or write docs/IAM_POLICIES.md: the role of CI, the functions' roles and the scheduler's.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let mut steps = repository.steps();
    let assuming = steps.find(|step| step.with("role-to-assume").is_some());
    let trusts = documents(repository, Kind::Trust);
    if let Some(declared) = trusts
        .iter()
        .find(|it| it.text.contains("token.actions.githubusercontent.com"))
    {
        let what = format!("{} is declared by a template", declared.owner);
        let place = declared.place_of("Statement");
        return Some(vec![declared.mark(State::Green, place, what)]);
    }
    let written = repository
        .paths
        .iter()
        .find(|path| path.ends_with("IAM_POLICIES.md"));
    if let Some(path) = written {
        let what = format!("{path} is there; whether it says what is live, only the account knows");
        return Some(vec![Mark::of(State::Unknown, what)]);
    }
    let step = assuming?;
    let place = step.with("role-to-assume")?.span.place;
    let what = "no template declares this role, and no docs/IAM_POLICIES.md says what it may do";
    Some(vec![Mark::at(State::Amber, step.source, place, what)])
}
