//! The parameters of a change set beside those that are live: a change set made
//! here keeps them, and says where the repository expects something else.

use serde::{Deserialize, Serialize};

use crate::{
    facts::{Reason, Remote, Stack},
    gate::record::redact::no_echo,
    template,
};

/// A value that the repository has for a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedValue {
    pub key: Remote,
    pub value: Remote,
}

/// One parameter: of the template, of the stack, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectiveParameter {
    pub key: Remote,
    pub live: Option<Remote>,
    pub expected: Option<Remote>,
    /// The value is another's name, an SSM parameter's, and what that says now is taken.
    pub is_name: bool,
    /// `NoEcho`: CloudFormation shows it to nobody, and nor is it shown here.
    pub is_secret: bool,
    pub is: ParameterSource,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterSource {
    /// The live value is kept.
    Kept,
    /// The stack does not have it yet: it gets the expected value, or its default.
    New,
    /// The repository expects another value than is live.
    Differs,
    /// The template does not have it any more.
    Gone,
    /// The stack does not have it, and nothing says what it is to be.
    Missing,
}

impl EffectiveParameter {
    /// How it is sent: None not at all, Some(None) with the value that it has.
    pub(super) fn sent(&self) -> Option<Option<&Remote>> {
        match self.is {
            ParameterSource::Kept => Some(None),
            ParameterSource::New | ParameterSource::Differs => self.expected.as_ref().map(Some),
            ParameterSource::Gone | ParameterSource::Missing => None,
        }
    }

    /// `GitHubBranch: main, kept`, raw.
    pub fn words(&self) -> String {
        let raw = |value: &Option<Remote>| {
            let shown = |value: &Remote| match self.is_secret {
                true => "a value that is not shown (NoEcho)".to_owned(),
                false => value.raw().to_owned(),
            };
            let value = value.as_ref().map(shown);
            value.unwrap_or_else(|| "its default".to_owned())
        };
        let (live, expected) = (raw(&self.live), raw(&self.expected));
        let key = self.key.raw();
        match self.is {
            ParameterSource::Kept if self.is_name => {
                format!("{key}: {live}, kept, and what SSM says of it now is taken")
            }
            ParameterSource::Kept => format!("{key}: {live}, kept"),
            ParameterSource::New => format!("{key}: new, {expected}"),
            ParameterSource::Differs => format!("{key}: live {live}, expected {expected}"),
            ParameterSource::Gone => {
                format!("{key}: live {live}, and the template no longer has it")
            }
            ParameterSource::Missing => format!("{key}: new, and nothing says what it is to be"),
        }
    }
}

/// Every parameter as it stands: kept, new, or not what is expected.
pub(super) fn effective(
    text: &Remote,
    expected: &[ExpectedValue],
    stack: &Stack,
) -> Result<Vec<EffectiveParameter>, Reason> {
    let template =
        template::parse(text.raw()).map_err(|malformed| malformed.fault("the template").what)?;
    let declared = template.root.get("Parameters");
    let declared = declared.map_or(&[][..], template::Node::entries);
    let given = |key: &str| {
        let found = expected.iter().find(|given| given.key.raw() == key);
        found.map(|given| given.value.clone())
    };
    let hidden = no_echo::names(text.raw());
    let mut all = Vec::new();
    for entry in declared {
        let key = entry.key.text.as_str();
        let live = stack.parameters.iter().find(|one| one.key.raw() == key);
        let wanted = given(key);
        let is = match (live, &wanted) {
            // A NoEcho value comes as asterisks: nobody can compare it.
            (Some(live), Some(expected)) if live.value.as_ref() != Some(expected) => {
                ParameterSource::Differs
            }
            (Some(_), _) => ParameterSource::Kept,
            (None, None) if entry.value.get("Default").is_none() => ParameterSource::Missing,
            (None, _) => ParameterSource::New,
        };
        all.push(EffectiveParameter {
            key: Remote::new(key),
            live: live.and_then(|one| one.value.clone()),
            expected: wanted,
            is_secret: hidden.contains(key),
            is_name: live.is_some_and(|one| one.resolved.is_some()),
            is,
        });
    }
    let is_declared = |key: &Remote| declared.iter().any(|entry| entry.key.text == key.raw());
    let gone = stack.parameters.iter().filter(|one| !is_declared(&one.key));
    all.extend(gone.map(|one| EffectiveParameter {
        key: one.key.clone(),
        live: one.value.clone(),
        expected: given(one.key.raw()),
        is_name: one.resolved.is_some(),
        // AWS answers with asterisks where it was one.
        is_secret: false,
        is: ParameterSource::Gone,
    }));
    let is_known = |given: &&ExpectedValue| all.iter().any(|one| one.key == given.key);
    match expected.iter().find(|given| !is_known(given)) {
        Some(unknown) => {
            let key = unknown.key.raw();
            Err(format!("Parameter {key} is in neither the template nor the stack.").into())
        }
        None => Ok(all),
    }
}
