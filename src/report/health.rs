//! What the health audit says: rows in JSON, and the tables of the audit in Markdown.

use serde_json::{Value, json};

use super::text::joined;
use crate::{
    checks::health::{Changed, HealthReport},
    facts::{Finding, to_the_second},
    rules::health::{HealthStatus, RowReport},
};

pub(super) fn details(report: &HealthReport) -> Vec<(&'static str, Value)> {
    let areas = report.areas().into_iter().map(|(area, category, rows)| {
        json!({"area": area.word(), "status": category.word(), "rows": rows})
    });
    let changes = report.changes.iter().map(|changes| {
        let changes = changes.iter().map(change);
        ("changes", changes.collect())
    });
    [
        ("areas", areas.collect()),
        ("rows", report.rows.iter().map(row).collect()),
    ]
    .into_iter()
    .chain(changes)
    .collect()
}

fn change(one: &Changed) -> Value {
    json!({
        "kind": one.kind,
        "name": one.name,
        "row": one.row,
        "change": one.word(),
        "was": one.was.map(HealthStatus::word),
        "is": one.is.map(HealthStatus::word),
    })
}

fn row(row: &RowReport) -> Value {
    json!({
        "area": row.area.word(),
        "kind": row.kind.word(),
        "name": row.name.raw(),
        "row": row.rule,
        "status": row.judged.status.word(),
        "value": row.judged.value,
        "why": row.judged.why,
        "calls": row.calls,
        "at": row.at,
    })
}

/// A line for each row that is not well, and for each area what it comes to.
pub(super) fn lines(report: &HealthReport) -> Vec<String> {
    let mut lines = Vec::new();
    for (area, category, _) in report.areas() {
        lines.push(format!("{}: {}", area.word(), category.word()));
        let rows = report.of_area(area);
        let ill = rows.filter(|row| row.judged.status != HealthStatus::Ok);
        lines.extend(ill.map(|row| {
            let (status, value) = (row.judged.status.word(), &row.judged.value);
            format!(
                "  {status:<10} {} {}: {value}",
                row.kind.word(),
                row.name.raw()
            )
        }));
    }
    lines.extend(compared(report));
    lines
}

/// A line for each row that is not as an earlier answer has it.
fn compared(report: &HealthReport) -> Vec<String> {
    let Some(changes) = &report.changes else {
        return Vec::new();
    };
    if changes.is_empty() {
        return vec!["Since the earlier answer no row has changed.".to_owned()];
    }
    let mut lines = vec!["Since the earlier answer:".to_owned()];
    lines.extend(changes.iter().map(|one| {
        let word = |status: Option<HealthStatus>| status.map_or("absent", HealthStatus::word);
        let (was, is) = (word(one.was), word(one.is));
        let what = one.word();
        format!(
            "  {what}: {} {} ({}), was {was}, is {is}",
            one.kind, one.name, one.row
        )
    }));
    lines
}

/// Summary, details per area, and issues in the order of their priority.
pub(super) fn markdown(report: &HealthReport, findings: &[Finding], heading: &str) -> String {
    let mut lines = vec![format!("# {}", cell(heading)), String::new()];
    if let Some(at) = report.oldest() {
        lines.push(format!("The oldest answer is of {}.", to_the_second(at)));
        lines.push(String::new());
    }
    lines.extend(["## Summary".to_owned(), String::new()]);
    lines.extend(table(&["Area", "Status", "Rows"]));
    for (area, category, rows) in report.areas() {
        lines.push(format!(
            "| {} | {} | {rows} |",
            area.word(),
            category.word()
        ));
    }
    let compared = compared(report);
    if !compared.is_empty() {
        lines.extend([String::new(), "## Compared".to_owned(), String::new()]);
        let points = compared
            .iter()
            .map(|line| format!("- {}", cell(line.trim())));
        lines.extend(points);
    }
    for (area, category, _) in report.areas() {
        lines.push(String::new());
        lines.push(format!("## {}: {}", area.word(), category.word()));
        lines.push(String::new());
        lines.extend(table(&["Kind", "Name", "Row", "Status", "Value"]));
        lines.extend(report.of_area(area).map(|row| {
            format!(
                "| {} | {} | {} | {} | {} |",
                row.kind.word(),
                cell(row.name.raw()),
                row.rule,
                row.judged.status.word(),
                cell(&row.judged.value)
            )
        }));
    }
    lines.push(String::new());
    lines.push("## Issues".to_owned());
    if findings.is_empty() {
        lines.extend([String::new(), "None.".to_owned()]);
    }
    for one in findings {
        lines.push(String::new());
        lines.push(format!("### {:?}: {}", one.priority, cell(&one.title)));
        lines.push(String::new());
        let evidence = one.evidence.iter().skip(1);
        lines.extend(evidence.map(|one| format!("- {}", cell(&one.what))));
        lines.push(format!("- Action: {}", cell(&one.remedy)));
    }
    joined(&lines)
}

fn table(heads: &[&str]) -> [String; 2] {
    let rule: Vec<&str> = heads.iter().map(|_| "---").collect();
    [
        format!("| {} |", heads.join(" | ")),
        format!("| {} |", rule.join(" | ")),
    ]
}

/// What others chose must end no cell, and begin no link, image or tag.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '[' | ']' | '<' | '>' | '`' | '\\' | '*' | '_' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
