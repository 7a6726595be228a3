//! What a runbook's file may say: the keys and their types, and nothing of what they mean.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::step::{SubjectKind, Trigger};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Says {
    pub title: String,
    pub about: String,
    pub subject: SubjectKind,
    #[serde(default)]
    pub mends: Vec<Trigger>,
    pub step: Vec<Spanned<StepSays>>,
}

/// One step as it is written: which keys it needs and may have, its kind says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepSays {
    pub id: Spanned<String>,
    pub kind: Spanned<String>,
    pub title: String,
    #[serde(default)]
    pub text: String,
    pub question: Option<Spanned<String>>,
    #[serde(default)]
    pub arguments: BTreeMap<String, Values>,
    pub yes: Option<Spanned<String>>,
    pub no: Option<Spanned<String>>,
    pub who: Option<Spanned<String>>,
    pub check: Option<Spanned<Vec<String>>>,
    pub command: Option<Spanned<String>>,
    pub writes: Option<Spanned<Vec<String>>>,
    pub until: Option<Spanned<bool>>,
    pub minutes: Option<Spanned<i64>>,
    pub what: Option<Spanned<String>>,
}

/// One text or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Values {
    One(String),
    Many(Vec<String>),
}

impl Values {
    pub(super) fn all(&self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one.clone()],
            Self::Many(many) => many.clone(),
        }
    }
}
