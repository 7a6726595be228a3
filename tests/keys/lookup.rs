//! What a chord means: inner scopes first, prefixes of all scopes together.

use watchkeeper::keys::{Chord, Command, Keymap, Lookup, Next, Scope, parse_chords};

const COMMANDS: &[Command] = &[
    Command::new("o.quit", "quit", "Quits."),
    Command::new("o.put", "put", "Puts.").proposing_write(),
    Command::new("o.top", "top", "Goes up."),
];
const INNER: &[Command] = &[
    Command::new("i.one", "one", "One."),
    Command::new("i.put", "put", "Puts.").proposing_write(),
];
const SCOPES: &[Scope] = &[
    Scope {
        name: "outer",
        title: "",
        over: &[],
        typing: false,
        commands: COMMANDS,
    },
    Scope {
        name: "inner",
        title: "",
        over: &["outer"],
        typing: false,
        commands: INNER,
    },
    Scope {
        name: "field",
        title: "",
        over: &["outer"],
        typing: true,
        commands: &[],
    },
];

fn keymap(text: &str) -> Keymap {
    let text = format!("inherits = \"none\"\n{text}");
    Keymap::parse("test.toml", &text, &[], SCOPES).unwrap()
}

fn look(keymap: &Keymap, scopes: &[&str], keys: &str) -> Lookup {
    let chords = parse_chords(keys).unwrap();
    let (last, pending) = chords.split_last().unwrap();
    keymap.lookup(scopes, pending, *last)
}

fn chord(text: &str) -> Chord {
    text.parse().unwrap()
}

#[test]
fn the_inner_scope_is_asked_first_and_the_outer_one_after_it() {
    let keymap = keymap("[outer]\nq = 'o.quit'\nt = 'o.top'\n[inner]\nt = 'i.one'");
    let both = ["inner", "outer"];
    assert_eq!(look(&keymap, &both, "t"), Lookup::Command("i.one"));
    assert_eq!(look(&keymap, &["outer"], "t"), Lookup::Command("o.top"));
    assert_eq!(look(&keymap, &both, "q"), Lookup::Command("o.quit"));
    assert_eq!(look(&keymap, &both, "z"), Lookup::None);
    assert_eq!(look(&keymap, &["unheard-of"], "q"), Lookup::None);
}

#[test]
fn a_pending_prefix_lists_what_both_scopes_continue_it_with() {
    let keymap = keymap("[outer]\n'a p' = 'o.put'\n'a z t' = 'o.top'\n[inner]\n'a i' = 'i.put'");
    let both = ["inner", "outer"];
    let Lookup::Pending(mut next) = look(&keymap, &both, "a") else {
        panic!("`a` waits for more");
    };
    next.sort_by_key(|next| next.chord);
    let of = |key: &str, command| Next {
        chord: chord(key),
        command,
    };
    let expected = [
        of("i", Some("i.put")),
        of("p", Some("o.put")),
        of("z", None),
    ];
    assert_eq!(next, expected);
    assert_eq!(look(&keymap, &both, "a p"), Lookup::Command("o.put"));
    assert_eq!(look(&keymap, &both, "a x"), Lookup::None);
}

#[test]
fn plain_characters_in_a_field_are_typed_and_never_reach_the_outer_scope() {
    let keymap = keymap("[outer]\nq = 'o.quit'\nctrl-c = 'o.quit'\nspace = 'o.top'");
    let field = ["field", "outer"];
    assert_eq!(look(&keymap, &field, "q"), Lookup::None);
    assert_eq!(look(&keymap, &field, "space"), Lookup::None);
    assert_eq!(look(&keymap, &field, "ctrl-c"), Lookup::Command("o.quit"));
    assert_eq!(keymap.keys_for(&field, "o.quit"), ["ctrl-c"]);
}

#[test]
fn help_names_only_keys_that_really_reach_the_command() {
    let keymap =
        keymap("[outer]\n'g g' = 'o.top'\nt = 'o.top'\nq = 'o.quit'\n[inner]\ng = 'i.one'");
    assert_eq!(keymap.keys_for(&["outer"], "o.top"), ["g g", "t"]);
    assert_eq!(keymap.keys_for(&["inner", "outer"], "o.top"), ["t"]);
    assert_eq!(keymap.keys_for(&["outer"], "o.put"), Vec::<String>::new());
}

#[test]
fn an_inner_prefix_hides_an_outer_command_on_the_same_key() {
    let keymap = keymap("[outer]\ng = 'o.quit'\n[inner]\n'g g' = 'i.one'");
    let both = ["inner", "outer"];
    assert!(matches!(look(&keymap, &both, "g"), Lookup::Pending(_)));
    assert!(keymap.keys_for(&both, "o.quit").is_empty());
}
