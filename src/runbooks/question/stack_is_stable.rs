//! Whether the subject's stack, or another one, takes updates: `stack-is-stable`.

use super::{Asked, Question, Scene, Told};
use crate::{
    ask::{Ask, Question as _, cloudformation},
    facts::StackName,
};

pub(super) const QUESTION: Question = Question {
    name: "stack-is-stable",
    doc: "whether the stack is neither at work nor stuck: UPDATE_ROLLBACK_COMPLETE is stable, UPDATE_ROLLBACK_FAILED is not. stack: another stack than the subject",
    arguments: &[("stack", false)],
    asks,
    tell,
};

fn asks(asked: &Asked, scene: &Scene<'_>) -> Vec<Ask> {
    vec![
        cloudformation::Stack(name(asked, scene))
            .of(scene.environment)
            .into(),
    ]
}

fn name(asked: &Asked, scene: &Scene<'_>) -> StackName {
    StackName::from(asked.one("stack").unwrap_or(scene.subject))
}

fn tell(asked: &Asked, scene: &Scene<'_>) -> Told {
    let name = name(asked, scene);
    let Some(stack) = scene.store.stack_named(scene.environment, &name) else {
        return Told::unknown(format!("Stack {} has not been read.", name.raw()));
    };
    let said = format!("stack {} is {}", name.raw(), stack.status.raw());
    Told::of(stack.status.takes_updates(), [said])
}
