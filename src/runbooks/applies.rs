//! Which runbooks mend what is wrong now, and for what.

use super::{Runbook, SubjectKind, Trigger};
use crate::{
    checks::watch::{Trouble, WatchReport},
    facts::{EnvironmentName, Finding, Priority},
    policy::like,
};

/// A runbook, and what it can be carried out for now.
#[derive(Clone, Debug)]
pub struct Applicable<'a> {
    pub book: &'a Runbook,
    pub subject: &'a str,
    pub priority: Priority,
    /// What it would mend.
    pub title: &'a str,
}

/// For what is wrong in an environment, the gravest first.
pub fn applicable<'a>(
    books: &'a [Runbook],
    report: &'a WatchReport,
    environment: &EnvironmentName,
) -> Vec<Applicable<'a>> {
    let mut found: Vec<Applicable<'a>> = Vec::new();
    let here = report.troubles.iter();
    for trouble in here.filter(|trouble| trouble.environment == *environment) {
        for (book, finding) in of_trouble(books, trouble) {
            let subject = subject(book.subject, finding);
            let is_known =
                |known: &Applicable<'_>| known.book.name == book.name && known.subject == subject;
            if !found.iter().any(is_known) {
                found.push(Applicable {
                    book,
                    subject,
                    priority: trouble.priority(),
                    title: &finding.title,
                });
            }
        }
    }
    found
}

/// The runbook that mends this, and what it is carried out for.
pub fn mending<'a>(books: &'a [Runbook], trouble: &'a Trouble) -> Option<(&'a Runbook, &'a str)> {
    let (book, finding) = of_trouble(books, trouble).into_iter().next()?;
    Some((book, subject(book.subject, finding)))
}

/// What of a finding a runbook of this kind is carried out for.
fn subject(kind: SubjectKind, finding: &Finding) -> &str {
    let of = &finding.subject;
    match kind {
        SubjectKind::Role => of.parent.as_ref().unwrap_or(&of.name),
        SubjectKind::Stack | SubjectKind::Run | SubjectKind::Service => &of.name,
        SubjectKind::None => "",
    }
}

/// Those that mend its cause; where there is none for that, those for what was seen.
fn of_trouble<'a>(books: &'a [Runbook], trouble: &'a Trouble) -> Vec<(&'a Runbook, &'a Finding)> {
    let of = |(check, finding): (&str, &'a Finding)| -> Vec<(&'a Runbook, &'a Finding)> {
        let is_it = |one: &Trigger| one.is_of(check, finding) && one.is_in(trouble);
        let mends = |book: &&Runbook| book.mends.iter().any(is_it);
        let all = books.iter().filter(mends);
        all.map(|book| (book, finding)).collect()
    };
    let of_cause = of(trouble.to_mend());
    match of_cause.is_empty() {
        true => of((&trouble.check, &trouble.finding)),
        false => of_cause,
    }
}

impl Trigger {
    fn is_of(&self, check: &str, finding: &Finding) -> bool {
        self.check == check && like(&self.rule, &finding.rule)
    }

    fn is_in(&self, trouble: &Trouble) -> bool {
        let mut links = trouble.chain.iter();
        self.link
            .is_none_or(|kind| links.any(|link| link.kind == kind))
    }
}
