//! `journal show` and `journal verify` as text and as JSON; `journal settle` as text;
//! `journal export` as Markdown.

pub mod export;
pub mod renew;
pub mod settle;

use serde_json::{Value, json};

use super::text::joined;
use crate::facts::{JournalLine, JournalStage, JournalView, numbered, shown, to_the_second};

/// What is shown of the journal.
#[derive(Debug)]
pub struct Shown<'a> {
    pub view: &'a JournalView,
    /// Newest first.
    pub lines: Vec<&'a JournalLine>,
}

/// What came of `journal verify`.
#[derive(Debug)]
pub struct Checked<'a> {
    pub view: &'a JournalView,
    /// The hash that was to be in the chain, and the record that has it.
    pub wanted: Option<(&'a str, Option<u64>)>,
}

impl Checked<'_> {
    pub fn holds(&self) -> bool {
        self.view.broken.is_none() && !matches!(self.wanted, Some((_, None)))
    }
}

/// The stage as a word.
pub fn word(stage: JournalStage) -> &'static str {
    match stage {
        JournalStage::Proposed => "proposed",
        JournalStage::Left => "left",
        JournalStage::Refused => "refused",
        JournalStage::Intent => "intent",
        JournalStage::Applied => "applied",
        JournalStage::NotApplied => "not applied",
        JournalStage::HalfDone => "HALF DONE",
        JournalStage::InDoubt => "IN DOUBT",
        JournalStage::Verified => "verified",
        JournalStage::VerifyFailed => "VERIFICATION FAILED",
    }
}

impl Shown<'_> {
    pub fn as_text(&self) -> String {
        let mut out: Vec<String> = self.lines.iter().map(|line| entry(line)).collect();
        if out.is_empty() {
            out.push(match self.view.lines.is_empty() {
                true => "The journal has no entries yet.".to_owned(),
                false => "The journal has no such entry.".to_owned(),
            });
        }
        out.join("\n")
    }

    pub fn as_json(&self) -> String {
        let mut value = state(self.view, "journal show");
        value["entries"] = json!(self.lines);
        serde_json::to_string_pretty(&value).unwrap_or_default()
    }
}

fn entry(line: &JournalLine) -> String {
    let part = line.part.as_ref().map(|part| format!(" / {}", part.raw()));
    let account = line.account.as_ref().map_or("no account", |a| a.raw());
    let head = format!(
        "{} {} {} {}: {}{}",
        line.seq,
        to_the_second(line.at),
        word(line.stage),
        line.title,
        line.target.raw(),
        part.unwrap_or_default(),
    );
    let place = format!(
        "{}, {account}, by {}, change {}",
        line.environment.raw(),
        line.who.raw(),
        line.change,
    );
    // Each stays one line, whatever its author wrote into a name.
    let said = line.said.iter().chain([&place]);
    let said = said.map(|said| format!("\n    {}", shown(said)));
    said.fold(shown(&head).into_owned(), |out, said| out + &said)
}

impl Checked<'_> {
    pub fn as_text(&self) -> String {
        let view = self.view;
        let mut out = vec![match (&view.broken, &view.head) {
            (Some(broken), _) => format!("broken: {broken}"),
            (None, Some(head)) => {
                let count = usize::try_from(view.count).unwrap_or(usize::MAX);
                format!("whole: {}, head {head}", numbered(count, "record"))
            }
            (None, None) => "whole: no records".to_owned(),
        }];
        match self.wanted {
            Some((hash, None)) => out.push(format!(
                "No record has the hash {hash}: the chain was cut behind it, or is another one."
            )),
            Some((_, Some(seq))) if seq < view.count => {
                let since = view.count - seq;
                out.push(format!(
                    "Record {seq} has that hash; {since} came after it."
                ));
            }
            Some((_, Some(seq))) => out.push(format!("Record {seq}, the last one, has that hash.")),
            None => {}
        }
        out.extend(view.notes.iter().cloned());
        joined(&out)
    }

    pub fn as_json(&self) -> String {
        let mut value = state(self.view, "journal verify");
        value["status"] = json!(if self.holds() { "whole" } else { "broken" });
        value["wanted"] = json!(
            self.wanted
                .map(|(hash, seq)| json!({"head": hash, "record": seq}))
        );
        serde_json::to_string_pretty(&value).unwrap_or_default()
    }
}

fn state(view: &JournalView, command: &str) -> Value {
    json!({
        "schema": 1,
        "command": command,
        "path": view.path,
        "count": view.count,
        "head": view.head,
        "broken": view.broken,
        "unsettled": view.unsettled,
        "notes": view.notes,
    })
}
