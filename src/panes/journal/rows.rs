//! The list's rows: a change with its stages under it, newest first, and what is
//! in doubt before all else.

use std::collections::HashMap;

use crate::{
    facts::{JournalLine, JournalStage, is_a_look, is_in_doubt},
    panes::Cx,
    report::journal::word,
    ui::{self, Listing, Role},
};

/// What a row stands for: stable across refreshes, so that the selection stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::panes) enum Key {
    Change(String),
    /// A record, by its number.
    Record(u64),
}

/// What a row is drawn from.
#[derive(Clone, Debug)]
pub(in crate::panes) struct Cells {
    pub(super) stage: JournalStage,
    /// Of a change: nobody knows whether it was done.
    pub(super) in_doubt: bool,
    /// Only looked at, and left.
    pub(super) is_look: bool,
    pub(super) words: String,
    /// As whom AWS was to be written to.
    pub(super) caller: String,
    pub(super) at: jiff::Timestamp,
}

pub(super) type Row = ui::Row<Key, Cells>;
pub(super) type Rows = Listing<Key, Cells>;

/// The letter that stands for a stage, and how it is meant.
pub(super) fn letter(stage: JournalStage) -> (&'static str, Role) {
    match stage {
        JournalStage::Proposed => ("p", Role::Text),
        JournalStage::Left => ("l", Role::Dim),
        JournalStage::Refused => ("x", Role::Text),
        JournalStage::Intent => (">", Role::Warn),
        JournalStage::Applied => ("+", Role::Strong),
        JournalStage::NotApplied => ("-", Role::Text),
        JournalStage::HalfDone => ("/", Role::Bad),
        JournalStage::InDoubt => ("?", Role::Bad),
        JournalStage::Verified => ("=", Role::Good),
        JournalStage::VerifyFailed => ("!", Role::Bad),
    }
}

/// A change's lines, newest first, as they stand in the journal.
pub(super) fn changes(lines: &[JournalLine]) -> Vec<Vec<&JournalLine>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut changes: Vec<Vec<&JournalLine>> = Vec::new();
    for line in lines {
        let next = changes.len();
        let place = *places.entry(line.change.as_str()).or_insert(next);
        match changes.get_mut(place) {
            Some(change) => change.push(line),
            None => changes.push(vec![line]),
        }
    }
    changes.sort_by_key(|change| !is_in_doubt(change));
    changes
}

/// What a filter looks at: the names, and who did what where.
fn searched(head: &str, change: &[&JournalLine]) -> String {
    let mut words = vec![head];
    for line in change {
        words.extend([line.change.as_str(), line.environment.raw(), line.who.raw()]);
        words.extend(line.caller_in_short());
        words.push(word(line.stage));
    }
    words.join(" ")
}

/// It did something, or nobody knows whether it did.
fn is_applied(change: &[&JournalLine]) -> bool {
    let applied =
        |line: &&JournalLine| matches!(line.stage, JournalStage::Applied | JournalStage::HalfDone);
    is_in_doubt(change) || change.iter().any(applied)
}

pub(super) fn rows(shows_looks: bool, only_applied: bool, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    let lines = super::view(cx).map_or(&[][..], |view| &view.lines);
    for change in changes(lines) {
        let group = group(&change);
        let is_hidden = match only_applied {
            true => !is_applied(&change),
            false => !shows_looks && is_a_look(&change),
        };
        if is_hidden {
            out.hidden += 1;
            continue;
        }
        let names = group.first().map(|head| searched(&head.name, &change));
        let keep = cx.filter.keep(names.as_deref().into_iter());
        let keep = vec![keep.first() == Some(&true); group.len()];
        out.push(group, &keep);
    }
    out
}

/// The change's head and, where there is more to tell, its stages.
fn group(change: &[&JournalLine]) -> Vec<Row> {
    let Some(newest) = change.first() else {
        return Vec::new();
    };
    let in_doubt = is_in_doubt(change);
    let is_look = is_a_look(change);
    let head = Row {
        key: Key::Change(newest.change.clone()),
        depth: 0,
        name: format!("{}  {}", newest.names(), newest.title),
        of_interest: true,
        more: Cells {
            stage: match in_doubt {
                true => JournalStage::InDoubt,
                false => newest.stage,
            },
            in_doubt,
            is_look,
            caller: newest.caller_in_short().unwrap_or_default().to_owned(),
            words: match in_doubt {
                true => format!("IN DOUBT {}", newest.environment.raw()),
                false => newest.environment.raw().to_owned(),
            },
            at: newest.at,
        },
    };
    let stages = change.iter().map(|line| Row {
        key: Key::Record(line.seq),
        depth: 1,
        name: match line.said.first() {
            Some(said) => format!("{}: {said}", word(line.stage)),
            None => word(line.stage).to_owned(),
        },
        of_interest: false,
        more: Cells {
            stage: line.stage,
            in_doubt: false,
            is_look,
            caller: String::new(),
            words: format!("record {}", line.seq),
            at: line.at,
        },
    });
    std::iter::once(head).chain(stages).collect()
}
