//! An earlier answer of a check in JSON, as a file that the person names: of the pipeline audit
//! its faults are known, and what is not in it is new; of the health audit its rows say what
//! got worse and what was mended since.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Read as _,
    path::Path,
    sync::Arc,
};

use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    checks::{Conclusion, health::EarlierRow, pipeline::KnownFault},
    cli::Stop,
    rules::pipeline::State,
};

/// A larger file is no answer of this program.
const MOST: u64 = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct Answer<R> {
    schema: u32,
    command: String,
    rows: Vec<R>,
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

/// The conclusion with what the file has as known, or set beside it.
pub(super) fn since(conclusion: Conclusion, path: &Path) -> Result<Conclusion, Stop> {
    Ok(match &conclusion {
        Conclusion::Pipeline(report) => {
            let rows = read(path, "check pipeline")?;
            let before = states(&rows);
            Conclusion::Pipeline(Arc::new(report.since(&faults(rows), before)))
        }
        Conclusion::Health(report) => {
            let rows: Vec<EarlierRow> = read(path, "check health")?;
            Conclusion::Health(Arc::new(report.since(&rows)))
        }
        _ => conclusion,
    })
}

/// The rows of an answer of this command.
fn read<R: DeserializeOwned>(path: &Path, command: &str) -> Result<Vec<R>, Stop> {
    let shown = path.display();
    let unread = |why: String| {
        Stop::Usage(format!(
            "{shown} can't be compared with: {why}. Write it with `watchkeeper {command} --json`."
        ))
    };
    let mut text = String::new();
    let file = File::open(path).map_err(|error| unread(error.to_string()))?;
    let read = file.take(MOST).read_to_string(&mut text);
    read.map_err(|error| unread(error.to_string()))?;
    let answer: Answer<R> =
        serde_json::from_str(&text).map_err(|error| unread(error.to_string()))?;
    if answer.schema != 1 || answer.command != command {
        return Err(unread(
            "it is another answer, or another version's".to_owned(),
        ));
    }
    Ok(answer.rows)
}

/// How each rule was found.
fn states(rows: &[Row]) -> BTreeMap<String, State> {
    let rows = rows.iter();
    rows.map(|row| (row.number.clone(), row.state)).collect()
}

fn faults(rows: Vec<Row>) -> BTreeSet<KnownFault> {
    let faults = rows.into_iter().flat_map(|row| {
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
    faults.collect()
}
