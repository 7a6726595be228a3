//! What the layer says when there is no preview: what is being read, why nothing
//! can be proposed, that a write goes on, and what came of it.

use jiff::Timestamp;

use super::{Applied, Confirm, Ended, Stage};
use crate::{
    facts::{Fault, RoleName, StackName, numbered},
    gate::{Draft, Outcome, Verified, WriteProgress},
    ui::{Line, Mark, Role},
};

/// The keys that these lines speak of.
pub(super) struct Keys {
    pub(super) apply: String,
    pub(super) again: String,
    pub(super) undo: String,
    pub(super) quit: String,
    pub(super) leaves: String,
}

pub(super) fn lines(confirm: &Confirm, keys: &Keys, now: Timestamp) -> Vec<Line> {
    let (_, target) = confirm.heading();
    let mut lines = match target.is_empty() {
        true => Vec::new(),
        false => vec![Line::of(Role::Strong, target), Line::empty()],
    };
    match &confirm.stage {
        Stage::Preparing { .. } => lines.extend(preparing(confirm.draft.as_deref(), keys)),
        Stage::Fault(said) => lines.extend(fault(said, confirm.draft.is_some(), keys)),
        Stage::Writing {
            applied,
            since,
            progress,
            warned,
            quitting,
            ..
        } => {
            let seconds = now.duration_since(*since).as_secs().max(0);
            lines.push(text(format!("Confirmed {seconds} s ago.")));
            lines.extend(under_way(applied.goes_on, progress.as_ref()));
            lines.extend(waiting(applied.goes_on, *warned, *quitting, keys));
        }
        Stage::Done {
            applied,
            ended,
            next,
        } => {
            lines.extend(done(applied, ended, keys));
            let made = ended.made.as_ref().filter(|_| applied.on_github);
            let made = made.map(|made| text(format!("It made {}.", made_in_words(made.raw()))));
            lines.extend(made);
            lines.push(text(after(next.as_deref(), keys)));
        }
        Stage::Preview(_) => {}
    }
    lines
}

fn preparing(draft: Option<&Draft>, keys: &Keys) -> Vec<Line> {
    let Some(draft) = draft else {
        return Vec::new();
    };
    let change = draft.write.change();
    let (environment, target) = (draft.environment.raw(), change.target());
    let mut lines = vec![text("Reading afresh what this rests on:")];
    let on_github = change.subject().github().is_some();
    let first = match target.kind {
        kind if on_github => {
            format!(
                "on GitHub: whose token it is, and {kind} {} as it is now",
                target.name.raw()
            )
        }
        "file" => format!("the file {} and its state in git", target.name.raw()),
        _ => format!("in {environment}: who signs (sts:GetCallerIdentity)"),
    };
    let role = change.role().map(RoleName::raw);
    let role = role.map(|role| format!("in {environment}: role {role} with all its policies"));
    let stack = change.stack().map(StackName::raw);
    let stack = stack.map(|stack| {
        format!("in {environment}: stack {stack}, its change set and the roles in it")
    });
    let read = [Some(first), role, stack].into_iter().flatten();
    lines.extend(read.map(|what| Line::of(Role::Dim, "  ").then(Role::Dim, what)));
    lines.push(Line::empty());
    let leaves = &keys.leaves;
    lines.push(text(format!(
        "Nothing is written. {leaves} leaves everything as it is."
    )));
    lines
}

/// A run by its number, a pull request by its address.
fn made_in_words(made: &str) -> String {
    match made.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("run {made}"),
        false => made.to_owned(),
    }
}

fn fault(fault: &Fault, can_repeat: bool, keys: &Keys) -> Vec<Line> {
    let mut lines = vec![
        mark(Mark::Failed, Role::Bad, fault.what.clone()),
        indented(Role::Text, fault.hint.clone()),
    ];
    if !fault.source.is_empty() {
        lines.push(indented(Role::Dim, fault.source.clone()));
    }
    lines.push(Line::empty());
    let Keys { again, leaves, .. } = keys;
    lines.push(text(match can_repeat {
        true => format!("Nothing was written. {again} reads again. {leaves} leaves this."),
        false => format!("Nothing was written. {leaves} leaves this."),
    }));
    lines
}

/// What is behind, what goes on now, and what comes next.
fn under_way(goes_on: bool, progress: Option<&WriteProgress>) -> Vec<Line> {
    let follows = match goes_on {
        true => "CloudFormation works on the stack, which is followed to its end",
        false => "what it did is read back and checked",
    };
    let (now, next) = match progress {
        None => (
            "Reading it again, to compare it with the preview.".to_owned(),
            "the journal has the intent, and the request goes out once",
        ),
        Some(WriteProgress::Sending) => ("Sending the request.".to_owned(), follows),
        Some(WriteProgress::Following(state)) => (
            format!("CloudFormation works on it: {state}."),
            "what it did is read back and checked",
        ),
        Some(WriteProgress::ReadingBack) => (
            "No answer came. Reading what became of it; it is not sent again.".to_owned(),
            "the journal has what was read",
        ),
        Some(WriteProgress::Verifying) => (
            "It was applied. Checking what it did.".to_owned(),
            "its outcome shows here",
        ),
    };
    let held = progress.map(|_| {
        let said = "It is still as the preview showed, and the journal has the intent.";
        mark(Mark::InSync, Role::Text, said)
    });
    let now = Line::of(Role::Accent, "> ")
        .then(Role::Strong, now)
        .hanging(2);
    let next = Line::indented(2, Role::Dim, format!("Next: {next}."));
    held.into_iter().chain([now, next, Line::empty()]).collect()
}

