//! An expression in a script: its value becomes code of the shell. And secrets among the
//! arguments of a command, where every process can read them.

use super::{
    expression::Expression,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    workflow::{Step, Workflow},
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "injected-expression",
    number: "CP-106",
    area: Area::Workflows,
    title: "No script has text in it that others choose",
    accepted: "Secrets are never in plain text in workflows and logs",
    risk: Risk::High,
    confidence: Confidence::High,
    effort: 60,
    needs: Needs::Files,
    why: "GitHub puts the value into the script before the shell reads it: a title such as `\"; curl ... | sh #` runs as a command, with everything that the job has. A secret in the arguments can be read in the list of processes.",
    fix: "Pass the value by the environment, and quote the variable: `env: { TITLE: ${{ github.event.issue.title }} }` and in the script \"$TITLE\".",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.workflows.is_empty() && repository.actions.is_empty() {
        return None;
    }
    let mut marks = Vec::new();
    for workflow in &repository.workflows {
        for step in workflow.steps() {
            of_step(&step, Some(workflow), &mut marks);
        }
    }
    for action in &repository.actions {
        for step in action.steps() {
            of_step(&step, None, &mut marks);
        }
    }
    if marks.is_empty() {
        marks.push(Mark::of(
            State::Green,
            "no script has such an expression in it",
        ));
    }
    Some(marks)
}

fn of_step(step: &Step<'_>, workflow: Option<&Workflow>, marks: &mut Vec<Mark>) {
    let script = step
        .with("script")
        .filter(|_| step.is_of("actions/github-script"));
    for node in step.run().into_iter().chain(script) {
        let all = Expression::all(step.source, node);
        let told: Vec<(Expression<'_>, State, String)> = all
            .into_iter()
            .filter_map(|one| {
                let (state, what) = judged(&one, workflow)?;
                Some((one, state, what))
            })
            .collect();
        let expressions: Vec<Expression<'_>> = told.iter().map(|one| one.0).collect();
        let places = Expression::places(step.source, &expressions);
        marks.extend(
            told.into_iter()
                .zip(places)
                .map(|((_, state, what), place)| Mark::at(state, step.source, place, what)),
        );
    }
}

fn judged(one: &Expression<'_>, workflow: Option<&Workflow>) -> Option<(State, String)> {
    if let Some(context) = one.chosen() {
        return Some((
            State::Red,
            format!("anybody can choose {context}, and it becomes code"),
        ));
    }
    if let Some(secret) = one.secret() {
        let what = format!("secret {secret} becomes part of the script and of its arguments");
        return Some((State::Amber, what));
    }
    let name = one.input()?;
    is_free(workflow, &name).then(|| {
        let what = format!("whoever starts it chooses input {name}, and it becomes code");
        (State::Amber, what)
    })
}

/// A choice, a number and a boolean are no code.
fn is_free(workflow: Option<&Workflow>, name: &str) -> bool {
    let Some(workflow) = workflow else {
        return true;
    };
    let kind = ["workflow_dispatch", "workflow_call"]
        .iter()
        .find_map(|trigger| {
            let inputs = workflow.trigger(trigger)?.get("inputs")?;
            let mut entries = inputs.entries().iter();
            let input = entries.find(|entry| entry.key.text.eq_ignore_ascii_case(name))?;
            input.value.get("type").and_then(Node::text)
        });
    !matches!(kind, Some("boolean" | "choice" | "number" | "environment"))
}
