//! `cloudformation:CreateChangeSet` for a stack that exists, from the template's
//! text: a preparation. Nothing that runs is touched until it is executed.
//!
//! Parameters and tags stay as they are live. What would upload files or run
//! somebody's macro is not offered.

mod template;
mod upload;

use serde::{Deserialize, Serialize};

use super::{
    Change, ExpectedValue, NewChangeSet, Progress, StackPart, Subject, Write, parameters,
    stack::{known, state},
};
use crate::{
    facts::{
        BucketName, ChangeSet, Reading, Reason, Remote, StackName,
        stack::{ChangeSetName, ChangeSetStatus, DeploymentMode},
    },
    gate::{AwsCall, Observed, Step, TargetState, record::redact::no_echo},
};

/// What every change set that is made here is called at first.
pub const PREFIX: &str = "watchkeeper-";

/// What every change set that is made here says of itself.
const DESCRIPTION: &str = "Made by Watchkeeper, to be reviewed.";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateChangeSet {
    pub stack: StackName,
    /// Begins with [`PREFIX`]; new each time.
    pub change_set: ChangeSetName,
    /// The template's text.
    pub template: Remote,
    /// Values for parameters that the stack does not have yet, and those that the
    /// repository expects of the others: these must be what is live.
    #[serde(default)]
    pub parameters: Vec<ExpectedValue>,
    /// `REVERT_DRIFT`: puts back what somebody changed by hand.
    pub mode: Option<DeploymentMode>,
    /// The person's own, for a template that is too large to be sent as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bucket: Option<BucketName>,
}

