//! Wiring only: error reports, then the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    // The report of a bug; everything expected is a sentence, printed by `cli`.
    if color_eyre::install().is_err() {
        return ExitCode::from(watchkeeper::cli::BUG);
    }
    watchkeeper::cli::run()
}
