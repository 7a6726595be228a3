//! Whom the trust policy of a deployment's role lets in, as templates declare it.
//!
//! The least-privilege rules of trust judge each document; here is what is special about
//! GitHub's subjects, which have two forms since July 2026: `repo:OWNER/NAME:...` and
//! `repo:OWNER@ID/NAME@ID:...`.

use super::{
    declared::{Declared, documents},
    live_trust::{self, HOST},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::{
    policy::{Condition, Kind, Statement},
    rules::least_privilege::lint,
};

pub(super) const RULE: Rule = Rule {
    id: "open-trust",
    number: "CP-202",
    area: Area::Identity,
    title: "Only this repository's deployments can assume the role",
    accepted: "The deployment role trusts one repository and environment",
    risk: Risk::High,
    confidence: Confidence::High,
    effort: 60,
    needs: Needs::Aws,
    why: "The trust policy alone decides which workflows of which repositories get the role's permissions; with a subject left open those are other branches, other repositories, or strangers.",
    fix: "Ask for aud = sts.amazonaws.com and for the exact subject, in the form that the repository has and in the other one until it is renamed: repo:OWNER/NAME:environment:prod and repo:OWNER@ID/NAME@ID:environment:prod. `gh api repos/OWNER/NAME` shows both ids.",
    check,
};

const STRANGERS: [&str; 3] = [
    "trust-any-principal",
    "trust-without-subject",
    "trust-without-audience",
];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let trusts = documents(repository, Kind::Trust);
    let of_github = trusts.iter().filter(|it| it.text.contains(HOST));
    let mut marks: Vec<Mark> = of_github.flat_map(judged).collect();
    marks.extend(live_trust::marks(repository));
    if marks.is_empty() {
        let action = "aws-actions/configure-aws-credentials";
        let steps = repository.steps();
        let mut assuming = steps.filter(|step| step.with("role-to-assume").is_some());
        let step = assuming.find(|step| step.is_of(action))?;
        marks.push(Mark::at(
            State::Unknown,
            step.source,
            step.with("role-to-assume")?.span.place,
            "no template here declares this role: whom it trusts is only known in the account",
        ));
    }
    Some(marks)
}

fn judged(declared: &Declared<'_>) -> Vec<Mark> {
    let of = &declared.owner;
    let place = |field: &str| declared.place_of(field);
    let hits = lint(&declared.document);
    let mut marks: Vec<Mark> = hits
        .iter()
        .map(|hit| {
            let state = match STRANGERS.contains(&hit.rule) {
                true => State::Red,
                false => State::Amber,
            };
            declared.mark(state, place("Condition"), format!("{of}: {}", hit.what))
        })
        .collect();
    if !marks.is_empty() {
        return marks;
    }
    let subjects = subjects(&declared.document.statements);
    let sub = format!("{HOST}:sub");
    if let Some(subject) = subjects.iter().find(|it| leaves_the_repository_open(it)) {
        let what = format!("{of}: {subject} is every repository of the owner");
        marks.push(declared.mark(State::Red, place(&sub), what));
        return marks;
    }
    let any_ref = subjects.iter().find(|subject| subject.ends_with(":*"));
    if let Some(subject) = any_ref {
        let what = format!("{of}: {subject} is any branch, tag and pull request of the repository");
        marks.push(declared.mark(State::Amber, place(&sub), what));
    }
    let has_ids = |subject: &&String| subject.split(':').nth(1).is_some_and(|it| it.contains('@'));
    if !subjects.is_empty() && !subjects.iter().any(|it| has_ids(&it)) {
        let what = format!(
            "{of}: the subject has no ids: deployments fail once the repository is renamed, transferred or made anew"
        );
        marks.push(declared.mark(State::Amber, place(&sub), what));
    }
    if marks.is_empty() {
        let what = format!("{of} trusts the subjects that it names");
        marks.push(declared.mark(State::Green, place(&sub), what));
    }
    marks
}

/// The values that the tokens' subject may have, of every statement.
fn subjects(statements: &[Statement]) -> Vec<String> {
    let key = format!("{HOST}:sub");
    let is_sub = |it: &&Condition| it.key.value.eq_ignore_ascii_case(&key) && !it.operator.negated;
    let conditions = statements.iter().flat_map(|it| &it.conditions);
    let values = conditions.filter(is_sub).flat_map(|it| &it.values);
    values.map(|value| value.value.clone()).collect()
}

/// `repo:OWNER/*`: no name of a repository is written out.
fn leaves_the_repository_open(subject: &str) -> bool {
    let Some(rest) = subject.strip_prefix("repo:") else {
        return false;
    };
    let name = rest.split(':').next().and_then(|it| it.split_once('/'));
    name.is_some_and(|(_, name)| {
        let name = name.split('@').next().unwrap_or(name);
        !name.contains(|c: char| c.is_ascii_alphanumeric())
    })
}
