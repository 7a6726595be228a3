//! The command line: parses, loads the configuration, and hands over.
//!
//! Standard output carries the answer only, standard error the rest. Exit codes:
//! 0 nothing found, 1 findings, 2 could not tell, 64 wrong usage or
//! configuration, 70 a bug.

mod arguments;
mod check;
mod console;
mod handover;
mod init;
mod journal;
mod log;
mod logs;
mod man;
mod output;
mod piped;
mod policy;
mod policy_needed;
mod runbook;
mod when;
mod why;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::{
    config::{self, ConfigError, Loaded, Sources},
    facts::Fault,
};
use arguments::{Arguments, Command};
use output::{tell, tell_all};

pub const USAGE: u8 = 64;
pub const BUG: u8 = 70;

/// Why a command did not answer.
#[derive(Debug)]
enum Stop {
    Config(ConfigError),
    /// Wrong usage: a sentence that says what to write instead.
    Usage(String),
    /// The same in lines of their own.
    Advice(Vec<String>),
    Fault(u8, Fault),
    /// Standard output was closed: nobody reads on, and that is no error.
    Closed,
}

impl From<ConfigError> for Stop {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<std::io::Error> for Stop {
    fn from(_: std::io::Error) -> Self {
        Self::Closed
    }
}

pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let wrong = error.use_stderr();
            output::misuse(&error);
            return ExitCode::from(if wrong { USAGE } else { 0 });
        }
    };
    match perform(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(Stop::Closed) => ExitCode::SUCCESS,
        Err(stop) => ExitCode::from(complain(stop)),
    }
}

fn perform(arguments: Arguments) -> Result<u8, Stop> {
    let (flags, pane) = (arguments.flags(), arguments.options.pane);
    let log = arguments.options.log;
    match arguments.command {
        None => {
            let loaded = load(flags)?;
            let log = log.map(|path| piped::log(&loaded, &path)).transpose()?;
            console::real(loaded, pane.as_deref(), log)
        }
        Some(_) if log.is_some() => Err(Stop::Usage(
            "--log opens the console: write it without a command.".to_owned(),
        )),
        Some(Command::Demo { story, pane: own }) => {
            let flags = config::restrained(&sources(flags)?)?;
            console::demo(flags, story, own.or(pane).as_deref())
        }
        Some(Command::Check(check)) => check::run(headless(flags)?, &check),
        Some(Command::Why { of, json }) => why::run(headless(flags)?, &of, json),
        Some(Command::Handover(asked)) => handover::run(headless(flags)?, &asked),
        Some(Command::Init { write }) => init::run(&headless(flags)?, write),
        Some(Command::Logs(asked)) => logs::run(headless(flags)?, &asked),
        Some(Command::Journal(command)) => journal::run(&load(flags)?, &command),
        Some(Command::Runbook(command)) => runbook::run(&load(flags)?, &command),
        Some(Command::Policy(command)) => policy::run(&load(flags)?, &command),
        Some(Command::PolicyNeeded { github, writes }) => {
            let flags = config::restrained(&sources(flags)?)?;
            policy_needed::run(&flags, writes.as_deref(), github)
        }
        // Text that came with the program: it reads nothing and depends on nothing.
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "watchkeeper", &mut script);
            output::bytes(&script).map(|()| 0)
        }
        Some(Command::Man) => {
            let mut page = Vec::new();
            man::render(&mut page)?;
            output::bytes(&page).map(|()| 0)
        }
    }
}

fn sources(flags: config::Flags) -> Result<Sources, Stop> {
    Sources::ambient(flags).map_err(|error| {
        Stop::Usage(format!(
            "The working directory cannot be read: {error}. Change to another one."
        ))
    })
}

fn load(flags: config::Flags) -> Result<Loaded, Stop> {
    let loaded = config::load(&sources(flags)?)?;
    log::start(&loaded.settings)?;
    Ok(loaded)
}

/// For what shows no notes of its own, as the console does: they go beside the answer.
fn headless(flags: config::Flags) -> Result<Loaded, Stop> {
    let loaded = load(flags)?;
    for note in &loaded.notes {
        tell(note);
    }
    Ok(loaded)
}

/// Says what is wrong, on standard error.
fn complain(stop: Stop) -> u8 {
    match stop {
        Stop::Config(error) => {
            for problem in &error.problems {
                tell(&problem.to_string());
            }
            USAGE
        }
        Stop::Usage(said) => {
            tell(&said);
            USAGE
        }
        Stop::Advice(lines) => {
            tell_all(&lines);
            USAGE
        }
        Stop::Fault(code, fault) => {
            tell(&format!("{} {}", fault.what, fault.hint));
            if !fault.source.is_empty() {
                tell(&format!("  ({})", fault.source));
            }
            code
        }
        Stop::Closed => 0,
    }
}

/// Refuses what the restricted mode has not.
fn not_restricted(loaded: &Loaded, what: &str) -> Result<(), Stop> {
    match loaded.settings.restricted {
        true => Err(off(what)),
        false => Ok(()),
    }
}

fn off(what: &str) -> Stop {
    Stop::Usage(format!("`{what}` is off in restricted mode."))
}
