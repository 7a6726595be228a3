//! What every kind of write can say about itself, and how a state is recognised.

use crate::{
    facts::{Reading, Remote, Role, RoleName, StackName},
    gate::{AwsCall, Observed, ReadBack, Step, TargetState},
    policy::Kind,
};

/// The thing that changes, as a person names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What is typed to confirm, and what it is the name of: `role`.
    pub kind: &'static str,
    pub name: Remote,
    /// The part of it, when only a part changes: `policy` and its name.
    pub part: Option<(&'static str, Remote)>,
}

/// Pure: everything follows from the change and from what was observed. An
/// error is a sentence that says why it cannot be planned.
pub trait Change: Send + Sync {
    /// In capitals over the preview: `PUT ROLE POLICY`.
    fn title(&self) -> &'static str;
    fn target(&self) -> Target;
    /// The one role that it is about; None: it is about a stack.
    fn role(&self) -> Option<&RoleName>;
    /// The stack that it is about.
    fn stack(&self) -> Option<&StackName> {
        None
    }
    /// The IAM actions of the write itself.
    fn needs(&self) -> &'static [&'static str];
    /// Exactly what will be sent or written, in order.
    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, String>;
    /// The target as the write would leave it.
    fn after(&self, seen: &Observed) -> Result<TargetState, String>;
    /// The part of the target that changes, as text; None: it is not there.
    fn part(&self, state: &TargetState) -> Option<Remote>;
    /// Whether the part can be told at all: what could not be read is neither
    /// there nor gone. An error says what could not.
    fn readable(&self, state: &TargetState) -> Result<(), String>;
    /// The kind of policy document that the part is; None: it is a list or another thing.
    fn document_kind(&self) -> Option<Kind>;
    /// The change that puts back what was there, or why nothing can.
    fn undo(&self, seen: &Observed) -> Result<super::Write, String>;
    /// What one of its requests did, or did not, in words: for a change that ended half done.
    fn of_step(&self, call: &AwsCall, is_done: bool) -> String {
        let action = call.action();
        match is_done {
            true => format!("{action} was done"),
            false => format!("{action} was not done"),
        }
    }
    /// Of a plan of so many steps, where the part is as it was: what it did before all
    /// the same. An error says why that can't be told.
    fn half(&self, _steps: usize, _now: &TargetState) -> Result<Option<[String; 2]>, String> {
        Ok(None)
    }
    /// How far the service has come with it; None: the call itself is all, and
    /// the part tells whether it was done.
    fn progress(&self, _: &TargetState) -> Option<Progress> {
        None
    }
    /// It touches nothing that runs: a plain confirmation is enough.
    fn is_preparation(&self) -> bool {
        false
    }
}

/// How far a service has come with work that goes on after its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was begun.
    Untouched,
    /// In a few words: where it is.
    Running(String),
    Applied,
    /// It ended otherwise, and why.
    Failed(String),
    /// What is seen is neither.
    Unclear(String),
}

/// Whether the world now is what the write leaves, what it found, or neither.
pub fn read_back(change: &dyn Change, before: &Observed, now: &TargetState) -> ReadBack {
    if let Some(progress) = change.progress(now) {
        return of_course(progress);
    }
    let Ok(after) = change.after(before) else {
        return ReadBack::Other("what the change leaves behind cannot be told".to_owned());
    };
    let (before, after) = (change.part(&before.target), change.part(&after));
    recognised(change, before.as_ref(), after.as_ref(), now)
}

/// The same, from the texts of the part before and after.
pub fn recognised(
    change: &dyn Change,
    before: Option<&Remote>,
    after: Option<&Remote>,
    now: &TargetState,
) -> ReadBack {
    if let Some(progress) = change.progress(now) {
        return of_course(progress);
    }
    if let Err(why) = change.readable(now) {
        return ReadBack::Unread(why);
    }
    let part = change.part(now);
    if same(part.as_ref(), after) {
        ReadBack::After
    } else if same(part.as_ref(), before) {
        ReadBack::Before
    } else {
        ReadBack::Other("it is neither as it was nor as it was to be".to_owned())
    }
}

fn of_course(progress: Progress) -> ReadBack {
    match progress {
        Progress::Applied => ReadBack::After,
        Progress::Untouched => ReadBack::Before,
        Progress::Running(what) | Progress::Failed(what) | Progress::Unclear(what) => {
            ReadBack::Other(what)
        }
    }
}

/// The same text, or the same JSON value: services may lay a document out anew.
pub(in crate::gate) fn same(one: Option<&Remote>, other: Option<&Remote>) -> bool {
    let value = |text: &Remote| serde_json::from_str::<serde_json::Value>(text.raw()).ok();
    match (one, other) {
        (Some(one), Some(other)) => {
            one == other || value(one).is_some_and(|one| Some(one) == value(other))
        }
        (None, None) => true,
        _ => false,
    }
}

/// Of a list or document of a role: that it was read.
pub(super) fn read<T>(reading: &Reading<T>) -> Result<(), String> {
    match reading {
        Reading::Known(_) => Ok(()),
        Reading::Unknown(fault) => Err(fault.what.clone()),
    }
}

/// The role, or the sentence that says that it could not be read.
pub(super) fn known(seen: &TargetState) -> Result<&Role, String> {
    let state = seen.role().ok_or("The target is no role.")?;
    match &state.role {
        Reading::Known(role) => Ok(role),
        Reading::Unknown(fault) => Err(fault.what.clone()),
    }
}

/// A target like this one, with its role changed.
pub(super) fn with_role(
    seen: &Observed,
    change: impl FnOnce(&mut Role) -> Result<(), String>,
) -> Result<TargetState, String> {
    let mut target = seen.target.clone();
    let state = target.role_mut().ok_or("The target is no role.")?;
    match &mut state.role {
        Reading::Known(role) => change(role)?,
        Reading::Unknown(fault) => return Err(fault.what.clone()),
    }
    Ok(target)
}

/// The text of a document that could be read.
pub(super) fn readable(document: &Reading<Remote>) -> Result<&Remote, String> {
    match document {
        Reading::Known(text) => Ok(text),
        Reading::Unknown(fault) => Err(fault.what.clone()),
    }
}
