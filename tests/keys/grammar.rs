//! One grammar: a key means the same in whatever pane it is pressed.

use std::collections::BTreeMap;

use watchkeeper::{
    keys::{BUILT_IN, Keymap, LEADER, Scope, find_command, spell_chords},
    panes::PANES,
};

use super::registry::scopes;

/// Behind a leader the menu says what a letter does, so it may go by the pane's own words.
const BY_THE_PANE: &[(&str, &str)] = &[
    (
        "a c",
        "creates what is codified or a change set, or cancels a run",
    ),
    (
        "a d",
        "deletes a change set, or deregisters what is stale of the row",
    ),
    (
        "a D",
        "deletes a stack, or deregisters what is stale of the namespace",
    ),
    (
        "a p",
        "puts what is missing, turns the protection, or lets a run pass",
    ),
    ("a r", "reverts, or runs again"),
    (
        "v i",
        "a run in short, or the invocations among a log's lines",
    ),
    (
        "v p",
        "what is deployed, the patterns of a log, or the plan of an audit",
    ),
    ("v s", "a stack's story, or a group's streams"),
    ("a u", "undoes the selected change, or the last one"),
];

/// A question is no list: the keys that answer it are said beside it.
const QUESTIONS: &[&str] = &["stacks-question"];

fn of_panes() -> impl Iterator<Item = &'static Scope> {
    let scopes = PANES.iter().flat_map(|pane| pane.scopes).copied();
    scopes.filter(|scope| !QUESTIONS.contains(&scope.name))
}

#[test]
fn a_key_means_the_same_in_every_pane() {
    for (name, text) in BUILT_IN {
        let keymap = Keymap::parse(name, text, BUILT_IN, scopes()).unwrap();
        let mut meant: BTreeMap<String, (&str, &str)> = BTreeMap::new();
        for scope in of_panes() {
            let chain = scope.chain();
            for at in &chain {
                for (chords, _) in keymap.bindings(at) {
                    let Some(id) = keymap.reached(&chain, chords) else {
                        continue;
                    };
                    let keys = spell_chords(chords);
                    let (_, command) = find_command(scopes(), id).unwrap();
                    let (before, by) = *meant
                        .entry(keys.clone())
                        .or_insert((command.short, command.id));
                    let listed = BY_THE_PANE.iter().any(|(known, _)| *known == keys);
                    assert!(
                        before == command.short || listed,
                        "{name}: `{keys}` is {by} ({before}), and {id} ({}) in [{}]",
                        command.short,
                        scope.name
                    );
                }
            }
        }
        for (keys, reason) in BY_THE_PANE {
            assert!(meant.contains_key(*keys), "{keys} ({reason}) is not a key");
        }
    }
}

#[test]
fn what_the_grammar_promises_holds_in_every_pane() {
    let promised = [
        ("enter", "open"),
        ("esc", "back"),
        ("q", "back"),
        ("tab", "other side"),
        ("g", "top"),
        ("G", "bottom"),
        ("n", "next"),
        ("N", "previous"),
        ("ctrl-d", "page down"),
        ("ctrl-f", "page down"),
        ("ctrl-u", "page up"),
        ("ctrl-b", "page up"),
        ("/", "find"),
        ("ctrl-c", "quit"),
        ("c n", "copy"),
        ("c d", "detail"),
        ("c u", "address"),
        ("E", "edit"),
    ];
    let keymap = Keymap::parse("default", BUILT_IN[0].1, BUILT_IN, scopes()).unwrap();
    for scope in of_panes() {
        for (keys, short) in promised {
            let chords = watchkeeper::keys::parse_chords(keys).unwrap();
            let id = keymap.reached(&scope.chain(), &chords).unwrap_or_default();
            let said = find_command(scopes(), id).map(|(_, command)| command.short);
            assert_eq!(said, Some(short), "{keys} in [{}]", scope.name);
        }
    }
}

#[test]
fn views_are_behind_v_copies_behind_c_and_proposals_behind_a() {
    let leads = |id: &str| match () {
        () if id.contains("copy") => Some('c'),
        () if find_command(scopes(), id).unwrap().1.proposes_write => Some('a'),
        () => None,
    };
    let keymap = Keymap::parse("default", BUILT_IN[0].1, BUILT_IN, scopes()).unwrap();
    assert_eq!(LEADER.to_string(), "a");
    for scope in scopes() {
        for (chords, id) in keymap.bindings(scope.name) {
            let keys = spell_chords(chords);
            if let Some(leader) = leads(id).filter(|_| keys != "y") {
                assert!(keys.starts_with(leader), "{keys} is {id}");
            }
        }
    }
}
