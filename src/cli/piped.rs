//! The log that the console is opened on. What is piped in moves aside, for the console
//! reads its keys where the pipe was.

use std::{
    fs::File,
    os::fd::IntoRawFd,
    path::{Path, PathBuf},
};

use rustix::{io::dup, stdio};

use super::{Stop, not_restricted};
use crate::config::Loaded;

/// The path that the log is read by, from whatever folder.
pub(super) fn log(loaded: &Loaded, path: &Path) -> Result<PathBuf, Stop> {
    not_restricted(loaded, "--log")?;
    if path == Path::new("-") {
        return standard_input().map_err(|error| no_terminal(&error));
    }
    path.canonicalize().map_err(|error| {
        Stop::Usage(format!(
            "The log {} cannot be read: {error}. Look at the path and at who may read it.",
            path.display()
        ))
    })
}

fn standard_input() -> std::io::Result<PathBuf> {
    // Open for as long as the program runs.
    let piped = dup(stdio::stdin())?.into_raw_fd();
    let terminal = File::open("/dev/tty")?;
    stdio::dup2_stdin(&terminal)?;
    Ok(PathBuf::from(format!("/dev/fd/{piped}")))
}

fn no_terminal(error: &std::io::Error) -> Stop {
    Stop::Usage(format!(
        "There is no terminal to read keys from: {error}. `watchkeeper logs` reads a pipe without one."
    ))
}
