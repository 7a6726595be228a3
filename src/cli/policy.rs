//! `policy`: documents compared, evaluated and linted offline.

mod eval;
mod lint;

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand, ValueEnum};

use super::{
    Stop, not_restricted,
    output::{json, say},
};
use crate::{
    config::Loaded,
    facts::{Fault, Verdict},
    policy::{self, Document, Kind, cases},
    rules::drift::request_in_words,
};

#[derive(Debug, Subcommand)]
pub(super) enum Policy {
    /// Is one request allowed? Names the statement that decides, or what is missing.
    Eval(eval::Eval),
    /// Is B equal to A, broader, narrower or different? With a request that proves it.
    Compare(Compare),
    /// Does a document give more than its purpose needs? Exits 0 no, 1 with hits.
    Lint(lint::Lint),
}

#[derive(Debug, Args)]
pub(super) struct Compare {
    #[arg(required_unless_present = "cases", requires = "b")]
    a: Option<PathBuf>,
    b: Option<PathBuf>,
    /// JSON Lines of cases instead; prints one result a line.
    #[arg(long, value_name = "FILE", conflicts_with = "a")]
    cases: Option<PathBuf>,
    /// What the documents are attached to.
    #[arg(long, value_enum, default_value_t = DocumentKind::Identity)]
    kind: DocumentKind,
    /// Where both live (`aws`, `aws-cn`): what a bare account id is an account of.
    #[arg(long, value_name = "PARTITION")]
    partition: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum DocumentKind {
    Identity,
    Trust,
    Resource,
}

/// Larger than any file of cases that a person would keep.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

pub(super) fn run(loaded: &Loaded, command: &Policy) -> Result<u8, Stop> {
    not_restricted(loaded, "policy")?;
    match command {
        Policy::Eval(eval) => eval::run(eval),
        Policy::Compare(compare) => self::compare(compare),
        Policy::Lint(lint) => lint::run(lint),
    }
}

/// 0 equal, 1 not, 2 undecided and not known to differ.
fn compare(command: &Compare) -> Result<u8, Stop> {
    if let Some(file) = &command.cases {
        for line in cases::compare(&text(file)?).map_err(wrong)? {
            json(&line)?;
        }
        return Ok(0);
    }
    let (Some(a), Some(b)) = (&command.a, &command.b) else {
        return Err(Stop::Usage("Name two files, or --cases FILE.".into()));
    };
    let partition = command.partition.as_deref();
    let read = |path: &Path| Ok::<_, Stop>(document(path, command.kind)?.within(partition));
    let (left, right) = (read(a)?, read(b)?);
    let comparison = policy::compare(&left, &right);
    say(match comparison.verdict {
        Verdict::Equal => "equal: no request is decided differently",
        Verdict::Broader => "broader: B allows all that A allows, and more",
        Verdict::Narrower => "narrower: B allows less than A, and nothing more",
        Verdict::Different => "different: each allows something that the other does not",
        Verdict::Undecided => "undecided",
    })?;
    for (side, witness) in [("B", &comparison.gained), ("A", &comparison.lost)] {
        if let Some(witness) = witness {
            let request = request_in_words(&witness.request);
            say(&format!("  {side} decides more favourably: {request}"))?;
            let implausible = if witness.plausible {
                ""
            } else {
                "; no real request looks like this"
            };
            say(&format!(
                "    A {:?}, B {:?}{implausible}",
                witness.codified, witness.live
            ))?;
        }
    }
    if let Some(why) = &comparison.why {
        say(&format!("  {why}"))?;
    }
    Ok(match comparison.equivalent {
        Some(true) => 0,
        Some(false) => 1,
        None => 2,
    })
}

fn document(path: &Path, kind: DocumentKind) -> Result<Document, Stop> {
    let kind = match kind {
        DocumentKind::Identity => Kind::Identity,
        DocumentKind::Trust => Kind::Trust,
        DocumentKind::Resource => Kind::Resource,
    };
    policy::parse(&text(path)?, kind)
        .map_err(|malformed| wrong(malformed.fault(&path.to_string_lossy())))
}

fn text(path: &Path) -> Result<String, Stop> {
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text))
        .map_err(|error| Stop::Usage(format!("{}: {error}.", path.display())))?;
    Ok(text)
}

fn wrong(fault: Fault) -> Stop {
    Stop::Fault(super::USAGE, fault)
}
