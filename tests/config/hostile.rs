//! A project's file from somebody who means ill.

use std::{fs, time::Instant};

use super::Machine;

#[test]
fn it_cannot_choose_an_identity_an_endpoint_or_a_program() {
    let lines = Machine::new()
        .project(
            "profile = \"admin\"\nendpoint = \"https://evil.example\"\nendpoints = [\"evil.example\"]\n\
             credential_process = \"/tmp/evil\"\n[drift]\nendpoint_url = \"https://evil.example\"\n\
             [tools]\nforeign = [\"/\"]\n",
        )
        .refused();
    let expected = [
        ("1:1", "`profile` can't be set in the project's file"),
        (
            "2:1",
            "`endpoint` belongs to no file of watchkeeper's, but in AWS_ENDPOINT_URL",
        ),
        ("3:1", "under `[[environment]]`"),
        (
            "4:1",
            "`credential_process` belongs to no file of watchkeeper's, but in a profile of ~/.aws/config",
        ),
        ("6:1", "`drift.endpoint_url` belongs to no file"),
        ("7:2", "`tools` can't be set in the project's file"),
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, (at, what)) in lines.iter().zip(expected) {
        let begins = format!("repo/watchkeeper.toml:{at}: ");
        assert!(line.starts_with(&begins) && line.contains(what), "{line}");
    }
}

#[test]
fn its_paths_cannot_leave_the_repository() {
    let paths = ["/etc", "..", "iam/../../x", "../repo", "a/..", ""];
    for key in ["policies", "search"] {
        for path in paths {
            let text = format!("[drift]\n{key} = [\"{path}\"]\n");
            let lines = Machine::new().project(&text).refused();
            assert_eq!(lines.len(), 1, "{key} {path}");
            assert!(lines[0].contains("must be a path beneath the repository"));
        }
    }
    // A `~` is a name like any other here.
    let drift = Machine::new()
        .project("[drift]\nsearch = [\"~/x\"]\n")
        .load();
    assert_eq!(drift.settings.drift.unwrap().search, ["~/x"]);
}

#[test]
fn a_file_of_another_user_s_is_refused() {
    let mut machine = Machine::new().project("[drift]\n");
    let path = machine.at("repo/watchkeeper.toml");
    let root = rustix::process::geteuid().is_root();
    let owner = if root {
        std::os::unix::fs::chown(&path, Some(65_534), None).unwrap();
        65_534
    } else {
        // As somebody else we see a file that is not ours.
        let owner = machine.sources.uid;
        machine.sources.uid += 1;
        owner
    };
    assert_eq!(
        machine.refused(),
        [format!(
            "repo/watchkeeper.toml: it belongs to user {owner}: a project's file is read only if \
             it is yours or root's. Take it over with chown if you trust it"
        )]
    );
    if root {
        machine.sources.uid = 65_534;
        machine.load();
        std::os::unix::fs::chown(&path, Some(0), None).unwrap();
        machine.load();
    }
}

#[test]
fn a_link_a_pipe_or_a_directory_is_no_project_file() {
    let machine = Machine::new();
    machine.write("elsewhere.toml", "[drift]\n");
    let path = machine.at("repo/watchkeeper.toml");
    std::os::unix::fs::symlink(machine.at("elsewhere.toml"), &path).unwrap();
    let link =
        "repo/watchkeeper.toml: it is a symbolic link: a project's file must be a regular file";
    assert_eq!(machine.refused(), [link]);
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/nowhere", &path).unwrap();
    assert_eq!(machine.refused(), [link]);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let other = ["repo/watchkeeper.toml: it is not a regular file"];
    assert_eq!(machine.refused(), other);
    fs::remove_dir(&path).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &path,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    assert_eq!(machine.refused(), other);
}

#[test]
fn what_is_huge_binary_or_deep_is_refused_quickly() {
    let started = Instant::now();
    let machine = Machine::new();
    let refused = |bytes: &[u8]| {
        machine.write("repo/watchkeeper.toml", bytes);
        machine.refused()
    };
    assert_eq!(
        refused(&vec![b'#'; 300 * 1024]),
        ["repo/watchkeeper.toml: it is larger than 256 KiB"]
    );
    assert_eq!(
        refused(b"[drift]\n\xff\xfe"),
        ["repo/watchkeeper.toml:2:1: it is not UTF-8"]
    );
    assert!(refused(b"[drift]\nignore = [\"\0\"]\n")[0].starts_with("repo/watchkeeper.toml:2:"));
    for deep in [
        format!("[drift]\nignore = {}", "[".repeat(100_000)),
        format!("x = {}", "{a=".repeat(60_000)),
        format!("[{}a]\n", "a.".repeat(60_000)),
        format!("{}a = 1\n", "a.".repeat(60_000)),
    ] {
        let lines = refused(deep.as_bytes());
        assert!(!lines.is_empty() && lines.len() <= 50, "{}", lines.len());
    }
    let many: String = (0..10_000).map(|n| format!("k{n} = 1\n")).collect();
    assert_eq!(refused(many.as_bytes()).len(), 50);
    let long = format!("{} = 1\n", "k".repeat(200_000));
    assert_eq!(refused(long.as_bytes()).len(), 1);
    assert!(started.elapsed().as_secs() < 10);
}

#[test]
fn what_it_names_is_shown_escaped() {
    let lines = Machine::new()
        .project(
            "\"\\u001b[2J\\u202e\\nkey\" = 1\n[drift]\nsearch = [\"/\\u001b]0;owned\\u0007\"]\n",
        )
        .refused();
    assert_eq!(
        lines,
        [
            "repo/watchkeeper.toml:1:1: unknown key `<U+001B>[2J<U+202E><U+000A>key`",
            "repo/watchkeeper.toml:3:11: `drift.search` must be a path beneath the repository, not \
             absolute and without `..`, found `/<U+001B>]0;owned<U+0007>`",
        ]
    );
}
