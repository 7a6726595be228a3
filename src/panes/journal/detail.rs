//! The detail of a change or of one of its records: who, where, what, what was
//! there before and after, what was verified, and whether it can be undone.

use super::{
    Journal,
    rows::{Key, letter},
};
use crate::{
    facts::{JournalLine, Remote, is_in_doubt},
    gate::Draft,
    panes::Cx,
    report::journal::word,
    ui::{Destination, Line, Role, age, text_diff},
};

pub(super) fn lines(pane: &Journal, cx: &Cx<'_>) -> Vec<Line> {
    let Some(view) = super::view(cx) else {
        return Vec::new();
    };
    let of = |wanted: &dyn Fn(&JournalLine) -> bool| -> Vec<&JournalLine> {
        view.lines.iter().filter(|line| wanted(line)).collect()
    };
    match pane.cursor.detail_of() {
        None => Vec::new(),
        Some(Key::Change(change)) => {
            story(&of(&|line| line.change == *change), view.path.is_some(), cx)
        }
        Some(Key::Record(seq)) => story(&of(&|line| line.seq == *seq), false, cx),
    }
}

/// What these records tell of one change; they come newest first. A journal that is
/// `kept` outlives this console.
fn story(records: &[&JournalLine], kept: bool, cx: &Cx<'_>) -> Vec<Line> {
    let Some(newest) = records.first() else {
        return Vec::new();
    };
    let mut lines = vec![Line::of(Role::Strong, newest.title.clone())];
    if records.len() > 1 && is_in_doubt(records) {
        let said = "IN DOUBT: it is not known whether this was applied. Look at the target before anything else.";
        lines.push(Line::signed("? ", Role::Bad, said));
        lines.extend(kept.then(|| settle(&newest.change)));
    }
    let target = label("Target", newest.target.raw());
    lines.push(match shown_elsewhere(records, cx) {
        Some(to) => target.leading_to(to),
        None => target,
    });
    lines.extend(newest.part.iter().map(|part| label("", part.raw())));
    lines.push(label("Where", &place(newest)));
    lines.push(label("Who", newest.who.raw()));
    lines.extend(newest.caller.iter().map(|caller| label("As", caller.raw())));
    lines.push(label("Change", &newest.change));
    for record in records.iter().rev() {
        lines.push(Line::empty());
        lines.extend(stage(record, cx));
    }
    let undo = records.iter().any(|record| record.undo.is_some());
    if undo {
        lines.push(Line::empty());
        lines.push(label(
            "Undo",
            "What was there can be put back, through the gate.",
        ));
    }
    lines.push(Line::empty());
    lines.extend(difference(newest));
    lines
}

/// Where the target is shown as it is now: of a change that can be undone, for its draft
/// says what it is of.
fn shown_elsewhere(records: &[&JournalLine], cx: &Cx<'_>) -> Option<Destination> {
    let kept = records.iter().find_map(|record| record.undo.as_ref())?;
    let draft: Draft = serde_json::from_str(kept.raw()).ok()?;
    let change = draft.write.change();
    let stack = change.stack().cloned().map(Destination::Stack);
    let role = || Some(Destination::Role(change.role()?.clone(), None));
    stack
        .or_else(role)
        .filter(|_| draft.environment == *cx.environment)
}

/// What a person who has looked can do where no later read can tell.
fn settle(change: &str) -> Line {
    let command = format!("watchkeeper journal settle {change} applied|not-applied");
    Line::of(Role::Text, "  Where reading again can't tell: ")
        .then(Role::Strong, command)
        .hanging(2)
}

fn label(name: &str, value: &str) -> Line {
    Line::of(Role::Dim, format!("{name:<9}"))
        .then(Role::Text, value)
        .hanging(9)
}

fn place(line: &JournalLine) -> String {
    let account = line.account.as_ref();
    let account = account.map_or("signed by no account", |account| account.raw());
    format!("{}   {account}", line.environment.raw())
}

/// One stage: its letter, its word, when, and all that was said.
fn stage(line: &JournalLine, cx: &Cx<'_>) -> Vec<Line> {
    let (letter, role) = letter(line.stage);
    let when = cx.times().minute(line.at);
    let ago =
        super::read_at(cx).map_or(String::new(), |now| format!(", {} ago", age(line.at, now)));
    let at = format!("   {when}{ago}   record {}", line.seq);
    let head = Line::of(role, format!("{letter} "))
        .then(role, word(line.stage))
        .then(Role::Dim, at);
    let said = line.said.iter().map(|said| {
        Line::of(Role::Text, "  ")
            .then(Role::Text, said.clone())
            .hanging(4)
    });
    std::iter::once(head).chain(said).collect()
}

/// What was there, and what was to be there.
fn difference(line: &JournalLine) -> Vec<Line> {
    let text = |part: &Option<Remote>| part.as_ref().map_or("", Remote::raw).to_owned();
    let mut lines = match (&line.before, &line.after) {
        (None, None) => return Vec::new(),
        (None, Some(_)) => vec![Line::of(Role::Dim, "There was nothing before.")],
        (Some(_), None) => vec![Line::of(Role::Dim, "Nothing is left after.")],
        (Some(_), Some(_)) => vec![Line::of(Role::Dim, "- before   + after")],
    };
    lines.extend(text_diff::lines(&text(&line.before), &text(&line.after)));
    lines
}
