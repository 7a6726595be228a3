//! A module names only modules of a lower rank: the crate cannot rot into a cycle.

use std::collections::BTreeSet;

use super::source::{Source, below};

/// What each module may name. The order is the rank; `edge` and the top stand aside.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("facts", &[]),
    ("keys", &[]),
    ("ask", &["facts"]),
    ("policy", &["facts"]),
    ("template", &["facts", "policy"]),
    ("rules", &["facts", "ask", "policy", "template"]),
    ("cause", &["facts", "ask", "policy", "template"]),
    ("gate", &["facts", "ask", "policy", "template"]),
    (
        "checks",
        &[
            "facts", "keys", "ask", "policy", "template", "rules", "cause", "gate",
        ],
    ),
    (
        "ui",
        &[
            "facts", "keys", "ask", "policy", "template", "rules", "cause", "gate",
        ],
    ),
    (
        "flow",
        &[
            "facts", "keys", "ask", "policy", "template", "rules", "cause", "gate", "checks",
        ],
    ),
    (
        "report",
        &[
            "facts", "ask", "policy", "template", "rules", "cause", "gate", "checks",
        ],
    ),
    (
        "panes",
        &[
            "facts", "keys", "ask", "policy", "template", "rules", "cause", "gate", "checks",
            "flow", "ui", "report",
        ],
    ),
    (
        "shell",
        &[
            "facts", "keys", "ask", "policy", "template", "rules", "cause", "gate", "checks",
            "flow", "ui", "report", "panes",
        ],
    ),
    (
        "edge",
        &["facts", "keys", "ask", "policy", "template", "gate", "flow"],
    ),
    ("config", &["facts", "keys", "edge"]),
    (
        "run",
        &[
            "facts", "keys", "ask", "template", "rules", "cause", "gate", "checks", "flow", "ui",
            "shell", "edge",
        ],
    ),
    (
        "cli",
        &[
            "facts", "keys", "ask", "policy", "template", "rules", "cause", "gate", "checks",
            "flow", "ui", "report", "panes", "shell", "edge", "config", "run",
        ],
    ),
];

fn rank(module: &str) -> Option<&'static [&'static str]> {
    MAY_NAME
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, may)| *may)
}

/// The modules that a file names through `crate::`, grouped imports included.
fn named(source: &Source) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in source.code.match_indices("crate::") {
        let rest = &source.code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_heads(group)),
            None => found.extend(first_word(rest)),
        }
    }
    found
}

/// The first words of the entries of `{a::b, c::{d, e}, f}`.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut heads) = (0, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && depth == 0 && !c.is_whitespace() => {
                heads.extend(first_word(&group[at..]));
                start = false;
            }
            _ => {}
        }
    }
    heads
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    word.chars()
        .next()
        .is_some_and(char::is_lowercase)
        .then_some(word)
}

#[test]
fn every_module_names_only_modules_of_a_lower_rank() {
    let mut wrong = Vec::new();
    for source in below("src") {
        let module = source.module().to_owned();
        if module == "lib" || module == "main" {
            continue;
        }
        let may = rank(&module).unwrap_or_else(|| panic!("{}: module without a rank", source.path));
        for other in named(&source) {
            if other != module && !may.contains(&other.as_str()) {
                wrong.push(format!("{} names crate::{other}", source.path));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "arrows that point up:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_rank_table_itself_has_no_cycle() {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (module, may) in MAY_NAME {
        for other in *may {
            assert!(
                seen.contains(other) || (*module == "config" && *other == "edge"),
                "{module} may name {other}, which does not stand above it in the table"
            );
        }
        seen.insert(module);
    }
}

#[test]
fn grouped_imports_are_seen() {
    let source = Source {
        path: "src/x.rs".into(),
        text: String::new(),
        code: "use crate::{facts::{A, B}, edge, ui::C}; crate::shell::x()".into(),
    };
    let expected = ["edge", "facts", "shell", "ui"].map(str::to_owned);
    assert_eq!(named(&source), BTreeSet::from(expected));
}
