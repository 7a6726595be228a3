//! `journal export`: changes as Markdown for an incident's report.
//!
//! What others wrote stands between backticks, sanitised, so that no name can make a
//! heading, a link or a mention of it.

use super::word;
use crate::{
    facts::{JournalLine, JournalView, numbered, to_the_second},
    report::code::code,
};

/// The changes of these lines (newest first), the oldest first, each with its stages.
pub fn as_markdown(view: &JournalView, lines: &[&JournalLine]) -> String {
    let mut changes: Vec<Vec<&JournalLine>> = Vec::new();
    for line in lines.iter().rev() {
        let known = changes
            .iter_mut()
            .find(|stages| stages[0].change == line.change);
        match known {
            Some(stages) => stages.push(line),
            None => changes.push(vec![line]),
        }
    }
    let mut out = vec!["# Changes".to_owned(), String::new(), chain(view)];
    if changes.is_empty() {
        let said = match view.lines.is_empty() {
            true => "The journal has no changes yet.",
            false => "The journal has no such change.",
        };
        out.extend([String::new(), said.to_owned()]);
    }
    for stages in &changes {
        out.push(String::new());
        out.extend(change(stages));
    }
    out.join("\n")
}

fn chain(view: &JournalView) -> String {
    match (&view.broken, &view.head) {
        (Some(broken), _) => format!("**The journal is broken**: {}", code(broken)),
        (None, Some(head)) => {
            let count = usize::try_from(view.count).unwrap_or(usize::MAX);
            format!(
                "The journal is whole: {}, head `{head}`.",
                numbered(count, "record")
            )
        }
        (None, None) => "The journal has no records.".to_owned(),
    }
}

fn change(stages: &[&JournalLine]) -> Vec<String> {
    let first = stages[0];
    let mut out = vec![
        format!(
            "## {} {}: {}",
            to_the_second(first.at),
            first.title,
            code(&first.names())
        ),
        String::new(),
        format!(
            "- change {}, environment {}",
            code(&first.change),
            code(first.environment.raw())
        ),
    ];
    if let Some(account) = &first.account {
        out.push(format!("- account {}", code(account.raw())));
    }
    if let Some(caller) = stages.iter().find_map(|stage| stage.caller.as_ref()) {
        out.push(format!("- as {}", code(caller.raw())));
    }
    out.push(format!("- by {}", code(first.who.raw())));
    for stage in stages {
        out.push(format!(
            "- {} **{}**",
            to_the_second(stage.at),
            word(stage.stage)
        ));
        out.extend(stage.said.iter().map(|said| format!("  - {}", code(said))));
        if let Some(undo) = &stage.no_undo {
            out.push(format!("  - to undo it: {}", code(undo)));
        }
    }
    out
}
