//! What a runbook is made of.

use super::question::Asked;
use crate::cause::chain::LinkKind;

#[derive(Clone, Debug)]
pub struct Runbook {
    /// Its file's name without the ending: `stale-deploy-role`.
    pub name: String,
    pub title: String,
    /// When to use it, and what it does.
    pub about: String,
    /// What kind of thing it is carried out for.
    pub subject: SubjectKind,
    /// The findings that it mends.
    pub mends: Vec<Trigger>,
    pub steps: Vec<Step>,
}

/// What a runbook is carried out for: decides where its steps lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    Stack,
    Role,
    Run,
    /// A service of Cloud Map.
    Service,
    /// Nothing in particular.
    None,
}

/// Findings of a check, of one rule or of any.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    pub check: String,
    /// A glob over the ids of the rules.
    #[serde(default = "any")]
    pub rule: String,
    /// Only where the chain to the cause has a link of this kind.
    pub link: Option<LinkKind>,
}

fn any() -> String {
    "*".to_owned()
}

#[derive(Clone, Debug)]
pub struct Step {
    pub id: String,
    pub title: String,
    /// What to look for and why, in whole sentences.
    pub text: String,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// A person looks; what is known then is recorded.
    Look { at: Asked },
    /// What is known decides how it goes on; nobody's opinion does.
    Judge { by: Asked, yes: Next, no: Next },
    /// A person must agree, and writes down what was checked.
    Human { who: String, check: Vec<String> },
    /// A change that is proposed in its pane, and that the gate lets through or not.
    Propose {
        /// The command that proposes it: `stacks.create-change-set`.
        command: String,
        /// What the journal calls it: `CREATE CHANGE SET`.
        writes: Vec<String>,
    },
    /// Until the answer is this one, or the time is up.
    Wait {
        until: Asked,
        is: bool,
        minutes: i64,
    },
    /// Something that only a person knows is written down.
    Record { what: String },
    /// A command that somebody carries out elsewhere; nothing here runs it.
    External { command: String },
}

impl Kind {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Look { .. } => "look",
            Self::Judge { .. } => "judge",
            Self::Human { .. } => "HUMAN",
            Self::Propose { .. } => "propose",
            Self::Wait { .. } => "wait",
            Self::Record { .. } => "record",
            Self::External { .. } => "external",
        }
    }

    /// What is asked of the facts, if anything.
    pub fn asked(&self) -> Option<&Asked> {
        match self {
            Self::Look { at: asked }
            | Self::Judge { by: asked, .. }
            | Self::Wait { until: asked, .. } => Some(asked),
            Self::Human { .. }
            | Self::Propose { .. }
            | Self::Record { .. }
            | Self::External { .. } => None,
        }
    }
}

/// Where an answer leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Following,
    /// To a later step, by its id.
    Step(String),
    /// The runbook ends here, and why.
    End(String),
}
