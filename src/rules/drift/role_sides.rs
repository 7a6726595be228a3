//! One role seen from both sides: what the rules of drift look at.

use std::collections::HashMap;

use super::{DriftItem, DriftKind, DriftState};
use crate::{
    facts::{
        Arn, BrokenFile, CodifiedFile, CodifiedRole, Fault, ManagedPolicy, PolicyName, Reading,
        Remote, Role, RoleName, Verdict,
    },
    rules::{self, Family},
};

/// A part of a role that can drift.
#[derive(Debug)]
pub struct Drift;

impl Family for Drift {
    type Subject<'a> = RoleSides<'a>;
    type Found = DriftItem;
}

pub type Rule = rules::Rule<Drift>;

/// What is known of the live role.
#[derive(Clone, Copy, Debug)]
pub enum Live<'a> {
    Present(&'a Role),
    /// IAM says that there is none.
    Missing,
    Unknown(&'a Fault),
}

/// The repository's side and the live side of one role.
#[derive(Debug)]
pub struct RoleSides<'a> {
    pub role: &'a RoleName,
    pub codified: Option<&'a CodifiedRole>,
    pub live: Live<'a>,
    /// Its files that could not be read.
    pub broken: Vec<&'a BrokenFile>,
    pub managed: &'a HashMap<&'a Arn, &'a ManagedPolicy>,
}

impl<'a> RoleSides<'a> {
    /// Both sides, where there are two: what the checks of parts compare.
    pub(super) fn both(&self) -> Option<(&'a CodifiedRole, &'a Role)> {
        match (self.codified, self.live) {
            (Some(codified), Live::Present(live)) => Some((codified, live)),
            _ => None,
        }
    }

    pub(super) fn item(&self, kind: DriftKind, policy: Option<&PolicyName>) -> DriftItem {
        DriftItem {
            role: self.role.clone(),
            policy: policy.cloned(),
            kind,
            state: DriftState::Unknown,
            verdict: Verdict::Undecided,
            codified: None,
            live: None,
            why: String::new(),
            short: String::new(),
            gained: Vec::new(),
            lost: Vec::new(),
            admits: Vec::new(),
            meaning: Vec::new(),
            comparison: None,
            uses: Vec::new(),
            commits: Vec::new(),
            template: None,
        }
    }
}

impl DriftItem {
    pub(super) fn unknown(mut self, fault: &Fault) -> Self {
        self.state = DriftState::Unknown;
        self.short = fault.in_short();
        self.why.clone_from(&fault.what);
        self
    }

    pub(super) fn because(mut self, state: DriftState, why: impl Into<String>) -> Self {
        self.state = state;
        self.why = why.into();
        self
    }

    /// One more sentence on why.
    pub(super) fn add(&mut self, said: &str) {
        self.why = format!("{} {said}", self.why);
    }

    pub(super) fn with_codified(mut self, file: &CodifiedFile) -> Self {
        self.codified = Some((file.text.clone(), file.path.clone()));
        self.commits.clone_from(&file.commits);
        self
    }

    /// Takes the live text and is judged by it, or turns unknown when it was not readable.
    pub(super) fn with_live(
        mut self,
        text: &Reading<Remote>,
        judged: impl Fn(Self) -> Self,
    ) -> Self {
        match text {
            Reading::Known(text) => {
                self.live = Some(text.clone());
                judged(self)
            }
            Reading::Unknown(fault) => self.unknown(fault),
        }
    }
}
