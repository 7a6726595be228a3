//! `cloudformation:UpdateTerminationProtection`: a stack is protected against
//! deletion, or no longer.

use serde::{Deserialize, Serialize};

use super::{
    Change, Target, Write,
    stack::{self, known, with_stack},
};
use crate::{
    facts::{Remote, RoleName, StackName},
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

pub(super) const NEEDS: &[&str] = &["cloudformation:UpdateTerminationProtection"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateTerminationProtection {
    pub stack: StackName,
    pub enable: bool,
}

impl Change for UpdateTerminationProtection {
    fn title(&self) -> &'static str {
        "UPDATE TERMINATION PROTECTION"
    }

    fn target(&self) -> Target {
        stack::target(&self.stack, None)
    }

    fn role(&self) -> Option<&RoleName> {
        None
    }

    fn stack(&self) -> Option<&StackName> {
        Some(&self.stack)
    }

    fn needs(&self) -> &'static [&'static str] {
        NEEDS
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, String> {
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

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
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

    fn readable(&self, state: &TargetState) -> Result<(), String> {
        stack::readable(state)
    }

    fn document_kind(&self) -> Option<Kind> {
        None
    }

    fn undo(&self, _: &Observed) -> Result<Write, String> {
        Ok(Write::UpdateTerminationProtection(Self {
            enable: !self.enable,
            ..self.clone()
        }))
    }
}
