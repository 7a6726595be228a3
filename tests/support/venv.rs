//! Python environments for the servers that tests talk to: each installed once
//! under the target directory from its pinned list, behind a lock.
//!
//! Absent means failed: without Python or its packages these tests do not pass.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

/// The interpreter of a virtual environment, which is made or renewed first.
pub fn python(name: &str, requirements: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(requirements);
    let wanted = fs::read_to_string(&list).expect("a list of packages");
    let (home, stamp) = (
        root.join(name),
        root.join(format!("{name}.requirements.txt")),
    );
    let lock = File::create(root.join(format!("{name}.lock"))).expect("a lock file");
    lock.lock().expect("other test processes finish installing");
    let python = home.join("bin/python");
    if fs::read_to_string(&stamp).is_ok_and(|done| done == wanted) && python.exists() {
        return python;
    }
    let _ = fs::remove_file(&stamp);
    run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&home));
    run(Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-compile",
        ])
        .args(["--disable-pip-version-check", "--requirement"])
        .arg(list));
    fs::write(&stamp, wanted).expect("a stamp");
    python
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| {
        panic!("the edge tests need Python 3 with venv and pip: {command:?}: {error}")
    });
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
