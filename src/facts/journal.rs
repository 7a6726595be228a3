//! The journal as it is shown: what was proposed, refused, applied or left in doubt.
//! The records themselves, and their chain, are the gate's.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AccountId, Arn, ChangeSetId, EnvironmentName, Region, Remote, StackName, stack::ChangeSetName,
};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalView {
    /// Newest first, as many as are shown.
    pub lines: Vec<JournalLine>,
    /// All links of the chain: records, and notes of the journal about itself.
    pub count: u64,
    /// Those that are no records.
    #[serde(default)]
    pub about_itself: u64,
    /// The hash of the newest record.
    pub head: Option<String>,
    /// The first link that does not hold, in a sentence.
    pub broken: Option<String>,
    /// Names of the stretches of a journal before this one that nobody could read, and
    /// that no person has settled yet: nothing is written until they are.
    #[serde(default)]
    pub unsettled: Vec<String>,
    /// Sentences about the files: what a crash left unfinished and was kept aside.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Where it is kept; None: in memory only.
    pub path: Option<String>,
    /// Change sets that were made here and are, as far as the journal tells, still
    /// there; oldest first.
    #[serde(default)]
    pub left_over: Vec<LeftOver>,
}

/// A change set that nobody executed or deleted through this program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOver {
    pub environment: EnvironmentName,
    pub account: Option<AccountId>,
    pub region: Option<Region>,
    pub stack: StackName,
    pub name: ChangeSetName,
    /// None: the answer that names it was lost.
    pub id: Option<ChangeSetId>,
    pub made: Timestamp,
    /// The number of the change that made it.
    pub change: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalLine {
    pub seq: u64,
    pub at: Timestamp,
    /// Ties the stages of one change together.
    pub change: String,
    pub stage: JournalStage,
    /// `PUT ROLE POLICY`.
    pub title: String,
    pub target: Remote,
    pub part: Option<Remote>,
    pub environment: EnvironmentName,
    pub account: Option<AccountId>,
    /// As whom AWS was to be written to.
    #[serde(default)]
    pub caller: Option<Arn>,
    /// `anna@bastion from 10.0.0.7`.
    pub who: Remote,
    /// Sentences: why it was refused, what was verified, what is open.
    pub said: Vec<String>,
    pub before: Option<Remote>,
    pub after: Option<Remote>,
    /// The draft that puts back what was there, as JSON, where one exists.
    pub undo: Option<Remote>,
    /// What was applied and has no such draft: what puts it back, or why nothing can.
    #[serde(default)]
    pub no_undo: Option<String>,
    /// Of the record: with it the chain shows that nothing before it was changed.
    #[serde(default)]
    pub hash: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JournalStage {
    Proposed,
    /// A preview was looked at and left, and nothing was typed.
    Left,
    Refused,
    Intent,
    Applied,
    NotApplied,
    HalfDone,
    InDoubt,
    Verified,
    VerifyFailed,
}

impl JournalLine {
    /// `ferryboard-ci-roles / grant-scheduler-2291`, raw: what changed, by its names.
    pub fn names(&self) -> String {
        match &self.part {
            None => self.target.raw().to_owned(),
            Some(part) if part.raw().contains(":changeSet/") => {
                let part = ChangeSetId::from(part.raw());
                format!("{} / {}", self.target.raw(), part.name())
            }
            Some(part) => format!("{} / {}", self.target.raw(), part.raw()),
        }
    }

    /// `oncall/anna` of `arn:aws:sts::1:assumed-role/oncall/anna`.
    pub fn caller_in_short(&self) -> Option<&str> {
        let (_, caller) = self.caller.as_ref()?.raw().rsplit_once(':')?;
        Some(caller.strip_prefix("assumed-role/").unwrap_or(caller))
    }
}

/// Of the lines of one change: a person only looked.
pub fn is_a_look(change: &[&JournalLine]) -> bool {
    let only =
        |line: &&JournalLine| matches!(line.stage, JournalStage::Proposed | JournalStage::Left);
    change.iter().all(only) && change.iter().any(|line| line.stage == JournalStage::Left)
}

impl JournalView {
    /// How many changes there are of which nobody knows whether they were done.
    pub fn in_doubt(&self) -> usize {
        let mut changes: BTreeMap<&str, Vec<&JournalLine>> = BTreeMap::new();
        for line in &self.lines {
            changes.entry(&line.change).or_default().push(line);
        }
        changes
            .values()
            .filter(|change| is_in_doubt(change))
            .count()
    }
}

/// Of the lines of one change, newest first: the newest that says what became of it
/// leaves it open.
pub fn is_in_doubt(change: &[&JournalLine]) -> bool {
    use JournalStage::{Applied, HalfDone, InDoubt, Intent, NotApplied};
    let mut told = change.iter().filter(|line| {
        matches!(
            line.stage,
            Intent | Applied | NotApplied | HalfDone | InDoubt
        )
    });
    told.next()
        .is_some_and(|newest| matches!(newest.stage, Intent | InDoubt))
}
