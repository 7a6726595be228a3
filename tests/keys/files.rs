//! Keymap files: what overlays what, and what is said about a mistake.

use watchkeeper::keys::{BUILT_IN, Command, Keymap, Lookup, Scope, parse_chords};

use super::registry::scopes;

fn read(text: &str) -> Result<Keymap, Vec<String>> {
    Keymap::parse("my.toml", text, BUILT_IN, scopes())
        .map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

fn mistakes(text: &str) -> Vec<String> {
    read(text).err().unwrap_or_default()
}

fn look(keymap: &Keymap, keys: &str) -> Lookup {
    let chords = parse_chords(keys).unwrap();
    let (last, pending) = chords.split_last().unwrap();
    keymap.lookup(&["drift", "list", "global"], pending, *last)
}

#[test]
fn an_empty_file_is_the_default_keymap() {
    let keymap = read("").unwrap();
    assert_eq!(look(&keymap, "j"), Lookup::Command("list.down"));
    assert_eq!(look(&keymap, "g"), Lookup::Command("list.top"));
}

#[test]
fn a_file_that_inherits_nothing_has_only_its_own_rows() {
    let keymap = read("inherits = 'none'\n[list]\nz = 'list.down'").unwrap();
    assert_eq!(look(&keymap, "z"), Lookup::Command("list.down"));
    assert_eq!(look(&keymap, "j"), Lookup::None);
}

#[test]
fn ones_own_keys_come_first_in_help_and_inherited_ones_stay() {
    let keymap = read("[list]\nz = 'list.down'").unwrap();
    assert_eq!(
        keymap.keys_for(&["list", "global"], "list.down"),
        ["z", "j", "down"]
    );
}

#[test]
fn an_empty_command_takes_a_binding_away_with_all_that_begins_with_it() {
    let keymap = read("inherits = 'emacs'\n[list]\nj = ''\ng = 'none'").unwrap();
    assert_eq!(look(&keymap, "j"), Lookup::None);
    assert_eq!(look(&keymap, "g"), Lookup::None);
    assert_eq!(look(&keymap, "ctrl-n"), Lookup::Command("list.down"));
}

#[test]
fn a_binding_replaces_the_inherited_ones_it_hides_and_those_that_hide_it() {
    let keymap = read("[list]\ng = 'list.top'\n'j j' = 'list.bottom'").unwrap();
    assert_eq!(look(&keymap, "g"), Lookup::Command("list.top"));
    assert_eq!(look(&keymap, "j j"), Lookup::Command("list.bottom"));
    let keys = keymap.keys_for(&["list", "global"], "list.down");
    assert_eq!(keys, ["down"]);
}

#[test]
fn every_mistake_is_told_with_its_line_and_the_nearest_name() {
    let text = "inherits = \"emcas\"\n[lits]\n[list]\nj = \"list.dwon\"\n\nentre = \"list.open\"\n\
                x = 3\na.b = 'list.up'\n";
    let expected = [
        "my.toml:1: There is no keymap `emcas`; there are default, emacs, none.",
        "my.toml:2: There is no scope `lits`; did you mean `list`?",
        "my.toml:4: There is no command `list.dwon`; did you mean `list.down`?",
        "my.toml:6: Not a key: `entre` is not a key; did you mean `enter`?",
        "my.toml:7: `x` needs a command's id in quotes.",
        "my.toml:8: Write a sequence in quotes with blanks: \"a x\" = \"...\".",
    ];
    assert_eq!(mistakes(text), expected);
}

#[test]
fn broken_toml_is_told_with_its_line() {
    let told = mistakes("[list]\nj = \n");
    assert!(
        told[0].starts_with("my.toml:2: This is not TOML: "),
        "{told:?}"
    );
    let told = mistakes("[list]\nj = 'list.up'\nj = 'list.down'\n");
    assert!(told[0].starts_with("my.toml:3: "), "{told:?}");
    let told = mistakes(&"#".repeat(300_000));
    assert_eq!(told, ["my.toml:1: This is too large to be a keymap."]);
}

#[test]
fn one_file_may_not_contradict_itself() {
    let told = mistakes("[list]\n'g g' = 'list.top'\n'g  g' = 'list.up'");
    assert_eq!(told, ["my.toml:3: `g g` appears here twice."]);
    let told = mistakes("[list]\n'z z' = 'list.top'\nz = 'list.up'");
    assert_eq!(
        told,
        ["my.toml:3: `z z` can never be typed: `z` is a command."]
    );
}

#[test]
fn a_command_is_bound_where_it_works() {
    let told = mistakes("[global]\nz = 'drift.text-diff'");
    assert_eq!(
        told,
        ["my.toml:2: `drift.text-diff` does nothing in `global`: bind it under [drift]."]
    );
    assert_eq!(mistakes("[drift]\nz = 'app.quit'"), Vec::<String>::new());
    let told = mistakes("[filter]\nq = 'app.quit'");
    assert!(told[0].contains("plain characters are typed"), "{told:?}");
}

#[test]
fn a_proposal_of_a_write_is_refused_anywhere_but_behind_the_leader() {
    const WRITES: &[Command] = &[Command::new("w.put", "put", "Puts it.").proposing_write()];
    const ONE: &[Scope] = &[Scope {
        name: "w",
        title: "W",
        over: &[],
        typing: false,
        commands: WRITES,
    }];
    let read = |keys: &str| {
        let text = format!("inherits = 'none'\n[w]\n'{keys}' = 'w.put'");
        Keymap::parse("my.toml", &text, &[], ONE)
    };
    for keys in ["p", "a", "enter", "ctrl-d", "g a", "alt-a p"] {
        let told = read(keys).unwrap_err()[0].what.clone();
        assert!(told.contains("its keys begin with `a`"), "{keys}: {told}");
    }
    assert!(read("a p").is_ok());
}

#[test]
fn keymaps_that_inherit_each_other_come_to_an_end() {
    let ring = [
        ("one", "inherits = 'two'\n[list]\nz = 'list.up'"),
        ("two", "inherits = 'one'\n[list]\nz = 'list.down'"),
    ];
    let keymap = Keymap::parse("my.toml", "inherits = 'one'", &ring, scopes()).unwrap();
    assert_eq!(look(&keymap, "z"), Lookup::Command("list.up"));
}

#[test]
fn a_mistake_in_an_inherited_file_names_that_file() {
    let built_in = [("bad", "[list]\nz = 'nothing'")];
    let told = Keymap::parse("my.toml", "inherits = 'bad'", &built_in, scopes()).unwrap_err();
    assert_eq!(
        (told[0].file.as_str(), told[0].line),
        ("keymaps/bad.toml", 2)
    );
}
