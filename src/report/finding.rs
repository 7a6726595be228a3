//! A finding, and what could not be told, as lines of text: the same in every answer.

use crate::facts::{Finding, Unknown, to_the_second};

pub(super) fn unknown_line(unknown: &Unknown) -> String {
    format!("? {}: {} {}", unknown.what, unknown.why, unknown.hint)
}

/// One letter for what is wrong, as in the console.
pub fn letter(finding: &Finding) -> &'static str {
    match finding.rule.as_str() {
        "stack-failed" | "run-failed" | "no-current-entry" | "stale-entries" => "x",
        "stack-missing" => "-",
        "stack-stale" => "~",
        _ => "!",
    }
}

pub(super) fn finding_lines(finding: &Finding) -> Vec<String> {
    let sign = letter(finding);
    let mut lines = vec![format!("{sign} {}", finding.title)];
    // The first says where the finding itself was seen.
    lines.extend(finding.evidence.iter().skip(1).map(|evidence| {
        let at = evidence
            .at
            .map_or(String::new(), |at| format!("{} ", to_the_second(at)));
        format!("    {at}{}", evidence.what)
    }));
    lines.push(format!("    {}", finding.remedy));
    lines
}
