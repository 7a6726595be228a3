//! What is said of a runbook: what it is for, and its steps with what came of each; of the
//! one to take, all that is needed to take it.

use super::{
    Runbooks,
    rows::{self, Execution, Key},
    take::filled,
    way,
};
use crate::{
    facts::StepRecord,
    panes::{Cx, list_detail::ListDetail},
    runbooks::{Kind, Progress, Runbook, Standing, Step, of_writes},
    ui::{Line, Role},
};

/// Lines of evidence under a step that was taken.
const SEEN: usize = 3;

pub(super) fn lines(pane: &Runbooks, cx: &Cx<'_>) -> Vec<Line> {
    match pane.cursor().detail_of() {
        None => Vec::new(),
        Some(Key::Execution(id)) => {
            let all = rows::executions(pane, cx);
            let found = all.into_iter().find(|one| one.id == id);
            found.map_or_else(Vec::new, |one| of_execution(&one, cx))
        }
        Some(Key::Offer(name, subject)) => of_book(pane, name, Some(subject), cx),
        Some(Key::Book(name)) => of_book(pane, name, None, cx),
    }
}

fn head(book: &Runbook) -> Vec<Line> {
    vec![
        Line::of(Role::Strong, book.title.clone()),
        Line::of(Role::Text, book.about.trim().replace('\n', " ")),
        Line::empty(),
    ]
}

/// One that nobody began; with what it would be begun for.
fn of_book(pane: &Runbooks, name: &str, subject: Option<&str>, cx: &Cx<'_>) -> Vec<Line> {
    let mut books = pane.books().iter();
    let Some(book) = books.find(|book| book.name == name) else {
        return vec![Line::of(Role::Text, format!("There is no runbook {name}."))];
    };
    let mut lines = head(book);
    if let Some(subject) = subject {
        let offers = rows::offers(pane, cx);
        let mut offers = offers.iter();
        let offer = offers.find(|offer| offer.book.name == name && offer.subject == subject);
        lines.extend(
            offer.map(|offer| Line::of(Role::Dim, "mends ").behind(Role::Text, offer.title)),
        );
        let key = cx.key("runbooks.start");
        lines.push(Line::of(Role::Info, "NEXT  ").behind(
            Role::Text,
            format!("{key} begins it for {subject}. Nothing is changed by that."),
        ));
        lines.push(Line::empty());
    }
    for (at, step) in book.steps.iter().enumerate() {
        lines.push(titled(at, step, (" ", Role::Dim), Role::Text));
        lines.push(Line::indented(5, Role::Dim, step.text.clone()));
    }
    lines
}

/// ` 3 HUMAN   The template is least privilege`, its sign before it.
fn titled(at: usize, step: &Step, (sign, of_sign): (&str, Role), role: Role) -> Line {
    Line::of(of_sign, format!("{sign} "))
        .then(Role::Dim, format!("{:>2} ", at + 1))
        .then(
            match step.kind {
                Kind::Human { .. } => Role::Warn,
                _ => Role::Dim,
            },
            format!("{:<9}", step.kind.word()),
        )
        .then(role, step.title.clone())
}

fn of_execution(one: &Execution<'_>, cx: &Cx<'_>) -> Vec<Line> {
    let (Some(book), Some(progress)) = (one.book, one.progress(cx)) else {
        let why = format!("Runbook {} is gone; its steps are kept.", one.first.runbook);
        return vec![Line::of(Role::Warn, why)];
    };
    let mut lines = vec![Line::of(Role::Strong, book.title.clone())];
    let mut said = format!("in {}", one.first.environment.raw());
    if !one.first.subject.raw().is_empty() {
        said = format!("for {} {said}", one.first.subject.raw());
    }
    let began = cx.dated(one.first.at);
    let who = one.first.who.raw();
    lines.push(Line::of(
        Role::Dim,
        format!("{said}, begun {began} by {who}"),
    ));
    if let Some((outcome, why)) = &progress.ended {
        let ended = format!("It ended, {}: {why}", outcome.word());
        lines.push(Line::of(Role::Strong, ended));
    }
    lines.push(Line::empty());
    for (at, (step, standing)) in progress.steps.iter().enumerate() {
        lines.extend(of_step(at, (step, standing), (one, book, &progress), cx));
    }
    lines
}

