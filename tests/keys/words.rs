//! Keys in sentences: they are asked of the keymap, so that they are the person's own.

use std::{fs, path::Path};

use watchkeeper::keys::{BUILT_IN, Keymap};

use super::registry::scopes;

fn words(keymap: &str, id: &str) -> String {
    let keymap = Keymap::parse("my.toml", keymap, BUILT_IN, scopes());
    keymap.unwrap().key_in_words(id)
}

#[test]
fn a_sentence_names_the_first_key_of_a_command_where_its_scope_applies() {
    let default = "inherits = 'default'";
    for (id, key) in [
        ("app.back", "Esc"),
        ("app.refresh", "R"),
        ("app.undo", "a u"),
        ("list.open", "Enter"),
        ("pane.journal", "0"),
        ("stacks.hide-healthy", "H"),
        ("stacks.yes", "y"),
    ] {
        assert_eq!(words(default, id), key, "{id}");
    }
    assert_eq!(words("inherits = 'emacs'", "app.back"), "Ctrl-g");
    assert_eq!(
        words("[stacks]\nz = 'stacks.hide-healthy'", "stacks.hide-healthy"),
        "z"
    );
}

#[test]
fn a_command_without_a_key_is_named_by_its_id() {
    let keymap = "inherits = 'none'\n[global]\nq = 'app.quit'";
    assert_eq!(words(keymap, "app.refresh"), "app.refresh");
}

/// The code of a file, without its comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            files(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_sentence_of_a_pane_or_the_shell_knows_a_key_by_itself() {
    let mut found = Vec::new();
    for room in ["src/panes", "src/shell", "src/ui"] {
        files(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(room),
            &mut found,
        );
    }
    assert!(found.len() > 50, "{}", found.len());
    let verbs = "(drops|shows|reads|opens|leaves|stays|quits|switches|lets|proposes)";
    let key =
        regex::Regex::new(&format!(r#""[^"\n]*\b(Esc|Enter|[A-Za-z0-9]) {verbs}\b"#)).unwrap();
    for path in found {
        let code = code(&path);
        let told = key.find(&code).map(|found| found.as_str());
        assert_eq!(told, None, "{}", path.display());
    }
}
