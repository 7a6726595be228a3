//! Whether a check finds something of the subject: `found`.

use super::{Asked, Question, Scene, Told};
use crate::{
    ask::Ask,
    checks::COMMANDS,
    checks::watch::{Watch, WatchReport},
    facts::Finding,
    policy::like,
};

pub(super) const QUESTION: Question = Question {
    name: "found",
    doc: "whether a check finds something of the subject. check: its name; rule: a glob over the ids of its rules; anywhere = \"yes\": of whatever subject",
    arguments: &[("check", true), ("rule", false), ("anywhere", false)],
    asks,
    tell,
};

/// What the check asks: the watch knows most of it.
fn asks(asked: &Asked, scene: &Scene<'_>) -> Vec<Ask> {
    let name = asked.one("check").unwrap_or_default();
    let mut commands = COMMANDS.iter().flatten();
    let command = commands.find(|command| command.name == name);
    command.map_or_else(Vec::new, |command| {
        let topic = (command.topic)(scene.environment.clone(), None);
        topic.asks(scene.settings, scene.store)
    })
}

fn tell(asked: &Asked, scene: &Scene<'_>) -> Told {
    let check = asked.one("check").unwrap_or_default();
    let Some(report) = scene.store.conclusion(&Watch::of(scene.environment)) else {
        return Told::unknown("Nothing has been judged here yet.");
    };
    let is_wanted = |finding: &Finding| {
        let rule = asked
            .one("rule")
            .is_none_or(|rule| like(rule, &finding.rule));
        rule && (asked.one("anywhere") == Some("yes") || is_of(finding, scene.subject))
    };
    let found = of_check(report, check, scene).filter(|finding| is_wanted(finding));
    let said: Vec<String> = found.flat_map(in_lines).collect();
    if !said.is_empty() {
        return Told::of(true, said);
    }
    match unread(report, check, scene) {
        Some(why) => Told::unknown(why),
        None => Told::of(
            false,
            [format!(
                "`check {check}` finds nothing of the kind, and could read all that it needs."
            )],
        ),
    }
}

fn is_of(finding: &Finding, subject: &str) -> bool {
    let of = &finding.subject;
    of.name == subject || of.parent.as_deref() == Some(subject)
}

/// What the check found here, also where another finding with the same cause is shown for it.
fn of_check<'a>(
    report: &'a WatchReport,
    check: &'a str,
    scene: &'a Scene<'_>,
) -> impl Iterator<Item = &'a Finding> {
    let here = report.troubles.iter();
    let here = here.filter(|trouble| trouble.environment == *scene.environment);
    let all = here.flat_map(|trouble| {
        let itself = (trouble.check.as_str(), &trouble.finding);
        let also = trouble.also.iter();
        std::iter::once(itself).chain(also.map(|(check, finding)| (check.as_str(), finding)))
    });
    all.filter(move |(of, _)| *of == check)
        .map(|(_, finding)| finding)
}

fn in_lines(finding: &Finding) -> Vec<String> {
    let evidence = finding.evidence.iter();
    let evidence = evidence.map(|one| format!("  {} ({})", one.what, one.source));
    let title = std::iter::once(finding.title.clone());
    title.chain(evidence).collect()
}

/// Why nothing follows from finding nothing.
fn unread(report: &WatchReport, check: &str, scene: &Scene<'_>) -> Option<String> {
    let mut open = report.open.iter();
    let open = open.find(|open| open.check == check && open.environment == *scene.environment);
    if let Some(unknown) = open.and_then(|open| open.unknown.first()) {
        return Some(format!(
            "{}: {} {}",
            unknown.what, unknown.why, unknown.hint
        ));
    }
    let mut parts = report.parts.iter();
    let part = parts.find(|part| {
        let command = part.topic.command();
        part.topic.environment() == scene.environment
            && command.is_some_and(|command| command.name == check)
    });
    let Some(part) = part else {
        return Some(format!("`check {check}` has nothing to look at here."));
    };
    let asks = part.topic.needed(scene.settings, scene.store);
    let mut open = asks.iter().filter(|ask| scene.store.answer(ask).is_none());
    open.next()
        .map(|ask| format!("Not read: {}.", ask.in_words()))
}
