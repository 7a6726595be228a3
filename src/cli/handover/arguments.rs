//! What may be written behind `handover`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::when::When;

#[derive(Debug, Args)]
pub(in crate::cli) struct Handover {
    /// Only changes from then on: `8h`, `30m`, or a time.
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    pub(super) since: Option<When>,
    /// The JSON of an earlier handover: what was open in it and is not now is closed.
    #[arg(long, value_name = "FILE")]
    pub(super) earlier: Option<PathBuf>,
    /// JSON in place of Markdown.
    #[arg(long)]
    pub(super) json: bool,
    /// A file to create, readable by you alone; one that is there is never replaced.
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}
