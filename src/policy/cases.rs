//! The `--cases` form: JSON Lines of documents in, one JSON result a line out.
//!
//! Pure text to text; reading the file and printing are the command's.

mod compare;
mod eval;

use serde::Serialize;

pub use self::{compare::compare, eval::eval};
use crate::facts::{Fault, FaultKind};

/// One result for each line that is not blank; the first broken line is a fault.
fn each_line(
    jsonl: &str,
    result: impl Fn(&str) -> Result<String, Box<Fault>>,
) -> Result<Vec<String>, Box<Fault>> {
    let lines = jsonl.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| result(line).map_err(|fault| at_line(number, fault)))
        .collect()
}

fn at_line(number: usize, mut fault: Box<Fault>) -> Box<Fault> {
    fault.what = format!("Case in line {}: {}", number + 1, fault.what);
    fault
}

fn not_a_case(error: &serde_json::Error) -> Box<Fault> {
    Box::new(
        Fault::new(
            FaultKind::Malformed,
            "This is not a case.",
            "Write one JSON object a line, as tests/policy/vectors/README.md describes.",
        )
        .caused_by(error.to_string()),
    )
}

fn print(result: &impl Serialize) -> Result<String, Box<Fault>> {
    serde_json::to_string(result).map_err(|error| {
        Box::new(
            Fault::new(
                FaultKind::Bug,
                "A result could not be written as JSON.",
                "Report this with the case.",
            )
            .caused_by(error.to_string()),
        )
    })
}
