//! Outputs, parameters and tags; and the template as it was deployed.

use super::words;
use crate::{
    facts::{Remote, Stack, StackTemplate},
    ui::{Line, Role, lay_out_json},
};

pub(super) fn lines(stack: &Stack) -> Vec<Line> {
    let mut lines = Vec::new();
    section(&mut lines, "Outputs", stack.outputs.len());
    for output in &stack.outputs {
        lines.push(pair(&output.key, output.value.raw()));
        let export = output.export.as_ref().map(|name| ("exported as ", name));
        let notes = output.description.as_ref().map(|text| ("", text));
        for (before, note) in notes.into_iter().chain(export) {
            lines.push(Line::indented(
                6,
                Role::Dim,
                format!("{before}{}", note.raw()),
            ));
        }
    }
    section(&mut lines, "Parameters", stack.parameters.len());
    for parameter in &stack.parameters {
        let value = parameter.value.as_ref().map_or("", Remote::raw);
        lines.push(pair(&parameter.key, value));
        if let Some(resolved) = &parameter.resolved {
            let said = format!("resolves to {}", resolved.raw());
            lines.push(Line::indented(6, Role::Dim, said));
        }
    }
    section(&mut lines, "Tags", stack.tags.len());
    lines.extend(stack.tags.iter().map(|tag| pair(&tag.key, tag.value.raw())));
    section(&mut lines, "Capabilities", stack.capabilities.len());
    for capability in &stack.capabilities {
        lines.push(Line::of(Role::Text, format!("  {}", capability.raw())));
    }
    lines
}

fn section(lines: &mut Vec<Line>, title: &str, count: usize) {
    if !lines.is_empty() {
        lines.push(Line::empty());
    }
    let none = if count == 0 { "   none" } else { "" };
    lines.push(Line::of(Role::Strong, title.to_owned()).then(Role::Dim, none));
}

const KEY: usize = 26;

fn pair(key: &Remote, value: &str) -> Line {
    let key = words::cell(key.raw(), KEY);
    Line::of(Role::Text, "  ")
        .then(Role::Dim, format!("{key}  "))
        .then(Role::Text, value.to_owned())
        .hanging(6)
}

/// As it was submitted, before any transform; JSON is laid out for reading.
pub(super) fn template(template: &StackTemplate) -> Vec<Line> {
    let body = template.body.raw();
    let is_json = body.trim_start().starts_with('{');
    let texts = if is_json {
        lay_out_json(body)
    } else {
        body.lines().map(str::to_owned).collect()
    };
    let number = texts.len().to_string().len().max(3);
    let line = |(at, text): (usize, String)| {
        Line::of(Role::Dim, format!("{:>number$}  ", at + 1))
            .then(Role::Text, text)
            .hanging(u16::try_from(number + 4).unwrap_or(7))
    };
    texts.into_iter().enumerate().map(line).collect()
}
