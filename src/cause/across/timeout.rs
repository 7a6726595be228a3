//! A function that its timeout ended, the address that it waited for as its log names it,
//! and the stale entry that has this address.

use super::{Function, Rule, Seen, Service, brief, link, stale_entries};
use crate::{
    cause::chain::{Confidence, Link, LinkKind},
    facts::{Finding, LogEvent},
};

pub(super) const RULE: Rule = Rule {
    id: "timeout-at-a-stale-entry",
    title: "A timeout, the stale address that the function waited for, the entry that has it",
    from: &["function-runs"],
    join,
};

fn join(_: &Finding, seen: &Seen<'_>) -> Vec<Link> {
    let Some(function) = &seen.function else {
        return Vec::new();
    };
    let ended = function.runs.zip(function.state);
    let Some(seconds) = ended.and_then(|(runs, state)| runs.ended_by(state)) else {
        return Vec::new();
    };
    let stale = |one: &&Service<'_>| one.entries.iter().any(|entry| entry.verdict().is_stale());
    let stale: Vec<&Service<'_>> = seen.services.iter().filter(stale).collect();
    let first = link(
        LinkKind::Function,
        function.name,
        format!("was ended by its timeout of {seconds} s"),
        "cloudwatch:GetMetricStatistics",
    );
    match &function.lines {
        Ok(lines) => named(function, lines, &stale).map_or_else(Vec::new, |(line, service)| {
            let rest = stale_entries::of_service(service, seen);
            [first, line].into_iter().chain(rest).collect()
        }),
        Err(_) if stale.is_empty() => Vec::new(),
        Err(why) => vec![first, function.needed("what it waited for", why)],
    }
}

/// The line that names a stale address, else one that names a service with one.
fn named<'s>(
    function: &Function<'_>,
    lines: &[&LogEvent],
    stale: &[&'s Service<'s>],
) -> Option<(Link, &'s Service<'s>)> {
    let told = |event: &LogEvent, confidence| Link {
        at: Some(event.at),
        confidence,
        ..link(
            LinkKind::Log,
            &function.log(),
            brief(event.text.raw()),
            "logs:FilterLogEvents",
        )
    };
    let by_address = lines.iter().find_map(|event| {
        let has = |service: &&&Service<'_>| {
            let mut entries = service
                .entries
                .iter()
                .filter(|one| one.verdict().is_stale());
            entries.any(|one| one.entry.ip().is_some_and(|ip| names(event.text.raw(), ip)))
        };
        let service = stale.iter().find(has)?;
        Some((told(event, Confidence::Certain), *service))
    });
    by_address.or_else(|| {
        lines.iter().find_map(|event| {
            let has = |service: &&&Service<'_>| {
                names(
                    event.text.raw(),
                    &format!("{}.{}", service.name, service.namespace),
                )
            };
            let service = stale.iter().find(has)?;
            Some((told(event, Confidence::Likely), *service))
        })
    })
}

/// As a word of its own: `10.0.1.4` is not named by `10.0.1.42`.
fn names(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + word.len()..].chars();
        let next = after.next();
        let goes_on = next == Some('.') && after.next().is_some_and(is_part);
        !before.is_some_and(|c| is_part(c) || c == '.') && !next.is_some_and(is_part) && !goes_on
    })
}