fn of_step(
    at: usize,
    (step, standing): (&Step, &Standing<'_>),
    (one, book, progress): (&Execution<'_>, &Runbook, &Progress<'_>),
    cx: &Cx<'_>,
) -> Vec<Line> {
    match standing {
        Standing::Ahead => vec![titled(at, step, (" ", Role::Dim), Role::Dim)],
        Standing::LedPast => vec![titled(at, step, ("-", Role::Dim), Role::Dim)],
        Standing::Taken(record) => {
            let good = record.outcome.goes_on();
            let sign = match good {
                true => ("=", Role::Good),
                false => ("x", Role::Bad),
            };
            let mut lines = vec![titled(at, step, sign, Role::Text)];
            lines.extend(of_record(record, cx));
            lines
        }
        Standing::Current(before) => {
            let mut lines = vec![titled(at, step, (">", Role::Info), Role::Strong)];
            lines.extend(before.iter().flat_map(|record| of_record(record, cx)));
            if progress.ended.is_none() {
                lines.extend(to_take(step, (one, book), cx));
            }
            lines
        }
        Standing::Reopened(record, now) => {
            let mut lines = vec![titled(at, step, ("~", Role::Warn), Role::Strong)];
            lines.extend(of_record(record, cx));
            let said = format!("This is another now: {}", now.said.join("; "));
            lines.push(Line::indented(5, Role::Warn, said));
            lines.extend(to_take(step, (one, book), cx));
            lines
        }
    }
}

fn of_record(record: &StepRecord, cx: &Cx<'_>) -> Vec<Line> {
    let at = cx.times().dated(record.at);
    let said = format!("{} {at} by {}", record.outcome.word(), record.who.raw());
    let mut lines = vec![Line::indented(5, Role::Dim, said)];
    if let Some(note) = &record.note {
        lines.push(Line::indented(5, Role::Text, note.raw()));
    }
    let seen = record.seen.iter().flat_map(|seen| &seen.said);
    lines.extend(
        seen.take(SEEN)
            .map(|said| Line::indented(5, Role::Dim, said.clone())),
    );
    lines
}

/// What is to be known and done for the step, and by which key.
fn to_take(step: &Step, (one, book): (&Execution<'_>, &Runbook), cx: &Cx<'_>) -> Vec<Line> {
    let scene = one.scene(cx);
    let subject = one.first.subject.raw();
    let mut lines = vec![Line::indented(5, Role::Text, step.text.clone())];
    let plain = |role, said: String| Line::indented(5, role, said);
    if let Some(asked) = step.kind.asked() {
        let told = asked.tell(&scene);
        let (word, role) = match told.holds {
            Some(true) => ("yes", Role::Strong),
            Some(false) => ("no", Role::Strong),
            None => ("not known", Role::Warn),
        };
        lines.push(plain(role, format!("{}: {word}", asked.question.name)));
        lines.extend(told.said.into_iter().map(|said| plain(Role::Text, said)));
    }
    match &step.kind {
        Kind::Human { who, check } => {
            lines.push(plain(Role::Warn, format!("[HUMAN] {who}")));
            lines.extend(
                check
                    .iter()
                    .map(|it| plain(Role::Text, format!("[ ] {it}"))),
            );
        }
        Kind::External { command } => {
            let key = cx.key("runbooks.copy-command");
            lines.push(plain(Role::Strong, filled(command, one)));
            lines.push(plain(
                Role::Dim,
                format!("Nothing here runs it: {key} copies it."),
            ));
        }
        Kind::Propose { command, writes } => {
            let (told, _) = of_writes(writes, &scene);
            lines.extend(told.said.into_iter().map(|said| plain(Role::Dim, said)));
            let key = cx.key(command);
            lines.push(plain(
                Role::Text,
                format!("There {key} proposes it; the gate shows the preview."),
            ));
        }
        Kind::Record { what } => lines.push(plain(Role::Text, what.clone())),
        Kind::Look { .. } | Kind::Judge { .. } | Kind::Wait { .. } => {}
    }
    let way = way::of_step(book, step, subject, cx);
    let done = cx.key("runbooks.done");
    let opens = cx.key("list.open");
    let next = match &way {
        Some(_) => format!("{opens} goes there, {done} takes the step"),
        None => format!("{done} takes the step"),
    };
    let next = Line::indented(5, Role::Info, "NEXT  ").behind(Role::Text, next);
    lines.push(match way {
        Some(to) => next.leading_to(to),
        None => next,
    });
    lines
}
