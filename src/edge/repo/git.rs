//! Runs git where only git itself can run: nothing of the repository's own
//! configuration may start a program, ask a question or reach the network.
//!
//! Reads only. Whatever goes wrong (no git, somebody else's repository, too
//! slow) means that no commits are known, never an error.

use std::{
    collections::HashMap,
    ffi::OsStr,
    io::Read,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use jiff::Timestamp;

use super::codified::History;
use crate::{
    edge::program::found_on,
    facts::{Commit, Remote},
};

const PATIENCE: Duration = Duration::from_secs(5);
const OUTPUT_BYTES: u64 = 16 * 1024 * 1024;
const COMMITS: &str = "2000";
const COMMITS_OF_A_FILE: usize = 3;
const WORDS: usize = 200;

/// The git to run, or none.
#[derive(Clone, Debug)]
pub struct Git(Option<PathBuf>);

impl Git {
    /// No child process at all.
    pub fn off() -> Self {
        Self(None)
    }

    /// The first git of an absolute directory of `PATH`, none inside the repository.
    pub fn found_on(path: Option<&OsStr>, root: &Path) -> Self {
        Self(found_on(path, "git", Some(root)))
    }

    /// The URL of the remote `origin`, as the repository has it written down.
    pub fn origin(&self, root: &Path) -> Option<String> {
        let output = self.output(root, &["config", "--local", "--get", "remote.origin.url"])?;
        Some(String::from_utf8(output).ok()?.trim_end().to_owned())
    }

    /// What a git command prints, or None.
    pub(super) fn output(&self, root: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
        let mut child = quiet(self.0.as_deref()?, root)
            .args(arguments)
            .spawn()
            .ok()?;
        let (said, hear) = mpsc::channel();
        let stdout = child.stdout.take()?;
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = stdout.take(OUTPUT_BYTES + 1).read_to_end(&mut bytes);
            // Nobody listens any more when it took too long.
            let _ = said.send(read.map(|_| bytes));
        });
        let bytes = hear.recv_timeout(PATIENCE);
        let finished = ended(&mut child, bytes.is_ok());
        let bytes = bytes.ok()?.ok()?;
        (finished && bytes.len() as u64 <= OUTPUT_BYTES).then_some(bytes)
    }
}

/// Reaps the child; one that still has something to say is killed.
fn ended(child: &mut Child, silent: bool) -> bool {
    if silent && let Ok(Some(status)) = wait_briefly(child) {
        return status.success();
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// A closed output is followed by the exit, but a hostile git need not exit.
fn wait_briefly(child: &mut Child) -> std::io::Result<Option<std::process::ExitStatus>> {
    for _ in 0..200 {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(5));
    }
    Ok(None)
}

/// Settings that a repository could use to have a program run, each overruled.
const OVERRULED: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.pager=cat",
    "core.sshCommand=false",
    "core.askPass=",
    "credential.helper=",
    "protocol.allow=never",
    "log.showSignature=false",
    "log.follow=false",
    "log.showRoot=true",
    "diff.external=",
    "gpg.program=false",
];

fn quiet(program: &Path, root: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", "/nonexistent")
        .env("LC_ALL", "C")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_LITERAL_PATHSPECS", "1")
        // A partial clone would fetch what it lacks, through any program it names.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // So that ^C in the terminal is ours alone.
        .process_group(0);
    if let Some(parent) = root.parent() {
        command.env("GIT_CEILING_DIRECTORIES", parent);
    }
    command.arg("-C").arg(root);
    for setting in OVERRULED {
        command.arg("-c").arg(setting);
    }
    command.args(["--no-pager", "--no-optional-locks"]);
    command
}

/// The last commits of every file under these directories, from one `git log`.
pub(super) fn history(git: &Git, root: &Path, directories: &[String]) -> History {
    let mut arguments = vec![
        "log",
        "-n",
        COMMITS,
        "--name-only",
        "-z",
        "--no-renames",
        // Instead of a `diff.orderFile` of the repository's choosing.
        "-O/dev/null",
        "--no-relative",
        "--no-ext-diff",
        "--no-textconv",
        "--no-show-signature",
        "--no-notes",
        "--no-decorate",
        "--no-color",
        "--encoding=UTF-8",
        "--format=%x01%H%x02%ct%x02%an%x02%s%x02",
        "--",
    ];
    arguments.extend(directories.iter().map(String::as_str));
    git.output(root, &arguments)
        .map(|output| parsed(&output))
        .unwrap_or_default()
}

/// `\x01 id \x02 time \x02 author \x02 subject \x02` and the commit's files, NULs between.
fn parsed(output: &[u8]) -> History {
    let mut history: History = HashMap::new();
    for record in output.split(|b| *b == 1).skip(1) {
        let mut fields = record.splitn(5, |b| *b == 2);
        let (Some(commit), Some(files)) = (commit(&mut fields), fields.next()) else {
            continue;
        };
        let files = files.strip_prefix(b"\0").unwrap_or(files);
        let files = files.strip_prefix(b"\n").unwrap_or(files);
        for file in files.split(|b| *b == 0) {
            let file = String::from_utf8_lossy(file);
            if file.is_empty() {
                continue;
            }
            let commits = history.entry(file.into_owned()).or_default();
            if commits.len() < COMMITS_OF_A_FILE {
                commits.push(commit.clone());
            }
        }
    }
    history
}

fn commit<'a>(fields: &mut impl Iterator<Item = &'a [u8]>) -> Option<Commit> {
    let id = text(fields.next()?);
    let at = Timestamp::from_second(text(fields.next()?).parse().ok()?).ok()?;
    let author = Remote::new(text(fields.next()?));
    let subject = Remote::new(text(fields.next()?));
    Some(Commit {
        id,
        at,
        author,
        subject,
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().take(WORDS).collect()
}
