//! Whether a person has to approve a deployment to production.

use super::{
    deploys::{Deploy, deploys},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "unapproved-deploy",
    number: "CP-605",
    area: Area::Operations,
    title: "A person approves what goes to production",
    accepted: "Production deploys wait for an approval",
    risk: Risk::High,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::GitHub,
    why: "Whoever can push, or steal a token that can, deploys to production, and nobody else sees it before.",
    fix: "Give the job `environment: production`, and that environment required reviewers and a branch rule (Settings, Environments).",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let all = deploys(repository);
    let marks: Vec<Mark> = all.iter().map(mark).collect();
    (!marks.is_empty()).then_some(marks)
}

fn mark(deploy: &Deploy<'_>) -> Mark {
    let job = &deploy.job;
    let id = job.id;
    match job.environment() {
        Some((name, place)) if name.contains("${{") => Mark::at(
            State::Unknown,
            job.source(),
            place,
            format!(
                "job {id} deploys to an environment that is decided when it runs; who has to approve is only known on GitHub"
            ),
        ),
        Some((name, place)) => Mark::at(
            State::Unknown,
            job.source(),
            place,
            format!(
                "job {id} deploys to environment {name}; who has to approve is only known on GitHub"
            ),
        ),
        None if deploy.is_of_production() => Mark::at(
            State::Red,
            job.source(),
            deploy.by.place,
            format!("job {id} deploys to production, and no environment holds it for an approval"),
        ),
        None => Mark::at(
            State::Amber,
            job.source(),
            deploy.by.place,
            format!("job {id} deploys, and no environment holds it for an approval"),
        ),
    }
}
