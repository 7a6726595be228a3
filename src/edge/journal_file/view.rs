//! Records as they are shown: newest first, a bounded number, what is in doubt always.

use std::{collections::VecDeque, path::Path};

use super::Verified;
use crate::{
    facts::{Fault, JournalLine, JournalStage, JournalView, Remote},
    gate::{
        Outcome,
        record::{Doubts, Entry, LeftOvers, Record, Stage, Stretch, Tree, What, Who},
    },
};

/// Lines that are shown; older ones are in the files.
const MOST_LINES: usize = 2_000;

#[derive(Debug, Default)]
pub(in crate::edge) struct Gathered {
    newest: VecDeque<Record>,
    doubts: Doubts,
    left_over: LeftOvers,
}

impl Gathered {
    pub(in crate::edge) fn see(&mut self, record: Record) {
        self.doubts.see(&record);
        self.left_over.see(&record);
        if self.newest.len() == MOST_LINES {
            self.newest.pop_front();
        }
        self.newest.push_back(record);
    }

    pub(in crate::edge) fn finish(self, verified: Verified, path: Option<&Path>) -> JournalView {
        let oldest = self.newest.front().map_or(0, |record| record.seq);
        let mut open = self.doubts.into_open();
        // The newest doubts that are too old to be among the lines take the place of the oldest.
        open.retain(|record| record.seq < oldest);
        let open = open.into_iter().rev().take(MOST_LINES / 2);
        let open: Vec<JournalLine> = open.map(|record| line(&record)).collect();
        let recent = self.newest.iter().rev().take(MOST_LINES - open.len());
        JournalView {
            lines: recent.map(line).chain(open).collect(),
            count: verified.chain.count,
            about_itself: verified.chain.notes,
            head: verified.chain.head,
            broken: verified.chain.broken.map(|broken| broken.in_words()),
            unsettled: verified.chain.unsettled.iter().map(Stretch::name).collect(),
            notes: verified.notes,
            left_over: self.left_over.into_open(),
            path: path.map(|path| path.to_string_lossy().into_owned()),
        }
    }
}

fn line(record: &Record) -> JournalLine {
    let what = &record.entry.what;
    let (stage, mut said) = told(&record.entry);
    let (mut undo, mut no_undo) = (None, None);
    if stage == JournalStage::Applied {
        match what.undo() {
            Ok(draft) => undo = serde_json::to_string(draft).ok().map(Remote::new),
            Err(why) => {
                said.push(why.to_string());
                no_undo = Some(why.to_string());
            }
        }
    }
    JournalLine {
        seq: record.seq,
        at: record.at,
        change: record.entry.change.clone(),
        stage,
        title: what.title.clone(),
        target: what.target.clone(),
        part: what.part.clone(),
        environment: what.environment.clone(),
        account: what.account.clone(),
        caller: what.caller.clone(),
        who: who(&record.entry.who),
        said,
        before: what.before.clone(),
        after: what.after.clone(),
        undo,
        no_undo,
        hash: record.hash.clone(),
    }
}

fn told(entry: &Entry) -> (JournalStage, Vec<String>) {
    let what = &entry.what;
    match &entry.stage {
        Stage::Proposed => (JournalStage::Proposed, what.steps.clone()),
        Stage::Left => (JournalStage::Left, Vec::new()),
        Stage::Refused { why } => (JournalStage::Refused, vec![why.clone()]),
        Stage::Intent => (
            JournalStage::Intent,
            approved(what)
                .chain(within(what))
                .chain(allowed(what))
                .collect(),
        ),
        Stage::Done {
            outcome,
            request_ids,
            made,
        } => {
            let (stage, mut said) = stage_of(outcome);
            said.extend(made.iter().map(|id| format!("It made {}.", id.raw())));
            if let Outcome::InDoubt(_) = outcome {
                said.extend(within(what));
            }
            said.extend(request_ids.iter().map(|id| format!("Request {id}.")));
            (stage, said)
        }
        Stage::Settled {
            outcome, by_person, ..
        } => {
            let (stage, mut said) = stage_of(outcome);
            said.push(match by_person {
                false => "A later read of the state settled it.".to_owned(),
                true => format!("Settled by {}, a person who looked.", who(&entry.who).raw()),
            });
            (stage, said)
        }
        Stage::Verified(verified) => {
            let failed = verified.failed.iter().map(|s| format!("Failed: {s}"));
            let blind = verified.blind.iter().map(|s| format!("Not looked at: {s}"));
            let said = failed.chain(verified.held.iter().cloned()).chain(blind);
            let stage = match verified.failed.is_empty() {
                true => JournalStage::Verified,
                false => JournalStage::VerifyFailed,
            };
            (stage, said.collect())
        }
    }
}

/// What was about to be done, as whom and where.
fn approved(what: &What) -> impl Iterator<Item = String> {
    let place = what.region.iter().map(|region| format!("Region {region}."));
    let caller = what.caller.iter().map(|arn| format!("As {}.", arn.raw()));
    let steps = what.steps.iter().cloned();
    steps.chain(caller).chain(place)
}

/// What let a stop pass, and the person's reason.
fn allowed(what: &What) -> impl Iterator<Item = String> {
    what.expected.iter().map(|own| {
        format!(
            "The person's own `{}` of stack {} was in force until {}: {} ({}).",
            own.key,
            own.stack.short(),
            own.until,
            own.what.join("; "),
            own.why
        )
    })
}

/// Of a file: where it belongs. Its doubt is looked at again nowhere else.
fn within(what: &What) -> Option<String> {
    what.draft.write.file()?;
    Some(match &what.tree {
        Some(Tree { root, host }) => {
            format!("In the working tree {root} on {host}: only there can it be read again.")
        }
        None => "Which working tree it is in was not noted.".to_owned(),
    })
}

fn stage_of(outcome: &Outcome) -> (JournalStage, Vec<String>) {
    let words = |fault: &Fault| vec![fault.what.clone(), fault.hint.clone()];
    match outcome {
        Outcome::Applied => (JournalStage::Applied, Vec::new()),
        Outcome::NotApplied(fault) => (JournalStage::NotApplied, words(fault)),
        Outcome::HalfDone {
            done,
            not_done,
            fault,
        } => {
            let halves = done.iter().chain(not_done).map(|half| format!("{half}."));
            (JournalStage::HalfDone, halves.chain(words(fault)).collect())
        }
        Outcome::InDoubt(fault) => (JournalStage::InDoubt, words(fault)),
    }
}

fn who(who: &Who) -> Remote {
    let from = who.ssh_client.as_ref();
    let from = from.map(|client| format!(" from {client}"));
    Remote::new(format!(
        "{}@{}{}",
        who.user,
        who.host,
        from.unwrap_or_default()
    ))
}
