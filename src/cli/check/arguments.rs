//! The commands of `check`, made of the registry of checks.

use std::path::PathBuf;

use clap::{
    Arg, ArgAction, ArgGroup, ArgMatches, Command, Error, FromArgMatches, Subcommand,
    builder::PossibleValuesParser, value_parser,
};

use crate::{
    checks::{self, COMMANDS, Topic},
    facts::{EnvironmentName, Priority},
    report::export::{EXPORTS, Export},
};

const JSON: &str = "json";
const FAIL_ON: &str = "fail-on";
const COMPARE: &str = "compare";
const BASELINE: &str = "baseline";
const ONLINE: &str = "online";
/// The check that can have a baseline, and which asks others only when it is told to.
const AUDIT: &str = "pipeline";
/// The checks whose answers can be compared, and what comes of it.
const COMPARED: [(&str, &str); 2] = [
    (
        "pipeline",
        "Find only what an earlier answer in JSON does not have",
    ),
    (
        "health",
        "Say which rows got worse, were mended, are new or gone since an earlier answer in JSON",
    ),
];

/// What `--fail-on` takes, and the least priority that then counts.
const LEVELS: [(&str, Priority); 3] = [
    ("high", Priority::P1),
    ("medium", Priority::P2),
    ("low", Priority::P3),
];

/// How the answer is printed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Text,
    Json,
    Export(&'static Export),
}

/// A check that was asked for.
#[derive(Debug)]
pub(in crate::cli) struct Check {
    pub(super) command: &'static checks::Command,
    only: Option<String>,
    pub(super) form: Form,
    pub(super) fail_on: Option<Priority>,
    /// An earlier answer in JSON, which this one is compared with.
    pub(super) compare: Option<PathBuf>,
    /// The same, as a file that may not be there yet.
    pub(super) baseline: Option<PathBuf>,
    online: bool,
}

impl Check {
    pub(super) fn topic(&self, environment: &EnvironmentName) -> Topic {
        let topic = (self.command.topic)(environment.clone(), self.only.as_deref());
        match topic {
            Topic::Pipeline(audit) if self.online => Topic::Pipeline(audit.online()),
            topic => topic,
        }
    }
}

fn command(check: &checks::Command) -> Command {
    let only = &check.only;
    let narrowed = Arg::new(only.option)
        .long(only.option)
        .value_name(only.value)
        .help(only.doc);
    let json = Arg::new(JSON)
        .long(JSON)
        .action(ArgAction::SetTrue)
        .help("Print JSON instead of text");
    let levels = PossibleValuesParser::from(LEVELS.map(|(level, _)| level));
    let fail_on = Arg::new(FAIL_ON)
        .long(FAIL_ON)
        .value_name("LEVEL")
        .value_parser(levels)
        .help("Exit 1 only for findings of this level and graver ones: high is P0 and P1");
    let exports = exports(check.name).map(|export| {
        Arg::new(export.option)
            .long(export.option)
            .action(ArgAction::SetTrue)
            .help(export.doc)
    });
    let forms = exports.chain([json]).collect::<Vec<_>>();
    let ids: Vec<_> = forms.iter().map(|form| form.get_id().clone()).collect();
    let compare = compared(check).map(|help| {
        Arg::new(COMPARE)
            .long(COMPARE)
            .value_name("EARLIER.json")
            .value_parser(value_parser!(PathBuf))
            .help(help)
    });
    Command::new(check.name)
        .about(check.doc)
        .arg(narrowed)
        .args(forms)
        .args(compare)
        .args(of_audit(check.name))
        .arg(fail_on)
        .group(ArgGroup::new("form").args(ids))
}

/// What only the audit of the pipeline takes.
fn of_audit(check: &str) -> Vec<Arg> {
    if check != AUDIT {
        return Vec::new();
    }
    vec![
        Arg::new(BASELINE)
            .long(BASELINE)
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("The same, of a file that is committed: it need not exist yet")
            .conflicts_with(COMPARE),
        Arg::new(ONLINE)
            .long(ONLINE)
            .action(ArgAction::SetTrue)
            .help("Ask GitHub and AWS too what only they know"),
    ]
}

/// What comes of a comparison, for a check that has one.
fn compared(check: &checks::Command) -> Option<&'static str> {
    let mut compared = COMPARED.iter();
    let (_, help) = compared.find(|(name, _)| *name == check.name)?;
    Some(help)
}

fn exports(check: &str) -> impl Iterator<Item = &'static Export> {
    EXPORTS.iter().filter(move |export| export.of == check)
}

fn form(check: &str, given: &ArgMatches) -> Form {
    if given.get_flag(JSON) {
        return Form::Json;
    }
    let export = exports(check).find(|export| given.get_flag(export.option));
    export.map_or(Form::Text, Form::Export)
}

impl Subcommand for Check {
    fn augment_subcommands(parent: Command) -> Command {
        parent
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommands(COMMANDS.iter().flatten().map(|check| command(check)))
    }

    fn augment_subcommands_for_update(parent: Command) -> Command {
        Self::augment_subcommands(parent)
    }

    fn has_subcommand(name: &str) -> bool {
        COMMANDS.iter().flatten().any(|check| check.name == name)
    }
}

impl FromArgMatches for Check {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let (name, given) = matches.subcommand().unwrap_or(("", matches));
        let mut commands = COMMANDS.iter().flatten();
        let command = commands.find(|check| check.name == name);
        let command = command.ok_or(clap::error::ErrorKind::MissingSubcommand);
        let command = *command.map_err(Error::new)?;
        Ok(Self {
            command,
            only: given.get_one::<String>(command.only.option).cloned(),
            compare: match compared(command).is_some() {
                true => given.get_one::<PathBuf>(COMPARE).cloned(),
                false => None,
            },
            baseline: match command.name == AUDIT {
                true => given.get_one::<PathBuf>(BASELINE).cloned(),
                false => None,
            },
            online: command.name == AUDIT && given.get_flag(ONLINE),
            form: form(command.name, given),
            fail_on: given.get_one::<String>(FAIL_ON).and_then(|level| {
                let known = LEVELS.iter().find(|(name, _)| name == level)?;
                Some(known.1)
            }),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
