//! The programs that are measured: ours, the floor, and peers that are installed.

use std::{env, fmt::Write, fs, path::PathBuf, process::Command};

use crate::{Plan, session::Session};

pub(crate) const SMALL: (u16, u16) = (80, 24);
pub(crate) const LARGE: (u16, u16) = (200, 60);

pub(crate) struct Subject {
    pub(crate) name: &'static str,
    program: String,
    args: Vec<String>,
    folder: PathBuf,
    /// A word of the first complete frame; None: whatever there is before silence.
    pub(crate) complete: Option<&'static str>,
    pub(crate) down: &'static str,
    pub(crate) up: &'static str,
}

impl Subject {
    pub(crate) fn start(&self, size: (u16, u16)) -> Session {
        let mut command = Session::command(&self.program);
        command.args(&self.args).current_dir(&self.folder);
        Session::start(command, size)
    }
}

/// The console on its embedded world.
pub(crate) fn demo(plan: &Plan) -> Subject {
    Subject {
        name: "watchkeeper",
        program: plan.program.clone(),
        args: ["demo", "--pane", "drift"].map(str::to_owned).into(),
        folder: env::temp_dir(),
        complete: Some("alpha-engine-executor-role"),
        down: "j",
        up: "k",
    }
}

/// What the pseudo-terminal itself and this program cost: a raw `cat`.
pub(crate) fn floor() -> Subject {
    let script = "stty raw -echo; printf ready; exec cat";
    Subject {
        name: "floor",
        program: "sh".to_owned(),
        args: vec!["-c".to_owned(), script.to_owned()],
        folder: env::temp_dir(),
        complete: Some("ready"),
        down: "j",
        up: "k",
    }
}

/// Other programs for terminals, where they are installed.
pub(crate) fn peers() -> Vec<Subject> {
    let text = text_file();
    let text = || vec![text.to_string_lossy().into_owned()];
    let peer = |name, args| Subject {
        name,
        program: name.to_owned(),
        args,
        // gitui wants a repository: this one.
        folder: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
        complete: None,
        down: "j",
        up: "k",
    };
    [
        peer("less", text()),
        peer("lnav", text()),
        peer("gitui", Vec::new()),
    ]
    .into_iter()
    .filter(|peer| is_installed(peer.name))
    .collect()
}

pub(crate) fn is_installed(program: &str) -> bool {
    let asked = Command::new(program).arg("--version").output();
    asked.is_ok_and(|output| output.status.success())
}

/// Lines enough to scroll through.
fn text_file() -> PathBuf {
    let path = env::temp_dir().join("watchkeeper-measure.log");
    let mut text = String::new();
    for line in 0..10_000 {
        let _ = writeln!(
            text,
            "2026-11-21T14:03:27Z INFO request {line} answered in 12 ms"
        );
    }
    fs::write(&path, text).unwrap();
    path
}
