//! The audit as SARIF 2.1.0: a result for each place that is RED or AMBER.
//!
//! A result keeps its fingerprint when lines move: it is made of the rule, the file and
//! what was seen, never of the line.

use serde_json::{Value, json};

use crate::{
    checks::pipeline::PipelineReport,
    report::exchange::{SARIF_SCHEMA, fingerprint, uri},
    rules::pipeline::{Mark, RULES, Risk, Row, Rule, rule},
};

pub fn sarif(report: &PipelineReport) -> String {
    let rows = report.rows.iter();
    let results: Vec<Value> = rows.flat_map(results).collect();
    let notes: Vec<Value> = report
        .broken
        .iter()
        .map(|file| {
            json!({
                "level": "warning",
                "message": {"text": format!("{} was not judged: {}", file.path, file.in_words())},
            })
        })
        .collect();
    let whole = json!({
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "watchkeeper",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notes,
            }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.number,
        "name": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": level(rule.risk)},
        "properties": {
            "tags": ["security", rule.area.title()],
            "precision": rule.confidence.word(),
            "security-severity": severity(rule.risk),
        },
    })
}

fn results(row: &Row) -> Vec<Value> {
    let Some(rule) = rule(&row.rule) else {
        return Vec::new();
    };
    let faults = row.marks.iter().filter(|mark| mark.state.is_a_fault());
    faults.map(|mark| result(rule, mark)).collect()
}

fn result(rule: &Rule, mark: &Mark) -> Value {
    let at = mark.at.as_ref();
    let path = at.map_or("", |at| at.path.as_str());
    let mut result = json!({
        "ruleId": rule.number,
        "ruleIndex": RULES.iter().position(|one| one.id == rule.id),
        "level": level(rule.severity(mark.state)),
        "message": {"text": mark.what},
        "partialFingerprints": {"watchkeeper/v1": fingerprint(&[rule.number, path, &mark.what])},
        "properties": {"state": mark.state},
    });
    if let Some(at) = at {
        result["locations"] = json!([{"physicalLocation": {
            "artifactLocation": {"uri": uri(&at.path), "uriBaseId": "%SRCROOT%"},
            "region": {
                "startLine": at.line,
                "startColumn": at.column,
                "snippet": {"text": at.excerpt.raw()},
            },
        }}]);
    }
    result
}

fn level(risk: Risk) -> &'static str {
    match risk {
        Risk::High => "error",
        Risk::Medium => "warning",
        Risk::Low => "note",
    }
}

/// As GitHub's code scanning reads it: a number of 0 to 10.
fn severity(risk: Risk) -> &'static str {
    match risk {
        Risk::High => "8.0",
        Risk::Medium => "5.0",
        Risk::Low => "2.0",
    }
}
