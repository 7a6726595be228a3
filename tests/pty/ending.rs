//! What the console leaves behind when it ends: no child, and never a core dump.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rustix_openpty::rustix::process::Signal;
use tempfile::TempDir;

use super::session::{PATIENCE, Session};

const PROGRAM: &str = env!("CARGO_BIN_EXE_watchkeeper");

/// A home whose credentials come from a program that never answers.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Self { folder };
        let said = home.path().join("child");
        home.put(
            ".aws/config",
            &format!(
                "[profile slow]\nregion = eu-west-1\ncredential_process = sh -c 'sleep 600 & echo $$ $! > {0}.new; mv {0}.new {0}; wait'\n",
                said.display()
            ),
        );
        home.put(
            ".config/watchkeeper/config.toml",
            "[[environment]]\nname = \"slow\"\nprofile = \"slow\"\nregion = \"eu-west-1\"\n",
        );
        home
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The console, once it waits for that program; and what that started.
    fn console(&self) -> (Session, Vec<PathBuf>) {
        let mut command = Session::command(PROGRAM);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.path())
            .env("TERM", "xterm-256color")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .current_dir(self.path());
        let session = Session::start(command, (100, 30));
        let said = self.path().join("child");
        let until = Instant::now() + PATIENCE;
        while !said.exists() {
            assert!(Instant::now() < until, "the credential_process never began");
            std::thread::sleep(Duration::from_millis(20));
        }
        let children = fs::read_to_string(said).unwrap();
        let children = children.split_ascii_whitespace();
        let children: Vec<PathBuf> = children.map(|pid| Path::new("/proc").join(pid)).collect();
        assert_eq!(children.len(), 2);
        assert!(children.iter().all(|child| runs(child)), "{children:?}");
        (session, children)
    }
}

/// Ended and not yet noticed by whoever inherited it counts as ended.
fn runs(process: &Path) -> bool {
    let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
    let state = stat
        .rsplit_once(')')
        .map_or("", |(_, rest)| rest.trim_start());
    !state.is_empty() && !state.starts_with('Z')
}

#[test]
fn a_credential_process_ends_with_the_console_and_so_does_what_it_started() {
    for signal in [None, Some(Signal::TERM), Some(Signal::HUP)] {
        let home = Home::new();
        let (mut session, children) = home.console();
        match signal {
            None => {
                session.send("q");
                assert_eq!(session.end().code(), Some(0));
            }
            Some(signal) => {
                session.kill(signal);
                session.ended_by(signal);
            }
        }
        let left: Vec<_> = children.iter().filter(|child| runs(child)).collect();
        assert!(left.is_empty(), "{signal:?}: {left:?}");
    }
}

#[test]
fn what_the_shell_had_started_before_it_became_the_console_goes_on() {
    let home = Home::new();
    let mut command = Session::command("sh");
    let line = format!("setsid sleep 600 & echo $! > theirs; exec {PROGRAM} demo");
    command
        .args(["-c", &line])
        .env("HOME", home.path())
        .current_dir(home.path());
    let mut session = Session::start(command, (100, 30));
    session.wait_for("alpha-engine-executor-role");
    let theirs = fs::read_to_string(home.path().join("theirs")).unwrap();
    let theirs = Path::new("/proc").join(theirs.trim());
    session.send("q");
    session.end();
    assert!(runs(&theirs), "it was ended");
    let pid = theirs
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    let pid = rustix_openpty::rustix::process::Pid::from_raw(pid).unwrap();
    rustix_openpty::rustix::process::kill_process(pid, Signal::KILL).unwrap();
}

#[test]
fn it_leaves_no_core_dump() {
    let home = Home::new();
    let (mut session, _) = home.console();
    let pid = session.pid().as_raw_nonzero();
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words: Vec<&str> = core.unwrap().split_ascii_whitespace().skip(4).collect();
    assert_eq!(words, ["0", "0", "bytes"]);
    session.send("q");
    session.end();
}
