//! A machine with nothing on it: a home, a repository, and only the variables that a test sets.

use std::{
    fs::{self, DirBuilder, Permissions},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    edge::fake::Fake,
    support::moto::{Keys, Moto},
};

pub(super) struct Machine {
    dir: TempDir,
    variables: Vec<(String, String)>,
}

/// What a run said and how it ended.
pub(super) struct Ran {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Machine {
    /// An empty repository, no credentials and no way to get some.
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("repo/.git")).unwrap();
        fs::create_dir_all(dir.path().join("home")).unwrap();
        let home = dir.path().join("home").to_string_lossy().into_owned();
        let machine = Self {
            dir,
            variables: Vec::new(),
        };
        machine
            .set("HOME", &home)
            .set("AWS_EC2_METADATA_DISABLED", "true")
    }

    /// Credentials for one of moto's accounts.
    pub(super) fn with_account(self, moto: &Moto, keys: &Keys) -> Self {
        self.set("AWS_ENDPOINT_URL", &moto.url)
            .set("AWS_ACCESS_KEY_ID", &keys.id)
            .set("AWS_SECRET_ACCESS_KEY", &keys.secret)
            .set("AWS_SESSION_TOKEN", &keys.token)
            .set("AWS_REGION", "eu-west-1")
    }

    /// Keys that a server of the tests takes for its account's.
    pub(super) fn at(fake: &Fake) -> Self {
        Self::new()
            .set("AWS_ENDPOINT_URL", &fake.url)
            .set("AWS_ACCESS_KEY_ID", "AKIA")
            .set("AWS_SECRET_ACCESS_KEY", "secret")
            .set("AWS_REGION", "eu-west-1")
    }

    pub(super) fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// A file of the repository.
    pub(super) fn file(self, path: &str, text: &str) -> Self {
        self.write(&format!("repo/{path}"), text);
        self
    }

    /// `watchkeeper.toml` that names `iam` as the place of policies.
    pub(super) fn project(self) -> Self {
        self.file("watchkeeper.toml", "[drift]\npolicies = [\"iam\"]\n")
    }

    /// Your own `config.toml`.
    pub(super) fn own(self, text: &str) -> Self {
        self.write("home/.config/watchkeeper/config.toml", text);
        self
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.dir.path().join(path);
        // Nobody else's to write, whatever the umask: it would not be believed.
        let mut folders = DirBuilder::new();
        let folders = folders.recursive(true).mode(0o755);
        folders.create(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(path, Permissions::from_mode(0o644)).unwrap();
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_watchkeeper"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(self.path("repo"))
            .stdin(Stdio::null());
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&self.command(arguments).output().unwrap())
    }
}

impl Ran {
    pub(super) fn of(output: &Output) -> Self {
        let ran = Self {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        };
        assert!(
            !ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'),
            "colours in a pipe: {:?} {:?}",
            ran.out,
            ran.err
        );
        ran
    }

    #[track_caller]
    pub(super) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// The answer holds this, and standard error is silent.
    #[track_caller]
    pub(super) fn answers(self, text: &str) -> Self {
        assert!(self.out.contains(text), "{text:?} is not in: {}", self.out);
        self
    }

    /// Standard output is empty and standard error says this.
    #[track_caller]
    pub(super) fn refuses(self, text: &str) -> Self {
        assert_eq!(self.code, 64, "{}", self.err);
        assert_eq!(self.out, "", "an answer beside a refusal");
        assert!(self.err.contains(text), "{text:?} is not in: {}", self.err);
        self
    }

    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}
