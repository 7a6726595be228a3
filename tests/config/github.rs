//! `[[github]]`: which repository may be written to is the person's to say, and no clone's.

use super::Machine;

const DEV: &str = "[[environment]]\nname = \"dev\"\n";

fn entry(rest: &str) -> String {
    format!("{DEV}[[github]]\nrepository = \"Ops/tree\"\n{rest}\n")
}

#[test]
fn the_project_s_file_cannot_say_it_and_is_told_where_it_goes() {
    for (text, at) in [
        ("[[github]]\nrepository = \"Ops/tree\"\n", "`[[github]]`"),
        ("[github]\nallow_writes = true\n", "`github.allow_writes`"),
        ("[github]\nenvironment = \"dev\"\n", "`github.environment`"),
    ] {
        let lines = Machine::new().project(text).refused();
        assert_eq!(lines.len(), 1, "{lines:?}");
        let place =
            "it belongs in your own configuration, $XDG_CONFIG_HOME/watchkeeper/config.toml";
        assert!(
            lines[0].contains(at) && lines[0].contains(place),
            "{lines:?}"
        );
    }
}

#[test]
fn what_is_missing_or_wrong_is_said_with_its_place() {
    for (text, said) in [
        (
            entry(""),
            "config.toml:3:1: this `[[github]]` lacks its `environment`",
        ),
        (
            entry("environment = \"moon\""),
            "config.toml:5:15: `github.environment` must be one of your environments, and `moon` is none",
        ),
        (
            format!("{DEV}[[github]]\nrepository = \"tree\"\nenvironment = \"dev\"\n"),
            "config.toml:4:14: `github.repository` must be a repository",
        ),
        (
            entry(
                "environment = \"dev\"\n[[github]]\nrepository = \"ghe.example.com/ops/TREE\"\nenvironment = \"dev\"",
            ),
            "has two entries: a repository has one",
        ),
        (
            format!("{DEV}[github]\nrepository = \"Ops/tree\"\n"),
            "`github` must be written as `[[github]]`",
        ),
    ] {
        let lines = Machine::new().own(&text).refused();
        assert!(
            lines.iter().any(|line| line.contains(said)),
            "{said}: {lines:?}"
        );
    }
}

#[test]
fn an_entry_permits_nothing_unless_it_says_so() {
    let loaded = Machine::new().own(&entry("environment = \"dev\"")).load();
    let [one] = &loaded.settings.github[..] else {
        panic!("{:?}", loaded.settings.github);
    };
    assert_eq!(
        (one.at.to_string().as_str(), one.allow_writes),
        ("Ops/tree", false)
    );
    let text = entry("environment = \"dev\"\nallow_writes = true");
    let loaded = Machine::new()
        .own(&text)
        .project("[github]\nrepository = \"a/b\"\n")
        .load();
    assert!(loaded.settings.github[0].allow_writes);
    let named = loaded.settings.repository.map(|one| one.to_string());
    assert_eq!(
        named.as_deref(),
        Some("a/b"),
        "what is read is another question"
    );
}

#[test]
fn what_the_system_s_entry_does_not_allow_no_entry_of_yours_allows() {
    let system = "[[environment]]\nname = \"prod\"\n[[github]]\nrepository = \"Ops/tree\"\nenvironment = \"prod\"\n";
    let own = entry("environment = \"dev\"\nallow_writes = true");
    let loaded = Machine::new().system(system).own(&own).load();
    let [one] = &loaded.settings.github[..] else {
        panic!("{:?}", loaded.settings.github);
    };
    assert_eq!((one.environment.raw(), one.allow_writes), ("prod", false));
}
