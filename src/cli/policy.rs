//! `policy`: documents compared and evaluated offline.

use std::{fs::File, io::Read, path::Path};

use super::{
    Stop,
    arguments::{DocumentKind, Policy},
    not_restricted,
    output::say,
};
use crate::{
    config::Loaded,
    facts::Fault,
    policy::{self, Document, Kind, cases},
};

/// Larger than any file of cases that a person would keep.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

pub(super) fn run(loaded: &Loaded, command: &Policy) -> Result<u8, Stop> {
    not_restricted(loaded, "policy")?;
    let Policy::Compare { a, b, cases, kind } = command;
    match (a, b, cases) {
        (_, _, Some(file)) => {
            for line in cases::compare(&text(file)?).map_err(|fault| wrong(*fault))? {
                say(&line)?;
            }
            Ok(0)
        }
        (Some(a), Some(b), None) => compare(a, b, *kind),
        _ => Err(Stop::Usage("Name two files, or --cases FILE.".into())),
    }
}

fn compare(a: &Path, b: &Path, kind: DocumentKind) -> Result<u8, Stop> {
    let (left, right) = (document(a, kind)?, document(b, kind)?);
    if policy::equivalent(&left, &right) {
        say("equal")?;
        return Ok(0);
    }
    say("undecided: they are not written alike")?;
    for change in policy::explain::changes(&left, &right) {
        let side = match change.allowed {
            policy::diff::Side::OnlyLive => "only B allows",
            _ => "only A allows",
        };
        say(&format!("  {side} {}", change.what))?;
    }
    Ok(1)
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
