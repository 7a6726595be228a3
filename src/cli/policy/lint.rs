//! `policy lint`: a document against the least-privilege rules, offline.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::{DocumentKind, document};
use crate::{
    cli::{
        Stop,
        output::{json as print, say},
    },
    rules::least_privilege::{Hit, RULES, Rule, lint},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct Lint {
    file: PathBuf,
    /// What the document is attached to.
    #[arg(long, value_enum, default_value_t = DocumentKind::Identity)]
    kind: DocumentKind,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// 0 no hits, 1 hits.
pub(super) fn run(command: &Lint) -> Result<u8, Stop> {
    let hits = lint(&document(&command.file, command.kind)?);
    let file = command.file.to_string_lossy();
    if command.json {
        print_json(&file, &hits)?;
    } else {
        print_text(&file, &hits)?;
    }
    Ok(u8::from(!hits.is_empty()))
}

fn rule(hit: &Hit) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == hit.rule).copied()
}

fn print_text(file: &str, hits: &[Hit]) -> Result<(), Stop> {
    if hits.is_empty() {
        let rules = RULES.len();
        return say(&format!("{file}: no hits of {rules} rules"));
    }
    for hit in hits {
        let (line, column) = (hit.place.line, hit.place.column);
        let sid = hit.sid.as_ref().map(|sid| format!(" ({sid})"));
        say(&format!(
            "{file}:{line}:{column}: {}: statement {}{}: {}",
            hit.rule,
            hit.statement,
            sid.unwrap_or_default(),
            hit.what
        ))?;
        if let Some(rule) = rule(hit) {
            say(&format!("  {} {}", rule.why, rule.fix))?;
        }
    }
    Ok(())
}

fn print_json(file: &str, hits: &[Hit]) -> Result<(), Stop> {
    let value = json!({
        "schema": 1,
        "command": "policy lint",
        "file": file,
        "hits": hits.iter().map(as_json).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    print(&text)
}

fn as_json(hit: &Hit) -> Value {
    let rule = rule(hit);
    json!({
        "rule": hit.rule,
        "title": rule.map(|rule| rule.title),
        "statement": hit.statement,
        "sid": hit.sid,
        "line": hit.place.line,
        "column": hit.place.column,
        "what": hit.what,
        "why": rule.map(|rule| rule.why),
        "fix": rule.map(|rule| rule.fix),
    })
}
