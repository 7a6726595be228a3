//! Which outside things may be named where.

use super::source::{Source, below};

/// A word of code, and the path prefixes where it may stand.
const FENCES: &[(&str, &[&str])] = &[
    ("aws_sdk_", WORLD),
    ("aws_config", WORLD),
    ("octocrab", WORLD),
    ("tokio", WORLD),
    ("hyper", WORLD),
    ("reqwest", WORLD),
    ("std::fs", WORLD),
    ("std::net", WORLD),
    ("std::process", WORLD),
    ("std::env", WORLD),
    ("SystemTime::now", WORLD),
    ("Instant::now", WORLD),
    ("Timestamp::now", WORLD),
    ("Zoned::now", WORLD),
    (
        "ratatui",
        &[
            "src/ui",
            "src/panes",
            "src/shell",
            "src/edge/terminal",
            "src/run",
        ],
    ),
    ("crossterm", &["src/edge/terminal"]),
    ("color_eyre", &["src/main.rs", "src/cli", "src/run"]),
    // The sanitiser's callers: nothing else turns remote text into shown text.
    (
        "shown(",
        &[
            "src/facts/clip.rs",
            "src/facts/remote.rs",
            "src/ui",
            "src/report",
            "src/cli",
            "src/config",
        ],
    ),
    // Text reaches a screen buffer through ui/paint alone.
    (".set_string", &["src/ui/paint.rs"]),
    (".set_stringn", &["src/ui/paint.rs"]),
    (".set_span", &["src/ui/paint.rs"]),
    (".set_line", &["src/ui/paint.rs"]),
    (".set_symbol", &["src/ui", "src/edge/terminal"]),
];

const WORLD: &[&str] = &[
    "src/edge",
    "src/run",
    "src/config",
    "src/cli",
    "src/main.rs",
];

/// Modules by their imported names count too: `use std::{fs, env}`.
fn grouped_std(source: &Source, word: &str) -> bool {
    let Some(module) = word.strip_prefix("std::") else {
        return false;
    };
    source.code.match_indices("use std::{").any(|(at, _)| {
        let group = &source.code[at..];
        let group = &group[..group.find(';').unwrap_or(group.len())];
        group
            .split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
            .any(|entry| entry.split("::").next() == Some(module))
    })
}

#[test]
fn outside_things_stay_behind_their_fences() {
    let mut wrong = Vec::new();
    for source in below("src") {
        for (word, allowed) in FENCES {
            let named = names(&source.code, word) || grouped_std(&source, word);
            if named && !allowed.iter().any(|prefix| source.path.starts_with(prefix)) {
                wrong.push(format!("{} names {word}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The word stands in the code and does not merely end another: `is_shown(` is no `shown(`.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        word.starts_with('.') || !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

/// Verbs that AWS operations which change something begin with.
const WRITING_VERBS: &[&str] = &[
    "put_",
    "delete_",
    "update_",
    "create_",
    "attach_",
    "detach_",
    "add_",
    "remove_",
    "set_default",
    "tag_",
    "untag_",
    "start_",
    "stop_",
    "execute_",
    "deregister_",
    "register_",
    "cancel_",
    "rollback_",
    "continue_",
    "signal_",
];

#[test]
fn no_mutating_sdk_call_stands_outside_edge_write() {
    let mut wrong = Vec::new();
    for source in below("src")
        .iter()
        .filter(|s| s.path.starts_with("src/edge/aws"))
    {
        for verb in WRITING_VERBS {
            for (at, _) in source.code.match_indices(&format!(".{verb}")) {
                let call: String = source.code[at..].chars().take(40).collect();
                // When something was made, and what rolls it back, is read, not written.
                let read = [
                    ".create_date(",
                    // Where an element of XML begins.
                    ".start_el(",
                    ".rollback_configuration(",
                    ".rollback_triggers(",
                ];
                if read.iter().any(|name| call.starts_with(name)) {
                    continue;
                }
                // An SDK call is a builder: it takes no argument where it is named.
                if call
                    .split_once('(')
                    .is_some_and(|(_, rest)| rest.starts_with(')'))
                {
                    wrong.push(format!("{}: {call}", source.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A plain yes, too, is a person's at the layer that confirms.
#[test]
fn only_the_layer_that_confirms_turns_a_plan_into_an_agreement() {
    let found = below("src").into_iter().filter(|source| {
        let agrees = names(&source.code, "Plan") && source.code.contains(".agree(");
        agrees || source.code.contains("Plan::agree")
    });
    let elsewhere: Vec<String> = found
        .map(|source| source.path)
        .filter(|path| !path.starts_with("src/shell/confirm"))
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

/// A plan becomes an approval where a person typed its phrase, and nowhere else.
#[test]
fn only_the_layer_that_confirms_turns_a_plan_into_an_approval() {
    let mut found = Vec::new();
    for source in below("src") {
        let confirms = names(&source.code, "Plan") && source.code.contains(".confirm(");
        if confirms || source.code.contains("Plan::confirm") {
            found.push(source.path);
        }
    }
    assert_eq!(found, ["src/shell/confirm/preview.rs"]);
}
