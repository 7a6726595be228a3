//! The list's rows: runbooks under way, those that mend what is wrong now, and the others;
//! those that ended on demand.

use super::{Runbooks, watch};
use crate::{
    ask::{Question, memory},
    facts::{Priority, StepRecord},
    panes::{Cx, list_detail::ListDetail},
    runbooks::{Applicable, Progress, Runbook, Scene, applicable, progress},
    ui::{self, Listing, Mark, Role},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::panes) enum Key {
    /// By its id.
    Execution(String),
    /// A runbook, and what it would be carried out for.
    Offer(String, String),
    Book(String),
}

/// What a row is drawn from.
#[derive(Clone, Debug)]
pub(in crate::panes) struct Cells {
    pub(super) sign: (&'static str, Role),
    pub(super) title: String,
    pub(super) subject: String,
    /// The step to take, or how it ended.
    pub(super) state: String,
    pub(super) since: String,
}

pub(super) type Row = ui::Row<Key, Cells>;
pub(super) type Rows = Listing<Key, Cells>;

/// A runbook that somebody began.
#[derive(Clone, Debug)]
pub(super) struct Execution<'a> {
    pub id: &'a str,
    /// None: there is no runbook of this name any more.
    pub book: Option<&'a Runbook>,
    pub first: &'a StepRecord,
    pub records: Vec<&'a StepRecord>,
    pub is_open: bool,
}

impl<'a> Execution<'a> {
    pub(super) fn scene(&self, cx: &Cx<'a>) -> Scene<'a> {
        Scene {
            environment: &self.first.environment,
            settings: cx.settings,
            store: cx.store,
            subject: self.first.subject.raw(),
            since: self.first.journal,
        }
    }

    pub(super) fn progress(&self, cx: &Cx<'a>) -> Option<Progress<'a>> {
        Some(progress(self.book?, &self.records, &self.scene(cx)))
    }
}

/// Each that was begun in this account, the newest first.
pub(super) fn executions<'a>(pane: &'a Runbooks, cx: &Cx<'a>) -> Vec<Execution<'a>> {
    let records = cx.store.get(&memory::Executions.here());
    let mut found: Vec<Execution<'a>> = Vec::new();
    for record in records.into_iter().flatten() {
        match found.iter_mut().find(|one| one.id == record.execution) {
            Some(known) => known.records.push(record),
            None => found.push(Execution {
                id: &record.execution,
                book: pane.books().iter().find(|book| book.name == record.runbook),
                first: record,
                records: vec![record],
                is_open: false,
            }),
        }
    }
    found.retain(|one| is_of_account(one.first, cx));
    for one in &mut found {
        let progress = one.progress(cx);
        one.is_open = progress.is_some_and(|progress| progress.ended.is_none());
    }
    found.reverse();
    found
}

/// Another account's are nobody's business here.
fn is_of_account(first: &StepRecord, cx: &Cx<'_>) -> bool {
    let caller = cx.store.caller(&first.environment);
    let known = caller
        .map(|caller| &caller.account)
        .zip(first.account.as_ref());
    known.is_none_or(|(now, then)| now == then)
}

pub(super) fn offers<'a>(pane: &'a Runbooks, cx: &Cx<'a>) -> Vec<Applicable<'a>> {
    let report = cx.store.conclusion(&watch(cx));
    report.map_or_else(Vec::new, |report| {
        applicable(pane.books(), report, cx.environment)
    })
}

pub(super) fn rows(pane: &Runbooks, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    let executions = executions(pane, cx);
    let offers = offers(pane, cx);
    let (open, ended): (Vec<_>, Vec<_>) = executions.iter().partition(|one| one.is_open);
    let under_way = |offer: &&Applicable<'_>| {
        let is_it = |one: &&Execution<'_>| {
            one.first.runbook == offer.book.name && one.first.subject.raw() == offer.subject
        };
        !open.iter().any(is_it)
    };
    let offered = |book: &&Runbook| !offers.iter().any(|offer| offer.book.name == book.name);
    let mut all: Vec<Row> = open.iter().map(|one| of_execution(one, cx)).collect();
    all.extend(offers.iter().filter(under_way).map(of_offer));
    all.extend(pane.books().iter().filter(offered).map(of_book));
    match pane.shows_ended {
        true => all.extend(ended.iter().map(|one| of_execution(one, cx))),
        false => out.hidden = ended.len(),
    }
    for row in all {
        let group = vec![row];
        let keep = Rows::matching(&group, cx.filter);
        out.push(group, &keep);
    }
    out
}

