//! What `check all` adds to the findings: the environment and the check of each, the chain to
//! its cause, and what else has that cause. Judges nothing.

use serde_json::{Value, json};

use super::finding::{finding_lines, unknown_line};
use crate::{
    checks::watch::{Acknowledged, Trouble, WatchReport},
    facts::to_the_second,
};

pub(super) fn lines(report: &WatchReport) -> Vec<String> {
    let open = report.open.iter().flat_map(|one| &one.unknown);
    let mut lines: Vec<String> = open.map(unknown_line).collect();
    for trouble in &report.troubles {
        lines.extend(finding_lines(&trouble.finding));
        lines.extend(trouble.acknowledged.as_ref().map(acknowledged));
        let cause = trouble.cause();
        lines.extend(cause.map(|cause| format!("    CAUSE {}", cause.what)));
        let (_, next) = trouble.to_mend();
        if next.id != trouble.finding.id {
            lines.push(format!("    NEXT {}", next.remedy));
        }
        let also = trouble.also.iter();
        lines.extend(also.map(|(check, finding)| format!("    also ({check}) {}", finding.title)));
    }
    lines
}

fn acknowledged(known: &Acknowledged) -> String {
    let what = &known.what;
    let word = match known.news.is_empty() {
        true => "acknowledged",
        false => "OPEN AGAIN, acknowledged",
    };
    let at = to_the_second(what.at);
    format!(
        "    {word} by {} at {at}: {}",
        what.by.raw(),
        what.note.raw()
    )
}

pub(super) fn details(report: &WatchReport) -> Vec<(&'static str, Value)> {
    let troubles: Vec<Value> = report.troubles.iter().map(of_trouble).collect();
    vec![("troubles", json!(troubles))]
}

pub(super) fn of_trouble(trouble: &Trouble) -> Value {
    let also: Vec<&str> = trouble
        .also
        .iter()
        .map(|(_, one)| one.id.as_str())
        .collect();
    json!({
        "id": trouble.id,
        "finding": trouble.finding.id,
        "environment": trouble.environment,
        "check": trouble.check,
        "priority": trouble.priority(),
        "since": trouble.since,
        "cause": trouble.cause(),
        "chain": trouble.chain,
        "also": also,
        "acknowledged": trouble.acknowledged.as_ref().map(|known| json!({
            "by": known.what.by,
            "at": known.what.at,
            "note": known.what.note,
            "new_since": known.news,
        })),
        "next": trouble.to_mend().1.remedy,
    })
}