fn waiting(goes_on: bool, warned: bool, quitting: bool, keys: &Keys) -> Vec<Line> {
    let mut lines = Vec::new();
    if goes_on {
        lines.push(text(format!(
            "This may take minutes. {}: look at the stack meanwhile.",
            keys.leaves
        )));
    }
    if warned {
        let said = "It goes on and can't be called back: stay until its outcome shows here.";
        lines.push(mark(Mark::Drifted, Role::Warn, said));
    }
    if quitting {
        let said = format!(
            "{} once more ends the console all the same: the next start then looks what came of it.",
            keys.quit
        );
        lines.push(mark(Mark::Drifted, Role::Warn, said));
    }
    lines
}

fn done(applied: &Applied, ended: &Ended, keys: &Keys) -> Vec<Line> {
    let Ended {
        outcome, verified, ..
    } = ended;
    let mut lines = unjournaled(ended);
    lines.extend(came_to(ended));
    lines.push(Line::empty());
    let parts = [
        (&verified.failed, Mark::Failed, Role::Bad),
        (&verified.held, Mark::InSync, Role::Text),
        (&verified.blind, Mark::Unknown, Role::Dim),
    ];
    for (said, letter, role) in parts {
        lines.extend(said.iter().map(|said| mark(letter, role, said.clone())));
    }
    if parts.iter().any(|(said, ..)| !said.is_empty()) {
        lines.push(Line::empty());
    }
    if *outcome == Outcome::Applied {
        lines.push(text(match &applied.undo {
            Ok(_) => format!("{} undoes it, through this same gate.", keys.undo),
            Err(why) => format!("To undo it: {why}."),
        }));
    }
    lines
}

/// Before all else: what is on this screen is nowhere else.
fn unjournaled(ended: &Ended) -> Vec<Line> {
    let Some(fault) = &ended.unjournaled else {
        return Vec::new();
    };
    let said = format!("NOT IN THE JOURNAL: {}", fault.what);
    let alone = format!(
        "What came of it is on this screen alone: write it down. The journal has the intent of change {}, and nothing else is written to this target until that is settled.",
        ended.change
    );
    let mut lines = vec![
        mark(Mark::Failed, Role::Bad, said),
        indented(Role::Text, alone),
    ];
    lines.extend(requests(ended));
    lines.push(Line::empty());
    lines
}

fn requests(ended: &Ended) -> Option<Line> {
    let ids = ended.request_ids.join(", ");
    (!ids.is_empty()).then(|| indented(Role::Text, format!("AWS's request ids: {ids}.")))
}

fn came_to(ended: &Ended) -> Vec<Line> {
    let mut lines = Vec::new();
    match &ended.outcome {
        Outcome::Applied => {
            let said = format!("Applied. {}", confirmed(&ended.verified));
            lines.push(match ended.verified.failed.is_empty() {
                true => mark(Mark::InSync, Role::Good, said),
                false => mark(Mark::Failed, Role::Bad, said),
            });
            if ended.unjournaled.is_none() {
                let said = format!("The journal has it as change {}.", ended.change);
                lines.push(indented(Role::Text, said));
            }
        }
        Outcome::HalfDone { fault, .. } => {
            let halves = ended.outcome.halves().unwrap_or_default();
            let said = format!("HALF DONE: {halves}.");
            lines.push(mark(Mark::Failed, Role::Bad, said));
            lines.push(indented(Role::Text, fault.what.clone()));
            lines.push(indented(Role::Text, fault.hint.clone()));
            if ended.unjournaled.is_none() {
                lines.extend(requests(ended));
            }
        }
        Outcome::NotApplied(fault) => {
            let said = format!("Not applied: {}", fault.what);
            lines.push(mark(Mark::Failed, Role::Bad, said));
            lines.push(indented(Role::Text, fault.hint.clone()));
        }
        Outcome::InDoubt(fault) => {
            let said = format!("IN DOUBT: {}", fault.what);
            lines.push(mark(Mark::Unknown, Role::Bad, said));
            lines.push(indented(Role::Text, fault.hint.clone()));
        }
    }
    lines
}

/// `5 of 5 checks confirmed`, and how many could not be made.
fn confirmed(verified: &Verified) -> String {
    let (held, failed) = (verified.held.len(), verified.failed.len());
    let mut said = match held + failed {
        0 => "Nothing of it was checked".to_owned(),
        all => format!("{held} of {} confirmed", numbered(all, "check")),
    };
    if failed > 0 {
        said.push_str(&format!(", {failed} FAILED"));
    }
    if !verified.blind.is_empty() {
        said.push_str(&format!(", {} not possible", verified.blind.len()));
    }
    said.push('.');
    said
}

/// What can be done under an outcome.
fn after(next: Option<&Draft>, keys: &Keys) -> String {
    let title = next.map(|next| next.write.change().title().to_lowercase());
    let Keys { apply, leaves, .. } = keys;
    match title {
        Some(title) => format!("{apply} proposes: {title}. {leaves} leaves this."),
        None => format!("{apply} or {leaves} leaves this."),
    }
}

fn mark(mark: Mark, role: Role, said: impl Into<String>) -> Line {
    Line::of(mark.role(), format!("{} ", mark.letter()))
        .then(role, said)
        .hanging(2)
}

fn text(said: impl Into<String>) -> Line {
    Line::of(Role::Text, said)
}

fn indented(role: Role, said: String) -> Line {
    Line::indented(2, role, said)
}
