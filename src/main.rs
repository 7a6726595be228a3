//! Wiring only: error reports, no core dumps, then the command line.

use std::{panic::catch_unwind, process::ExitCode};

use watchkeeper::{cli, edge::process};

fn main() -> ExitCode {
    // A dump would hold credentials. Where that can't be had, nothing else changes.
    process::begin();
    // The report of a bug; everything expected is a sentence, printed by `cli`.
    if color_eyre::install().is_err() {
        return ExitCode::from(cli::BUG);
    }
    // Unwound to here, the report is out already.
    let code = catch_unwind(cli::run).unwrap_or(ExitCode::from(cli::BUG));
    process::end_children();
    code
}
