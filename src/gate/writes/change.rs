//! What every kind of write can say about itself, and how a state is recognised.

use super::{Progress, ReadBack, Registered, Subject, Target, Write, same};
use crate::{
    facts::{Reason, Remote, RoleName, StackName},
    gate::{
        AwsCall, Observed, Step, TargetState,
        field::{Field, Misfilled},
    },
    policy::Kind,
};

/// What the list of all writes says of a kind.
pub trait Kinded {
    fn registered(&self) -> &'static Registered;
}

/// Pure: everything follows from the change and from what was observed. An
/// error is a sentence that says why it cannot be planned.
pub trait Change: Kinded + Send + Sync {
    fn subject(&self) -> Subject<'_>;
    /// Exactly what will be sent or written, in order.
    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason>;
    /// The target as the write would leave it.
    fn after(&self, seen: &Observed) -> Result<TargetState, Reason>;
    /// The part of the target that changes, as text; None: it is not there.
    fn part(&self, state: &TargetState) -> Option<Remote>;
    /// The change that puts back what was there, or why nothing can.
    fn undo(&self, seen: &Observed) -> Result<Write, Reason>;
    /// What is lost by it, loudly, a sentence each.
    fn removes(&self, seen: &Observed) -> Vec<String>;
    /// Puts this mark in the place of what nobody is shown: the journal keeps no secret.
    fn conceal(&mut self, mark: &str);
    /// Of a write to a stack: what comes of it, in a sentence.
    fn headline(&self, _: &Observed) -> String {
        self.registered().title.to_owned()
    }
    /// What one of its requests did, or did not, in words: for a change that ended half done.
    fn step_in_words(&self, call: &AwsCall, is_done: bool) -> String {
        let action = call.action();
        match is_done {
            true => format!("{action} was done"),
            false => format!("{action} was not done"),
        }
    }
    /// Of a plan of so many steps, where the part is as it was: what it did before all
    /// the same. An error says why that can't be told.
    fn half(&self, _steps: usize, _now: &TargetState) -> Result<Option<[String; 2]>, Reason> {
        Ok(None)
    }
    /// Of several requests of the same kind: which were done and which were not, as the
    /// target shows it now. None: all were, or none.
    fn partly(&self, _now: &TargetState) -> Option<[Vec<String>; 2]> {
        None
    }
    /// Whether one of its requests may still be sent, when all before it were; an error
    /// says what changed since the preview.
    fn still(&self, _: &AwsCall, _before: &Observed, _now: &Observed) -> Result<(), Reason> {
        Ok(())
    }
    /// How far the service has come with it; None: the call itself is all, and
    /// the part tells whether it was done.
    fn progress(&self, _: &TargetState) -> Option<Progress> {
        None
    }
    /// The ARN of what it makes, where it is there now.
    fn made(&self, _now: &TargetState) -> Option<Remote> {
        None
    }
    /// The same with this as the file's text, where it is made of a whole file.
    fn made_of(&self, _file: &Remote) -> Option<Write> {
        None
    }
    /// Whether the world now tells what became of it, where the part alone does not.
    fn tells(&self, _before: &Observed, _now: &TargetState) -> Option<ReadBack> {
        None
    }
    /// Whether this is there, which the answer named as what was made.
    fn shows(&self, _now: &TargetState, _made: &Remote) -> bool {
        false
    }
    /// It was taken, and is carried out later: where it stands, in a sentence.
    fn goes_on_after(&self, _now: &TargetState) -> Option<String> {
        None
    }
    /// The texts on both sides, where they say more than the part that changes.
    fn shown_texts(&self, _: &Observed) -> Option<(String, String)> {
        None
    }
    /// What is typed besides the target's name, and what it is.
    fn also_typed(&self, _: &Observed) -> Option<(&'static str, String)> {
        None
    }
    /// What a person has to write before it can be proposed.
    fn fields(&self) -> Vec<Field> {
        Vec::new()
    }
    /// The same with what was written, a text for each field.
    fn filled(&self, _: &[String]) -> Result<Write, Misfilled> {
        let why = "Nothing is asked for.".into();
        Err(Misfilled { field: 0, why })
    }
    /// Of a run: no job of it deploys, signs in elsewhere or is given a secret.
    fn touches_only_checks(&self, _: &Observed) -> bool {
        false
    }
    /// It touches nothing that runs: a plain confirmation is enough.
    fn is_preparation(&self) -> bool {
        false
    }
}

/// What follows from the subject alone: no write says otherwise.
impl<'c> dyn Change + 'c {
    pub fn title(&self) -> &'static str {
        self.registered().title
    }

    pub fn target(&self) -> Target {
        self.subject().target()
    }

    pub fn role(&self) -> Option<&RoleName> {
        self.subject().role()
    }

    pub fn stack(&self) -> Option<&StackName> {
        self.subject().stack()
    }

    pub fn document_kind(&self) -> Option<Kind> {
        self.subject().document_kind()
    }
}

/// Whether the world now is what the write leaves, what it found, or neither.
pub fn read_back(change: &dyn Change, before: &Observed, now: &TargetState) -> ReadBack {
    if let Some(progress) = change.progress(now) {
        return progress.into();
    }
    if let Some(told) = change.tells(before, now) {
        return told;
    }
    let Ok(after) = change.after(before) else {
        return ReadBack::Other("what the change leaves behind cannot be determined".to_owned());
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
        return progress.into();
    }
    if let Err(why) = change.subject().readable(now) {
        return ReadBack::Unread(why.to_string());
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
