//! The terminal lent to the person's editor, and taken back.

use std::{fs, os::unix::fs::PermissionsExt};

use super::stand_in;

const SIZE: (u16, u16) = (80, 24);

#[test]
fn the_editor_has_the_terminal_and_every_key_until_it_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let (editor, typed) = (folder.path().join("vi"), folder.path().join("typed"));
    let script = format!(
        "#!/bin/sh\necho \"editing $*\"\nread line\nprintf %s \"$line\" > {}\n",
        typed.display()
    );
    fs::write(&editor, script).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let editor = editor.to_str().unwrap();
    let mut session = stand_in::spawn_with("full", SIZE, &[("VISUAL", ""), ("EDITOR", editor)]);
    for _ in 0..2 {
        session.send("e");
        session.wait_until("the editor", |screen| {
            !screen.alternate_screen() && screen.contents().contains("editing +3 /notes")
        });
        session.send("jjq\n");
        session.wait_until("the console again", |screen| {
            screen.alternate_screen() && screen.contents().contains("selected 0 80x24 edited")
        });
        assert_eq!(
            fs::read_to_string(&typed).unwrap(),
            "jjq",
            "no key was lost"
        );
    }
    session.send("j");
    session.wait_for("selected 1 ");
}

#[test]
fn an_editor_that_cannot_be_had_is_named_in_words() {
    let without = [("VISUAL", ""), ("EDITOR", "")];
    let mut session = stand_in::spawn_with("full", SIZE, &without);
    session.send("e");
    session.wait_for("No editor is chosen: set EDITOR");
    let missing = [("VISUAL", ""), ("EDITOR", "no-such-editor-here")];
    let mut session = stand_in::spawn_with("full", SIZE, &missing);
    session.send("e");
    session.wait_for("no-such-editor-here could not be started");
    let mut session = stand_in::spawn_with("restricted", SIZE, &missing);
    session.send("e");
    session.wait_for("No editor is started in restricted mode.");
}
