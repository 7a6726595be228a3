//! The `--cases` form: JSON Lines of documents in, one JSON result a line out.
//!
//! Pure text to text; reading the file and printing are the command's.

mod compare;
mod eval;

use serde::{Deserialize, Serialize};

pub use self::{compare::compare, eval::eval};
use crate::facts::{Fault, FaultKind};

/// One result for each line that is not blank; the first broken line is a fault.
fn each_line(
    jsonl: &str,
    result: impl Fn(&str) -> Result<String, Fault>,
) -> Result<Vec<String>, Fault> {
    let lines = jsonl.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| result(line).map_err(|fault| at_line(number, fault)))
        .collect()
}

fn at_line(number: usize, mut fault: Fault) -> Fault {
    fault.what = format!("Case in line {}: {}", number + 1, fault.what);
    fault
}

fn read<'l, C: Deserialize<'l>>(line: &'l str) -> Result<C, Fault> {
    serde_json::from_str(line)
        .map_err(|error| not_a_case("This is not a case.").caused_by(error.to_string()))
}

fn not_a_case(what: impl Into<String>) -> Fault {
    let hint = "Write one JSON object a line, as tests/policy/vectors/README.md describes.";
    Fault::new(FaultKind::Malformed, what, hint)
}

fn print(result: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(result).map_err(|error| {
        let what = "A result could not be written as JSON.";
        Fault::new(FaultKind::Bug, what, "Report this with the case.").caused_by(error.to_string())
    })
}
