//! A service has entries, and not one that is current or about to be.

use super::{Rule, Subject};
use crate::{
    facts::{Finding, Priority},
    registry::EntryVerdict,
};

pub(super) const RULE: Rule = Rule {
    id: "no-current-entry",
    title: "A service has no current entry",
    why: "Every address that is answered for it is one where nobody answers.",
    fix: "Start what it stands for, or have it register itself again. Its stale entries stay until then: without any, its name is not found at all, and that is remembered too.",
    check,
};

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    let may_answer = |verdict| {
        matches!(
            verdict,
            EntryVerdict::Current | EntryVerdict::Warming | EntryVerdict::Unjudged
        )
    };
    let entries = subject.entries;
    let any = entries.iter().any(|one| may_answer(one.verdict()));
    (!entries.is_empty() && !any).then_some(())?;
    let title = format!("{} has no current entry", subject.name());
    Some(vec![subject.finding(
        &RULE,
        Priority::P0,
        title,
        vec![subject.said()],
    )])
}
