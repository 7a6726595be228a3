//! `runbook`: the guided procedures, the program's and a team's own, read and checked without
//! a console. Nothing is carried out here.

use std::{fs::File, io::Read, path::Path};

use clap::Subcommand;
use serde_json::json;

use super::{
    Stop, not_restricted,
    output::{json as print, say, tell},
};
use crate::{
    config::Loaded,
    keys::find_command,
    runbooks::{self, BUILT_IN, Kind, Runbook},
    shell,
};

/// A runbook's file is no longer than that, and one that is gets cut and refused.
const MOST_BYTES: u64 = 512 * 1024;

#[derive(Debug, Subcommand)]
pub(super) enum RunbookCommand {
    /// The runbooks there are, yours and the project's included.
    List {
        /// Print JSON instead of text.
        #[arg(long)]
        json: bool,
    },
    /// A runbook's steps.
    Show { name: String },
    /// Say whether a runbook's file is as it must be: by its path, or by the runbook's name.
    /// Exits 0 if it is, 1 if not.
    Check { name: String },
}

pub(super) fn run(loaded: &Loaded, command: &RunbookCommand) -> Result<u8, Stop> {
    let (books, wrong) = runbooks::all(&loaded.settings);
    for (name, problems) in &wrong {
        for problem in problems {
            tell(&format!("runbook {name}:{problem}"));
        }
    }
    match command {
        RunbookCommand::List { json } => list(&books, *json),
        RunbookCommand::Show { name } => show(&books, name),
        RunbookCommand::Check { name } => check(loaded, name),
    }
}

fn list(books: &[Runbook], as_json: bool) -> Result<u8, Stop> {
    if as_json {
        let all = books.iter().map(|book| {
            let steps = book.steps.len();
            json!({"name": book.name, "title": book.title, "steps": steps})
        });
        let all: Vec<_> = all.collect();
        print(&json!({ "schema": 1, "runbooks": all }).to_string())?;
        return Ok(0);
    }
    let widest = books.iter().map(|book| book.name.len()).max().unwrap_or(0);
    for book in books {
        say(&format!("{:<widest$}  {}", book.name, book.title))?;
    }
    Ok(0)
}

fn show(books: &[Runbook], name: &str) -> Result<u8, Stop> {
    let Some(book) = books.iter().find(|book| book.name == name) else {
        return Err(no_such(name));
    };
    say(&book.title)?;
    say(&book.about.trim().replace('\n', " "))?;
    for (at, step) in book.steps.iter().enumerate() {
        say(&format!(
            "{:>2} {:<9}{}",
            at + 1,
            step.kind.word(),
            step.title
        ))?;
        if !step.text.is_empty() {
            say(&format!("            {}", step.text.replace('\n', " ")))?;
        }
        match &step.kind {
            Kind::Human { who, check } => {
                say(&format!("            [HUMAN] {who}"))?;
                for point in check {
                    say(&format!("            [ ] {point}"))?;
                }
            }
            Kind::External { command } => say(&format!("            {command}"))?,
            _ => {}
        }
    }
    Ok(0)
}

/// By the path of a file, or by name.
fn check(loaded: &Loaded, name: &str) -> Result<u8, Stop> {
    let text = match Path::new(name).extension() {
        Some(_) => {
            not_restricted(loaded, "runbook check FILE")?;
            read(Path::new(name))?
        }
        None => known(loaded, name).ok_or_else(|| no_such(name))?,
    };
    let said: Vec<String> = match runbooks::parse(name, &text) {
        Ok(book) => unknown(&book),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    };
    for what in &said {
        say(&format!("{name}:{what}"))?;
    }
    if said.is_empty() {
        say(&format!("{name}: it is as a runbook must be"))?;
    }
    Ok(u8::from(!said.is_empty()))
}

fn read(path: &Path) -> Result<String, Stop> {
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text))
        .map_err(|error| Stop::Usage(format!("{}: {error}.", path.display())))?;
    Ok(text)
}

fn known(loaded: &Loaded, name: &str) -> Option<String> {
    let own = loaded.settings.runbooks.iter().rev();
    let own = own.map(|file| (file.name.as_str(), file.text.as_str()));
    let mut all = own.chain(BUILT_IN.iter().copied());
    all.find(|(known, _)| *known == name)
        .map(|(_, text)| text.to_owned())
}

/// Commands that the program does not have.
fn unknown(book: &Runbook) -> Vec<String> {
    let mut said = Vec::new();
    for step in &book.steps {
        let Kind::Propose { command, .. } = &step.kind else {
            continue;
        };
        let proposes = find_command(shell::scopes(), command);
        if proposes.is_none_or(|(_, command)| !command.proposes_write) {
            said.push(format!(
                " step {}: no command `{command}` proposes a change",
                step.id
            ));
        }
    }
    said
}

fn no_such(name: &str) -> Stop {
    Stop::Usage(format!(
        "There is no runbook {name}: `watchkeeper runbook list` names them."
    ))
}
