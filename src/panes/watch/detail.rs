//! What is said of a row: what is wrong, why, what mends it, and what it was seen by.

use super::{Watch, acknowledge, chain, report, rows, rows::Key, way};
use crate::{
    checks::watch::{Open, Trouble},
    facts::{EnvironmentName, Finding},
    panes::{Cx, list_detail::ListDetail},
    runbooks,
    ui::{Destination, Line, Role},
};

pub(super) fn lines(pane: &Watch, cx: &Cx<'_>) -> Vec<Line> {
    let Some(report) = report(cx) else {
        return Vec::new();
    };
    match pane.cursor().detail_of() {
        None => Vec::new(),
        Some(key @ Key::Trouble(..)) => {
            let trouble = rows::trouble(key, report);
            trouble.map_or_else(Vec::new, |trouble| of_trouble(pane, trouble, cx))
        }
        Some(Key::Open(environment, check)) => {
            rows::open(environment, check, report).map_or_else(Vec::new, |open| of_open(open, cx))
        }
        Some(Key::Unlooked(environment)) => unlooked(environment, cx),
        Some(Key::Gone(id)) => {
            let mut gone = pane.news.gone().iter();
            let gone = gone.find(|(_, it)| it.id == *id);
            gone.map_or_else(Vec::new, |(at, trouble)| {
                let since = at.map_or_else(String::new, |at| format!(" since {}", cx.dated(at)));
                let mut lines = vec![Line::of(
                    Role::Good,
                    format!("It is not so any more{since}."),
                )];
                lines.extend(head(trouble, cx));
                lines
            })
        }
    }
}

fn labelled(label: &'static str, role: Role, text: impl Into<String>) -> Line {
    Line::of(Role::Dim, format!("{label:<6}")).behind(role, text)
}

fn head(trouble: &Trouble, cx: &Cx<'_>) -> Vec<Line> {
    let (letter, role) = rows::sign(trouble);
    let mut said = format!("{}, by check {}", trouble.environment.raw(), trouble.check);
    if let Some(since) = trouble.since {
        said.push_str(&format!(", since {}", cx.dated(since)));
    }
    vec![
        Line::of(
            role,
            format!("{} {letter} ", rows::word(trouble.priority())),
        )
        .behind(Role::Strong, trouble.finding.title.clone()),
        Line::of(Role::Dim, said),
    ]
}

fn of_trouble(pane: &Watch, trouble: &Trouble, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = head(trouble, cx);
    lines.extend(acknowledge::lines(trouble, cx));
    lines.push(Line::empty());
    if let Some(cause) = trouble.cause() {
        let line = labelled("CAUSE", Role::Strong, cause.what.clone());
        lines.push(match way::of_link(cause, trouble, cx) {
            Some(to) => line.leading_to(to),
            None => line,
        });
    }
    let (check, next) = trouble.to_mend();
    lines.push(leading(
        "NEXT",
        Role::Info,
        &next.remedy,
        (check, next),
        trouble,
        cx,
    ));
    lines.extend(runbook(pane, trouble, cx));
    let chain = chain::lines(trouble, cx);
    if !chain.is_empty() {
        lines.push(Line::empty());
        lines.extend(chain);
    }
    if !trouble.also.is_empty() {
        lines.push(Line::empty());
    }
    for (check, finding) in &trouble.also {
        let title = &finding.title;
        lines.push(leading(
            "also",
            Role::Text,
            title,
            (check, finding),
            trouble,
            cx,
        ));
    }
    lines.push(Line::empty());
    for evidence in &trouble.finding.evidence {
        let at = evidence.at.map(|at| format!(", {}", cx.dated(at)));
        lines.push(labelled("seen", Role::Text, evidence.what.clone()).then(
            Role::Dim,
            format!("   {}{}", evidence.source, at.unwrap_or_default()),
        ));
    }
    lines
}

/// The guided way out, where there is one.
fn runbook(pane: &Watch, trouble: &Trouble, cx: &Cx<'_>) -> Option<Line> {
    let books = pane.books.as_deref()?;
    let (book, subject) = runbooks::mending(books, trouble)?;
    let to = Destination::Runbook(book.name.clone(), subject.to_owned());
    let line = labelled("", Role::Info, format!("runbook: {}", book.title));
    Some(line.leading_to(way::there(to, &trouble.environment, cx)))
}

fn leading(
    label: &'static str,
    role: Role,
    text: &str,
    (check, finding): (&str, &Finding),
    trouble: &Trouble,
    cx: &Cx<'_>,
) -> Line {
    let line = labelled(label, role, text);
    match way::of_finding(check, finding, &trouble.environment, cx) {
        Some(to) => line.leading_to(to),
        None => line,
    }
}

fn of_open(open: &Open, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::of(Role::Warn, "? ").behind(
            Role::Strong,
            format!("{} in {}", open.heading, open.environment.raw()),
        ),
        Line::of(Role::Text, "This could not be told: it may be well or not."),
    ];
    for unknown in &open.unknown {
        lines.push(Line::empty());
        lines.push(Line::of(Role::Strong, unknown.what.clone()));
        lines.push(Line::of(Role::Text, unknown.why.clone()));
        lines.push(Line::of(Role::Dim, unknown.hint.clone()));
    }
    lines.push(Line::empty());
    let again = cx.key("app.refresh");
    lines.push(Line::of(
        Role::Dim,
        format!("{again} reads everything again."),
    ));
    lines
}

fn unlooked(environment: &EnvironmentName, cx: &Cx<'_>) -> Vec<Line> {
    let goes = cx.key("list.open");
    let name = environment.raw();
    vec![
        Line::of(Role::Warn, "? ").behind(Role::Strong, format!("environment {name}")),
        Line::of(
            Role::Text,
            "Nobody has looked at it since this console started.",
        ),
        Line::empty(),
        Line::of(Role::Info, "NEXT  ")
            .behind(Role::Text, format!("{goes} goes to {name} and reads it."))
            .leading_to(Destination::Environment(environment.clone(), None)),
    ]
}