fn of_execution(one: &Execution<'_>, cx: &Cx<'_>) -> Row {
    let progress = one.progress(cx);
    let (sign, state) = match &progress {
        None => (
            (Mark::Unknown.letter(), Role::Warn),
            "its runbook is gone".to_owned(),
        ),
        Some(progress) => match &progress.ended {
            Some((outcome, _)) => (
                (Mark::InSync.letter(), Role::Dim),
                outcome.word().to_owned(),
            ),
            None => ((Mark::Drifted.letter(), Role::Warn), step_of(progress)),
        },
    };
    let title = one.book.map_or(&one.first.runbook, |book| &book.title);
    let elsewhere = match one.first.environment == *cx.environment {
        true => String::new(),
        false => format!(" in {}", one.first.environment.raw()),
    };
    let subject = format!("{}{elsewhere}", one.first.subject.raw());
    row(
        Key::Execution(one.id.to_owned()),
        Cells {
            sign,
            title: title.clone(),
            subject,
            state,
            since: cx.age(one.first.at),
        },
    )
}

/// `3 of 12`.
fn step_of(progress: &Progress<'_>) -> String {
    let of = progress.steps.len();
    let current = progress.current().map(|step| step.id.as_str());
    let mut steps = progress.steps.iter();
    let at = steps.position(|(step, _)| current == Some(&step.id));
    format!("{} of {of}", at.map_or(of, |at| at + 1))
}

fn of_offer(offer: &Applicable<'_>) -> Row {
    let role = match offer.priority {
        Priority::P0 | Priority::P1 => Role::Bad,
        Priority::P2 | Priority::P3 => Role::Info,
    };
    row(
        Key::Offer(offer.book.name.clone(), offer.subject.to_owned()),
        Cells {
            sign: (">", role),
            title: offer.book.title.clone(),
            subject: offer.subject.to_owned(),
            state: String::new(),
            since: String::new(),
        },
    )
}

fn of_book(book: &Runbook) -> Row {
    row(
        Key::Book(book.name.clone()),
        Cells {
            sign: (" ", Role::Dim),
            title: book.title.clone(),
            subject: String::new(),
            state: String::new(),
            since: String::new(),
        },
    )
}

fn row(key: Key, more: Cells) -> Row {
    Row {
        depth: 0,
        name: format!("{} {} {}", more.title, more.subject, more.state),
        of_interest: !matches!(key, Key::Book(_)),
        more,
        key,
    }
}

/// The row of this runbook for this subject: under way, or to be begun.
pub(super) fn of(pane: &Runbooks, book: &str, subject: &str, cx: &Cx<'_>) -> Key {
    let executions = executions(pane, cx);
    let mut open = executions.iter().filter(|one| one.is_open);
    let is_it =
        |one: &&Execution<'_>| one.first.runbook == book && one.first.subject.raw() == subject;
    match open.find(is_it) {
        Some(one) => Key::Execution(one.id.to_owned()),
        None => Key::Offer(book.to_owned(), subject.to_owned()),
    }
}

/// The execution that is selected.
pub(super) fn selected<'a>(pane: &'a Runbooks, cx: &Cx<'a>) -> Option<Execution<'a>> {
    let Key::Execution(id) = pane.cursor().selected()? else {
        return None;
    };
    let all = executions(pane, cx);
    all.into_iter().find(|one| one.id == id)
}

/// What the selected one is carried out for.
pub(super) fn subject(pane: &Runbooks, cx: &Cx<'_>) -> Option<String> {
    match pane.cursor().selected()? {
        Key::Execution(_) => Some(selected(pane, cx)?.first.subject.raw().to_owned()),
        Key::Offer(_, subject) => Some(subject.clone()),
        Key::Book(_) => None,
    }
}
