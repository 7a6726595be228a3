//! The preview as data: every line a person must have seen before typing.
//!
//! `shell/confirm` lays it out; nothing that a plan holds may be missing here.

use super::{Plan, Step, guards::Verdict, writes::Target};
use crate::{facts::Verdict as Tendency, policy::diff::StatementDiff};

/// A part of the preview. The order is that of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// A label and a value: account, caller, role.
    Fact {
        label: &'static str,
        value: String,
    },
    /// Why it can't be confirmed, and whom to ask.
    Stop {
        guard: &'static str,
        why: String,
        ask: String,
    },
    /// Pinned: stays on screen whatever is scrolled.
    Warning(String),
    /// NARROWS live access, in a sentence.
    Headline(String),
    Gain(String),
    Loss(String),
    Statement(StatementDiff),
    /// The text of both documents, to be shown as a diff.
    Text {
        before: String,
        after: String,
    },
    /// One request or file, exactly.
    Call {
        step: Step,
    },
    Undo(String),
    Note(String),
}

impl Plan {
    pub fn target(&self) -> Target {
        self.write().change().target()
    }

    /// Everything that a person must have seen, in the order of reading.
    pub fn sections(&self) -> Vec<Section> {
        let seen = &self.prospect().observed;
        let mut out = Vec::new();
        for given in self.verdicts() {
            match &given.verdict {
                Verdict::Stop { why, ask } => out.push(Section::Stop {
                    guard: given.id,
                    why: why.clone(),
                    ask: ask.clone(),
                }),
                Verdict::Warn { what } => out.extend(what.iter().cloned().map(Section::Warning)),
                Verdict::Pass => {}
            }
        }
        let uses = &self.prospect().draft.uses;
        if let Some(first) = uses.first() {
            let more = match uses.len() {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            out.push(Section::Warning(format!(
                "used by {}:{}{more}",
                first.path, first.line
            )));
        }
        let mut fact = |label, value: String| out.push(Section::Fact { label, value });
        if let Some(caller) = &seen.caller {
            fact("account", caller.account.raw().to_owned());
            fact("caller", caller.arn.raw().to_owned());
            fact("region", caller.region.raw().to_owned());
        }
        let target = self.target();
        fact(target.kind, target.name.raw().to_owned());
        if let Some((kind, name)) = target.part {
            fact(kind, name.raw().to_owned());
        }
        let meaning = &self.prospect().meaning;
        if let Some(judgement) = &meaning.access {
            out.push(Section::Headline(match meaning.verdict() {
                Tendency::Broader => "BROADENS access".to_owned(),
                Tendency::Narrower => "NARROWS access".to_owned(),
                Tendency::Equal => "Access stays as it is".to_owned(),
                Tendency::Different => "CHANGES access both ways".to_owned(),
                Tendency::Undecided => "What it changes is UNDECIDED".to_owned(),
            }));
            out.extend(
                judgement
                    .gained
                    .iter()
                    .map(|c| Section::Gain(c.what.clone())),
            );
            out.extend(judgement.lost.iter().map(|c| Section::Loss(c.what.clone())));
        }
        out.extend(meaning.statements.iter().cloned().map(Section::Statement));
        let raw = |text: &Option<crate::facts::Remote>| {
            text.as_ref()
                .map_or(String::new(), |text| text.raw().to_owned())
        };
        out.push(Section::Text {
            before: raw(&meaning.before),
            after: raw(&meaning.after),
        });
        out.extend(
            self.steps()
                .iter()
                .map(|step| Section::Call { step: step.clone() }),
        );
        out.push(Section::Undo(match self.undo() {
            Ok(write) => write.change().title().to_lowercase(),
            Err(why) => why.to_owned(),
        }));
        out
    }
}
