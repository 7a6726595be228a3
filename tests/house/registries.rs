//! What is registered: every rule, check, guard and write, under the name of its file.

use std::{collections::BTreeSet, fs};

use watchkeeper::{
    checks::COMMANDS,
    gate::{guards::GUARDS, writes::WRITES},
    rules::{drift, health, least_privilege, pipeline, runs, stacks, stale},
};

use super::source::{below, root};

/// A registry: its folder, what a file that belongs in it holds, what its list calls
/// that, and the ids and words that are listed.
struct Registry {
    folder: &'static str,
    holds: &'static str,
    listed_as: &'static str,
    entries: Vec<(&'static str, Vec<&'static str>)>,
}

fn registries() -> Vec<Registry> {
    macro_rules! rules {
        ($family:ident) => {
            Registry {
                folder: concat!("src/rules/", stringify!($family)),
                holds: "const RULE: Rule",
                listed_as: "RULE",
                entries: $family::RULES
                    .iter()
                    .map(|rule| (rule.id, vec![rule.title, rule.why, rule.fix]))
                    .collect(),
            }
        };
    }
    vec![
        rules!(drift),
        rules!(health),
        rules!(least_privilege),
        rules!(pipeline),
        rules!(runs),
        rules!(stacks),
        rules!(stale),
        Registry {
            folder: "src/gate/guards",
            holds: "const GUARD: Guard",
            listed_as: "GUARD",
            entries: GUARDS
                .iter()
                .map(|guard| (guard.id, vec![guard.title]))
                .collect(),
        },
    ]
}

/// The stems of the files below a folder that hold this.
fn files(folder: &str, holds: &str) -> BTreeSet<String> {
    let sources = below(folder);
    let holding = sources.iter().filter(|source| source.code.contains(holds));
    holding
        .map(|source| {
            let file = source.path.rsplit('/').next().unwrap();
            file.strip_suffix(".rs").unwrap().to_owned()
        })
        .collect()
}

fn registry(folder: &str) -> String {
    fs::read_to_string(root().join(format!("{folder}.rs"))).unwrap()
}

#[test]
fn every_rule_and_guard_is_in_its_list_under_the_name_of_its_file() {
    for Registry {
        folder,
        holds,
        listed_as,
        entries,
    } in registries()
    {
        let files = files(folder, holds);
        assert!(!files.is_empty(), "{folder} has no file with {holds}");
        let text = registry(folder);
        for file in &files {
            let entry = format!("&{file}::{listed_as},");
            assert!(text.contains(&entry), "{folder} does not list {file}");
        }
        let ids: BTreeSet<String> = entries.iter().map(|(id, _)| id.replace('-', "_")).collect();
        assert_eq!(ids, files, "{folder}");
        assert_eq!(ids.len(), entries.len(), "{folder} lists one twice");
    }
}

#[test]
fn every_rule_and_guard_says_what_it_is() {
    for Registry {
        folder, entries, ..
    } in registries()
    {
        for (id, words) in entries {
            assert!(words.iter().all(|said| !said.is_empty()), "{folder}: {id}");
        }
    }
}

#[test]
fn every_check_is_in_the_list_and_the_commands_are_named_after_their_files() {
    let files = files("src/checks", "impl Check for");
    let text = registry("src/checks");
    for file in &files {
        let listed = text.contains(&format!("({file}::"));
        assert!(listed, "src/checks.rs does not list {file}");
    }
    for command in COMMANDS.iter().flatten() {
        // The watch is all of them.
        let named = files.contains(command.name) || command.name == "all";
        assert!(named, "{}", command.name);
        assert!(!command.doc.is_empty() && !command.doc.ends_with('.'));
    }
}

#[test]
fn every_kind_of_write_is_in_the_list() {
    let text = registry("src/gate/writes");
    let mut kinds = 0;
    for source in below("src/gate/writes") {
        for of in ["impl Change for ", "impl Operation for "] {
            for (at, _) in source.code.match_indices(of) {
                let rest = &source.code[at + of.len()..];
                let kind = rest.split_whitespace().next().unwrap();
                assert!(text.contains(&format!("\" {kind} [")), "{kind}");
                kinds += 1;
            }
        }
    }
    assert_eq!(kinds, WRITES.len());
}
