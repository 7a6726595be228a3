//! Whether a person can run on their machine what CI runs.

use super::{
    commands,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "local-command",
    number: "CP-701",
    area: Area::Build,
    title: "One command runs locally what CI runs",
    accepted: "A single command reproduces CI locally",
    risk: Risk::Low,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::Files,
    why: "What can only be tried by a push is tried by pushes, and each takes minutes.",
    fix: "Put the steps of CI into targets of a Makefile or justfile, and let the workflow run these: `make ci`.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.workflows.is_empty() {
        return None;
    }
    let steps = repository.steps();
    for step in steps {
        let all = commands::of_step(&step, repository);
        let known = |name: &String| repository.tasks.targets().any(|it| it == name);
        let by_target = all.iter().find(|it| it.targets().iter().any(known));
        if let Some(command) = by_target {
            let what = format!(
                "CI runs targets of {}",
                repository.tasks.path.as_deref().unwrap_or("a Makefile")
            );
            return Some(vec![Mark::at(
                State::Green,
                step.source,
                command.place,
                what,
            )]);
        }
    }
    let what = match repository.tasks.path {
        Some(_) => "there is a Makefile or justfile, and CI runs other commands",
        None => "no Makefile or justfile has what CI runs",
    };
    Some(vec![Mark::of(State::Amber, what)])
}