impl Change for CreateChangeSet {
    fn subject(&self) -> Subject<'_> {
        let new = NewChangeSet {
            name: &self.change_set,
            template: &self.template,
            expected: &self.parameters,
            reverts_drift: self.mode.is_some(),
            through: upload::bucket(self),
        };
        Subject::Stack(&self.stack, StackPart::NewChangeSet(new))
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let stack = known(&seen.target)?;
        if state(&seen.target)?.change_set.is_some() {
            return Err(format!("There is a change set {} already.", self.change_set.raw()).into());
        }
        if !stack.status.takes_updates() {
            return Err(format!("The stack is {}: it takes no update.", stack.status.raw()).into());
        }
        if !is_ours(self.change_set.raw()) {
            return Err(format!(
                "A change set made here has letters, digits and hyphens after `{PREFIX}` in its name, 128 at most."
            ).into());
        }
        let fit = template::fit(self.template.raw())?;
        let mut call = AwsCall::cloudformation(
            "CreateChangeSet",
            [
                ("StackName", stack.id.raw()),
                ("ChangeSetName", self.change_set.raw()),
                ("ChangeSetType", "UPDATE"),
                ("Description", DESCRIPTION),
            ],
        );
        let upload = upload::of(self, seen)?;
        let mut put = |name: String, value: &str| {
            call.parameters.insert(name, Remote::new(value));
        };
        match &upload {
            None => put("TemplateBody".to_owned(), self.template.raw()),
            Some(upload) => put("TemplateURL".to_owned(), &upload.url),
        }
        for (at, capability) in fit.capabilities.iter().enumerate() {
            put(format!("Capabilities.member.{}", at + 1), capability);
        }
        let sent = parameters::effective(&self.template, &self.parameters, stack)?;
        let sent = sent.iter().filter_map(|one| Some((&one.key, one.sent()?)));
        for (at, (key, value)) in sent.enumerate() {
            let member = format!("Parameters.member.{}", at + 1);
            put(format!("{member}.ParameterKey"), key.raw());
            match value {
                None => put(format!("{member}.UsePreviousValue"), "true"),
                Some(value) => put(format!("{member}.ParameterValue"), value.raw()),
            }
        }
        // AWS's own tags can't be given; it keeps them by itself.
        let tags = stack.tags.iter();
        let tags = tags.filter(|tag| !tag.key.raw().starts_with("aws:"));
        for (at, tag) in tags.enumerate() {
            put(format!("Tags.member.{}.Key", at + 1), tag.key.raw());
            put(format!("Tags.member.{}.Value", at + 1), tag.value.raw());
        }
        if let Some(mode) = &self.mode {
            if *mode != DeploymentMode::RevertDrift {
                return Err(format!("Deployment mode {} is not known here.", mode.raw()).into());
            }
            put("DeploymentMode".to_owned(), mode.raw());
        }
        let first = upload.map(|upload| Step::Aws(upload.put));
        Ok(first.into_iter().chain([Step::Aws(call)]).collect())
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        let mut after = state(&seen.target)?.clone();
        after.proposed = Some(Reading::Known(self.template.clone()));
        Ok(TargetState::Stack(Box::new(after)))
    }

    /// The template: the change set's, where there is one.
    fn part(&self, target: &TargetState) -> Option<Remote> {
        let state = target.stack()?;
        let text = state.proposed.as_ref().or(state.template.as_ref());
        text?.known().cloned()
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err("it changes nothing that runs; the change set can be deleted".into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    /// Values that the repository has for parameters which are never shown.
    fn conceal(&mut self, mark: &str) {
        let hidden = no_echo::names(self.template.raw());
        let given = self.parameters.iter_mut();
        for one in given.filter(|one| hidden.contains(one.key.raw())) {
            one.value = Remote::new(mark);
        }
    }

    fn headline(&self, _: &Observed) -> String {
        match self.mode {
            Some(_) => {
                "Makes a change set that puts back what was changed by hand, to be looked at."
            }
            None => "Makes a change set of this template, to be looked at.",
        }
        .to_owned()
    }

    fn made_of(&self, file: &Remote) -> Option<Write> {
        let made = Self {
            template: file.clone(),
            ..self.clone()
        };
        self.mode.is_none().then(|| made.into())
    }

    fn step_in_words(&self, call: &AwsCall, is_done: bool) -> String {
        upload::in_words(call, is_done)
    }

    fn is_preparation(&self) -> bool {
        true
    }

    /// Found by its name, and by what it says of itself, for somebody else may have
    /// been first with the name.
    fn made(&self, now: &TargetState) -> Option<Remote> {
        let set = now.stack()?.change_set()?;
        let is_it = set.name == self.change_set && says_it_is_ours(set);
        is_it.then(|| Remote::new(set.id.raw()))
    }

    fn progress(&self, now: &TargetState) -> Option<Progress> {
        let state = match state(now) {
            Ok(state) => state,
            Err(why) => return Some(Progress::Unclear(why.to_string())),
        };
        let set = match &state.change_set {
            None => return Some(Progress::Untouched),
            Some(Reading::Unknown(fault)) => return Some(Progress::Unclear(fault.what.clone())),
            Some(Reading::Known(set)) => set,
        };
        if !says_it_is_ours(set) {
            return Some(Progress::Failed(
                "There is a change set of that name that was not made here.".to_owned(),
            ));
        }
        let reason = set.reason.as_ref().map_or("", Remote::raw);
        Some(match &set.status {
            ChangeSetStatus::CreatePending | ChangeSetStatus::CreateInProgress => {
                Progress::Running(set.status.raw().to_owned())
            }
            _ if set.is_empty() => Progress::Failed(format!(
                "The stack is as the template says: the change set is empty and may be deleted. {reason}"
            )),
            ChangeSetStatus::CreateComplete => Progress::Applied,
            ChangeSetStatus::Failed => {
                Progress::Failed(format!("CloudFormation made no change set of it: {reason}"))
            }
            status @ (ChangeSetStatus::DeletePending
            | ChangeSetStatus::DeleteInProgress
            | ChangeSetStatus::DeleteComplete
            | ChangeSetStatus::DeleteFailed
            | ChangeSetStatus::Unknown(_)) => {
                Progress::Unclear(format!("the change set is {}", status.raw()))
            }
        })
    }
}

/// By what it says of itself: a name may be anybody's.
fn says_it_is_ours(set: &ChangeSet) -> bool {
    set.description.as_ref().map(Remote::raw) == Some(DESCRIPTION)
}

/// A name that this program gives.
pub(in crate::gate) fn is_ours(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|rest| {
        !rest.is_empty()
            && name.len() <= 128
            && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    })
}
