//! A module names only modules of a lower rank: the crate cannot rot into a cycle.

use std::collections::BTreeSet;

use super::arrows::House;

/// What each module may name. The order is the rank; `edge` and the top stand aside.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("facts", &[]),
    ("keys", &[]),
    ("ask", &["facts"]),
    ("policy", &["facts"]),
    ("registry", &["facts"]),
    ("template", &["facts", "policy"]),
    ("logs", &["facts"]),
    ("rules", &["facts", "ask", "policy", "registry", "template"]),
    (
        "cause",
        &["facts", "ask", "logs", "policy", "registry", "template"],
    ),
    ("gate", &["facts", "ask", "policy", "registry", "template"]),
    (
        "checks",
        &[
            "facts", "keys", "ask", "policy", "registry", "template", "rules", "cause", "gate",
        ],
    ),
    (
        "runbooks",
        &["facts", "ask", "policy", "cause", "gate", "checks"],
    ),
    (
        "ui",
        &[
            "facts", "keys", "ask", "policy", "registry", "template", "rules", "cause", "gate",
        ],
    ),
    (
        "flow",
        &[
            "facts", "keys", "ask", "logs", "policy", "registry", "template", "rules", "cause",
            "gate", "checks",
        ],
    ),
    (
        "report",
        &[
            "facts", "ask", "logs", "policy", "registry", "template", "rules", "cause", "gate",
            "checks",
        ],
    ),
    (
        "panes",
        &[
            "facts", "keys", "ask", "logs", "policy", "registry", "template", "rules", "cause",
            "gate", "checks", "runbooks", "flow", "ui", "report",
        ],
    ),
    (
        "shell",
        &[
            "facts", "keys", "ask", "logs", "policy", "registry", "template", "rules", "cause",
            "gate", "checks", "flow", "ui", "report", "panes",
        ],
    ),
    (
        "edge",
        &[
            "facts", "keys", "ask", "logs", "policy", "registry", "template", "gate", "flow",
        ],
    ),
    ("config", &["facts", "keys", "edge"]),
    (
        "run",
        &[
            "facts", "keys", "ask", "registry", "template", "rules", "cause", "gate", "checks",
            "flow", "ui", "shell", "edge",
        ],
    ),
    (
        "cli",
        &[
            "facts", "keys", "ask", "logs", "policy", "registry", "template", "rules", "cause",
            "gate", "checks", "runbooks", "flow", "ui", "report", "panes", "shell", "edge",
            "config", "run",
        ],
    ),
];

fn rank(module: &str) -> Option<&'static [&'static str]> {
    MAY_NAME
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, may)| *may)
}

#[test]
fn every_module_names_only_modules_of_a_lower_rank() {
    let mut wrong = Vec::new();
    for (path, module, named) in House::of_the_crate()
        .heads()
        .filter(|(_, module, _)| *module != "main")
    {
        let may = rank(module).unwrap_or_else(|| panic!("{path}: module without a rank"));
        let upward = named
            .iter()
            .filter(|other| **other != module && !may.contains(other));
        wrong.extend(upward.map(|other| format!("{path} names crate::{other}")));
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
