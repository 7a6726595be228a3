//! The other forms in which single checks can be given out, and who spells them.

use super::{
    check::{Checked, heading},
    exchange::{self, Told},
    health, pipeline,
};
use crate::checks::Conclusion;

/// How the text of a form is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Lines, each of them sanitised.
    Lines,
    /// What a machine reads is escaped as JSON is.
    Json,
    /// Lines that the runner of GitHub Actions obeys, and which this program made.
    Commands,
}

/// Another form in which one check can be given out.
#[derive(Debug)]
pub struct Export {
    /// The check's command.
    pub of: &'static str,
    pub option: &'static str,
    pub doc: &'static str,
    pub spelling: Spelling,
    pub render: fn(&Checked<'_>) -> String,
}

pub const EXPORTS: &[Export] = &[
    Export {
        of: "health",
        option: "markdown",
        doc: "Print the audit's tables as Markdown",
        spelling: Spelling::Lines,
        render: |checked| match checked.conclusion {
            Conclusion::Health(report) => {
                health::markdown(report, &checked.summary().0.findings, &heading(checked))
            }
            _ => String::new(),
        },
    },
    Export {
        of: "pipeline",
        option: "markdown",
        doc: "Print a Markdown document with the plan and the criteria",
        spelling: Spelling::Lines,
        render: |checked| match checked.conclusion {
            Conclusion::Pipeline(report) => pipeline::markdown(report, checked.at),
            _ => String::new(),
        },
    },
    Export {
        of: "pipeline",
        option: "sarif",
        doc: SARIF,
        spelling: Spelling::Json,
        render: |checked| match checked.conclusion {
            Conclusion::Pipeline(report) => pipeline::sarif(report),
            _ => String::new(),
        },
    },
    Export {
        of: "pipeline",
        option: "github",
        doc: ANNOTATIONS,
        spelling: Spelling::Commands,
        render: |checked| of_findings(checked, exchange::annotations),
    },
    Export {
        of: "drift",
        option: "sarif",
        doc: SARIF,
        spelling: Spelling::Json,
        render: |checked| of_findings(checked, exchange::sarif),
    },
    Export {
        of: "drift",
        option: "github",
        doc: ANNOTATIONS,
        spelling: Spelling::Commands,
        render: |checked| of_findings(checked, exchange::annotations),
    },
    Export {
        of: "drift",
        option: "markdown",
        doc: COMMENT,
        spelling: Spelling::Lines,
        render: |checked| of_findings(checked, exchange::comment),
    },
    Export {
        of: "stacks",
        option: "sarif",
        doc: SARIF,
        spelling: Spelling::Json,
        render: |checked| of_findings(checked, exchange::sarif),
    },
    Export {
        of: "stacks",
        option: "github",
        doc: ANNOTATIONS,
        spelling: Spelling::Commands,
        render: |checked| of_findings(checked, exchange::annotations),
    },
    Export {
        of: "stacks",
        option: "markdown",
        doc: COMMENT,
        spelling: Spelling::Lines,
        render: |checked| of_findings(checked, exchange::comment),
    },
];

const SARIF: &str = "Print SARIF 2.1.0, for GitHub's code scanning and editors";
const ANNOTATIONS: &str = "Print annotations of GitHub Actions";
const COMMENT: &str = "Print Markdown for a comment on a pull request";

fn of_findings(checked: &Checked<'_>, render: fn(&Told<'_>) -> String) -> String {
    let (summary, _) = checked.summary();
    render(&Told {
        heading: heading(checked),
        verdict: checked.verdict(&summary),
        findings: &summary.findings,
        unknown: &summary.unknown,
        faults: checked.fault_lines(),
    })
}
