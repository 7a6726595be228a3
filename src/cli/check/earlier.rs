//! An earlier answer of `check pipeline` in JSON, as a file that the person names: its
//! faults are known, and what is not in it is new.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Read as _,
    path::Path,
    sync::Arc,
};

use serde::Deserialize;

use crate::{
    checks::{Conclusion, pipeline::KnownFault},
    cli::Stop,
    rules::pipeline::State,
};

type Earlier = (BTreeSet<KnownFault>, BTreeMap<String, State>);

/// A larger file is no answer of this program.
const MOST: u64 = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct Answer {
    schema: u32,
    command: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    number: String,
    state: State,
    marks: Vec<Mark>,
}

#[derive(Deserialize)]
struct Mark {
    state: String,
    what: String,
    path: Option<String>,
}

/// The conclusion with what the file has as known.
pub(super) fn since(conclusion: Conclusion, path: &Path) -> Result<Conclusion, Stop> {
    let Conclusion::Pipeline(report) = &conclusion else {
        return Ok(conclusion);
    };
    let (known, before) = read(path)?;
    Ok(Conclusion::Pipeline(Arc::new(report.since(&known, before))))
}

/// The faults of the file, and how it found each rule.
fn read(path: &Path) -> Result<Earlier, Stop> {
    let shown = path.display();
    let unread = |why: String| {
        Stop::Usage(format!(
            "{shown} can't be compared with: {why}. Write it with `watchkeeper check pipeline --json`."
        ))
    };
    let mut text = String::new();
    let file = File::open(path).map_err(|error| unread(error.to_string()))?;
    let read = file.take(MOST).read_to_string(&mut text);
    read.map_err(|error| unread(error.to_string()))?;
    let answer: Answer = serde_json::from_str(&text).map_err(|error| unread(error.to_string()))?;
    if answer.schema != 1 || answer.command != "check pipeline" {
        return Err(unread(
            "it is another answer, or another version's".to_owned(),
        ));
    }
    let before = answer.rows.iter();
    let before = before.map(|row| (row.number.clone(), row.state)).collect();
    let faults = answer.rows.into_iter().flat_map(|row| {
        let number = row.number;
        let faults = row.marks.into_iter().filter(|mark| {
            // What was known already when it was written still is.
            matches!(mark.state.as_str(), "RED" | "AMBER" | "KNOWN")
        });
        faults.map(move |mark| KnownFault {
            number: number.clone(),
            path: mark.path,
            what: mark.what,
        })
    });
    Ok((faults.collect(), before))
}
