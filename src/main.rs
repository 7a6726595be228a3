//! Wiring only: error reports, then the command line.

use std::{panic::catch_unwind, process::ExitCode};

fn main() -> ExitCode {
    // The report of a bug; everything expected is a sentence, printed by `cli`.
    if color_eyre::install().is_err() {
        return ExitCode::from(watchkeeper::cli::BUG);
    }
    // Unwound to here, the report is out already.
    catch_unwind(watchkeeper::cli::run).unwrap_or(ExitCode::from(watchkeeper::cli::BUG))
}
