//! `cloudformation:UpdateTerminationProtection`: a stack is protected against
//! deletion, or no longer.

use serde::{Deserialize, Serialize};

use super::{
    Change, StackPart, Subject, Write,
    stack::{known, with_stack},
};
use crate::{
    facts::{Reason, Remote, StackName},
    gate::{AwsCall, Observed, Step, TargetState},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateTerminationProtection {
    pub stack: StackName,
    pub enable: bool,
}

impl Change for UpdateTerminationProtection {
    fn subject(&self) -> Subject<'_> {
        Subject::Stack(&self.stack, StackPart::Protect)
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let stack = known(&seen.target)?;
        let enable = if self.enable { "true" } else { "false" };
        Ok(vec![Step::Aws(AwsCall::cloudformation(
            "UpdateTerminationProtection",
            [
                ("StackName", stack.id.raw()),
                ("EnableTerminationProtection", enable),
            ],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_stack(seen, |stack| {
            stack.termination_protection = self.enable;
        })
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        let stack = target.stack()?.stack.known()?;
        let text = format!(
            "EnableTerminationProtection: {}",
            stack.termination_protection
        );
        Some(Remote::new(text))
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        let back = Self {
            enable: !self.enable,
            ..self.clone()
        };
        Ok(back.into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        let stack = self.stack.short();
        match self.enable {
            true => Vec::new(),
            false => vec![format!(
                "Stack {stack} is no longer protected against deletion."
            )],
        }
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, _: &Observed) -> String {
        match self.enable {
            true => "Protects the stack against deletion.",
            false => "TAKES AWAY the stack's protection against deletion.",
        }
        .to_owned()
    }
}
