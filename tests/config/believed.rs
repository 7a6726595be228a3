//! Files that count as yours only where nobody else can have written them.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, chown, symlink},
    path::Path,
};

use watchkeeper::config::Sort;

use super::Machine;

const OWN: &str = "home/.config/watchkeeper/config.toml";

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn machine() -> Machine {
    Machine::new().own("theme = \"mono\"\n")
}

#[test]
fn a_file_that_others_can_write_is_refused_with_the_command_that_mends_it() {
    for bits in [0o664, 0o646, 0o666] {
        let machine = machine();
        assert_eq!(machine.load().theme.as_deref(), Some("mono"));
        mode(&machine.at(OWN), bits);
        let lines = machine.refused();
        assert_eq!(lines.len(), 1, "{lines:?}");
        let said = format!("{OWN}: it can be written by others (mode 0{bits:o})");
        assert!(lines[0].starts_with(&said), "{lines:?}");
        assert!(lines[0].contains("chmod go-w"), "{lines:?}");
    }
}

#[test]
fn so_is_one_in_a_folder_where_others_can_put_another() {
    for folder in ["home", "home/.config", "home/.config/watchkeeper"] {
        for bits in [0o775, 0o757] {
            let machine = machine();
            mode(&machine.at(folder), bits);
            let lines = machine.refused();
            assert!(
                lines[0].contains("which leads to it, can be written by others"),
                "{lines:?}"
            );
            // In a sticky folder nobody replaces what is another's.
            mode(&machine.at(folder), 0o1000 | bits);
            machine.load();
        }
    }
}

#[test]
fn a_link_is_followed_only_through_what_may_be_believed() {
    let machine = Machine::new();
    machine.write("dotfiles/wk.toml", "theme = \"mono\"\n");
    fs::create_dir_all(machine.at("home/.config/watchkeeper")).unwrap();
    fs::create_dir_all(machine.at("shared")).unwrap();
    symlink("../../../shared/wk.toml", machine.at(OWN)).unwrap();
    symlink("../dotfiles/wk.toml", machine.at("shared/wk.toml")).unwrap();
    assert_eq!(machine.load().theme.as_deref(), Some("mono"));
    // Whoever writes there chooses the file, be the file itself yours.
    mode(&machine.at("shared"), 0o777);
    let lines = machine.refused();
    assert!(lines[0].contains("shared, which leads to it,"), "{lines:?}");
    mode(&machine.at("shared"), 0o755);
    mode(&machine.at("dotfiles/wk.toml"), 0o666);
    assert!(machine.refused()[0].contains("dotfiles/wk.toml, which leads to it,"));
}

#[test]
fn a_link_to_nothing_is_no_missing_file() {
    for (file, machine) in [(OWN, Machine::new()), ("etc/config.toml", Machine::new())] {
        let path = machine.at(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink("/nowhere/at/all", &path).unwrap();
        assert_eq!(
            machine.refused(),
            [format!("{file}: it is a link to a file that is not there")]
        );
    }
}

#[test]
fn wherever_a_variable_points_the_file_is_yours_or_root_s() {
    let mut machine = Machine::new();
    let folder = machine.at("elsewhere").to_str().unwrap().to_owned();
    machine.write("elsewhere/watchkeeper/config.toml", "theme = \"mono\"\n");
    machine = machine.variable("XDG_CONFIG_HOME", &folder);
    assert_eq!(machine.load().theme.as_deref(), Some("mono"));
    let path = machine.at("elsewhere/watchkeeper/config.toml");
    let owner = if rustix::process::geteuid().is_root() {
        chown(&path, Some(65_534), None).unwrap();
        65_534
    } else {
        // As somebody else we see a file that is not ours.
        let owner = machine.sources.uid;
        machine.sources.uid += 1;
        owner
    };
    let lines = machine.refused();
    let said = format!("belongs to user {owner}");
    assert!(
        lines[0].contains(&said) && lines[0].contains("chown"),
        "{lines:?}"
    );
}

#[test]
fn the_system_s_file_themes_and_keymaps_too() {
    let machine = Machine::new().system("read_only = true\n");
    mode(&machine.at("etc/config.toml"), 0o666);
    assert!(machine.refused()[0].starts_with("etc/config.toml: it can be written by others"));
    let machine = Machine::new();
    for (sort, name) in [(Sort::Theme, "themes"), (Sort::Keymap, "keymaps")] {
        let path = format!("home/.config/watchkeeper/{name}/mine.toml");
        machine.write(&path, "inherits = \"default\"\n");
        assert!(machine.load().user_file(sort, "mine").unwrap().is_some());
        mode(&machine.at(&path), 0o666);
        let error = machine.load().user_file(sort, "mine").unwrap_err();
        assert!(error.to_string().contains("written by others"), "{error}");
    }
}

#[test]
fn a_file_of_the_repository_that_a_variable_names_is_not_yours() {
    let mut machine = Machine::new();
    let inside = machine.at("repo/.config").to_str().unwrap().to_owned();
    machine.write("repo/.config/watchkeeper/config.toml", "theme = \"mono\"\n");
    machine = machine.variable("XDG_CONFIG_HOME", &inside);
    let lines = machine.refused();
    assert!(
        lines.len() == 1 && lines[0].contains("no repository configures you"),
        "{lines:?}"
    );
    // A link that leads into it is one more way to the same file.
    symlink(&inside, machine.at("link")).unwrap();
    let link = machine.at("link").to_str().unwrap().to_owned();
    machine = machine.variable("XDG_CONFIG_HOME", &link);
    assert!(machine.refused()[0].contains("no repository configures you"));
    // A home directory that is kept in git as a whole is still a home directory.
    let home = machine.at("repo").to_str().unwrap().to_owned();
    machine = machine
        .variable("HOME", &home)
        .variable("XDG_CONFIG_HOME", &inside);
    assert_eq!(machine.load().theme.as_deref(), Some("mono"));
}

#[test]
fn a_file_of_the_repository_around_a_submodule_is_not_yours_either() {
    let mut machine = Machine::new();
    let inside = machine.at("repo/.config").to_str().unwrap().to_owned();
    machine.write("repo/.config/watchkeeper/config.toml", "theme = \"mono\"\n");
    machine.write("repo/sub/.git", "gitdir: ../.git/modules/sub\n");
    machine.sources.working_directory = machine.at("repo/sub");
    machine = machine.variable("XDG_CONFIG_HOME", &inside);
    assert!(machine.refused()[0].contains("no repository configures you"));
}
