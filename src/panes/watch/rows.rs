//! The list's rows: what is wrong, the gravest first; what could not be told; environments
//! that nobody looked at; and what went since the watch began.

use super::{Watch, report};
use crate::{
    checks::watch::{Open, Trouble, WatchReport},
    facts::{EnvironmentName, Priority, numbered},
    panes::Cx,
    report::finding::letter,
    ui::{self, Listing, Mark, Role},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::panes) enum Key {
    /// By its id.
    Trouble(String),
    /// What this check could not tell.
    Open(EnvironmentName, String),
    Unlooked(EnvironmentName),
    /// What went, by its id.
    Gone(String),
}

impl Key {
    pub(super) fn of(trouble: &Trouble) -> Self {
        Self::Trouble(trouble.id.clone())
    }
}

/// What a row is drawn from.
#[derive(Clone, Debug)]
pub(in crate::panes) struct Cells {
    pub(super) priority: &'static str,
    pub(super) sign: (&'static str, Role),
    pub(super) title: String,
    /// How much else has the same cause: `+2`.
    pub(super) also: String,
    pub(super) environment: String,
    pub(super) since: String,
    pub(super) is_new: bool,
    /// Who acknowledged it, and with which note.
    pub(super) known: String,
}

pub(super) type Row = ui::Row<Key, Cells>;
pub(super) type Rows = Listing<Key, Cells>;

pub(super) fn rows(pane: &Watch, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    let Some(report) = report(cx) else {
        return out;
    };
    let (mut all, mut known): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
    for trouble in &report.troubles {
        if trouble.priority() == Priority::P3 && !pane.shows_minor {
            out.hidden += 1;
            continue;
        }
        let row = of_trouble(trouble, pane, cx);
        match trouble.is_acknowledged() {
            true => known.push(row),
            false => all.push(row),
        }
    }
    all.extend(report.open.iter().map(of_open));
    all.extend(report.unlooked.iter().map(of_unlooked));
    all.append(&mut known);
    all.extend(pane.news.gone().iter().map(|(at, trouble)| {
        let row = of_trouble(trouble, pane, cx);
        Row {
            key: Key::Gone(trouble.id.clone()),
            of_interest: false,
            more: Cells {
                sign: (Mark::InSync.letter(), Role::Good),
                since: at.map_or_else(String::new, |at| cx.age(at)),
                is_new: false,
                ..row.more
            },
            ..row
        }
    }));
    for row in all {
        let group = vec![row];
        let keep = Rows::matching(&group, cx.filter);
        out.push(group, &keep);
    }
    out
}

/// The priority's colour says how loud it is.
fn loud(priority: Priority) -> Role {
    match priority {
        Priority::P0 | Priority::P1 => Role::Bad,
        Priority::P2 => Role::Warn,
        Priority::P3 => Role::Dim,
    }
}

pub(super) fn sign(trouble: &Trouble) -> (&'static str, Role) {
    let role = match trouble.is_acknowledged() {
        true => Role::Dim,
        false => loud(trouble.priority()),
    };
    (letter(&trouble.finding), role)
}

pub(super) fn word(priority: Priority) -> &'static str {
    match priority {
        Priority::P0 => "P0",
        Priority::P1 => "P1",
        Priority::P2 => "P2",
        Priority::P3 => "P3",
    }
}

fn of_trouble(trouble: &Trouble, pane: &Watch, cx: &Cx<'_>) -> Row {
    let key = Key::of(trouble);
    let environment = trouble.environment.raw();
    let title = &trouble.finding.title;
    let also = match trouble.also.len() {
        0 => String::new(),
        also => format!("+{also}"),
    };
    let known = known(trouble);
    Row {
        name: format!("{title} {environment} {} {known}", trouble.check),
        depth: 0,
        of_interest: trouble.priority() <= Priority::P1 && !trouble.is_acknowledged(),
        more: Cells {
            priority: word(trouble.priority()),
            sign: sign(trouble),
            title: title.clone(),
            also,
            environment: environment.to_owned(),
            since: trouble.since.map_or_else(String::new, |at| cx.age(at)),
            is_new: pane.news.is_new(trouble),
            known,
        },
        key,
    }
}

/// A row has room for so much of a note beside what it is of; the detail has all of it.
const MOST_OF_NOTE: usize = 24;

/// `anna: known, the fix is in rev...`.
fn known(trouble: &Trouble) -> String {
    let Some(known) = &trouble.acknowledged else {
        return String::new();
    };
    let note = known.what.note.raw();
    let note = match note.char_indices().nth(MOST_OF_NOTE) {
        Some((end, _)) => format!("{}...", &note[..end]),
        None => note.to_owned(),
    };
    let said = format!("{}: {note}", known.what.person());
    match trouble.is_acknowledged() {
        true => said,
        false => format!("open again, {said}"),
    }
}

fn of_open(open: &Open) -> Row {
    let count = numbered(open.unknown.len(), "thing");
    let said = format!("{}: {count} could not be told", open.heading);
    plain(
        Key::Open(open.environment.clone(), open.check.clone()),
        said,
        &open.environment,
    )
}

fn of_unlooked(environment: &EnvironmentName) -> Row {
    plain(
        Key::Unlooked(environment.clone()),
        "not looked at yet".to_owned(),
        environment,
    )
}

fn plain(key: Key, title: String, environment: &EnvironmentName) -> Row {
    let environment = environment.raw().to_owned();
    Row {
        key,
        depth: 0,
        name: format!("{title} {environment}"),
        of_interest: false,
        more: Cells {
            priority: "",
            sign: (Mark::Unknown.letter(), Role::Warn),
            title,
            also: String::new(),
            environment,
            since: String::new(),
            is_new: false,
            known: String::new(),
        },
    }
}

/// What the row of this key shows.
pub(super) fn trouble<'a>(key: &Key, report: &'a WatchReport) -> Option<&'a Trouble> {
    report.troubles.iter().find(|one| Key::of(one) == *key)
}

pub(super) fn open<'a>(
    environment: &EnvironmentName,
    check: &str,
    report: &'a WatchReport,
) -> Option<&'a Open> {
    let mut all = report.open.iter();
    all.find(|one| one.environment == *environment && one.check == check)
}
