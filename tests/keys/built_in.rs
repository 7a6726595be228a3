//! What holds for every keymap that comes with the program and every scope.

use std::collections::BTreeSet;

use watchkeeper::keys::{
    BUILT_IN, Keymap, LEADER, Scope, find_command, parse_chords, spell_chords,
};

use super::registry::{MEANT, ONLY_UNDER_OTHERS, scopes};
use crate::support::folder::file_names;

fn keymaps() -> Vec<(&'static str, Keymap)> {
    let parse = |(name, text): &(&'static str, &str)| {
        let keymap = Keymap::parse(name, text, BUILT_IN, scopes());
        (*name, keymap.unwrap_or_else(|errors| panic!("{errors:#?}")))
    };
    BUILT_IN.iter().map(parse).collect()
}

/// The scopes that can have the focus.
fn focusable() -> impl Iterator<Item = &'static Scope> {
    scopes()
        .iter()
        .filter(|scope| !ONLY_UNDER_OTHERS.contains(&scope.name))
}

#[test]
fn every_keymap_file_is_built_in() {
    let on_disk = file_names("keymaps");
    let built_in = BUILT_IN.iter().map(|(name, _)| format!("{name}.toml"));
    assert_eq!(on_disk, built_in.collect());
}

#[test]
fn every_built_in_keymap_reads_without_a_mistake() {
    assert_eq!(keymaps().len(), BUILT_IN.len());
}

#[test]
fn every_command_can_be_reached_in_every_keymap() {
    for (name, keymap) in keymaps() {
        for command in scopes().iter().flat_map(|scope| scope.commands) {
            let reached = focusable().any(|scope| {
                let (home, _) = find_command(scopes(), command.id).unwrap();
                scope.chain().contains(&home.name)
                    && !keymap.keys_for(&scope.chain(), command.id).is_empty()
            });
            assert!(reached, "{name}: no key reaches {}", command.id);
        }
    }
}

#[test]
fn every_binding_is_reached_where_its_scope_has_the_focus() {
    for (name, keymap) in keymaps() {
        for scope in scopes() {
            for (chords, id) in keymap.bindings(scope.name) {
                let reached = keymap.reached(&scope.chain(), chords);
                let keys = spell_chords(chords);
                assert_eq!(reached, Some(id), "{name} [{}] {keys}", scope.name);
            }
        }
    }
}

fn types(scope: &Scope) -> bool {
    let outer = |name: &&str| scopes().iter().any(|one| one.name == *name && one.typing);
    scope.typing || scope.over.iter().any(outer)
}

#[test]
fn a_key_taken_from_an_outer_scope_is_listed_with_a_reason() {
    let mut met = BTreeSet::new();
    for (name, keymap) in keymaps() {
        for scope in scopes() {
            for outer in scope.over {
                for (chords, id) in keymap.bindings(outer) {
                    // Under a field characters are typed, or come too early for it.
                    let typed = types(scope) && chords[0].typed().is_some();
                    let now = keymap.reached(&scope.chain(), chords);
                    if typed || now == Some(id) {
                        continue;
                    }
                    let keys = spell_chords(chords);
                    let listed = MEANT
                        .iter()
                        .find(|(at, key, _)| *at == scope.name && *key == keys);
                    assert!(
                        listed.is_some(),
                        "{name}: `{keys}` is {id} in [{outer}] but {now:?} in [{}]",
                        scope.name
                    );
                    met.insert((scope.name, keys));
                }
            }
        }
    }
    for (scope, keys, reason) in MEANT {
        let known = met.contains(&(*scope, (*keys).to_owned()));
        assert!(
            known,
            "[{scope}] {keys} ({reason}) no longer hides anything"
        );
    }
}

#[test]
fn the_leader_is_never_a_command_by_itself() {
    for (name, keymap) in keymaps() {
        for scope in scopes() {
            let reached = keymap.reached(&scope.chain(), &[LEADER]);
            assert_eq!(reached, None, "{name} [{}]", scope.name);
        }
    }
}

#[test]
fn writes_are_proposed_only_behind_the_leader() {
    for (name, keymap) in keymaps() {
        for scope in scopes() {
            for (chords, id) in keymap.bindings(scope.name) {
                let (_, command) = find_command(scopes(), id).unwrap();
                let behind = chords.len() > 1 && chords[0] == LEADER;
                assert!(behind || !command.proposes_write, "{name}: {id}");
            }
        }
    }
}

#[test]
fn the_keys_that_a_person_may_rely_on_mean_the_same_in_every_keymap() {
    let promised = [
        ("q", "app.leave"),
        ("ctrl-c", "app.quit"),
        ("ctrl-z", "app.suspend"),
        ("ctrl-l", "app.redraw"),
        ("?", "app.help"),
        ("f1", "app.help"),
        (":", "app.palette"),
        ("/", "app.filter"),
        ("R", "app.refresh"),
        ("y", "app.copy"),
        ("esc", "app.back"),
        ("e", "app.environment"),
        ("2", "pane.drift"),
        ("j", "list.down"),
        ("down", "list.down"),
        ("k", "list.up"),
        ("g", "list.top"),
        ("G", "list.bottom"),
        ("enter", "list.open"),
        ("tab", "list.other-side"),
        ("H", "drift.hide-in-sync"),
        ("t", "drift.text-diff"),
        ("n", "list.next"),
        ("N", "list.previous"),
    ];
    for (name, keymap) in keymaps() {
        for (keys, id) in promised {
            let chords = parse_chords(keys).unwrap();
            let reached = keymap.reached(&["drift", "list", "global"], &chords);
            assert_eq!(reached, Some(id), "{name}: {keys}");
        }
    }
}

#[test]
fn ctrl_c_quits_from_every_scope() {
    let ctrl_c = parse_chords("ctrl-c").unwrap();
    for (name, keymap) in keymaps() {
        for scope in scopes() {
            let reached = keymap.reached(&scope.chain(), &ctrl_c);
            assert_eq!(reached, Some("app.quit"), "{name} [{}]", scope.name);
        }
    }
}

#[test]
fn ids_are_unique_and_every_command_says_what_it_does() {
    let mut ids = BTreeSet::new();
    for command in scopes().iter().flat_map(|scope| scope.commands) {
        assert!(ids.insert(command.id), "{} is declared twice", command.id);
        let doc = command.doc;
        assert!(
            doc.len() > 3 && doc.lines().count() == 1 && !doc.ends_with('.'),
            "{doc}"
        );
        let words = command.short.split(' ').count();
        assert!(
            (1..=2).contains(&words),
            "{}: {}",
            command.id,
            command.short
        );
    }
    for scope in scopes() {
        for outer in scope.over {
            assert!(scopes().iter().any(|known| known.name == *outer), "{outer}");
        }
    }
}
