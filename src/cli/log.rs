//! The log of a run, for finding out what went wrong: `WATCHKEEPER_LOG=FILE`.
//!
//! Off unless asked for, always a file of its own and never the terminal, which
//! belongs to the console. Other crates' events stay out: they may tell secrets.

use std::{env, fs::OpenOptions, os::unix::fs::OpenOptionsExt, path::Path, sync::Mutex};

use tracing::Level;
use tracing_subscriber::{Layer, filter::Targets, fmt, layer::SubscriberExt, registry};

use super::Stop;
use crate::facts::Settings;

const VARIABLE: &str = "WATCHKEEPER_LOG";

/// Starts the log if one is wanted. Restricted, nothing the person says names a file.
pub(super) fn start(settings: &Settings) -> Result<(), Stop> {
    match env::var_os(VARIABLE) {
        Some(path) if !path.is_empty() && !settings.restricted => open(Path::new(&path)),
        _ => Ok(()),
    }
}

/// A file that is there already is somebody's, and a link in its place leads anywhere.
fn open(path: &Path) -> Result<(), Stop> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| {
            Stop::Usage(format!(
                "The log {} cannot be created: {error}. Let {VARIABLE} name a file that does not exist yet.",
                path.display()
            ))
        })?;
    let ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), Level::DEBUG);
    let lines = fmt::layer()
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .with_filter(ours);
    // Fails only where a log is running already.
    let _ = tracing::subscriber::set_global_default(registry().with(lines));
    Ok(())
}
